"""Nine new schemes from a number, by the rules that an illustrator colors by.

The rules are written in OKLCH: lightness in percent, chroma in thousandths, hue in degrees, all of them whole
numbers. They are drawn from the raw bits of PCG64, which NumPy keeps the same in all versions and on all
platforms (its distributions it does not), so that a number names the same nine colors everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np

from nurie.arrays import Doubles
from nurie.color.difference import ciede2000
from nurie.color.oklch import srgb
from nurie.errors import SchemeError
from nurie.schemes.scheme import SCHEMES, Color, Scheme, is_apart

HAIR_APART = 12.0
"""CIEDE2000 between the hair of any two of the nine."""
CLOTHES_APART = 9.0
"""CIEDE2000 between the main garments of any two of the nine."""

_ACCENT_APART = 10.0  # CIEDE2000 from all else that the figure wears
_TRIES = 60  # for one scheme, before all nine are begun again
_STRONG = 90  # chroma from which two hues beside each other must agree
_COLORFUL = 35  # chroma below which a color goes with every hue

_Item = TypeVar("_Item")


class _Tone(NamedTuple):
    """A color: lightness in percent, chroma in thousandths, hue in degrees."""

    lightness: int
    chroma: int
    hue: int

    @property
    def color(self) -> Color:
        red, green, blue = srgb(self.lightness / 100, self.chroma / 1000, self.hue)
        return float(red), float(green), float(blue)


class _Range(NamedTuple):
    """From where to where a kind of color goes; hues may run beyond 360."""

    lightness: tuple[int, int]
    chroma: tuple[int, int]
    hue: tuple[int, int]

    @property
    def middle(self) -> _Tone:
        lightness, chroma, hue = (sum(ends) // 2 for ends in self)
        return _Tone(lightness, chroma, hue % 360)


_HAIR = {
    "ink": _Range((25, 31), (8, 34), (255, 300)),
    "brown": _Range((40, 52), (55, 82), (44, 62)),
    "blond": _Range((83, 89), (80, 118), (82, 95)),
    "ginger": _Range((58, 66), (125, 160), (42, 54)),
    "silver": _Range((86, 92), (6, 20), (240, 310)),
    "pink": _Range((76, 83), (85, 120), (350, 368)),
    "blue": _Range((56, 72), (80, 120), (238, 262)),
    "green": _Range((58, 72), (65, 95), (158, 188)),
    "violet": _Range((48, 62), (95, 130), (292, 310)),
    "crimson": _Range((42, 50), (130, 160), (16, 26)),
}
"""Each of the nine has another kind of hair."""

_CLOTHES = {
    "white": _Range((96, 98), (2, 9), (220, 290)),
    "charcoal": _Range((25, 31), (6, 16), (250, 300)),
    "navy": _Range((32, 38), (62, 90), (258, 270)),
    "denim": _Range((50, 60), (70, 98), (245, 260)),
    "sky": _Range((79, 85), (48, 70), (228, 245)),
    "teal": _Range((46, 55), (62, 82), (188, 205)),
    "forest": _Range((40, 49), (58, 82), (142, 162)),
    "olive": _Range((54, 62), (60, 82), (112, 126)),
    "mint": _Range((84, 89), (46, 66), (160, 175)),
    "mustard": _Range((73, 79), (105, 130), (78, 90)),
    "chocolate": _Range((36, 43), (42, 60), (40, 58)),
    "scarlet": _Range((51, 57), (158, 182), (24, 30)),
    "wine": _Range((33, 39), (82, 110), (8, 20)),
    "rose": _Range((72, 78), (85, 112), (0, 12)),
    "lilac": _Range((74, 80), (62, 88), (298, 312)),
    "plum": _Range((36, 43), (78, 105), (308, 326)),
    "gray": _Range((62, 70), (6, 16), (250, 290)),
}
"""Main garments."""

_SKIN = (
    _Range((90, 91), (42, 50), (52, 64)),
    _Range((88, 90), (50, 60), (54, 66)),
    _Range((86, 88), (58, 68), (58, 68)),
    _Range((77, 82), (72, 86), (58, 68)),
    _Range((64, 70), (78, 92), (54, 64)),
    _Range((48, 54), (64, 78), (46, 56)),
)
"""Fair, light, warm, tan, brown and deep."""
_SKIN_OF_NINE = ((0,), (0,), (1,), (1,), (1,), (2,), (2,), (3,), (4, 5))
"""Scenes in anime are bright, and most skin in them light; two of nine are darker."""

_NEUTRALS = (
    _Range((96, 98), (2, 10), (80, 280)),
    _Range((90, 93), (14, 26), (78, 95)),
    _Range((27, 34), (10, 34), (258, 292)),
    _Range((34, 40), (55, 80), (258, 270)),
    _Range((66, 74), (6, 14), (250, 290)),
)
"""White, cream, charcoal, navy, gray: what a second garment may always be."""

_PROPS = (
    _Range((52, 60), (58, 80), (55, 68)),
    _Range((70, 77), (70, 95), (70, 85)),
    _Range((58, 68), (10, 26), (240, 280)),
    _Range((52, 62), (70, 95), (20, 40)),
    _Range((54, 64), (60, 85), (230, 260)),
    _Range((56, 66), (58, 80), (130, 165)),
)
"""Wood, leather, metal, brick, blue enamel, green enamel."""


def schemes_of(seed: int | None) -> tuple[Scheme, ...]:
    """Nine schemes: the built-in ones for None, those of :func:`invent` for a number.

    Raises:
        SchemeError: the number is negative or no whole number.
    """
    return SCHEMES if seed is None else invent(seed)


@lru_cache(maxsize=64)
def invent(seed: int) -> tuple[Scheme, ...]:
    """Nine schemes, clearly unlike each other; the same for the same number, everywhere.

    Args:
        seed: any whole number from 0.

    Returns:
        Nine schemes whose colors are whole numbers 0..255.

    Raises:
        SchemeError: the number is negative or no whole number.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise SchemeError(f"{seed!r} names no schemes: give a whole number from 0.")
    dice = _Dice(seed)
    while True:
        schemes = _nine(dice)
        if schemes is not None:
            return schemes


class _Dice:
    """Whole numbers from the raw bits of PCG64."""

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(seed)

    def between(self, low: int, high: int) -> int:
        """One of low..high."""
        return low + int(self._bits.random_raw()) % (high - low + 1)

    def one(self, items: Sequence[_Item]) -> _Item:
        return items[self.between(0, len(items) - 1)]

    def shuffled(self, items: Sequence[_Item]) -> list[_Item]:
        """Fisher and Yates's shuffle."""
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.between(0, last)
            result[last], result[other] = result[other], result[last]
        return result

    def tone(self, within: _Range) -> _Tone:
        lightness, chroma, hue = (self.between(*ends) for ends in within)
        return _Tone(lightness, chroma, hue % 360)


@dataclass(frozen=True)
class _FigureColors:
    """What is decided first, and all else follows."""

    skin: _Tone
    hair: _Tone
    clothes: _Tone


def _nine(dice: _Dice) -> tuple[Scheme, ...] | None:
    """One scheme for each kind of hair; None where skin and garments that are left go with none of them."""
    skins, wardrobe = dice.shuffled(_SKIN_OF_NINE), dice.shuffled(list(_CLOTHES))
    schemes: list[Scheme] = []
    for hair in dice.shuffled(list(_HAIR))[: len(SCHEMES)]:
        for attempt in range(_TRIES):
            skin, garment = skins[attempt % len(skins)], wardrobe[attempt % len(wardrobe)]
            figure = _FigureColors(
                skin=dice.tone(_SKIN[dice.one(skin)]),
                hair=dice.tone(_HAIR[hair]),
                clothes=dice.tone(_CLOTHES[garment]),
            )
            if not (_agree(figure.hair, figure.clothes) and _is_new(figure, schemes)):
                continue
            scheme = _scheme(figure, dice)
            if is_apart(scheme):
                schemes.append(scheme)
                skins.remove(skin)
                wardrobe.remove(garment)
                break
        else:
            return None
    return tuple(schemes)


def _is_new(figure: _FigureColors, others: Sequence[Scheme]) -> bool:
    """Whether hair and clothes are unlike those of all others."""
    taken = np.array([(other.hair, other.clothes) for other in others]).reshape(-1, 2, 3)
    apart = ciede2000(np.array([figure.hair.color, figure.clothes.color]), taken)
    return bool(np.all(apart >= (HAIR_APART, CLOTHES_APART)))


def _agree(hair: _Tone, clothes: _Tone) -> bool:
    """Whether a garment goes with hair: it stands off, and two strong hues are not at odds."""
    if abs(hair.lightness - clothes.lightness) < 12:
        return False
    if min(hair.chroma, clothes.chroma) < _COLORFUL:
        return True
    turn = _turn(hair.hue, clothes.hue)
    if min(hair.chroma, clothes.chroma) >= _STRONG:
        return turn > 130  # complementary
    return turn > 35


def _turn(one: int, other: int) -> int:
    """Degrees between two hues, 0..180."""
    return abs((one - other + 180) % 360 - 180)


def _scheme(figure: _FigureColors, dice: _Dice) -> Scheme:
    second = _second(figure.clothes, dice)
    accent = _accent(figure, second, dice)
    ground = _ground(figure, dice)
    return Scheme(
        ground=ground.color,
        skin=figure.skin.color,
        hair=figure.hair.color,
        eye_white=_Tone(99, 2, 250).color,
        iris=_iris(figure, accent, dice).color,
        clothes=figure.clothes.color,
        clothes_2=second.color,
        accessory=accent.color,
        mouth=dice.tone(_Range((50, 57), (118, 140), (18, 26))).color,
        prop=dice.tone(dice.one(_PROPS)).color,
        scenery=_scenery(ground, dice).color,
    )


def _second(clothes: _Tone, dice: _Dice) -> _Tone:
    """A second garment: a neutral, a neighbor of the main hue, or its quiet complement; lighter or darker."""
    rule = dice.one(("neutral", "neutral", "neighbor", "complement"))
    if rule == "neutral" or clothes.chroma < _COLORFUL:
        fitting = [tone for tone in _NEUTRALS if abs(sum(tone.lightness) // 2 - clothes.lightness) >= 24]
        return dice.tone(dice.one(fitting))
    lightness = dice.between(78, 88) if clothes.lightness < 60 else dice.between(34, 46)
    if rule == "neighbor":
        turn = dice.one((-1, 1)) * dice.between(15, 40)
        return _Tone(lightness, dice.between(40, 70), (clothes.hue + turn) % 360)
    turn = dice.between(160, 200)
    return _Tone(lightness, dice.between(35, 60), (clothes.hue + turn) % 360)


_ACCENTS = (
    _Range((56, 62), (170, 200), (24, 30)),
    _Range((70, 76), (140, 165), (55, 68)),
    _Range((83, 88), (135, 160), (88, 98)),
    _Range((66, 72), (110, 140), (155, 170)),
    _Range((70, 76), (95, 115), (200, 220)),
    _Range((56, 62), (140, 170), (255, 264)),
    _Range((55, 61), (150, 175), (300, 312)),
    _Range((66, 72), (150, 175), (355, 366)),
)
"""Red, orange, gold, green, turquoise, blue, violet, pink."""


def _accent(figure: _FigureColors, second: _Tone, dice: _Dice) -> _Tone:
    """A small thing in a strong color that the figure does not have: of the candidates, the least like it.

    Where all three that chance names are near to it, it is the middle of that kind of accent which is not.
    """
    others = np.array([tone.color for tone in (figure.hair, figure.clothes, second, figure.skin)])
    candidates = [dice.tone(dice.one(_ACCENTS)) for _ in range(3)]
    best, apart = _farthest(candidates, others)
    if apart <= _ACCENT_APART:
        best, _ = _farthest([kind.middle for kind in _ACCENTS], others)
    return best


def _farthest(candidates: Sequence[_Tone], others: Doubles) -> tuple[_Tone, float]:
    """The candidate whose nearest of some colors, (n, 3), is the farthest, and how far it is: CIEDE2000."""
    apart = ciede2000(np.array([tone.color for tone in candidates])[:, None], others).min(axis=1).round(6)
    best = int(apart.argmax())
    return candidates[best], float(apart[best])


def _iris(figure: _FigureColors, accent: _Tone, dice: _Dice) -> _Tone:
    """Eyes are clear: the accent's hue again, or the hair's, or one of their own."""
    own = dice.one((28, 60, 85, 150, 195, 245, 262, 300, 345))
    hair = figure.hair.hue if figure.hair.chroma >= _COLORFUL else own
    hue = dice.one((own, own, hair, accent.hue))
    lift = 8 if 50 <= hue <= 110 else 0  # amber and gold, which are olive when they are dark
    return _Tone(dice.between(50, 60) + lift, dice.between(110, 160), hue)


def _ground(figure: _FigureColors, dice: _Dice) -> _Tone:
    """A pale ground that lets the figure stand: a cool or faint hue, across from hair or clothes."""
    main = figure.hair if figure.hair.chroma >= _COLORFUL else figure.clothes
    hue = (main.hue + dice.one((150, 180, 210))) % 360
    warm = 20 <= hue <= 80  # the hues of skin
    if figure.clothes.lightness > 90:  # white stands out against a ground that is a little deeper
        return _Tone(dice.between(84, 87), dice.between(30, 44), (hue + 180) % 360 if warm else hue)
    return _Tone(dice.between(94, 97), dice.between(4, 10) if warm else dice.between(10, 26), hue)


def _scenery(ground: _Tone, dice: _Dice) -> _Tone:
    """A step from the ground: darker, a little stronger, its neighbor in hue."""
    return _Tone(
        ground.lightness - dice.between(9, 14),
        ground.chroma + dice.between(14, 30),
        (ground.hue + dice.between(-25, 25)) % 360,
    )
