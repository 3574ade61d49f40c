"""Fringes of curls, waves, ringlets and dreadlocks."""

from itertools import pairwise

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.hair import Hair, gloss, tail
from nurie.data.drawn.hair_fringe import HairFront, cap_front, jitter, row
from nurie.data.drawn.hair_tails import ringlet
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


def curly(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    count = int(pen.rng.integers(6, 9))
    ends = [
        (0.98 - 1.96 * k / (count - 1), -0.12 + 0.4 * (abs(1 - 2 * k / (count - 1)) ** 2))
        for k in range(count)
    ]
    return row(pen, head, hair, jitter(pen, ends, 0.05), [0.0] * count, rounded=True, low=0.1)


def ringlets(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Parted, with a ringlet before each ear."""
    ends = jitter(
        pen, [(0.98, 0.3), (0.8, 0.02), (0.45, -0.2), (-0.45, -0.2), (-0.8, 0.02), (-0.98, 0.3)], 0.04
    )
    long, width = float(pen.rng.uniform(0.9, 1.6)), float(pen.rng.uniform(0.14, 0.22))
    bent = pen.bent(head.hair_turn)
    for s in (-1.0, 1.0):
        ringlet(bent, hair, s * 0.2, (s * 0.96 * hair.volume, -0.1), long, width)
    return row(pen, head, hair, ends, [0.1, 0.16, 0.22, -0.22, -0.16, -0.1], rise=0.3)


def _curl(pen: Pen, area: Area, at: tuple[float, float], size: float) -> None:
    """A small open ring of ink."""
    arc = curves.ellipse(at, (size, 0.85 * size), 7, float(pen.rng.uniform(0, 360)), 250)
    pen.path(arc, 0.5, (0.3, 0.05), within=[area])


def _puffs(angles: tuple[float, float], count: int, radii: tuple[float, float], y: float) -> curves.Points:
    """Bulges along an arc (degrees) around (0, y): 3 points each, the first a corner."""
    edges = np.deg2rad(np.linspace(*angles, count + 1))
    rows = []
    for a, b in pairwise(edges):
        for t, out in ((a, 1.0), (a + 0.3 * (b - a), 1.1), (a + 0.7 * (b - a), 1.1)):
            rows.append((radii[0] * out * np.cos(t), y + radii[1] * out * np.sin(t)))
    return np.array(rows)


def afro(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """A ball of small curls around the whole head."""
    bent, count = pen.bent(head.hair_turn), int(pen.rng.integers(11, 17))
    size = float(pen.rng.uniform(1.25, 1.65))
    outer = _puffs((-205.0, 25.0), count, (size, size * 0.95), -0.45)
    number = int(pen.rng.integers(5, 8))
    inner = _puffs((8.0, -188.0), number, (0.84, 0.55), 0.0)
    outline = np.concatenate([outer, inner])
    corners = [3 * k for k in range(count + number)]
    area = bent.shape(outline, Part.HAIR, corners=corners, weight=1.15, shade=0.16)
    for _ in range(int(8 + 22 * hair.strands)):
        t, r = pen.rng.uniform(-3.5, 0.4), pen.rng.uniform(0.72, 1.0)
        _curl(bent, area, (float(size * r * np.cos(t)), float(-0.4 + size * r * np.sin(t))), 0.11)
    return [area]


def cloud(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Soft puffs over the brow."""
    bent, number = pen.bent(head.hair_turn), int(pen.rng.integers(5, 9))
    edges = np.linspace(0.98, -0.98, number + 1)
    line: list[tuple[float, float]] = []
    for a, b in pairwise(edges):
        deep = float(pen.rng.uniform(0.1, 0.26))
        for x, down in ((a, 0.0), (a + 0.25 * (b - a), deep), (a + 0.75 * (b - a), deep)):
            line.append((float(x), -0.28 + 0.45 * float(x) ** 2 + down))
    line.append((-0.98, 0.17))
    area = cap_front(pen, head, hair, line, [3 * k for k in range(number + 1)], low=0.1)
    for _ in range(int(4 + 12 * hair.strands)):
        x = float(pen.rng.uniform(-0.9, 0.9))
        _curl(bent, area, (x, float(pen.rng.uniform(-1.05, -0.35 + 0.4 * x * x))), 0.12)
    gloss(bent, hair, [area])
    return [area]


def dreadlocks(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Thick ropes with round ends, over a cap of hair."""
    bent = pen.bent(head.hair_turn)
    line = [(0.92, 0.0), (0.7, -0.5), (0.25, -0.68), (-0.25, -0.68), (-0.7, -0.5), (-0.92, 0.0)]
    areas = [cap_front(pen, head, hair, line, low=0.1)]
    count, long = int(pen.rng.integers(7, 11)), float(pen.rng.uniform(0.5, 1.5))
    for k in sorted(range(count), key=lambda k: abs(2 * k - count + 1)):
        x = -0.95 + 1.9 * k / (count - 1)
        end = -0.35 + (0.35 + long) * min(1.0, abs(x)) ** 2.5 + float(pen.rng.normal(0, 0.08))
        axis = curves.bezier(
            (0.7 * x, -1.05), (1.12 * x, -0.75), (1.05 * x + float(pen.rng.normal(0, 0.04)), end), 5
        )
        side = curves.limb(axis, [0.1, 0.105, 0.1, 0.095, 0.07])
        tip = 2 * axis[-1] - axis[-2]
        rope = np.concatenate([side[:5], [axis[-1] + (tip - axis[-1]) * 0.25], side[5:]])
        area = bent.shape(rope, Part.HAIR, corners=(0, 10), weight=0.9, shade=0.04)
        for share in np.linspace(0.2, 0.9, 2 + int(4 * hair.strands)):
            at = curves.along(axis, float(share))
            bent.path(at + np.array([(-0.09, -0.03), (0.0, 0.025), (0.09, 0.0)]), 0.4, within=[area])
        areas.append(area)
    return areas


def waves(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Parted, with waving tails beside the face."""
    long, swing = float(pen.rng.uniform(1.0, 2.0)), float(pen.rng.uniform(0.08, 0.16))
    bent = pen.bent(head.hair_turn)
    areas = []
    for s in (-1.0, 1.0):
        x = s * 0.98 * hair.volume
        axis = [
            (x, -0.35),
            (x + s * swing, -0.35 + 0.3 * long),
            (x - s * swing, -0.35 + 0.6 * long),
            (x, 0.6 * long),
        ]
        areas.append(tail(bent, curves.spline(axis, steps=2), [0.13] * 6 + [0.09], hair, split=2))
    ends = jitter(
        pen, [(0.99, 0.35), (0.82, 0.1), (0.5, -0.14), (-0.5, -0.14), (-0.82, 0.1), (-0.99, 0.35)], 0.04
    )
    return areas + row(pen, head, hair, ends, [-0.12, 0.2, 0.3, -0.3, -0.2, 0.12], rise=0.35)


CURLED: dict[str, HairFront] = {
    "curly": curly,
    "ringlets": ringlets,
    "afro": afro,
    "cloud": cloud,
    "dreadlocks": dreadlocks,
    "waves": waves,
}
"""Fringes of curls, by name."""
