"""What is worn at ears, neck and back: earrings, chokers, scarves, wings. Libraries by name."""

from collections.abc import Callable

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.body import Body, middle
from nurie.data.drawn.garments import around
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

BodyItem = Callable[[Pen, Body], None]
"""Draws at the body with the figure's pen."""

_THING = Part.ACCESSORY


def draw_earrings(pen: Pen, head: Head) -> None:
    """Drops or rings at the lobes."""
    kind = int(pen.rng.integers(3))
    for side in (-1.0, 1.0):
        if side * head.yaw > 0.25:
            continue
        x = side * head.cheek * 1.02 + 0.35 * float(np.sin(head.yaw)) * (1.0 if side * head.yaw <= 0 else 0.3)
        y = 0.55
        if kind == 0:
            pen.shape(curves.ellipse((x, y + 0.06), (0.07, 0.08), 7), _THING, weight=0.7)
        elif kind == 1:
            drop = [(x, y), (x + 0.07, y + 0.22), (x, y + 0.32), (x - 0.07, y + 0.22)]
            pen.shape(drop, _THING, corners=(0,), weight=0.7)
        else:
            outline, corners = curves.ring((x, y + 0.12), (0.14, 0.16), (0.08, 0.1))
            pen.shape(outline, _THING, corners=corners, weight=0.7, open_at=(1, 3))


def _choker(pen: Pen, body: Body) -> None:
    n, y = body.neck * 1.02, body.shoulder_y - 0.32
    band = [
        (-n, y - 0.07),
        (body.turn * 0.4, y + 0.0),
        (n, y - 0.07),
        (n * 1.02, y + 0.07),
        (body.turn * 0.4, y + 0.14),
        (-n * 1.02, y + 0.07),
    ]
    pen.shape(band, _THING, corners=(0, 2, 3, 5), weight=0.7)
    if pen.rng.random() < 0.5:
        pen.shape(curves.ellipse((body.turn * 0.5, y + 0.16), (0.08, 0.09), 7), Part.CLOTHES_2, weight=0.7)


def _necklace(pen: Pen, body: Body) -> None:
    n = body.neck + 0.12
    pen.path(
        around(body, [(-n, -0.22), (-n * 0.6, 0.25), (0.0, 0.5), (n * 0.6, 0.25), (n, -0.22)]), 0.8, (1, 1)
    )
    at = around(body, [(0.0, 0.58)])[0]
    gem = np.array([(0, -0.1), (0.09, 0.02), (0, 0.14), (-0.09, 0.02)]) + at
    pen.shape(gem, _THING, corners=(0, 1, 2, 3), weight=0.7)


def _scarf(pen: Pen, body: Body) -> None:
    n, m = body.neck, body.turn * 0.6
    side = float(pen.rng.choice([-1.0, 1.0]))
    low = float(pen.rng.uniform(1.0, 2.2))
    end = [
        (side * 0.15, 0.1),
        (side * 0.55, 0.15),
        (side * 0.62, low),
        (side * 0.42, low + 0.06),
        (side * 0.2, low),
    ]
    area = pen.shape(around(body, end), _THING, corners=(0, 1, 2, 4), shade=0.08)
    for k in range(4):
        x = side * (0.25 + 0.09 * k)
        pen.path(around(body, [(x, low - 0.14), (x, low + 0.02)]), 0.5, within=[area])
    y = body.shoulder_y
    ring = [
        (-n - 0.2, y - 0.45),
        (m, y - 0.3),
        (n + 0.2, y - 0.45),
        (n + 0.42, y - 0.1),
        (n + 0.25, y + 0.18),
        (m, y + 0.32),
        (-n - 0.25, y + 0.18),
        (-n - 0.42, y - 0.1),
    ]
    band = pen.shape(ring, _THING, corners=(0, 2), shade=0.12)
    pen.path([(-n - 0.35, y - 0.08), (m - 0.1, y + 0.12), (n + 0.1, y - 0.02)], 0.6, within=[band])
    pen.path([(n + 0.35, y - 0.1), (m + 0.2, y + 0.05), (m, y + 0.2)], 0.6, within=[band])


def _strap(pen: Pen, body: Body) -> None:
    """The strap of a bag across the chest."""
    side = float(pen.rng.choice([-1.0, 1.0]))
    y = body.shoulder_y
    s, h = body.shoulder * 0.6 * side, body.waist * side
    band = [
        (s - 0.1, y - 0.12),
        (s + 0.1, y - 0.1),
        (-h * 0.95 + 0.02, body.waist_y + 0.5),
        (-h * 0.95 - 0.05, body.waist_y + 0.28),
    ]
    pen.shape(
        curves.offset(np.array(band), middle(body, y) * 0.5, 0.0),
        _THING,
        corners=(0, 1, 2, 3),
        weight=0.9,
        shade=0.03,
    )


NECK_ITEMS: dict[str, BodyItem] = {"choker": _choker, "necklace": _necklace, "scarf": _scarf, "strap": _strap}
"""What is worn at neck and chest; drawn over the clothes."""


def _feather_wings(pen: Pen, body: Body) -> None:
    long = float(pen.rng.uniform(2.0, 3.6))
    for side in (-1.0, 1.0):
        y = body.shoulder_y + 0.5
        rows = [(0.2, y), (0.9, y - 0.9), (0.6 * long, y - 0.35 * long), (long, y - 0.3 * long)]
        tips = [
            (0.98 * long, 0.0),
            (0.86 * long, 0.3),
            (0.7 * long, 0.55),
            (0.5 * long, 0.75),
            (0.3 * long, 0.85),
        ]
        corners = [3]
        for tx, ty in tips:
            rows += [(tx + 0.05, y + ty * 1.1), (tx - 0.14, y + ty - 0.22)]
            corners += [len(rows) - 2, len(rows) - 1]
        area = pen.shape(np.array(rows) * (side, 1.0), _THING, corners=(0, *corners), shade=0.12)
        for k in range(4):
            x = long * (0.85 - 0.18 * k)
            pen.path(
                np.array([(x, y + 0.1 * k), (x * 0.9, y - 0.25), (x * 0.75, y - 0.45)]) * (side, 1.0),
                0.6,
                within=[area],
            )


def _bat_wings(pen: Pen, body: Body) -> None:
    long = float(pen.rng.uniform(1.8, 3.2))
    for side in (-1.0, 1.0):
        y = body.shoulder_y + 0.6
        rows = [
            (0.2, y),
            (0.6 * long, y - 0.8),
            (0.72 * long, y - 1.1),
            (0.95 * long, y - 0.5),
            (long, y + 0.5),
            (0.8 * long, y + 0.15),
            (0.66 * long, y + 0.7),
            (0.5 * long, y + 0.3),
            (0.36 * long, y + 0.75),
            (0.25 * long, y + 0.4),
        ]
        area = pen.shape(np.array(rows) * (side, 1.0), _THING, corners=(0, 2, 4, 6, 8), shade=0.1)
        for end in ((long, y + 0.5), (0.66 * long, y + 0.7), (0.36 * long, y + 0.75)):
            pen.path(
                np.array([(0.7 * long, y - 1.0), (0.6 * end[0] + 0.28 * long, y - 0.25), end]) * (side, 1.0),
                0.7,
                within=[area],
            )


def _cape(pen: Pen, body: Body) -> None:
    s, low = body.shoulder, body.hip_y + float(pen.rng.uniform(0.0, 2.5))
    w = s * float(pen.rng.uniform(1.2, 1.8))
    rows = [
        (-s * 0.6, body.shoulder_y - 0.15),
        (s * 0.6, body.shoulder_y - 0.15),
        (s * 1.1, body.shoulder_y + 0.6),
        (w, low),
    ]
    edge = [(w * (1 - 2 * k / 6), low + (0.1 if k % 2 else -0.06)) for k in range(1, 6)]
    outline = [*rows, *edge, (-w, low), (-s * 1.1, body.shoulder_y + 0.6)]
    area = pen.shape(np.array(outline), Part.CLOTHES_2, corners=(0, 1, 3, 9), shade=0.2)
    for k in range(1, 6):
        x = w * (1 - 2 * k / 6)
        pen.path(
            [(x, low), (x * 0.85, (low + body.shoulder_y) / 2 + 0.5), (x * 0.6, body.shoulder_y + 1.0)],
            0.6,
            within=[area],
        )


def _tail(pen: Pen, body: Body) -> None:
    """An animal's tail."""
    side = float(pen.rng.choice([-1.0, 1.0]))
    y, wide = body.hip_y - 0.2, float(pen.rng.choice([0.12, 0.38]))
    axis = np.array([(0.2, y), (1.1, y + 0.5), (1.9, y - 0.2), (1.8, y - 1.2), (2.1, y - 1.8)]) * (side, 1.0)
    outline = curves.limb(axis, [wide * 0.5, wide * 0.8, wide, wide, wide * 0.3])
    pen.shape(outline, Part.HAIR, corners=(0, 9), shade=0.1)


BACK_ITEMS: dict[str, BodyItem] = {
    "feather wings": _feather_wings,
    "bat wings": _bat_wings,
    "cape": _cape,
    "tail": _tail,
}
"""What is worn at the back; drawn behind the body."""
