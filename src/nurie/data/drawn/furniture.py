"""Furniture and fittings; (x, y) is the middle of the foot, or of the thing on a wall; `s` its size."""

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.blocks import box, cloud, polygon
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

_WALL, _FAR, _THING, _SMALL, _WHITE = Part.GROUND, Part.SCENERY, Part.PROP, Part.ACCESSORY, Part.EYE_WHITE


def window(pen: Pen, x: float, y: float, s: float) -> None:
    """Panes with the world outside, a sill, and curtains at times."""
    a, b = s * float(pen.rng.uniform(0.8, 1.2)), s
    glass = box(pen, x - a, y - b, x + a, y + b, _FAR)
    view = int(pen.rng.integers(3))
    if view == 0:
        pen.shape(
            curves.ellipse((x + 0.4 * a, y - 0.4 * b), (0.3 * s, 0.3 * s)), _WALL, (), 0.7, within=[glass]
        )
    elif view == 1:
        hill = [
            (x - 1.2 * a, y + 0.5 * b),
            (x - 0.3 * a, y + 0.1 * b),
            (x + 1.2 * a, y + 0.6 * b),
            (x, y + 1.4 * b),
        ]
        pen.shape(hill, _WALL, (), 0.7, within=[glass])
    else:
        for k in (-0.3, 0.0, 0.3):
            pen.path(
                [(x + (k - 0.3) * a, y + 0.5 * b), (x + (k + 0.3) * a, y - 0.5 * b)], 0.5, within=[glass]
            )
    bar = 0.05 * s
    box(pen, x - bar, y - b, x + bar, y + b, _WHITE, 0.8)
    box(pen, x - a, y - bar, x + a, y + bar, _WHITE, 0.8)
    box(pen, x - 1.12 * a, y + b, x + 1.12 * a, y + 1.13 * b, _WHITE)
    if pen.rng.random() < 0.65:
        curtains(pen, x, y, a, b)


def curtains(pen: Pen, x: float, y: float, a: float, b: float) -> None:
    """A pair of curtains on a rod, for a window of half sizes a and b."""
    box(pen, x - 1.45 * a, y - 1.24 * b, x + 1.45 * a, y - 1.17 * b, _SMALL, 0.8)
    tied, low = pen.rng.random() < 0.5, float(pen.rng.uniform(1.15, 1.5))
    for side in (-1.0, 1.0):
        top = [(x + side * 1.38 * a, y - 1.17 * b), (x + side * 0.6 * a, y - 1.17 * b)]
        waist = [(x + side * (0.95 if tied else 0.68) * a, y + 0.35 * b)]
        end = [(x + side * 0.75 * a, y + low * b), (x + side * 1.4 * a, y + low * b)]
        area = pen.shape([*top, *waist, *end], _THING, (0, 1, 3, 4), shade=0.05 * a)
        for k in (0.8, 1.0, 1.2):
            mid = (x + side * (1.05 if tied else k) * a, y + 0.35 * b)
            pen.path(
                [(x + side * k * a, y - 1.12 * b), mid, (x + side * k * a, y + low * b)], 0.55, within=[area]
            )
        if tied:
            box(
                pen,
                x + side * 1.14 * a - 0.24 * a,
                y + 0.3 * b,
                x + side * 1.14 * a + 0.24 * a,
                y + 0.42 * b,
                _SMALL,
                0.7,
            )


def shelf(pen: Pen, x: float, y: float, s: float) -> None:
    """A bookcase with books of many sizes."""
    a, rows = 0.5 * s, int(pen.rng.integers(2, 4))
    high = 0.55 * s * rows
    box(pen, x - a, y - high, x + a, y, _THING, shade=0.03)
    for k in range(rows):
        top, low = y - high + 0.06 * s + k * 0.55 * s * 0.96, y - high + (k + 1) * 0.55 * s * 0.96
        box(pen, x - 0.88 * a, top, x + 0.88 * a, low, _FAR, 0.7)
        at = x - 0.86 * a
        while at < x + 0.6 * a:
            wide = s * float(pen.rng.uniform(0.06, 0.13))
            tall = (low - top) * float(pen.rng.uniform(0.55, 0.92))
            part = (_SMALL, _THING, _WHITE, _WALL)[int(pen.rng.integers(4))]
            if pen.rng.random() < 0.85:
                box(pen, at, low - tall, at + wide, low, part, 0.65)
            at += wide


def door(pen: Pen, x: float, y: float, s: float) -> None:
    """A door with panels and a knob."""
    a, high = 0.42 * s, 1.9 * s
    box(pen, x - 1.15 * a, y - 1.06 * high, x + 1.15 * a, y, _WHITE)
    box(pen, x - a, y - high, x + a, y, _THING)
    for top, low in ((0.92, 0.55), (0.45, 0.08)):
        box(pen, x - 0.65 * a, y - top * high, x + 0.65 * a, y - low * high, _THING, 0.6)
    pen.shape(curves.ellipse((x + 0.8 * a, y - 0.48 * high), (0.05 * s, 0.05 * s), 8), _SMALL, weight=0.7)


def desk(pen: Pen, x: float, y: float, s: float) -> None:
    """A desk with drawers, a lamp or a screen, and a chair before it."""
    a, top = 0.8 * s, y - 0.75 * s
    for left in (x - 0.95 * a, x + 0.4 * a):
        box(pen, left, top, left + 0.55 * a, y, _THING, shade=0.02)
    for k in range(3):
        v = top + (0.14 + 0.2 * k) * s
        box(pen, x + 0.45 * a, v, x + 0.9 * a, v + 0.16 * s, _THING, 0.6)
    box(pen, x - 1.05 * a, top - 0.07 * s, x + 1.05 * a, top + 0.02 * s, _THING)
    if pen.rng.random() < 0.5:
        box(pen, x - 0.06 * s, top - 0.2 * s, x + 0.06 * s, top - 0.07 * s, _SMALL, 0.7)
        frame = box(pen, x - 0.38 * s, top - 0.68 * s, x + 0.38 * s, top - 0.17 * s, _SMALL)
        box(pen, x - 0.33 * s, top - 0.63 * s, x + 0.33 * s, top - 0.22 * s, _FAR, 0.6, within=frame)
    else:
        lamp(pen, x - 0.6 * a, top - 0.07 * s, 0.5 * s)
        for k in range(int(pen.rng.integers(1, 4))):
            v, dx = top - (0.07 + 0.06 * k) * s, 0.03 * s * float(pen.rng.normal())
            box(pen, x + 0.1 * s + dx, v - 0.06 * s, x + 0.5 * s + dx, v, (_SMALL, _WHITE, _FAR)[k], 0.7)
    if pen.rng.random() < 0.6:
        chair(pen, x - 0.1 * s, y + 0.12 * s, 0.9 * s)


def chair(pen: Pen, x: float, y: float, s: float) -> None:
    """A chair from behind."""
    for side in (-1.0, 1.0):
        box(pen, x + side * 0.26 * s - 0.03 * s, y - 0.45 * s, x + side * 0.26 * s + 0.03 * s, y, _THING, 0.7)
    box(pen, x - 0.32 * s, y - 0.52 * s, x + 0.32 * s, y - 0.42 * s, _SMALL)
    back = [
        (x - 0.28 * s, y - 0.5 * s),
        (x - 0.3 * s, y - 1.0 * s),
        (x + 0.3 * s, y - 1.0 * s),
        (x + 0.28 * s, y - 0.5 * s),
    ]
    pen.shape(back, _THING, (0, 3), shade=0.03)


def lamp(pen: Pen, x: float, y: float, s: float) -> None:
    """A lamp with a shade."""
    box(pen, x - 0.04 * s, y - 0.7 * s, x + 0.04 * s, y, _THING, 0.7)
    pen.shape(curves.ellipse((x, y), (0.2 * s, 0.06 * s), 8), _THING, weight=0.8)
    shade = [
        (x - 0.2 * s, y - 1.1 * s),
        (x + 0.2 * s, y - 1.1 * s),
        (x + 0.36 * s, y - 0.6 * s),
        (x - 0.36 * s, y - 0.6 * s),
    ]
    polygon(pen, shade, _SMALL, shade=0.05 * s)


def bed(pen: Pen, x: float, y: float, s: float) -> None:
    """A bed from the side, with pillow and blanket."""
    side = float(pen.rng.choice([-1.0, 1.0]))
    a, top = 1.1 * s, y - 0.35 * s
    head = x - side * a
    pen.shape(
        [
            (head - 0.07 * s, y),
            (head - 0.07 * s, y - 0.9 * s),
            (head + 0.07 * s, y - 0.9 * s),
            (head + 0.07 * s, y),
        ],
        _THING,
        (0, 1, 2, 3),
    )
    box(pen, x - a, top, x + a, y - 0.08 * s, _THING, shade=0.03)
    sheet = box(pen, x - a, top - 0.18 * s, x + a, top + 0.02 * s, _WHITE)
    pen.path([(x - a, top - 0.06 * s), (x, top - 0.04 * s), (x + a, top - 0.06 * s)], 0.5, within=[sheet])
    pillow = curves.ellipse((x - side * 0.78 * a, top - 0.26 * s), (0.26 * s, 0.13 * s), 8)
    pen.shape(pillow, _WHITE, shade=0.03)
    cover = [
        (x - side * 0.45 * a, top - 0.3 * s),
        (x + side * 0.6 * a, top - 0.3 * s),
        (x + side * 1.06 * a, top - 0.2 * s),
    ]
    cover += [(x + side * 1.06 * a, y - 0.14 * s), (x, y - 0.12 * s), (x - side * 0.5 * a, y - 0.16 * s)]
    area = pen.shape(cover, _SMALL, (0, 2, 3, 5), shade=0.05)
    for k in (-0.2, 0.25, 0.7):
        pen.path(
            [
                (x + side * k * a, top - 0.25 * s),
                (x + side * (k + 0.06) * a, top),
                (x + side * k * a, y - 0.2 * s),
            ],
            0.5,
            within=[area],
        )


def sofa(pen: Pen, x: float, y: float, s: float) -> None:
    """A sofa with two cushions."""
    a = 1.0 * s
    pen.shape(
        [
            (x - a, y - 0.35 * s),
            (x - 0.95 * a, y - 0.9 * s),
            (x + 0.95 * a, y - 0.9 * s),
            (x + a, y - 0.35 * s),
        ],
        _THING,
        (0, 3),
        shade=0.03,
    )
    for left, right in ((x - 0.85 * a, x), (x, x + 0.85 * a)):
        pen.shape(
            np.array([(left, y - 0.5 * s), (right, y - 0.5 * s), (right, y - 0.2 * s), (left, y - 0.2 * s)]),
            _THING,
            (0, 1, 2, 3),
            0.8,
        )
    box(pen, x - a, y - 0.25 * s, x + a, y - 0.05 * s, _THING)
    for side in (-1.0, 1.0):
        arm = [
            (x + side * 0.85 * a, y - 0.05 * s),
            (x + side * 0.84 * a, y - 0.55 * s),
            (x + side * 0.98 * a, y - 0.65 * s),
            (x + side * 1.12 * a, y - 0.55 * s),
            (x + side * 1.1 * a, y - 0.05 * s),
        ]
        pen.shape(arm, _THING, (0, 4), shade=0.03)
        cushion = curves.ellipse(
            (x + side * 0.55 * a, y - 0.6 * s), (0.2 * s, 0.19 * s), 4, 45 + 20 * float(pen.rng.normal())
        )
        pen.shape(cushion, _SMALL, weight=0.8, shade=0.03)


def plant(pen: Pen, x: float, y: float, s: float) -> None:
    """A pot with leaves."""
    for angle in np.deg2rad(np.linspace(-155, -25, int(pen.rng.integers(5, 9)))):
        out = np.array([np.cos(angle), np.sin(angle)]) * s * float(pen.rng.uniform(0.6, 0.9))
        root = np.array([x, y - 0.4 * s])
        across = np.array([-out[1], out[0]]) * 0.16
        leaf = np.array(
            [root, root + 0.5 * out + across, root + out + (0, 0.1 * s), root + 0.5 * out - across]
        )
        area = pen.shape(leaf, _FAR, (0, 2), 0.8)
        pen.path([root, root + 0.5 * out, root + 0.85 * out], 0.45, within=[area])
    pot = [(x - 0.26 * s, y - 0.45 * s), (x + 0.26 * s, y - 0.45 * s), (x + 0.18 * s, y), (x - 0.18 * s, y)]
    polygon(pen, pot, _THING, shade=0.04 * s)


def picture(pen: Pen, x: float, y: float, s: float) -> None:
    """A framed picture or a poster."""
    a, b = s * float(pen.rng.uniform(0.3, 0.6)), s * float(pen.rng.uniform(0.3, 0.6))
    frame = box(pen, x - a, y - b, x + a, y + b, _THING)
    inner = box(pen, x - 0.8 * a, y - 0.8 * b, x + 0.8 * a, y + 0.8 * b, _WHITE, 0.6, within=frame)
    if pen.rng.random() < 0.5:
        pen.shape(curves.ellipse((x, y), (0.4 * a, 0.4 * b), 8), _SMALL, weight=0.6, within=[inner])
    else:
        pen.shape(
            [(x - a, y + b), (x - 0.3 * a, y - 0.2 * b), (x + 0.2 * a, y + 0.4 * b), (x + a, y + b)],
            _FAR,
            (0, 1, 3),
            0.6,
            within=[inner],
        )


def clock(pen: Pen, x: float, y: float, s: float) -> None:
    """A round clock."""
    pen.shape(curves.ellipse((x, y), (0.3 * s, 0.3 * s)), _THING)
    face = pen.shape(curves.ellipse((x, y), (0.24 * s, 0.24 * s)), _WHITE, weight=0.6)
    for angle in pen.rng.uniform(0, 6.3, 2):
        pen.path(
            [(x, y), (x + 0.18 * s * np.cos(angle), y + 0.18 * s * np.sin(angle))],
            0.7,
            (1, 0.5),
            within=[face],
        )


def rug(pen: Pen, x: float, y: float, s: float) -> None:
    """A rug in perspective."""
    outer = pen.shape(curves.ellipse((x, y), (1.1 * s, 0.24 * s), 14), _SMALL)
    pen.shape(curves.ellipse((x, y), (0.88 * s, 0.17 * s), 14), _SMALL, weight=0.6, within=[outer])


def sky_light(pen: Pen, x: float, y: float, s: float) -> None:
    """The sun, or a moon with its dark side, at times behind a cloud."""
    kind = pen.rng.random()
    if kind < 0.6:
        pen.shape(curves.ellipse((x, y), (s, s), 12), _THING)
        if kind < 0.25:
            for angle in np.linspace(0, 2 * np.pi, 13)[:12]:
                out = np.array([np.cos(angle), np.sin(angle)]) * s
                pen.path([np.array([x, y]) + 1.25 * out, np.array([x, y]) + 1.6 * out], 0.8)
    else:
        outside = curves.ellipse((x, y), (s, s), 9, 70, 240)
        inside = curves.ellipse((x + 0.45 * s, y), (0.85 * s, 0.85 * s), 7, 290, -220)
        pen.shape(np.concatenate([outside, inside]), _THING, (0, 8))
    if kind > 0.8:
        cloud(pen, (x + 0.4 * s, y + 0.7 * s), s)
