"""Tails, buns, braids and ringlets."""

from dataclasses import replace

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.curves import Points
from nurie.data.drawn.garments import bow
from nurie.data.drawn.hair import Hair, tail
from nurie.data.drawn.hair_masses import LONG, HairPart, cap, lift
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


def half_up(pen: Pen, head: Head, hair: Hair) -> None:
    """Long hair with a small bun."""
    _bun(pen, hair, (lift(head) * 2, -1.45), float(pen.rng.uniform(0.26, 0.4)))
    LONG(pen, head, hair)


def bun_tails(pen: Pen, head: Head, hair: Hair) -> None:
    """Two buns, each with a long tail."""
    tails(-1.0, (2.2, 4.0), (0.3, 0.6))(pen, head, hair)
    for side in (-1.0, 1.0):
        _bun(pen, hair, (side * 0.88 + lift(head), -1.1), 0.32)
    cap(pen, head, hair)


def _swing(side: float, root: tuple[float, float], length: float, out: float, curl: float) -> Points:
    """Axis of a tail that leaves the head sideways and falls."""
    x, y = root
    return curves.points(
        [
            (x, y),
            (x + side * out * 0.7, y + 0.05 * length),
            (x + side * out, y + 0.3 * length),
            (x + side * (out + curl * 0.4), y + 0.65 * length),
            (x + side * (out + curl), y + length),
        ]
    )


def tails(y: float, length: tuple[float, float], out: tuple[float, float]) -> HairPart:
    """Two tails from height `y`, by ranges of length and of the way they go outward."""

    def layer(pen: Pen, head: Head, hair: Hair) -> None:
        long, wide = float(pen.rng.uniform(*length)), float(pen.rng.uniform(0.22, 0.42))
        reach, curl = float(pen.rng.uniform(*out)), float(pen.rng.uniform(-0.4, 0.5))
        for side in (-1.0, 1.0):
            root = (side * 1.02 + lift(head), y)
            axis = _swing(side, root, long, reach, curl)
            tail(
                pen,
                axis,
                [0.13, wide * 0.9, wide, wide * 0.85, wide * 0.4],
                hair,
                split=int(pen.rng.integers(1, 4)),
            )
        cap(pen, head, hair)
        _tie(pen, [(side * 1.08 + lift(head), y + 0.02) for side in (-1.0, 1.0)])

    return layer


def _tie(pen: Pen, places: list[tuple[float, float]]) -> None:
    """What holds tails together, at times: ribbons with long ends, or bands."""
    own = replace(pen, rng=pen.rng.spawn(1)[0])
    kind, size = own.rng.random(), float(own.rng.uniform(0.35, 0.6))
    for at in places:
        if kind < 0.4:
            bow(own, at, size, Part.ACCESSORY, float(own.rng.uniform(0.6, 2.2)))
        elif kind < 0.6:
            own.shape(curves.ellipse(at, (0.16, 0.2), 8), Part.ACCESSORY, weight=0.9, shade=0.03)


def ponytail(pen: Pen, head: Head, hair: Hair) -> None:
    """One high tail."""
    side = -1.0 if head.yaw > 0 else 1.0
    long = float(pen.rng.uniform(1.6, 4.0))
    root = (side * 0.35 + lift(head), -1.2)
    axis = curves.points(
        [root, (side * 0.95, -1.5), (side * 1.5, -0.9), (side * 1.6, 0.1 * long), (side * 1.35, 0.6 * long)]
    )
    tail(pen, axis, [0.16, 0.3, 0.42, 0.36, 0.15], hair, split=int(pen.rng.integers(1, 4)))
    cap(pen, head, hair)
    _tie(pen, [(side * 0.7, -1.42)])


def side_tail(pen: Pen, head: Head, hair: Hair) -> None:
    """One tail at the side."""
    side = -1.0 if head.yaw > 0 else 1.0
    axis = _swing(
        side, (side * 1.0, -0.6), float(pen.rng.uniform(1.8, 3.6)), 0.55, float(pen.rng.uniform(-0.3, 0.3))
    )
    tail(pen, axis, [0.15, 0.32, 0.4, 0.34, 0.16], hair, split=int(pen.rng.integers(1, 4)))
    cap(pen, head, hair)
    _tie(pen, [(side * 1.1, -0.56)])


def _bun(pen: Pen, hair: Hair, at: tuple[float, float], radius: float) -> None:
    area = pen.shape(curves.ellipse(at, (radius, radius * 0.92), 9), Part.HAIR, weight=1.1, shade=0.1)
    turn = float(pen.rng.uniform(0, 360))
    for share in (0.72, 0.42):
        arc = curves.ellipse(at, (radius * share, radius * share * 0.9), 8, turn, 220)
        pen.path(arc, 0.55, within=[area])
        turn += 130
    if hair.gloss:
        pen.gloss(
            curves.ellipse((at[0] - 0.3 * radius, at[1] - 0.45 * radius), (radius * 0.35, radius * 0.15)),
            [area],
        )


def two_buns(pen: Pen, head: Head, hair: Hair) -> None:
    """Two buns."""
    r = float(pen.rng.uniform(0.32, 0.46))
    for side in (-1.0, 1.0):
        _bun(pen, hair, (side * 0.88 + lift(head), -1.12), r)
    cap(pen, head, hair)


def top_bun(pen: Pen, head: Head, hair: Hair) -> None:
    """One bun on top."""
    _bun(pen, hair, (lift(head) * 2, -1.58), float(pen.rng.uniform(0.38, 0.55)))
    cap(pen, head, hair)


def braid(pen: Pen, hair: Hair, axis: Points, width: float) -> None:
    """Overlapping leaves down an axis, then a tuft."""
    curve = curves.evenly(curves.spline(axis, steps=8), 33)
    count = max(4, int(np.hypot(*np.diff(curve, axis=0).T).sum() / (width * 0.95)))
    for k in range(count):
        at, after = curves.along(curve, k / count), curves.along(curve, min(1.0, (k + 1.25) / count))
        step = after - at
        normal = (
            np.array([-step[1], step[0]]) / max(float(np.hypot(*step)), 1e-6) * width * (1 - 0.35 * k / count)
        )
        s = 1.0 if k % 2 else -1.0
        leaf = [
            at - s * normal * 0.45,
            at + s * normal * 0.7,
            at + step * 0.55 + s * normal * 1.02,
            after - s * normal * 0.1,
            at + step * 0.3 - s * normal * 0.55,
        ]
        area = pen.shape(np.array(leaf), Part.HAIR, weight=0.9, shade=0.06, corners=(3,))
        if hair.strands > 0.4:
            pen.path([at + s * normal * 0.3, at + step * 0.5 + s * normal * 0.6, after], 0.45, within=[area])
    end, before = curve[-1], curve[-4]
    direction = (end - before) / max(float(np.hypot(*(end - before))), 1e-6)
    tail(pen, [end, end + direction * width * 1.4], [width * 0.35, width * 0.5], hair, split=2)


def braids_over(pen: Pen, head: Head, hair: Hair) -> None:
    """Two braids before the shoulders."""
    width, long = float(pen.rng.uniform(0.18, 0.27)), float(pen.rng.uniform(1.6, 3.0))
    for side in (-1.0, 1.0):
        x = side * 0.85 + lift(head)
        braid(
            pen,
            hair,
            curves.points(
                [(x, 0.6), (x + side * 0.12, 1.1), (x + side * 0.05, 1.2 + 0.5 * long), (x, 0.9 + long)]
            ),
            width,
        )


def single_braid_over(pen: Pen, head: Head, hair: Hair) -> None:
    """One braid before a shoulder."""
    side = -1.0 if head.yaw > 0 else 1.0
    long = float(pen.rng.uniform(1.8, 3.0))
    braid(
        pen,
        hair,
        curves.points(
            [(side * 0.7, 0.7), (side * 0.85, 1.2), (side * 0.7, 1.3 + 0.5 * long), (side * 0.6, 0.9 + long)]
        ),
        0.27,
    )


def ringlet(pen: Pen, hair: Hair, side: float, at: tuple[float, float], length: float, width: float) -> None:
    """A ringlet: turns that get narrower, bottom first."""
    turns = max(4, int(length / (width * 0.75)))
    for k in reversed(range(turns)):
        t = k / turns
        w = width * (1.0 - 0.75 * t) + 0.03
        x, y = at[0] + side * 0.25 * t, at[1] + length * t
        h = length / turns
        outline = [
            (x - w, y - 0.25 * h),
            (x, y - 0.5 * h),
            (x + w, y - 0.35 * h),
            (x + 0.95 * w, y + 0.5 * h),
            (x + 0.2 * w, y + 1.0 * h),
            (x - 0.9 * w, y + 0.75 * h),
        ]
        area = pen.shape(outline, Part.HAIR, weight=1.0, shade=0.09)
        pen.path(
            [(x - 0.7 * w, y + 0.3 * h), (x, y + 0.55 * h), (x + 0.8 * w, y + 0.25 * h)], 0.5, within=[area]
        )


def drills(pen: Pen, head: Head, hair: Hair) -> None:
    """Two ringlets."""
    width, long = float(pen.rng.uniform(0.28, 0.42)), float(pen.rng.uniform(1.8, 2.8))
    for side in (-1.0, 1.0):
        ringlet(pen, hair, side, (side * 1.22 + lift(head), 0.05), long, width)
    cap(pen, head, hair)


def low_tail_over(pen: Pen, head: Head, hair: Hair) -> None:
    """One low tail before a shoulder."""
    side = -1.0 if head.yaw > 0 else 1.0
    long = float(pen.rng.uniform(1.4, 2.6))
    axis = [
        (side * 0.72, 0.85),
        (side * 0.92, 1.3),
        (side * 0.85, 1.2 + 0.5 * long),
        (side * 0.7, 1.0 + long),
    ]
    tail(pen, axis, [0.14, 0.27, 0.3, 0.12], hair)
