"""Fringes: the hair over the forehead and beside the face, as a library by name."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import Points
from nurie.data.drawn.hair import Hair, crown, gloss, lock_edge, notches, strands
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.data.parts import Part

HairFront = Callable[[Pen, Head, Hair], list[Area]]
"""Draws the front hair with the head's pen and returns its areas."""


def _hairline(x: float) -> float:
    return -0.55 + 0.32 * x * x


def _row(
    pen: Pen,
    head: Head,
    hair: Hair,
    ends: Sequence[tuple[float, float]],
    bends: Sequence[float],
    whorl: tuple[float, float] | None = None,
    rise: float = 0.0,
    low: float = 0.2,
    rounded: bool = False,
) -> list[Area]:
    """A fringe with the given tips, listed from right to left; `rounded` makes curls of them."""
    bent = pen.bent(head.hair_turn)
    top = crown(hair, low)
    xs = [top[-1, 0]]
    for first, second in pairwise(ends):
        xs.append((first[0] + second[0]) / 2 * 0.92)
    xs.append(top[0, 0])
    roots: list[tuple[float, float]] = []
    for index, x in enumerate(xs):
        if index in (0, len(xs) - 1):
            roots.append((x, low))
            continue
        near = min(ends[index - 1][1], ends[index][1])
        roots.append((x, min(_hairline(x) - rise + float(pen.rng.uniform(-0.05, 0.2)), near - 0.12)))
    edge, corners = lock_edge(roots, ends, bends)
    outline = np.concatenate([top[:-1], edge[:-1]])
    marks = [0] + [corner + 8 for corner in (corners[:-1:2] if rounded else corners[:-1])]
    area = bent.shape(outline, Part.HAIR, corners=marks, weight=1.1)
    notches(bent, hair, area, roots[1:-1])
    center = whorl or (hair.part_x * 0.5, -1.33 * hair.volume)
    strands(bent, area, roots[1:-1], center, hair)
    inner = [(e[0] * 0.97, e[1] - 0.25) for e in ends if pen.rng.random() < hair.strands * 0.7]
    strands(bent, area, inner, center, hair)
    gloss(bent, hair, [area])
    return [area]


def _jitter(pen: Pen, ends: Sequence[tuple[float, float]], amount: float = 0.06) -> list[tuple[float, float]]:
    noise = pen.rng.normal(0, amount, (len(ends), 2))
    return [(x + float(dx), y + float(dy)) for (x, y), (dx, dy) in zip(ends, noise, strict=True)]


def side_lock(pen: Pen, head: Head, hair: Hair, side: float, length: float, width: float = 0.17) -> Area:
    """A lock that hangs in front of the ear."""
    x = side * 0.98 * hair.volume
    bend = float(pen.rng.normal(0.0, 0.06)) + 0.05 * side
    root = [(x - side * 0.02 + width, -0.35), (x - side * 0.02 - width, -0.35)]
    tip = (x - side * float(pen.rng.uniform(-0.02, 0.14)), length)
    outline = curves.lock(root, tip, bend)
    bent = pen.bent(head.hair_turn)
    area = bent.shape(outline, Part.HAIR, corners=(0, 4, 8), shade=0.05)
    bent.path(
        [(x - 0.04, -0.1), (x + 0.02 * side, 0.4 * length), (x - side * 0.02, 0.75 * length)],
        0.5,
        within=[area],
    )
    return area


def _sides(pen: Pen, head: Head, hair: Hair, length: float, width: float = 0.17) -> list[Area]:
    return [
        side_lock(pen, head, hair, s, length * float(pen.rng.uniform(0.85, 1.15)), width) for s in (-1.0, 1.0)
    ]


def _full(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    sides = _sides(pen, head, hair, float(pen.rng.uniform(0.7, 1.5)))
    ends = _jitter(
        pen,
        [(0.95, 0.35), (0.62, 0.0), (0.28, -0.05), (-0.05, 0.02), (-0.4, -0.05), (-0.7, 0.02), (-0.95, 0.35)],
    )
    return sides + _row(pen, head, hair, ends, [0.08, 0.08, 0.05, 0.0, -0.05, -0.08, -0.08])


def _hime(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    sides = _sides(pen, head, hair, float(pen.rng.uniform(0.8, 1.1)), 0.2)
    count = int(pen.rng.integers(7, 11))
    ends = [(0.92 - 1.84 * k / (count - 1), -0.08 + 0.05 * float(pen.rng.random())) for k in range(count)]
    return sides + _row(pen, head, hair, ends, [0.0] * count, rise=-0.28)


def _center(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    sides = _sides(pen, head, hair, float(pen.rng.uniform(0.7, 1.8)))
    ends = _jitter(
        pen, [(1.0, 0.5), (0.85, 0.15), (0.5, -0.12), (-0.5, -0.12), (-0.85, 0.15), (-1.0, 0.5)], 0.04
    )
    return sides + _row(pen, head, hair, ends, [0.12, 0.18, 0.22, -0.22, -0.18, -0.12], rise=0.35)


def _swept(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    s = 1.0 if hair.part_x <= 0 else -1.0
    sides = _sides(pen, head, hair, float(pen.rng.uniform(0.6, 1.4)))
    ends = _jitter(
        pen,
        [(1.0, 0.42), (0.82, 0.12), (0.5, 0.05), (0.12, -0.05), (-0.3, -0.2), (-0.85, 0.1), (-1.0, 0.4)],
        0.04,
    )
    bends = [0.1, 0.16, 0.2, 0.24, 0.26, -0.12, -0.1]
    if s < 0:
        ends, bends = [(-x, y) for x, y in reversed(ends)], [-b for b in reversed(bends)]
    return sides + _row(pen, head, hair, ends, bends, whorl=(-0.45 * s, -1.28))


def _center_lock(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    sides = _sides(pen, head, hair, float(pen.rng.uniform(0.6, 1.3)))
    ends = _jitter(
        pen,
        [
            (0.98, 0.4),
            (0.66, -0.02),
            (0.36, -0.15),
            (0.02, 0.28),
            (-0.36, -0.15),
            (-0.66, -0.02),
            (-0.98, 0.4),
        ],
        0.05,
    )
    return sides + _row(pen, head, hair, ends, [0.1, 0.1, 0.1, 0.04, -0.1, -0.1, -0.1])


def _spiky(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    s = float(pen.rng.choice([-1.0, 1.0]))
    ends = _jitter(
        pen,
        [
            (1.0, 0.35),
            (0.72, 0.1),
            (0.48, -0.1),
            (0.2, 0.12),
            (-0.12, -0.08),
            (-0.42, 0.1),
            (-0.74, -0.02),
            (-1.0, 0.3),
        ],
        0.07,
    )
    return _row(pen, head, hair, ends, [0.16 * s] * len(ends), rise=0.05)


def _curtain(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    ends = _jitter(
        pen, [(0.98, 0.85), (0.82, 0.35), (0.6, -0.05), (-0.6, -0.05), (-0.82, 0.35), (-0.98, 0.85)], 0.05
    )
    return _row(pen, head, hair, ends, [0.1, 0.2, 0.28, -0.28, -0.2, -0.1], rise=0.45)


def _one_eye(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    s = float(pen.rng.choice([-1.0, 1.0]))
    sides = _sides(pen, head, hair, float(pen.rng.uniform(0.8, 1.6)))
    ends = _jitter(
        pen,
        [(1.0, 0.6), (0.78, 0.62), (0.5, 0.5), (0.15, 0.12), (-0.25, -0.2), (-0.85, 0.12), (-1.0, 0.4)],
        0.04,
    )
    bends = [0.08, 0.1, 0.14, 0.2, 0.25, -0.1, -0.1]
    if s < 0:
        ends, bends = [(-x, y) for x, y in reversed(ends)], [-b for b in reversed(bends)]
    return sides + _row(pen, head, hair, ends, bends, whorl=(-0.4 * s, -1.3))


def _back_swept(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Forehead free; a few strands fall out."""
    bent = pen.bent(head.hair_turn)
    top = crown(hair, 0.0)
    line = [
        (0.86, -0.2),
        (0.62, -0.62),
        (0.25, -0.78),
        (0.0, -0.66),
        (-0.25, -0.78),
        (-0.62, -0.62),
        (-0.86, -0.2),
    ]
    outline = np.concatenate([top, curves.points(line)])
    area = bent.shape(outline, Part.HAIR, corners=(0, 8), weight=1.1, shade=0.06)
    roots = [(x, y) for x, y in line[1:-1]] + [(0.45, -0.7), (-0.45, -0.7), (0.1, -0.72)]
    strands(bent, area, roots, (hair.part_x * 0.3, -1.8), hair)
    gloss(bent, hair, [area], y=-0.98)
    areas = [area]
    for _ in range(int(pen.rng.integers(0, 3))):
        x = float(pen.rng.uniform(-0.4, 0.4))
        tip = (x + float(pen.rng.normal(0, 0.15)), float(pen.rng.uniform(-0.2, 0.15)))
        thin = curves.lock([(x + 0.06, -0.72), (x - 0.06, -0.72)], tip, float(pen.rng.normal(0, 0.25)))
        areas.append(bent.shape(thin, Part.HAIR, corners=(0, 4, 8), weight=0.7, open_at=(2,)))
    return areas


def _messy(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    count = int(pen.rng.integers(7, 11))
    ends = [
        (1.0 - 2.0 * k / (count - 1), 0.05 + 0.25 * (abs(1 - 2 * k / (count - 1)) ** 2)) for k in range(count)
    ]
    bends = [float(b) for b in pen.rng.normal(0, 0.2, count)]
    return _sides(pen, head, hair, 0.7, 0.13) + _row(pen, head, hair, _jitter(pen, ends, 0.1), bends)


def _short(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    s = float(pen.rng.choice([-1.0, 1.0]))
    count = int(pen.rng.integers(5, 8))
    ends = [
        (0.88 - 1.76 * k / (count - 1), -0.3 + 0.22 * (abs(1 - 2 * k / (count - 1)) ** 2))
        for k in range(count)
    ]
    return _row(pen, head, hair, _jitter(pen, ends, 0.05), [0.18 * s] * count, rise=0.12, low=0.0)


def _long_bangs(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    sides = _sides(pen, head, hair, float(pen.rng.uniform(1.4, 2.4)), 0.2)
    ends = _jitter(
        pen,
        [
            (0.95, 0.4),
            (0.66, 0.12),
            (0.4, 0.1),
            (0.12, 0.16),
            (-0.16, 0.1),
            (-0.42, 0.16),
            (-0.68, 0.1),
            (-0.95, 0.4),
        ],
        0.04,
    )
    return sides + _row(pen, head, hair, ends, [0.05, 0.05, 0.03, 0.02, -0.02, -0.03, -0.05, -0.05])


def _seven_three(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Parted at the side, the forehead partly free."""
    s = float(pen.rng.choice([-1.0, 1.0]))
    sides = _sides(pen, head, hair, float(pen.rng.uniform(0.5, 1.2)), 0.14)
    ends = _jitter(
        pen, [(1.0, 0.4), (0.86, 0.1), (0.62, -0.12), (0.3, -0.28), (-0.78, -0.2), (-1.0, 0.35)], 0.03
    )
    bends = [0.12, 0.2, 0.28, 0.34, -0.3, -0.12]
    if s < 0:
        ends, bends = [(-x, y) for x, y in reversed(ends)], [-b for b in reversed(bends)]
    return sides + _row(pen, head, hair, ends, bends, whorl=(-0.4 * s, -1.3), rise=0.25)


def _curly(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    count = int(pen.rng.integers(6, 9))
    ends = [
        (0.98 - 1.96 * k / (count - 1), -0.12 + 0.4 * (abs(1 - 2 * k / (count - 1)) ** 2))
        for k in range(count)
    ]
    return _row(pen, head, hair, _jitter(pen, ends, 0.05), [0.0] * count, rounded=True, low=0.1)


def _upright(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Spikes that stand up from the forehead."""
    bent = pen.bent(head.hair_turn)
    lean = float(pen.rng.uniform(-0.3, 0.3))
    count = int(pen.rng.integers(5, 8))
    rows: list[Points] = []
    for k in range(count):
        a, b = (np.deg2rad(-185 + 190 * (k + d) / count) for d in (0, 1))
        first, second = (np.array([1.1 * np.cos(t), -0.35 + 0.85 * np.sin(t)]) * hair.volume for t in (a, b))
        middle = (a + b) / 2
        tip = np.array([1.45 * np.cos(middle) + lean, -0.35 + 1.5 * np.sin(middle)]) + pen.rng.normal(
            0, 0.05, 2
        )
        rows.append(curves.lock([first, second], tip.tolist(), float(pen.rng.normal(0.1, 0.05)))[:-1])
    line = [
        (1.0, -0.1),
        (0.75, -0.32),
        (0.45, -0.6),
        (0.2, -0.5),
        (0.0, -0.68),
        (-0.25, -0.5),
        (-0.5, -0.62),
        (-0.75, -0.3),
        (-1.0, -0.1),
    ]
    outline = np.concatenate([*rows, curves.points(line)])
    marks = [8 * k + c for k in range(count) for c in (0, 4)] + [8 * count + c for c in range(9)]
    area = bent.shape(outline, Part.HAIR, corners=marks, weight=1.1)
    for x, y in line[1:-1]:
        if pen.rng.random() < 0.3 + 0.6 * hair.strands:
            bent.path(
                curves.bezier((x, y), (x * 1.1, y - 0.3), (x * 1.3 + lean * 0.5, y - 0.7), 6),
                0.6,
                (0.8, 0.03),
                within=[area],
            )
    notches(bent, hair, area, [row[0] for row in rows[1:]])
    gloss(bent, hair, [area], y=-0.95)
    return [area]


def _thin(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Sparse locks that leave the forehead to be seen."""
    sides = _sides(pen, head, hair, float(pen.rng.uniform(0.9, 1.6)), 0.12)
    ends = _jitter(
        pen,
        [(0.98, 0.3), (0.72, -0.25), (0.32, -0.05), (0.12, -0.3), (-0.2, 0.0), (-0.62, -0.25), (-0.98, 0.3)],
        0.05,
    )
    return sides + _row(pen, head, hair, ends, [float(b) for b in pen.rng.normal(0, 0.12, 7)], rise=0.2)


HAIR_FRONTS: dict[str, HairFront] = {
    "full": _full,
    "hime": _hime,
    "center": _center,
    "swept": _swept,
    "center lock": _center_lock,
    "spiky": _spiky,
    "curtain": _curtain,
    "one eye": _one_eye,
    "back swept": _back_swept,
    "messy": _messy,
    "short": _short,
    "long bangs": _long_bangs,
    "seven three": _seven_three,
    "curly": _curly,
    "upright": _upright,
    "thin": _thin,
}
"""Fringes by name."""
