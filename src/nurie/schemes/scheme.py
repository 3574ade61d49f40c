"""Color schemes: one base color for each part."""

import colorsys
from dataclasses import dataclass

import numpy as np

from nurie.arrays import Doubles
from nurie.color.difference import ciede2000
from nurie.schemes.parts import Part

Color = tuple[float, float, float]
"""sRGB, 0..255."""


@dataclass(frozen=True)
class Scheme:
    """Base colors, in the order of `Part`."""

    ground: Color
    skin: Color
    hair: Color
    eye_white: Color
    iris: Color
    clothes: Color
    clothes_2: Color
    accessory: Color
    mouth: Color
    prop: Color
    scenery: Color
    bubble: Color = (255.0, 255.0, 255.0)
    """White in every scheme."""

    def __getitem__(self, part: Part) -> Color:
        color: Color = getattr(self, part.name.lower())
        return color

    def table(self) -> Doubles:
        """Base colors as an array, shape (12, 3), 0..255."""
        return np.array([self[part] for part in Part], np.float64)


APART: tuple[tuple[Part, Part, float], ...] = (
    (Part.HAIR, Part.SKIN, 18.0),
    (Part.CLOTHES, Part.SKIN, 18.0),
    (Part.CLOTHES_2, Part.SKIN, 14.0),
    (Part.HAIR, Part.CLOTHES, 18.0),
    (Part.HAIR, Part.CLOTHES_2, 14.0),
    (Part.CLOTHES, Part.CLOTHES_2, 18.0),
    (Part.GROUND, Part.SKIN, 12.0),
    (Part.GROUND, Part.HAIR, 12.0),
    (Part.GROUND, Part.CLOTHES, 12.0),
    (Part.GROUND, Part.SCENERY, 5.0),
    (Part.ACCESSORY, Part.HAIR, 14.0),
    (Part.ACCESSORY, Part.SKIN, 14.0),
    (Part.IRIS, Part.EYE_WHITE, 18.0),
    (Part.SCENERY, Part.SKIN, 8.0),
)
"""Pairs of parts and the CIEDE2000 that a scheme keeps between them."""


def is_apart(scheme: Scheme) -> bool:
    """Whether all pairs in `APART` can be told apart."""
    table = scheme.table()
    first, second, least = zip(*APART, strict=True)
    return bool(np.all(ciede2000(table[list(first)], table[list(second)]) >= np.array(least)))


def _scheme(codes: str) -> Scheme:
    """A scheme from eleven hexadecimal colors."""
    return Scheme(
        *((float(int(c[0:2], 16)), float(int(c[2:4], 16)), float(int(c[4:6], 16))) for c in codes.split())
    )


# ground skin   hair   white  iris   clothes clothes_2 accessory mouth prop scenery
SCHEMES: tuple[Scheme, ...] = (
    _scheme("f4f6fa fad3b8 2b2d42 fcfcff 3f6fd0 3d5a99 f7faff d8344f b94a55 b98a4e bcd6ee"),
    _scheme("b5d8f2 fbd6ba f0c64e fdfdff 2f8f6b f6f9ff 24406e e0533f c4525a 8a5a3c 8fc3e6"),
    _scheme("fbf5c6 f8cdb0 7a4a2c fdfdfc a0622d 5c8f5a f6f7f2 e8963a b44b4c 4f7fb5 d9dd8a"),
    _scheme("d0f2df fcd8c2 f07ba6 ffffff c2397e 3b3f5c f4f8ff 4fb3bf c44b62 f2c84b 92d6b4"),
    _scheme("cfc4ee fbd5c0 e6ecf5 fcfcff 7d5fc4 4a2f6b c9a24b c22f4a b3475a 3f4a5e a795dc"),
    _scheme("b4c0d0 f9cfb3 b8392f fdfdfd d39a1c 20232b eef3f6 f0b93a 9f3a3f 6f8a3c 8598b3"),
    _scheme("fafdfb fbd4b9 6fbde8 fdfdff 2276c9 ee9cb6 5a4a8a f4d35e c9566a c97b4a d9ead0"),
    _scheme("f1e4f1 e3b088 7b4fb0 fbfbfd e08a1e 1f7a78 f6f3ee e8c547 9a3b44 a0413a d2a9cc"),
    _scheme("a9cdbb cf9b70 1f6f5c fafaf7 7a3fa8 c8432f 28303c f1e3b4 86303a d8dde2 7eae9a"),
)
"""Nine schemes, clearly unlike each other."""


def _hsv(hue: float, saturation: float, value: float) -> Color:
    red, green, blue = colorsys.hsv_to_rgb(
        hue % 1.0, min(max(saturation, 0.0), 1.0), min(max(value, 0.0), 1.0)
    )
    return red * 255.0, green * 255.0, blue * 255.0


def _skin(rng: "np.random.Generator") -> Color:
    """Fair or peach mostly, then tan, then brown."""
    depth = float(
        rng.choice(
            [rng.uniform(0.0, 0.15), rng.uniform(0.2, 0.5), rng.uniform(0.5, 1.0)], p=[0.77, 0.14, 0.09]
        )
    )
    hue = rng.uniform(0.052, 0.075)
    return _hsv(hue, 0.16 + 0.42 * depth + rng.normal(0, 0.015), 0.995 - 0.42 * depth)


def _hair(rng: "np.random.Generator") -> Color:
    kind = rng.choice(
        ["dark", "brown", "blonde", "red", "silver", "vivid"], p=[0.2, 0.17, 0.15, 0.1, 0.1, 0.28]
    )
    u, v = rng.random(2)
    if kind == "dark":
        return _hsv(rng.uniform(0.0, 1.0), 0.1 + 0.3 * u, 0.12 + 0.16 * v)
    if kind == "brown":
        return _hsv(rng.uniform(0.03, 0.09), 0.45 + 0.3 * u, 0.3 + 0.32 * v)
    if kind == "blonde":
        return _hsv(rng.uniform(0.11, 0.145), 0.38 + 0.35 * u, 0.85 + 0.13 * v)
    if kind == "red":
        return _hsv(rng.uniform(-0.02, 0.06), 0.65 + 0.25 * u, 0.55 + 0.35 * v)
    if kind == "silver":
        return _hsv(rng.uniform(0.5, 0.8), 0.02 + 0.1 * u, 0.75 + 0.2 * v)
    return _hsv(rng.uniform(0.3, 1.0), 0.3 + 0.4 * u, 0.5 + 0.45 * v)


def _cloth(rng: "np.random.Generator") -> Color:
    kind = rng.choice(["white", "black", "muted", "vivid", "dark"], p=[0.2, 0.14, 0.26, 0.2, 0.2])
    hue, u, v = rng.random(3)
    if kind == "white":
        return _hsv(hue, 0.05 * u, 0.94 + 0.06 * v)
    if kind == "black":
        return _hsv(hue, 0.25 * u, 0.1 + 0.14 * v)
    if kind == "muted":
        return _hsv(hue, 0.15 + 0.25 * u, 0.5 + 0.4 * v)
    if kind == "vivid":
        return _hsv(hue, 0.42 + 0.36 * u, 0.62 + 0.3 * v)
    return _hsv(hue, 0.4 + 0.3 * u, 0.25 + 0.25 * v)


def _ground(rng: "np.random.Generator") -> Color:
    kind = rng.choice(["white", "pale", "middle", "dark"], p=[0.3, 0.45, 0.2, 0.05])
    hue, u, v = rng.random(3)
    if kind == "white":
        return _hsv(hue, 0.03 * u, 0.97 + 0.03 * v)
    if kind == "pale":
        return _hsv(hue, 0.06 + 0.16 * u, 0.92 + 0.08 * v)
    if kind == "middle":
        return _hsv(hue, 0.1 + 0.25 * u, 0.6 + 0.25 * v)
    return _hsv(hue, 0.15 + 0.3 * u, 0.25 + 0.2 * v)


def _scenery(rng: "np.random.Generator", ground: Color) -> Color:
    """Near the ground's hue, lighter or darker and a little stronger."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255.0 for channel in ground))
    step = rng.uniform(0.08, 0.25) * (-1 if value > 0.5 else 1)
    return _hsv(hue + rng.normal(0, 0.06), saturation + rng.uniform(0.05, 0.25), value + step)


def random_scheme(rng: "np.random.Generator") -> Scheme:
    """A believable scheme that keeps the distances of `APART`."""
    scheme = SCHEMES[int(rng.integers(len(SCHEMES)))]
    skin = _skin(rng)
    for _ in range(200):
        ground = _ground(rng)
        scheme = Scheme(
            ground=ground,
            skin=skin,
            hair=_hair(rng),
            eye_white=_hsv(rng.random(), 0.03 * rng.random(), 0.97 + 0.03 * rng.random()),
            iris=_hsv(rng.random(), rng.uniform(0.45, 0.9), rng.uniform(0.4, 0.9)),
            clothes=_cloth(rng),
            clothes_2=_cloth(rng),
            accessory=_hsv(rng.random(), rng.uniform(0.4, 0.9), rng.uniform(0.55, 0.95)),
            mouth=_hsv(rng.uniform(0.95, 1.01), rng.uniform(0.5, 0.7), rng.uniform(0.5, 0.78)),
            prop=_hsv(rng.random(), rng.uniform(0.1, 0.75), rng.uniform(0.35, 0.95)),
            scenery=_scenery(rng, ground),
        )
        if is_apart(scheme):
            return scheme
    return SCHEMES[int(rng.integers(len(SCHEMES)))]
