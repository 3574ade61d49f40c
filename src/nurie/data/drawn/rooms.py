"""Rooms, as a library by name. Coordinates as in `grounds`."""

import numpy as np

from nurie.data.drawn import furniture as f
from nurie.data.drawn.blocks import DrawGround, below, box, polygon
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


def _floor(pen: Pen, w: float, h: float, y: float) -> None:
    """A floor with boards, tiles or nothing, and a skirting."""
    area = below(pen, w, h, y, Part.SCENERY)
    kind = int(pen.rng.integers(3))
    if kind:
        for x in np.linspace(-0.5 * w, 1.5 * w, int(pen.rng.integers(6, 12))):
            pen.path([(x, y), (w / 2 + (x - w / 2) * 2.2, h + 0.1)], 0.5, (1, 1), within=[area])
    if kind == 2:
        for share in (0.12, 0.35, 0.7):
            v = y + share * (h - y)
            pen.path([(-0.1, v), (w + 0.1, v)], 0.5, (1, 1), within=[area])
    if pen.rng.random() < 0.5:
        box(pen, -0.1, y - 0.035, w + 0.1, y, Part.EYE_WHITE, 0.7)


def _on_wall(pen: Pen, w: float, y: float, taken: float) -> None:
    """Pictures and a clock at height `y`, away from `taken`."""
    for x in (0.12 * w, 0.5 * w, 0.88 * w):
        if abs(x - taken) > 0.25 * w and pen.rng.random() < 0.5:
            (f.picture, f.clock)[int(pen.rng.integers(2))](pen, x, y, 0.2)


def bedroom(pen: Pen, w: float, h: float) -> None:
    """A bed under a window."""
    floor = h * float(pen.rng.uniform(0.62, 0.75))
    _floor(pen, w, h, floor)
    x = w * float(pen.rng.uniform(0.3, 0.7))
    f.window(pen, x, 0.42 * floor, 0.2)
    _on_wall(pen, w, 0.3 * floor, x)
    side = w * float(pen.rng.choice([0.1, 0.9]))
    (f.shelf, f.plant, f.lamp)[int(pen.rng.integers(3))](pen, side, floor + 0.02, 0.5)
    f.rug(pen, 0.5 * w, h * 0.93, 0.4)
    f.bed(pen, x, floor + 0.14, 0.34)


def study(pen: Pen, w: float, h: float) -> None:
    """A desk between shelves."""
    floor = h * float(pen.rng.uniform(0.68, 0.8))
    _floor(pen, w, h, floor)
    x = w * float(pen.rng.uniform(0.35, 0.65))
    if pen.rng.random() < 0.6:
        f.window(pen, x, 0.3 * floor, 0.17)
    else:
        _on_wall(pen, w, 0.25 * floor, -1.0)
    for side in (0.08, 0.92):
        if pen.rng.random() < 0.7:
            (f.shelf, f.shelf, f.plant)[int(pen.rng.integers(3))](pen, side * w, floor + 0.03, 0.42)
    f.desk(pen, x, floor + 0.08, 0.4)


def living_room(pen: Pen, w: float, h: float) -> None:
    """A sofa, a door or a window, a low table."""
    floor = h * float(pen.rng.uniform(0.65, 0.78))
    _floor(pen, w, h, floor)
    door = w * float(pen.rng.choice([0.15, 0.85]))
    f.door(pen, door, floor, min(0.3, 0.45 * floor))
    x = w - door + 0.15 * w * (1.0 if door > w / 2 else -1.0)
    f.window(pen, x, 0.35 * floor, 0.18)
    f.sofa(pen, x, floor + 0.1, 0.32)
    if pen.rng.random() < 0.7:
        f.plant(pen, 0.5 * (x + door), floor + 0.03, 0.28)
    f.rug(pen, x, h * 0.93, 0.35)
    box(pen, x - 0.2, h * 0.9, x + 0.2, h * 0.93, Part.PROP)
    f.lamp(pen, x - 0.1, h * 0.9, 0.16)


def classroom(pen: Pen, w: float, h: float) -> None:
    """A blackboard and rows of desks."""
    floor = h * float(pen.rng.uniform(0.52, 0.62))
    _floor(pen, w, h, floor)
    box(pen, 0.12 * w, 0.2 * floor, 0.88 * w, 0.75 * floor, Part.PROP)
    board = box(pen, 0.15 * w, 0.25 * floor, 0.85 * w, 0.7 * floor, Part.SCENERY, 0.7)
    for k in range(int(pen.rng.integers(0, 4))):
        x, y = w * (0.25 + 0.16 * k), floor * float(pen.rng.uniform(0.35, 0.6))
        pen.path([(x, y), (x + 0.04 * w, y - 0.02), (x + 0.1 * w, y + 0.01)], 0.6, within=[board])
    f.clock(pen, 0.5 * w, 0.1 * floor, 0.12)
    for row, scale in ((0, 0.16), (1, 0.24)):
        y = floor + (0.12 + 0.55 * row) * (h - floor) + 0.1
        count = 4 - row
        for k in range(count):
            x = w * (k + 0.5) / count
            for side in (-1.0, 1.0):
                box(
                    pen,
                    x + 0.75 * side * scale - 0.012,
                    y,
                    x + 0.75 * side * scale + 0.012,
                    y + 0.9 * scale,
                    Part.ACCESSORY,
                    0.6,
                )
            top = [
                (x - 0.7 * scale, y - 0.22 * scale),
                (x + 0.7 * scale, y - 0.22 * scale),
                (x + 0.9 * scale, y),
                (x - 0.9 * scale, y),
            ]
            polygon(pen, top, Part.PROP)
            box(pen, x - 0.9 * scale, y, x + 0.9 * scale, y + 0.14 * scale, Part.PROP)


def kitchen(pen: Pen, w: float, h: float) -> None:
    """Cupboards above, a counter with a pot and a stove below."""
    floor = h * float(pen.rng.uniform(0.8, 0.9))
    _floor(pen, w, h, floor)
    top = 0.55 * floor
    count = int(pen.rng.integers(3, 6))
    for k in range(count):
        left, right = w * k / count, w * (k + 1) / count
        if k != count // 2:
            box(pen, left, 0.0, right, 0.26 * floor, Part.PROP)
            box(pen, left + 0.03, 0.03, right - 0.03, 0.26 * floor - 0.03, Part.PROP, 0.6)
        box(pen, left, top, right, floor, Part.PROP)
        box(pen, left + 0.03, top + 0.08, right - 0.03, floor - 0.04, Part.PROP, 0.6)
        box(pen, left + 0.06, top + 0.11, right - 0.06, top + 0.13, Part.ACCESSORY, 0.6)
    f.window(pen, w * (count // 2 + 0.5) / count, 0.25 * floor, 0.12)
    box(pen, -0.1, top - 0.03, w + 0.1, top + 0.03, Part.EYE_WHITE)
    for x in (0.2 * w, 0.5 * w, 0.8 * w):
        if pen.rng.random() < 0.75:
            (f.plant, f.lamp, _pot)[int(pen.rng.integers(3))](pen, x, top - 0.03, 0.2)


def _pot(pen: Pen, x: float, y: float, s: float) -> None:
    """A pot with a lid and steam."""
    for side in (-1.0, 1.0):
        box(
            pen,
            x + side * 0.5 * s - 0.12 * s,
            y - 0.4 * s,
            x + side * 0.5 * s + 0.12 * s,
            y - 0.3 * s,
            Part.PROP,
            0.7,
        )
    pen.shape(
        [(x - 0.5 * s, y - 0.5 * s), (x + 0.5 * s, y - 0.5 * s), (x + 0.45 * s, y), (x - 0.45 * s, y)],
        Part.ACCESSORY,
        (0, 1, 2, 3),
        shade=0.1 * s,
    )
    pen.shape(
        [(x - 0.5 * s, y - 0.5 * s), (x, y - 0.75 * s), (x + 0.5 * s, y - 0.5 * s)], Part.ACCESSORY, (0, 2)
    )
    for dx in (-0.15, 0.15):
        pen.path(
            [(x + dx * s, y - 0.9 * s), (x + (dx + 0.08) * s, y - 1.1 * s), (x + dx * s, y - 1.4 * s)],
            0.5,
            (0.1, 0.1),
        )


def corridor(pen: Pen, w: float, h: float) -> None:
    """A passage that runs away from the eye, with windows on one side and doors on the other."""
    x, y = w * float(pen.rng.uniform(0.4, 0.6)), h * float(pen.rng.uniform(0.38, 0.5))
    a, b = 0.13 * w, 0.16 * h
    far = np.array([(x - a, y - b), (x + a, y - b), (x + a, y + b), (x - a, y + b)])
    near = np.array([(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)])
    near = near + 0.1 * (near - (x, y))
    polygon(pen, [far[3], far[2], near[2], near[3]], Part.SCENERY)
    polygon(pen, [near[0], near[1], far[1], far[0]], Part.EYE_WHITE)
    box(pen, x - a, y - b, x + a, y + b, Part.SCENERY)
    box(pen, x - 0.5 * a, y - 0.5 * b, x + 0.5 * a, y + b, Part.PROP)
    side = 0 if pen.rng.random() < 0.5 else 1
    for edge, (start, stop, part) in ((side, (0.25, 0.7, Part.SCENERY)), (1 - side, (0.2, 1.0, Part.PROP))):
        upper, lower = (far[0], far[3]) if edge == 0 else (far[1], far[2])
        top, low = (near[0], near[3]) if edge == 0 else (near[1], near[2])
        for one, two in ((0.08, 0.2), (0.28, 0.5), (0.62, 0.98)):
            quad = []
            for t, share in ((one, start), (two, start), (two, stop), (one, stop)):
                high, deep = upper + (top - upper) * t, lower + (low - lower) * t
                quad.append(high + (deep - high) * share)
            polygon(pen, np.array(quad), part)


ROOMS: dict[str, DrawGround] = {
    "bedroom": bedroom,
    "study": study,
    "living room": living_room,
    "classroom": classroom,
    "kitchen": kitchen,
    "corridor": corridor,
}
"""Rooms by name."""
