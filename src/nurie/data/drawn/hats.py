"""Hats, as a library by name."""

from collections.abc import Callable

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.hair import Hair, crown
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

Headwear = Callable[[Pen, Head, Hair], None]
"""Draws on the hair with the head's pen."""


_THING = Part.ACCESSORY


def _dome(hair: Hair, low: float, grow: float) -> curves.Points:
    """Outline of a hat that encloses the crown down to y = low at the sides, left to right, 7 points."""
    top = crown(hair, 0.1)[1:8] * grow
    top[0], top[-1] = (top[0, 0] * 1.02, low), (top[-1, 0] * 1.02, low)
    return top


def _cap(pen: Pen, head: Head, hair: Hair) -> None:
    """A cap with a peak."""
    bent = pen.bent(head.hair_turn)
    dome = _dome(hair, -0.62, 1.08)
    w = dome[-1, 0]
    area = bent.shape(
        np.concatenate([dome, [(0.5, -0.78), (0.0, -0.82), (-0.5, -0.78)]]), _THING, corners=(0, 6), shade=0.1
    )
    for x in (-0.45, 0.4):
        bent.path([(x * 1.6, -0.8), (x * 1.3, -1.2), (x * 0.2, -1.45 * hair.volume)], 0.5, within=[area])
    x = 0.35 * float(np.sin(head.yaw))
    peak = [
        (-w * 0.9, -0.7),
        (-0.5, -0.9),
        (0.4, -0.9),
        (w * 0.9, -0.7),
        (0.75 + x, -0.42),
        (x, -0.34),
        (-0.75 + x, -0.42),
    ]
    bent.shape(peak, Part.CLOTHES_2, corners=(0, 3), shade=0.06)


def _beret(pen: Pen, head: Head, hair: Hair) -> None:
    side = float(pen.rng.choice([-1.0, 1.0]))
    v = hair.volume
    outline = [
        (-1.12 * v, -0.72),
        (-1.25 * v, -1.2),
        (-0.6, -1.62 * v),
        (0.3, -1.68 * v),
        (1.3 * v, -1.4),
        (1.5 * v, -0.95),
        (1.1 * v, -0.62),
        (0.4, -0.92),
        (-0.4, -0.98),
    ]
    shape = curves.points(outline) * (side, 1.0)
    pen.bent(head.hair_turn).shape(shape, _THING, corners=(0, 6), shade=0.16)
    pen.path([(side * 0.1, -1.66 * v), (side * 0.12, -1.78 * v), (side * 0.2, -1.84 * v)], 1.6, (1, 0.6))


def _beanie(pen: Pen, head: Head, hair: Hair) -> None:
    bent = pen.bent(head.hair_turn)
    dome = _dome(hair, -0.55, 1.1)
    w = dome[-1, 0]
    if pen.rng.random() < 0.5:
        bent.shape(curves.ellipse((0.0, -1.62 * hair.volume), (0.26, 0.24), 9), Part.CLOTHES_2, shade=0.06)
    bent.shape(np.concatenate([dome, [(0.0, -0.75)]]), _THING, corners=(0, 6), shade=0.12)
    brim = [
        (-w * 1.03, -0.75),
        (-0.5, -0.98),
        (0.5, -0.98),
        (w * 1.03, -0.75),
        (w * 1.02, -0.42),
        (0.5, -0.66),
        (-0.5, -0.66),
        (-w * 1.02, -0.42),
    ]
    area = bent.shape(brim, Part.CLOTHES_2, corners=(0, 3, 4, 7), shade=0.05)
    for x in np.linspace(-0.9, 0.9, 10):
        bent.path([(x * w, -0.95 + 0.2 * x * x), (x * w * 1.02, -0.62 + 0.22 * x * x)], 0.45, within=[area])


def _brimmed(high: float, tip: float, wide: float) -> Headwear:
    """A hat with a round brim: straw hat, witch's hat."""

    def hat(pen: Pen, head: Head, hair: Hair) -> None:
        bent = pen.bent(head.hair_turn)
        v, side = hair.volume, float(pen.rng.choice([-1.0, 1.0]))
        y = -0.82 * v
        brim = curves.ellipse((0.0, y), (wide * v, 0.34 + 0.05 * wide), 12)
        brim[:, 1] += 0.12 * (brim[:, 0] / wide) ** 2 * (1 if tip == 0 else -0.4)
        bent.shape(brim, _THING, shade=0.08)
        if tip > 0:
            bend = float(pen.rng.uniform(0.2, 0.8)) * side
            cone = [
                (-1.05 * v, y),
                (-0.62, y - 0.5 * high),
                (bend * 0.5 - 0.15, y - high),
                (bend, y - high * 1.12),
                (bend * 0.4 + 0.2, y - 0.85 * high),
                (0.7, y - 0.42 * high),
                (1.05 * v, y),
                (0.0, y + 0.2),
            ]
            area = bent.shape(cone, _THING, corners=(0, 3, 6), shade=0.16)
        else:
            dome = [
                (-1.05 * v, y),
                (-1.0 * v, y - 0.5 * high),
                (-0.5, y - high),
                (0.5, y - high),
                (1.0 * v, y - 0.5 * high),
                (1.05 * v, y),
                (0.0, y + 0.2),
            ]
            area = bent.shape(dome, _THING, corners=(0, 5), shade=0.14)
        band = [
            (-1.1 * v, y - 0.2),
            (0.0, y - 0.02),
            (1.1 * v, y - 0.2),
            (1.1 * v, y + 0.06),
            (0.0, y + 0.24),
            (-1.1 * v, y + 0.06),
        ]
        bent.shape(band, Part.CLOTHES_2, corners=(0, 2, 3, 5), weight=0.8, within=[area])

    return hat


def _crown(pen: Pen, head: Head, hair: Hair) -> None:
    bent = pen.bent(head.hair_turn)
    y, w, h = -1.05 * hair.volume, float(pen.rng.uniform(0.4, 0.75)), float(pen.rng.uniform(0.25, 0.5))
    count = 5
    rows = [(-w, y + 0.05)]
    for k in range(count):
        rows += [
            (-w * 1.1 + 2.2 * w * k / (count - 1), y - h),
            (-w * 1.1 + 2.2 * w * (k + 0.5) / (count - 1), y - 0.45 * h),
        ]
    rows = [*rows[:-1], (w, y + 0.05), (0.0, y + 0.16)]
    bent.shape(rows, _THING, corners=tuple(range(len(rows) - 1)), weight=0.9, shade=0.04)
    bent.shape(curves.ellipse((0.0, y - 0.1), (0.07, 0.09), 7), Part.IRIS, weight=0.7)


def _veil(pen: Pen, head: Head, hair: Hair) -> None:
    """A kerchief over the crown."""
    bent = pen.bent(head.hair_turn)
    dome = _dome(hair, -0.2, 1.06)
    outline = np.concatenate(
        [
            dome,
            [(1.0, 0.3), (0.85, -0.3), (0.5, -0.88), (0.0, -1.02), (-0.5, -0.88), (-0.85, -0.3), (-1.0, 0.3)],
        ]
    )
    area = bent.shape(outline, _THING, corners=(7, 13), shade=0.1)
    bent.path([(-0.92, -0.2), (-0.55, -0.98), (0.0, -1.14), (0.55, -0.98), (0.92, -0.2)], 0.5, within=[area])


HATS: dict[str, Headwear] = {
    "cap": _cap,
    "beret": _beret,
    "beanie": _beanie,
    "straw hat": _brimmed(0.75, 0.0, 1.75),
    "witch hat": _brimmed(1.6, 1.0, 1.85),
    "crown": _crown,
    "veil": _veil,
}
"""Hats by name; drawn after the hair."""
