"""What all hair is made of: masses with pointed ends, tails, strands and gloss."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import PointLike, Points, PointsLike
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


@dataclass(frozen=True)
class Hair:
    """What one character's hair has in common, front and back."""

    volume: float
    """Distance from the skull as a factor, 1..1.15."""
    strands: float
    """Density of the lines inside, 0..1."""
    gloss: int
    """0 none, 1 band, 2 broken band, 3 zigzag."""
    part_x: float
    """Where the whorl or parting lies, -0.6..0.6."""
    bumps: tuple[float, ...]
    """Unevenness of the crown, 9 values."""
    flyaways: int
    """Small locks that leave the outline, 0..7."""
    ahoge: int
    """Upright locks on the crown, 0..2."""


def random_hair(rng: np.random.Generator) -> Hair:
    """Hair of a character."""
    bumps = rng.normal(0.0, 0.022, 9)
    bumps[[0, 8]] = 0.0
    bumps[3:6] += rng.uniform(-0.03, 0.1)
    return Hair(
        volume=float(rng.uniform(1.0, 1.12)),
        strands=float(rng.uniform(0.1, 1.0)),
        gloss=int(rng.choice([0, 1, 2, 3], p=[0.25, 0.2, 0.3, 0.25])),
        part_x=float(rng.uniform(-0.5, 0.5)) if rng.random() < 0.5 else 0.0,
        bumps=tuple(float(b) for b in bumps),
        flyaways=int(rng.integers(1, 8)) if rng.random() < 0.5 else 0,
        ahoge=int(rng.choice([0, 1, 2], p=[0.7, 0.22, 0.08])),
    )


def crown(hair: Hair, low: float = 0.15, inset: float = 0.0) -> Points:
    """The top of the hair from the left temple over the head to the right one, shape (9, 2)."""
    right = np.array([(0.0, -1.36), (0.48, -1.27), (0.93, -0.95), (1.13, -0.4), (1.06, low)])
    right = right * hair.volume
    whole = np.concatenate([curves.mirrored(right)[:-1], right])
    whole *= (1.0 + np.array(hair.bumps) - inset)[:, None]
    whole[[0, 8], 1] = low
    return whole


def spikes(pen: Pen, hair: Hair) -> None:
    """Flyaway locks around the crown; the front hair covers their roots."""
    for _ in range(hair.flyaways):
        angle = np.deg2rad(-90 + pen.rng.uniform(-85, 85))
        side = np.sign(np.cos(angle)) or 1.0
        out = np.array([np.cos(angle), np.sin(angle)])
        along = np.array([-out[1], out[0]]) * side
        middle = out * np.array([1.02, 1.22]) * hair.volume
        tip = middle + out * pen.rng.uniform(0.12, 0.3) + along * pen.rng.uniform(0.1, 0.35)
        root = np.array([middle - along * 0.12 - out * 0.12, middle + along * 0.12 - out * 0.12])
        pen.shape(curves.lock(root, tip, 0.1 * side), Part.HAIR, corners=(0, 4, 8), weight=0.9, open_at=(2,))


def ahoge(pen: Pen, hair: Hair) -> None:
    """Upright locks on top of the front hair."""
    for _ in range(hair.ahoge):
        side = float(pen.rng.choice([-1.0, 1.0]))
        x, y = hair.part_x * 0.4, -1.3 * hair.volume
        high, wide = pen.rng.uniform(0.3, 0.6), pen.rng.uniform(0.3, 0.6)
        outline = [
            (x - 0.07, y),
            (x - 0.05 * side, y - 0.7 * high),
            (x + side * 0.5 * wide, y - high),
            (x + side * wide, y - 0.55 * high),
            (x + side * 0.45 * wide, y - 0.72 * high),
            (x + side * 0.12, y - 0.45 * high),
            (x + 0.08, y + 0.03),
        ]
        pen.shape(outline, Part.HAIR, corners=(0, 3, 6), weight=0.9, open_at=(2,))


def tips(
    left: Sequence[float], right: Sequence[float], count: int, depth: float, rng: np.random.Generator
) -> list[tuple[float, float]]:
    """Tips of `count` locks that hang `depth` below the line from `right` to `left`, right to left."""
    result = []
    for k in range(count):
        t = (k + 0.5 + rng.uniform(-0.2, 0.2)) / count
        x, y = right[0] + (left[0] - right[0]) * t, right[1] + (left[1] - right[1]) * t
        result.append((float(x), float(y + depth * rng.uniform(0.6, 1.3))))
    return result


def lock_edge(
    roots: Sequence[PointLike], ends: Sequence[PointLike], bends: Sequence[float]
) -> tuple[Points, list[int]]:
    """Lower edge of a row of locks: control points from the first root to the last, and corner indices."""
    rows: list[Points] = [curves.points([tuple(roots[0])])]
    corners = [0]
    size = 1
    for index, end in enumerate(ends):
        pair = np.array([roots[index], roots[index + 1]], np.float64)
        edge = curves.lock(pair, end, bends[index])[1:]
        corners += [size + 3, size + 7]
        size += len(edge)
        rows.append(edge)
    return np.concatenate(rows), corners


def mass(
    pen: Pen,
    top: PointsLike,
    right: PointsLike,
    ends: Sequence[tuple[float, float]],
    left: PointsLike,
    depth: float = 0.2,
    shade: float = 0.12,
    weight: float = 1.15,
) -> Area:
    """A body of hair: `top` left to right, `right` downward, pointed `ends` right to left, `left` upward.

    `depth` is how far the notches between the ends lie above them.
    """
    sides = np.concatenate([curves.points(top), curves.points(right)])
    up = curves.points(left)
    start, stop = sides[-1], up[0]
    roots = [start]
    for first, second in pairwise(ends):
        roots.append(np.array([(first[0] + second[0]) / 2, (first[1] + second[1]) / 2 - depth]))
    roots.append(stop)
    bends = [float(pen.rng.normal(0, 0.08)) for _ in ends]
    edge, corners = lock_edge(roots, ends, bends)
    outline = np.concatenate([sides[:-1], edge, up[1:]])
    marks = [corner + len(sides) - 1 for corner in corners]
    return pen.shape(outline, Part.HAIR, corners=marks, weight=weight, shade=shade)


def tail(
    pen: Pen, axis: PointsLike, widths: Sequence[float], hair: Hair, split: int = 2, weight: float = 1.1
) -> Area:
    """A tail along an axis with half widths at its points; it ends in `split` tips."""
    spine = curves.points(axis)
    half = np.asarray(widths, np.float64)
    normal = curves.normals(spine)
    one, two = spine + normal * half[:, None], spine - normal * half[:, None]
    direction = spine[-1] - spine[-2]
    direction /= max(float(np.hypot(*direction)), 1e-6)
    reach = 2.2 * half[-1] + 0.15
    ends = []
    for k in range(split):
        t = (k + 0.5) / split
        base = one[-1] * (1 - t) + two[-1] * t
        ends.append(
            base + direction * reach * pen.rng.uniform(0.6, 1.25) + normal[-1] * pen.rng.normal(0, 0.05)
        )
    roots = [one[-1]]
    for k in range(1, split):
        roots.append(one[-1] * (1 - k / split) + two[-1] * (k / split) + direction * 0.08)
    roots.append(two[-1])
    edge, corners = lock_edge(roots, ends, [float(pen.rng.normal(0, 0.06)) for _ in ends])
    outline = np.concatenate([one[:-1], edge, two[::-1][1:]])
    marks = [corner + len(one) - 1 for corner in corners[1:-1]]
    area = pen.shape(outline, Part.HAIR, corners=[0, *marks, len(outline) - 1], weight=weight, shade=0.13)
    for _ in range(1 + int(3 * hair.strands)):
        offset = pen.rng.uniform(-0.6, 0.6)
        start, stop = sorted(pen.rng.uniform(0, len(spine), 2).astype(int))
        stop = min(max(stop, start + 2), len(spine) - 1)
        line = (spine + normal * (half * offset)[:, None])[start : stop + 1]
        if len(line) >= 2:
            pen.path(line, 0.5, (0.1, 0.05), within=[area])
    if hair.gloss:
        middle = max(1, len(spine) // 3)
        at, n, w = spine[middle], normal[middle], half[middle]
        along = np.array([-n[1], n[0]]) * 0.1
        band = [
            at + n * w * 0.7,
            at + n * w * 0.3 + along,
            at - n * w * 0.5 + along,
            at - n * w * 0.2 - along,
        ]
        pen.gloss(np.array(band), [area], amount=200)
    return area


def strands(
    pen: Pen, area: Area, roots: Sequence[Sequence[float]], whorl: Sequence[float], hair: Hair
) -> None:
    """Lines from the roots towards the whorl, inside an area."""
    for x, y in roots:
        if pen.rng.random() > 0.25 + 0.75 * hair.strands:
            continue
        reach = pen.rng.uniform(0.25, 0.75)
        bend = np.array([x + 0.28 * (x - whorl[0]), (y + whorl[1]) / 2 - 0.1])
        curve = curves.bezier((x, y), bend, whorl, 9)
        pen.path(curve[: max(3, int(9 * reach))], 0.6, (0.7, 0.02), within=[area])
        if pen.rng.random() < 0.4 * hair.strands:
            beside = curves.offset(curve, float(pen.rng.choice([-0.05, 0.05])), 0.02)
            pen.path(beside[: max(3, int(6 * reach))], 0.45, (0.6, 0.02), within=[area])


def notches(pen: Pen, hair: Hair, area: Area, roots: Sequence[PointLike]) -> None:
    """Shadow that rises from the gaps between locks, and along the side away from the light."""
    for x, y in roots:
        if pen.rng.random() < 0.3:
            continue
        high, wide = pen.rng.uniform(0.12, 0.35), pen.rng.uniform(0.04, 0.1)
        pen.shadow(
            [(x - wide, y + 0.12), (x - 0.3 * x * high, y - high), (x + wide, y + 0.12)],
            [area],
            corners=(0, 1, 2),
        )
    away = -np.sign(pen.sun[0])
    rim = crown(hair, 0.2)
    rim = rim[4:] if away > 0 else rim[:5]
    depth = pen.rng.uniform(0.1, 0.26) * np.linspace(0.0, 1.0, 5) ** 0.7
    inner = rim * (1.0 - (depth if away > 0 else depth[::-1]))[:, None]
    pen.shadow(np.concatenate([rim, inner[::-1]]), [area], corners=(0, 4, 5, 9))


def gloss(pen: Pen, hair: Hair, areas: Sequence[Area], y: float = -0.78) -> None:
    """The ring of light around the head, inside the given areas."""
    if hair.gloss == 0:
        return
    thick = pen.rng.uniform(0.07, 0.16)
    x = np.linspace(-0.98, 0.98, 15)
    arc = y + 0.42 * x**2 * hair.volume
    upper, lower = arc - thick / 2, arc + thick / 2
    if hair.gloss == 3:
        upper = upper + np.where(np.arange(15) % 2 == 0, 0.07, -0.07)
        lower = lower + np.where(np.arange(15) % 2 == 0, 0.1, -0.06)
    taper = np.sin(np.pi * np.linspace(0.06, 0.94, 15))
    upper, lower = arc + (upper - arc) * taper, arc + (lower - arc) * taper
    runs = [(0, 15)] if hair.gloss == 1 else [(1, 6), (6, 11), (11, 14)]
    if hair.gloss == 3:
        runs = [(2, 13)]
    for start, stop in runs:
        cut = slice(start, stop)
        top = np.stack([x[cut], upper[cut]], axis=1)
        base = np.stack([x[cut], lower[cut]], axis=1)[::-1]
        band = np.concatenate([top, base])
        inset = np.concatenate([[top[0] * (1, 1) + (0.02, 0.03)], band])
        pen.gloss(inset, areas, corners=tuple(range(len(inset))))
