"""Hair behind the head and the tails that hang from it, as a library by name."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import Points
from nurie.data.drawn.hair import Hair, crown, mass, tail, tips
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.data.parts import Part

Layer = Callable[[Pen, Head, Hair], None]


@dataclass(frozen=True)
class HairBack:
    """How a hair style is drawn: `behind` the neck and, if any, `over` the clothes before the face."""

    behind: Layer
    over: Layer | None = None


def _lift(head: Head) -> float:
    """Sideways shift of the back of the head in a turned pose."""
    return -0.1 * float(np.sin(head.yaw))


def _hanging(pen: Pen, head: Head, hair: Hair, length: float, wide: float, count: int, depth: float, wave: float) -> None:
    """A mass from the crown down to `length`, `wide` at its end; `wave` swings its sides."""
    shift = _lift(head)
    top = crown(hair, 0.1, 0.03) + (shift, 0.0)
    ys = np.linspace(0.45, length, max(3, int(length * 2)))
    t = (ys - ys[0]) / (ys[-1] - ys[0])
    bulge = 1.1 * hair.volume + (wide - 1.1 * hair.volume) * t + 0.08 * np.sin(np.pi * t)
    swing = wave * np.sin(ys * 4.2 + pen.rng.uniform(0, 6))
    drift = pen.rng.normal(0, 0.08) * t
    right = np.stack([bulge + swing + drift + shift, ys], axis=1)
    swing = wave * np.sin(ys * 4.2 + pen.rng.uniform(0, 6))
    left = np.stack([-bulge + swing + drift + shift, ys], axis=1)[::-1]
    ends = tips(left[0].tolist(), right[-1].tolist(), count, depth, pen.rng)
    area = mass(pen, top, right, ends, left, depth=depth * 1.1)
    for _ in range(int(2 + 5 * hair.strands)):
        x = float(pen.rng.uniform(-0.95, 0.95)) * wide
        y = float(pen.rng.uniform(0.5, length))
        low = min(y + float(pen.rng.uniform(0.4, 1.2)), length + depth * 0.4)
        sway = wave * float(np.sin(y * 4.2))
        pen.path([(x * 0.93 + shift, y), (x + sway + shift, (y + low) / 2), (x * 1.02 + shift, low)], 0.55, within=[area])


def _bob(pen: Pen, head: Head, hair: Hair) -> None:
    rng = pen.rng
    _hanging(pen, head, hair, float(rng.uniform(0.85, 1.2)), float(rng.uniform(0.95, 1.2)), int(rng.integers(6, 10)), 0.15, 0.0)


def _medium(pen: Pen, head: Head, hair: Hair) -> None:
    rng = pen.rng
    _hanging(pen, head, hair, float(rng.uniform(1.5, 2.2)), float(rng.uniform(1.1, 1.4)), int(rng.integers(6, 11)), 0.35, 0.0)


def _long(pen: Pen, head: Head, hair: Hair) -> None:
    rng = pen.rng
    _hanging(pen, head, hair, float(rng.uniform(2.8, 5.0)), float(rng.uniform(1.2, 1.7)), int(rng.integers(6, 10)), 0.5, 0.0)


def _straight(pen: Pen, head: Head, hair: Hair) -> None:
    rng = pen.rng
    _hanging(pen, head, hair, float(rng.uniform(2.4, 4.2)), float(rng.uniform(1.1, 1.3)), 12, 0.08, 0.0)


def _wavy(pen: Pen, head: Head, hair: Hair) -> None:
    rng = pen.rng
    _hanging(pen, head, hair, float(rng.uniform(2.2, 4.5)), float(rng.uniform(1.4, 1.8)), int(rng.integers(6, 9)), 0.4, 0.09)


def _short(pen: Pen, head: Head, hair: Hair) -> None:
    rng = pen.rng
    _hanging(pen, head, hair, float(rng.uniform(0.62, 0.8)), float(rng.uniform(0.7, 0.9)), int(rng.integers(5, 8)), 0.15, 0.0)


def _burst(low: float, reach: tuple[float, float], count: tuple[int, int]) -> Layer:
    """Spikes out of the whole outline; `low` is the angle of the lowest ones in degrees under the horizontal."""

    def layer(pen: Pen, head: Head, hair: Hair) -> None:
        shift = _lift(head)
        number = int(pen.rng.integers(*count))
        angles = np.deg2rad(np.linspace(low, -180 - low, number + 1))
        lean = float(pen.rng.normal(0, 0.12))
        center = np.array([shift, -0.18])
        rows: list[Points] = []
        for k in range(number):
            a, b = angles[k], angles[k + 1]
            aim = (a + b) / 2 + lean + 0.25 * np.cos((a + b) / 2)
            first, second = (center + np.array([np.cos(t), np.sin(t)]) * hair.volume for t in (a, b))
            tip = center + np.array([np.cos(aim), np.sin(aim)]) * float(pen.rng.uniform(*reach))
            rows.append(curves.lock([first, second], tip.tolist(), float(pen.rng.normal(0.05, 0.06)))[:-1])
        outline = np.concatenate([*rows, [(-0.6 + shift, 0.75), (0.0 + shift, 0.85), (0.6 + shift, 0.75)]])
        corners = [k * 8 + c for k in range(number) for c in (0, 4)]
        area = pen.shape(outline, Part.HAIR, corners=corners, weight=1.15, shade=0.12)
        for row in rows:
            if pen.rng.random() < hair.strands:
                pen.path([row[4] * 0.85 + center * 0.15, row[4] * 0.6 + center * 0.4 + (0.04, 0), center * 0.7 + row[4] * 0.3], 0.5, within=[area])

    return layer


def _scallops(pen: Pen, head: Head, hair: Hair) -> None:
    """A cloud of curls."""
    shift, number = _lift(head), int(pen.rng.integers(9, 14))
    low, size = float(pen.rng.uniform(20, 55)), float(pen.rng.uniform(1.15, 1.4))
    angles = np.deg2rad(np.linspace(low, -180 - low, number + 1))
    rows = []
    for a, b in zip(angles[:-1], angles[1:], strict=True):
        rows.append(np.array([shift + size * np.cos(a), size * np.sin(a)]))
        for share in (0.3, 0.7):
            t = a + (b - a) * share
            rows.append(np.array([shift + 1.18 * size * np.cos(t), 1.15 * size * np.sin(t)]))
    rows += [np.array([shift - size * 0.6, 0.95]), np.array([shift + size * 0.6, 0.95])]
    area = pen.shape(np.array(rows), Part.HAIR, corners=[3 * k for k in range(number)], weight=1.15, shade=0.14)
    for _ in range(int(8 * hair.strands)):
        t, r = pen.rng.uniform(-3.6, 0.5), pen.rng.uniform(0.85, 1.1) * size
        at = (float(shift + r * np.cos(t)), float(r * np.sin(t)))
        pen.path(curves.ellipse(at, (0.14, 0.12), 6, float(pen.rng.uniform(0, 360)), 240), 0.5, within=[area])


def _flipped(pen: Pen, head: Head, hair: Hair) -> None:
    """Ends that turn outward."""
    shift, long = _lift(head), float(pen.rng.uniform(0.9, 1.7))
    top = crown(hair, 0.1, 0.03) + (shift, 0.0)
    w = 0.95 * hair.volume
    right = [(w + 0.05 + shift, long * 0.6), (w + 0.12 + shift, long * 0.9), (w + 0.45 + shift, long * 0.98)]
    ends = [(w + 0.3 + shift, long * 1.15), (w * 0.6 + shift, long * 1.2), (shift, long * 1.12), (-w * 0.6 + shift, long * 1.2), (-w - 0.3 + shift, long * 1.15)]
    mass(pen, top, right, ends, [(2 * shift - x, y) for x, y in reversed(right)], depth=0.1)


def _wolf(pen: Pen, head: Head, hair: Hair) -> None:
    """Short above, a thin layer of flicks down the neck."""
    shift = _lift(head)
    for side in (-1.0, 1.0):
        for k in range(3):
            x = side * (0.35 + 0.25 * k) + shift
            tip = (x + side * float(pen.rng.uniform(0.1, 0.4)), float(pen.rng.uniform(1.3, 1.75)))
            pen.shape(curves.lock([(x + 0.2, 0.4), (x - 0.2, 0.4)], tip, -0.12 * side), Part.HAIR, corners=(0, 4, 8), shade=0.06)
    _hanging(pen, head, hair, 0.6, 0.95, 7, 0.3, 0.0)


def _half_up(pen: Pen, head: Head, hair: Hair) -> None:
    _bun(pen, hair, (_lift(head) * 2, -1.45), float(pen.rng.uniform(0.26, 0.4)))
    _long(pen, head, hair)


def _bun_tails(pen: Pen, head: Head, hair: Hair) -> None:
    """Two buns, each with a long tail."""
    _tails(-1.0, (2.2, 4.0), (0.3, 0.6))(pen, head, hair)
    for side in (-1.0, 1.0):
        _bun(pen, hair, (side * 0.88 + _lift(head), -1.1), 0.32)
    _cap(pen, head, hair)


def _cap(pen: Pen, head: Head, hair: Hair) -> None:
    """Hair that is drawn up: only the skull and the nape."""
    shift = _lift(head)
    top = crown(hair, 0.1, 0.03) + (shift, 0.0)
    low = [(0.8 + shift, 0.55), (0.0 + shift, 0.75), (-0.8 + shift, 0.55)]
    pen.shape(np.concatenate([top, curves.points(low)]), Part.HAIR, weight=1.1, shade=0.1)


def _swing(side: float, root: tuple[float, float], length: float, out: float, curl: float) -> Points:
    """Axis of a tail that leaves the head sideways and falls."""
    x, y = root
    return curves.points([
        (x, y), (x + side * out * 0.7, y + 0.05 * length), (x + side * out, y + 0.3 * length),
        (x + side * (out + curl * 0.4), y + 0.65 * length), (x + side * (out + curl), y + length),
    ])


def _tails(y: float, length: tuple[float, float], out: tuple[float, float]) -> Layer:
    def layer(pen: Pen, head: Head, hair: Hair) -> None:
        long, wide = float(pen.rng.uniform(*length)), float(pen.rng.uniform(0.22, 0.42))
        reach, curl = float(pen.rng.uniform(*out)), float(pen.rng.uniform(-0.4, 0.5))
        for side in (-1.0, 1.0):
            root = (side * 1.02 + _lift(head), y)
            axis = _swing(side, root, long, reach, curl)
            tail(pen, axis, [0.13, wide * 0.9, wide, wide * 0.85, wide * 0.4], hair, split=int(pen.rng.integers(1, 4)))
        _cap(pen, head, hair)

    return layer


def _ponytail(pen: Pen, head: Head, hair: Hair) -> None:
    side = -1.0 if head.yaw > 0 else 1.0
    long = float(pen.rng.uniform(1.6, 4.0))
    root = (side * 0.35 + _lift(head), -1.2)
    axis = curves.points([root, (side * 0.95, -1.5), (side * 1.5, -0.9), (side * 1.6, 0.1 * long), (side * 1.35, 0.6 * long)])
    tail(pen, axis, [0.16, 0.3, 0.42, 0.36, 0.15], hair, split=int(pen.rng.integers(1, 4)))
    _cap(pen, head, hair)


def _side_tail(pen: Pen, head: Head, hair: Hair) -> None:
    side = -1.0 if head.yaw > 0 else 1.0
    axis = _swing(side, (side * 1.0, -0.6), float(pen.rng.uniform(1.8, 3.6)), 0.55, float(pen.rng.uniform(-0.3, 0.3)))
    tail(pen, axis, [0.15, 0.32, 0.4, 0.34, 0.16], hair, split=int(pen.rng.integers(1, 4)))
    _cap(pen, head, hair)


def _bun(pen: Pen, hair: Hair, at: tuple[float, float], radius: float) -> None:
    area = pen.shape(curves.ellipse(at, (radius, radius * 0.92), 9), Part.HAIR, weight=1.1, shade=0.1)
    turn = float(pen.rng.uniform(0, 360))
    for share in (0.72, 0.42):
        arc = curves.ellipse(at, (radius * share, radius * share * 0.9), 8, turn, 220)
        pen.path(arc, 0.55, within=[area])
        turn += 130
    if hair.gloss:
        pen.gloss(curves.ellipse((at[0] - 0.3 * radius, at[1] - 0.45 * radius), (radius * 0.35, radius * 0.15)), [area])


def _two_buns(pen: Pen, head: Head, hair: Hair) -> None:
    r = float(pen.rng.uniform(0.32, 0.46))
    for side in (-1.0, 1.0):
        _bun(pen, hair, (side * 0.88 + _lift(head), -1.12), r)
    _cap(pen, head, hair)


def _top_bun(pen: Pen, head: Head, hair: Hair) -> None:
    _bun(pen, hair, (_lift(head) * 2, -1.58), float(pen.rng.uniform(0.38, 0.55)))
    _cap(pen, head, hair)


def _braid(pen: Pen, hair: Hair, axis: Points, width: float) -> None:
    """Overlapping leaves down an axis, then a tuft."""
    curve = curves.spline(axis, steps=8)
    count = max(4, int(np.hypot(*np.diff(curve, axis=0).T).sum() / (width * 0.95)))
    for k in range(count):
        at, after = curves.along(curve, k / count), curves.along(curve, min(1.0, (k + 1.25) / count))
        step = after - at
        normal = np.array([-step[1], step[0]]) / max(float(np.hypot(*step)), 1e-6) * width * (1 - 0.35 * k / count)
        s = 1.0 if k % 2 else -1.0
        leaf = [at - s * normal * 0.45, at + s * normal * 0.7, at + step * 0.55 + s * normal * 1.02, after - s * normal * 0.1, at + step * 0.3 - s * normal * 0.55]
        area = pen.shape(np.array(leaf), Part.HAIR, weight=0.9, shade=0.06, corners=(3,))
        if hair.strands > 0.4:
            pen.path([at + s * normal * 0.3, at + step * 0.5 + s * normal * 0.6, after], 0.45, within=[area])
    end, before = curve[-1], curve[-4]
    direction = (end - before) / max(float(np.hypot(*(end - before))), 1e-6)
    tail(pen, [end, end + direction * width * 1.4], [width * 0.35, width * 0.5], hair, split=2)


def _braids_over(pen: Pen, head: Head, hair: Hair) -> None:
    width, long = float(pen.rng.uniform(0.18, 0.27)), float(pen.rng.uniform(1.6, 3.0))
    for side in (-1.0, 1.0):
        x = side * 0.85 + _lift(head)
        _braid(pen, hair, curves.points([(x, 0.6), (x + side * 0.12, 1.1), (x + side * 0.05, 1.2 + 0.5 * long), (x, 0.9 + long)]), width)


def _single_braid_over(pen: Pen, head: Head, hair: Hair) -> None:
    side = -1.0 if head.yaw > 0 else 1.0
    long = float(pen.rng.uniform(1.8, 3.0))
    _braid(pen, hair, curves.points([(side * 0.7, 0.7), (side * 0.85, 1.2), (side * 0.7, 1.3 + 0.5 * long), (side * 0.6, 0.9 + long)]), 0.27)


def _drill(pen: Pen, hair: Hair, side: float, at: tuple[float, float], length: float, width: float) -> None:
    """A ringlet: turns that get narrower, bottom first."""
    turns = max(4, int(length / (width * 0.75)))
    for k in reversed(range(turns)):
        t = k / turns
        w = width * (1.0 - 0.75 * t) + 0.03
        x, y = at[0] + side * 0.25 * t, at[1] + length * t
        h = length / turns
        outline = [(x - w, y - 0.25 * h), (x, y - 0.5 * h), (x + w, y - 0.35 * h), (x + 0.95 * w, y + 0.5 * h), (x + 0.2 * w, y + 1.0 * h), (x - 0.9 * w, y + 0.75 * h)]
        area = pen.shape(outline, Part.HAIR, weight=1.0, shade=0.09)
        pen.path([(x - 0.7 * w, y + 0.3 * h), (x, y + 0.55 * h), (x + 0.8 * w, y + 0.25 * h)], 0.5, within=[area])


def _drills(pen: Pen, head: Head, hair: Hair) -> None:
    width, long = float(pen.rng.uniform(0.28, 0.42)), float(pen.rng.uniform(1.8, 2.8))
    for side in (-1.0, 1.0):
        _drill(pen, hair, side, (side * 1.22 + _lift(head), 0.05), long, width)
    _cap(pen, head, hair)


def _low_tail_over(pen: Pen, head: Head, hair: Hair) -> None:
    side = -1.0 if head.yaw > 0 else 1.0
    long = float(pen.rng.uniform(1.4, 2.6))
    axis = [(side * 0.72, 0.85), (side * 0.92, 1.3), (side * 0.85, 1.2 + 0.5 * long), (side * 0.7, 1.0 + long)]
    tail(pen, axis, [0.14, 0.27, 0.3, 0.12], hair)


HAIR_BACKS: dict[str, HairBack] = {
    "bob": HairBack(_bob),
    "medium": HairBack(_medium),
    "long": HairBack(_long),
    "straight": HairBack(_straight),
    "wavy": HairBack(_wavy),
    "short": HairBack(_short),
    "spiky": HairBack(_burst(15, (1.45, 1.75), (8, 13))),
    "mane": HairBack(_burst(55, (1.6, 2.3), (9, 13))),
    "tousled": HairBack(_burst(30, (1.25, 1.42), (10, 16))),
    "curls": HairBack(_scallops),
    "flipped": HairBack(_flipped),
    "wolf": HairBack(_wolf),
    "half up": HairBack(_half_up),
    "bun tails": HairBack(_bun_tails),
    "twin tails": HairBack(_tails(-0.75, (2.2, 4.5), (0.35, 0.75))),
    "low twin tails": HairBack(_tails(0.45, (1.5, 2.6), (0.15, 0.4))),
    "short twin tails": HairBack(_tails(-0.55, (0.8, 1.3), (0.3, 0.6))),
    "ponytail": HairBack(_ponytail),
    "side tail": HairBack(_side_tail),
    "two buns": HairBack(_two_buns),
    "top bun": HairBack(_top_bun),
    "braids": HairBack(_cap, _braids_over),
    "single braid": HairBack(_bob, _single_braid_over),
    "drills": HairBack(_drills),
    "low side tail": HairBack(_cap, _low_tail_over),
}
"""Back hair by name."""
