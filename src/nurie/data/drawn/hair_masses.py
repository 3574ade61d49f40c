"""Back hair that falls or stands as one mass."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.curves import Points
from nurie.data.drawn.hair import Hair, crown, mass, tips
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

HairPart = Callable[[Pen, Head, Hair], None]


@dataclass(frozen=True)
class HairBack:
    """How a hair style is drawn: `behind` the neck and, if any, `over` the clothes before the face."""

    behind: HairPart
    over: HairPart | None = None


def lift(head: Head) -> float:
    """Sideways shift of the back of the head in a turned pose."""
    return -0.1 * float(np.sin(head.yaw))


def hanging(
    pen: Pen, head: Head, hair: Hair, length: float, wide: float, count: int, depth: float, wave: float
) -> None:
    """A mass from the crown down to `length`, `wide` at its end; `wave` swings its sides."""
    shift = lift(head)
    top = curves.offset(crown(hair, 0.1, 0.03), shift, 0.0)
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
        pen.path(
            [(x * 0.93 + shift, y), (x + sway + shift, (y + low) / 2), (x * 1.02 + shift, low)],
            0.55,
            within=[area],
        )


def hung(
    length: tuple[float, float],
    wide: tuple[float, float],
    count: tuple[int, int],
    depth: float,
    wave: float = 0.0,
) -> HairPart:
    """A hanging mass, by ranges of its length, its width at the end and the number of its tips."""

    def layer(pen: Pen, head: Head, hair: Hair) -> None:
        long, end = float(pen.rng.uniform(*length)), float(pen.rng.uniform(*wide))
        hanging(pen, head, hair, long, end, int(pen.rng.integers(*count)), depth, wave)

    return layer


BOB = hung((0.85, 1.2), (0.95, 1.2), (6, 10), 0.15)
"""Down to the chin, round."""
LONG = hung((2.8, 5.0), (1.2, 1.7), (6, 10), 0.5)
"""Down to the chest or the hips, wider below."""


def shaved(pen: Pen, head: Head, hair: Hair) -> None:
    """Nothing to be seen behind the head."""


def burst(low: float, reach: tuple[float, float], count: tuple[int, int]) -> HairPart:
    """Spikes out of the whole outline; `low` is the angle of the lowest ones under the horizontal."""

    def layer(pen: Pen, head: Head, hair: Hair) -> None:
        shift = lift(head)
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
                pen.path(
                    [
                        row[4] * 0.85 + center * 0.15,
                        row[4] * 0.6 + center * 0.4 + (0.04, 0),
                        center * 0.7 + row[4] * 0.3,
                    ],
                    0.5,
                    within=[area],
                )

    return layer


def scallops(pen: Pen, head: Head, hair: Hair) -> None:
    """A cloud of curls."""
    shift, number = lift(head), int(pen.rng.integers(9, 14))
    low, size = float(pen.rng.uniform(20, 55)), float(pen.rng.uniform(1.15, 1.4))
    angles = np.deg2rad(np.linspace(low, -180 - low, number + 1))
    rows = []
    for a, b in pairwise(angles):
        rows.append(np.array([shift + size * np.cos(a), size * np.sin(a)]))
        for share in (0.3, 0.7):
            t = a + (b - a) * share
            rows.append(np.array([shift + 1.18 * size * np.cos(t), 1.15 * size * np.sin(t)]))
    rows += [np.array([shift - size * 0.6, 0.95]), np.array([shift + size * 0.6, 0.95])]
    area = pen.shape(
        np.array(rows), Part.HAIR, corners=[3 * k for k in range(number)], weight=1.15, shade=0.14
    )
    for _ in range(int(8 * hair.strands)):
        t, r = pen.rng.uniform(-3.6, 0.5), pen.rng.uniform(0.85, 1.1) * size
        at = (float(shift + r * np.cos(t)), float(r * np.sin(t)))
        pen.path(curves.ellipse(at, (0.14, 0.12), 6, float(pen.rng.uniform(0, 360)), 240), 0.5, within=[area])


def flipped(pen: Pen, head: Head, hair: Hair) -> None:
    """Ends that turn outward."""
    shift, long = lift(head), float(pen.rng.uniform(0.9, 1.7))
    top = curves.offset(crown(hair, 0.1, 0.03), shift, 0.0)
    w = 0.95 * hair.volume
    right = [(w + 0.05 + shift, long * 0.6), (w + 0.12 + shift, long * 0.9), (w + 0.45 + shift, long * 0.98)]
    ends = [
        (w + 0.3 + shift, long * 1.15),
        (w * 0.6 + shift, long * 1.2),
        (shift, long * 1.12),
        (-w * 0.6 + shift, long * 1.2),
        (-w - 0.3 + shift, long * 1.15),
    ]
    mass(pen, top, right, ends, [(2 * shift - x, y) for x, y in reversed(right)], depth=0.1)


def wolf(pen: Pen, head: Head, hair: Hair) -> None:
    """Short above, a thin layer of flicks down the neck."""
    shift = lift(head)
    for side in (-1.0, 1.0):
        for k in range(3):
            x = side * (0.35 + 0.25 * k) + shift
            tip = (x + side * float(pen.rng.uniform(0.1, 0.4)), float(pen.rng.uniform(1.3, 1.75)))
            pen.shape(
                curves.lock([(x + 0.2, 0.4), (x - 0.2, 0.4)], tip, -0.12 * side),
                Part.HAIR,
                corners=(0, 4, 8),
                shade=0.06,
            )
    hanging(pen, head, hair, 0.6, 0.95, 7, 0.3, 0.0)


def cap(pen: Pen, head: Head, hair: Hair) -> None:
    """Hair that is drawn up: only the skull and the nape."""
    shift = lift(head)
    top = curves.offset(crown(hair, 0.1, 0.03), shift, 0.0)
    low = [(0.8 + shift, 0.55), (0.0 + shift, 0.75), (-0.8 + shift, 0.55)]
    pen.shape(np.concatenate([top, curves.points(low)]), Part.HAIR, weight=1.1, shade=0.1)
