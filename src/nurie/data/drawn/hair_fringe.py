"""What all fringes are made of: rows of locks, side locks, caps of hair with a hairline."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import PointsLike
from nurie.data.drawn.hair import Hair, crown, gloss, lock_edge, notches, strands
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

HairFront = Callable[[Pen, Head, Hair], list[Area]]
"""Draws the front hair with the head's pen and returns its areas."""

Ends = Sequence[tuple[float, float]]
"""Tips of locks, listed from right to left."""


def _hairline(x: float) -> float:
    return -0.55 + 0.32 * x * x


def row(
    pen: Pen,
    head: Head,
    hair: Hair,
    ends: Ends,
    bends: Sequence[float],
    whorl: tuple[float, float] | None = None,
    rise: float = 0.0,
    low: float = 0.2,
    rounded: bool = False,
) -> list[Area]:
    """A fringe with the given tips, listed from right to left; `rounded` makes curls of them.

    bends: sideways bend of each lock. whorl: where the strands meet. rise: how far the gaps between the locks
    lie above the hairline. low: height at which the outline leaves the temples.
    """
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
    _from_whorl(bent, area, ends, center, hair)
    gloss(bent, hair, [area])
    return [area]


def _from_whorl(pen: Pen, area: Area, ends: Ends, whorl: tuple[float, float], hair: Hair) -> None:
    """Long lines that leave the whorl and run out over the crown."""
    for x, y in ends:
        if pen.rng.random() > 0.55 * hair.strands:
            continue
        bend = (whorl[0] + 0.75 * (x - whorl[0]), whorl[1] + 0.12)
        curve = curves.bezier(whorl, bend, (x, y - 0.2), 9)
        start = int(pen.rng.integers(1, 4))
        pen.path(curve[start : start + int(pen.rng.integers(3, 5))], 0.5, (0.1, 0.05), within=[area])


def cap_front(
    pen: Pen,
    head: Head,
    hair: Hair,
    line: Ends,
    corners: Sequence[int] = (),
    low: float = 0.2,
    inset: float = 0.0,
    whorl: tuple[float, float] | None = None,
) -> Area:
    """Hair from the crown down to a drawn line, from right to left; `corners` are its corners.

    inset: how far the crown lies inside the usual one, as a share.
    """
    bent = pen.bent(head.hair_turn)
    top = crown(hair, low, inset)
    outline = np.concatenate([top, curves.points(line)])
    area = bent.shape(
        outline, Part.HAIR, corners=(0, 8, *(corner + 9 for corner in corners)), weight=1.1, shade=0.05
    )
    edge = curves.evenly(curves.points(line), 14)[1:-1]
    strands(bent, area, edge.tolist(), whorl or (hair.part_x * 0.5, -1.33 * hair.volume), hair)
    return area


def stubble(pen: Pen, area: Area, box: tuple[float, float, float, float], count: int) -> None:
    """Short ticks inside an area, in a box (left, top, right, bottom)."""
    for _ in range(count):
        x, y = pen.rng.uniform(box[0], box[2]), pen.rng.uniform(box[1], box[3])
        pen.path([(x, y), (x * 1.02, y + 0.04), (x * 1.04, y + 0.08)], 0.4, (0.8, 0.2), within=[area])


def jitter(pen: Pen, ends: Ends, amount: float = 0.06) -> list[tuple[float, float]]:
    """The same tips, each moved a little."""
    noise = pen.rng.normal(0, amount, (len(ends), 2))
    return [(x + float(dx), y + float(dy)) for (x, y), (dx, dy) in zip(ends, noise, strict=True)]


def mirrored(ends: Ends, bends: Sequence[float]) -> tuple[list[tuple[float, float]], list[float]]:
    """Tips and bends of the same fringe, seen in a mirror."""
    return [(-x, y) for x, y in reversed(ends)], [-bend for bend in reversed(bends)]


def lock_at(
    pen: Pen, head: Head, roots: PointsLike, tip: tuple[float, float], bend: float, weight: float = 0.9
) -> Area:
    """One lock that grows out of other hair: no line at its root."""
    outline = curves.lock(roots, tip, bend)
    return pen.bent(head.hair_turn).shape(
        outline, Part.HAIR, corners=(0, 4, 8), weight=weight, shade=0.03, open_at=(2,)
    )


def side_lock(pen: Pen, head: Head, hair: Hair, side: float, length: float, width: float = 0.17) -> Area:
    """A lock that hangs in front of the ear."""
    x = side * 0.98 * hair.volume
    bend = float(pen.rng.normal(0.0, 0.06)) + 0.05 * side
    root = [(x - side * 0.02 + width, -0.35), (x - side * 0.02 - width, -0.35)]
    tip = (x - side * float(pen.rng.uniform(-0.02, 0.14)), length)
    outline = curves.lock(root, tip, bend)
    bent = pen.bent(head.hair_turn)
    area = bent.shape(outline, Part.HAIR, corners=(0, 4, 8), shade=0.05)
    for shift in (0.0, 0.4 * width) if hair.strands > 0.5 else (0.0,):
        strand = [
            (x - 0.04 + shift, -0.1),
            (x + 0.02 * side + shift * 0.8, 0.4 * length),
            (x - side * 0.02 + shift * 0.4, 0.75 * length),
        ]
        bent.path(strand, 0.5, within=[area])
    return area


def sides(pen: Pen, head: Head, hair: Hair, length: float, width: float = 0.17) -> list[Area]:
    """A lock before each ear, about as long."""
    return [
        side_lock(pen, head, hair, s, length * float(pen.rng.uniform(0.85, 1.15)), width) for s in (-1.0, 1.0)
    ]
