"""What sits on the hair: animal ears, horns, bands, ribbons, flowers, headphones. Libraries by name."""

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.garments import bow
from nurie.data.drawn.hair import Hair
from nurie.data.drawn.hats import HATS, Headwear
from nurie.data.drawn.head import Head
from nurie.data.drawn.hoods import Hood, draw_hood
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

_THING = Part.ACCESSORY


def _ear(outline: list[tuple[float, float]], inner: list[tuple[float, float]], x: float) -> Headwear:
    """Animal ears; outline and inner part for the right ear, x measured from the ear's place."""

    def ears(pen: Pen, head: Head, hair: Hair) -> None:
        bent = pen.bent(head.hair_turn)
        filling = Part.SKIN if pen.rng.random() < 0.5 else _THING
        lean = float(pen.rng.uniform(-0.1, 0.15))
        for side in (-1.0, 1.0):
            shape = curves.offset(curves.points(outline), x + lean, -1.05 * hair.volume)
            hole = curves.offset(curves.points(inner), x + lean, -1.05 * hair.volume)
            bent.shape(shape * (side, 1.0), Part.HAIR, corners=(0, 2, 4), weight=1.1, shade=0.06)
            bent.shape(hole * (side, 1.0), filling, corners=(0, 2, 4), weight=0.7, shade=0.05)

    return ears


_cat_ears = _ear(
    [(-0.32, 0.1), (-0.2, -0.35), (0.12, -0.72), (0.34, -0.3), (0.4, 0.35)],
    [(-0.16, 0.05), (-0.08, -0.25), (0.12, -0.5), (0.24, -0.2), (0.26, 0.25)],
    0.62,
)


_fox_ears = _ear(
    [(-0.36, 0.1), (-0.24, -0.5), (0.15, -1.0), (0.42, -0.45), (0.44, 0.4)],
    [(-0.18, 0.05), (-0.1, -0.38), (0.14, -0.76), (0.28, -0.32), (0.28, 0.25)],
    0.6,
)


_rabbit_ears = _ear(
    [(-0.16, 0.0), (-0.24, -0.9), (0.1, -1.65), (0.32, -0.9), (0.2, 0.05)],
    [(-0.07, -0.1), (-0.11, -0.85), (0.09, -1.4), (0.19, -0.85), (0.1, -0.1)],
    0.42,
)


_bear_ears = _ear(
    [(-0.34, 0.1), (-0.36, -0.25), (0.0, -0.5), (0.36, -0.2), (0.36, 0.3)],
    [(-0.16, 0.05), (-0.18, -0.15), (0.0, -0.3), (0.2, -0.1), (0.2, 0.2)],
    0.72,
)


def _horns(pen: Pen, head: Head, hair: Hair) -> None:
    """Straight or bent horns, or a ram's."""
    bent = pen.bent(head.hair_turn)
    if pen.rng.random() < 0.35:
        _ram_horns(bent, hair)
        return
    curl, long = float(pen.rng.uniform(-0.5, 0.7)), float(pen.rng.uniform(0.4, 0.95))
    for side in (-1.0, 1.0):
        y = -1.02 * hair.volume
        axis = curves.points(
            [
                (0.5, y + 0.1),
                (0.66, y - 0.35 * long),
                (0.72 + 0.3 * curl, y - 0.7 * long),
                (0.6 + 0.75 * curl, y - long),
            ]
        )
        outline = curves.limb(axis * (side, 1.0), [0.17, 0.14, 0.09, 0.02])
        area = bent.shape(outline, _THING, corners=(0, 3, 4, 7), shade=0.05)
        for t in (0.25, 0.45, 0.65):
            at = curves.along(axis, t) * (side, 1.0)
            bent.path(
                [at - (0.2, 0.0), curves.offset(at, 0, 0.05), curves.offset(at, 0.2, -0.02)],
                0.5,
                within=[area],
            )


def _ram_horns(pen: Pen, hair: Hair) -> None:
    """Horns that wind outward beside the head."""
    t = np.linspace(0.0, 1.0, 12)
    turns = float(pen.rng.uniform(0.8, 1.25))
    angle = -0.5 * np.pi + t * turns * 2 * np.pi
    radius = float(pen.rng.uniform(0.32, 0.5)) * (1.0 - 0.6 * t)
    spiral = np.stack([0.98 + radius * np.cos(angle) + 0.15 * t, -0.42 + radius * np.sin(angle)], axis=1)
    axis = np.concatenate([[(0.6, -1.0 * hair.volume)], spiral])
    half = np.concatenate([[0.2], 0.19 - 0.16 * t])
    for side in (-1.0, 1.0):
        outline = curves.limb(axis * (side, 1.0), half.tolist())
        area = pen.shape(outline, _THING, corners=(0, 12, 13, 25), shade=0.05)
        normals = curves.normals(axis)
        for k in range(2, 11):
            reach = normals[k] * half[k] * 0.9
            pen.path((axis[k] + np.array([-reach, 0.1 * reach, reach])) * (side, 1.0), 0.5, within=[area])


def _band(pen: Pen, head: Head, hair: Hair) -> None:
    """A hair band over the crown."""
    bent = pen.bent(head.hair_turn)
    y, thick = float(pen.rng.uniform(-1.0, -0.75)), float(pen.rng.uniform(0.07, 0.18))
    x = np.linspace(-1.0, 1.0, 7) * 1.12 * hair.volume
    arc = y + 0.75 * (x / 1.12) ** 2
    outline = np.concatenate(
        [np.stack([x, arc - thick], axis=1), np.stack([x, arc + thick * 0.6], axis=1)[::-1]]
    )
    bent.shape(outline, _THING, corners=(0, 6, 7, 13), weight=0.9, shade=0.03)
    kind = pen.rng.random()
    side = float(pen.rng.choice([-1.0, 1.0]))
    if kind < 0.3:
        bow(bent, (side * 0.62, y + 0.1), 0.42, _THING, tails=0.0)
    elif kind < 0.45:
        bow(bent, (0.0, y - 0.25), 0.5, _THING, tails=0.0)


def _maid_band(pen: Pen, head: Head, hair: Hair) -> None:
    """A frilled band."""
    bent = pen.bent(head.hair_turn)
    count = 9
    x = np.linspace(-0.92, 0.92, 2 * count + 1)
    arc = -0.95 + 0.55 * x**2
    top = arc - np.where(np.arange(2 * count + 1) % 2 == 0, 0.2, 0.36) * hair.volume
    frill = np.concatenate([np.stack([x, top], axis=1), np.stack([x, arc - 0.1], axis=1)[::-1]])
    corners = [*range(0, 2 * count + 1, 2), 2 * count + 1, len(frill) - 1]
    area = bent.shape(frill, Part.CLOTHES_2, corners=corners, weight=0.8)
    for k in range(1, 2 * count, 2):
        bent.path([(x[k], top[k] + 0.05), (x[k] * 0.98, arc[k] - 0.1)], 0.4, within=[area])
    band = np.concatenate([np.stack([x, arc - 0.14], axis=1), np.stack([x, arc], axis=1)[::-1]])[
        [0, 4, 9, 14, 18, 19, 23, 28, 33, 37]
    ]
    bent.shape(band, _THING, corners=(0, 4, 5, 9), weight=0.8)


def _side_bows(pen: Pen, head: Head, hair: Hair) -> None:
    bent = pen.bent(head.hair_turn)
    size, y = float(pen.rng.uniform(0.3, 0.6)), float(pen.rng.uniform(-0.95, -0.4))
    both = pen.rng.random() < 0.5
    only = float(pen.rng.choice([-1.0, 1.0]))
    for side in (-1.0, 1.0):
        if both or side == only:
            bow(bent, (side * 1.0, y), size, _THING, float(pen.rng.uniform(0.0, 1.2)))


def _big_bow(pen: Pen, head: Head, hair: Hair) -> None:
    """A large bow on top of the back of the head."""
    bow(pen.bent(head.hair_turn), (0.0, -1.35 * hair.volume), float(pen.rng.uniform(0.6, 1.0)), _THING, 0.5)


def _flower_at(pen: Pen, at: tuple[float, float], radius: float) -> None:
    count = int(pen.rng.integers(5, 7))
    turn = float(pen.rng.uniform(0, 6))
    for k in range(count):
        a = turn + 2 * np.pi * k / count
        c = np.array(at) + radius * 0.62 * np.array([np.cos(a), np.sin(a)])
        pen.shape(
            curves.ellipse(c.tolist(), (radius * 0.5, radius * 0.46), 7), _THING, weight=0.8, shade=0.03
        )
    pen.shape(curves.ellipse(at, (radius * 0.3, radius * 0.3), 7), Part.CLOTHES_2, weight=0.7)


def _flower(pen: Pen, head: Head, hair: Hair) -> None:
    bent = pen.bent(head.hair_turn)
    side = float(pen.rng.choice([-1.0, 1.0]))
    for k in range(int(pen.rng.integers(1, 4))):
        at = (side * (0.85 - 0.22 * k), -0.55 - 0.3 * k + float(pen.rng.normal(0, 0.05)))
        _flower_at(bent, at, float(pen.rng.uniform(0.2, 0.34)))


def _clips(pen: Pen, head: Head, hair: Hair) -> None:
    bent = pen.bent(head.hair_turn)
    side = float(pen.rng.choice([-1.0, 1.0]))
    for k in range(int(pen.rng.integers(1, 3))):
        x, y = side * 0.68, -0.5 + 0.16 * k
        bar = [
            (x - 0.2, y - 0.09 * side),
            (x + 0.2, y + 0.01 * side),
            (x + 0.18, y + 0.09 + 0.01 * side),
            (x - 0.22, y),
        ]
        bent.shape(bar, _THING, corners=(0, 1, 2, 3), weight=0.8)


def _headphones(pen: Pen, head: Head, hair: Hair) -> None:
    shift = 0.3 * float(np.sin(head.yaw))
    r = 1.2 * hair.volume
    outer = curves.ellipse((shift * 0.5, -0.1), (r + 0.08, 1.42 * hair.volume), 9, 180, 180)
    outer = np.concatenate([outer[:-1], [[r + 0.08 + shift * 0.5, -0.1]]])
    inner = curves.ellipse((shift * 0.5, -0.1), (r - 0.06, 1.26 * hair.volume), 9, 180, 180)
    inner = np.concatenate([inner[:-1], [[r - 0.06 + shift * 0.5, -0.1]]])
    band = np.concatenate([outer, inner[::-1]])
    pen.shape(band, _THING, corners=(0, 8, 9, 17), weight=0.9, shade=0.03)
    for side in (-1.0, 1.0):
        x, wide = side * (r - 0.03) + shift * 0.6, 0.2 if side * head.yaw > 0.2 else 0.3
        area = pen.shape(curves.ellipse((x, 0.12), (wide, 0.4), 10), _THING, weight=1.0, shade=0.08)
        pen.shape(
            curves.ellipse((x + 0.05 * side, 0.12), (wide * 0.55, 0.24), 9),
            Part.CLOTHES_2,
            weight=0.7,
            within=[area],
        )


def _goggles(pen: Pen, head: Head, hair: Hair) -> None:
    """Goggles pushed up over the fringe."""
    bent = pen.bent(head.hair_turn)
    y, v = -0.78, hair.volume
    strap = [
        (-1.12 * v, y + 0.28),
        (0.0, y - 0.08),
        (1.12 * v, y + 0.28),
        (1.1 * v, y + 0.46),
        (0.0, y + 0.08),
        (-1.1 * v, y + 0.46),
    ]
    bent.shape(strap, Part.CLOTHES_2, corners=(0, 2, 3, 5), weight=0.8)
    for side in (-1.0, 1.0):
        at = (side * 0.4, y + 0.03)
        area = bent.shape(curves.ellipse(at, (0.36, 0.28), 10), _THING, weight=1.0)
        bent.shape(curves.ellipse(at, (0.25, 0.18), 9), Part.IRIS, weight=0.7, within=[area])


def _halo(pen: Pen, head: Head, hair: Hair) -> None:
    y = -1.85 * hair.volume
    outline, corners = curves.ring((0.0, y), (0.75, 0.2), (0.58, 0.11))
    pen.shape(outline, _THING, corners=corners, weight=0.9, open_at=(1, 3))


def _headscarf(pen: Pen, head: Head, hair: Hair) -> None:
    """A cloth over the hair, tied below the chin."""
    draw_hood(pen, head, hair, Hood(_THING, _THING, 0.95, 0.0, 0.0, 0.12, 0.88, None))
    bent, y = pen.bent(head.hair_turn), head.chin + 0.36
    for side in (-1.0, 1.0):
        long = float(pen.rng.uniform(0.4, 0.7))
        end = [
            (0.0, y),
            (side * 0.35, y + 0.5 * long),
            (side * 0.45, y + long),
            (side * 0.12, y + 0.9 * long),
        ]
        bent.shape(end, _THING, corners=(0, 2, 3), weight=0.9, shade=0.04)
    bent.shape(curves.ellipse((0.0, y), (0.15, 0.13), 8), _THING, weight=0.9)


EARS: dict[str, Headwear] = {
    "cat": _cat_ears,
    "fox": _fox_ears,
    "rabbit": _rabbit_ears,
    "bear": _bear_ears,
    "horns": _horns,
}
"""What grows out of the hair; drawn before the front hair."""

HEADWEAR: dict[str, Headwear] = {
    "band": _band,
    "maid band": _maid_band,
    "side bows": _side_bows,
    "big bow": _big_bow,
    "flower": _flower,
    "clips": _clips,
    "headphones": _headphones,
    "goggles": _goggles,
    "halo": _halo,
    "headscarf": _headscarf,
    **HATS,
}
"""What is put on the hair; drawn after it."""
