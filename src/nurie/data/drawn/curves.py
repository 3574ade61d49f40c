"""Smooth curves: Catmull-Rom splines, Bezier arcs, ribbons around a curve, limbs."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nurie.arrays import Doubles

Points = NDArray[np.float64]
"""Points in the plane, shape (N, 2), x to the right and y down."""

PointLike = Points | Sequence[float]
"""One point, x and y."""

PointsLike = Points | Sequence[PointLike]


def points(values: PointsLike) -> Points:
    """Return the values as a (N, 2) array of float64."""
    return np.asarray(values, dtype=np.float64).reshape(-1, 2)


@lru_cache(maxsize=512)
def _catmull_rom(count: int, closed: bool, steps: int) -> Doubles:
    """Matrix (M, count) that takes control points to points of the spline."""
    spans = count if closed else count - 1
    t = np.arange(steps) / steps
    weights = 0.5 * np.stack(
        [-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, -(t**2) + t**3], axis=1
    )
    matrix = np.zeros((spans * steps + (0 if closed else 1), count))
    for span in range(spans):
        rows = slice(span * steps, (span + 1) * steps)
        for k in range(4):
            index = span + k - 1
            if closed:
                matrix[rows, index % count] += weights[:, k]
            elif index < 0:
                matrix[rows, 0] += 2 * weights[:, k]
                matrix[rows, 1] -= weights[:, k]
            elif index >= count:
                matrix[rows, count - 1] += 2 * weights[:, k]
                matrix[rows, count - 2] -= weights[:, k]
            else:
                matrix[rows, index] += weights[:, k]
    if not closed:
        matrix[-1, -1] = 1.0
    return matrix


def spline(control: PointsLike, closed: bool = False, steps: int = 6) -> Points:
    """Catmull-Rom curve through the control points, `steps` points for each span."""
    array = points(control)
    if len(array) < 3:
        return array
    return _catmull_rom(len(array), closed, steps) @ array


def pieces(control: PointsLike, corners: Sequence[int], steps: int = 6) -> list[Points]:
    """Cut a closed outline at its corners and smooth every piece; consecutive pieces share an end point."""
    array = points(control)
    if not corners:
        return [spline(array, closed=True, steps=steps)]
    count = len(array)
    marks = sorted({corner % count for corner in corners})
    result = []
    for start, end in zip(marks, [*marks[1:], marks[0] + count], strict=True):
        result.append(spline(array[np.arange(start, end + 1) % count], steps=steps))
    return result


def bezier(start: PointLike, bend: PointLike, end: PointLike, count: int = 6) -> Points:
    """Quadratic Bezier arc as `count` points, both ends included."""
    t = np.linspace(0.0, 1.0, count)[:, None]
    a, b, c = (np.asarray(p, dtype=np.float64) for p in (start, bend, end))
    return np.asarray((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c)


def ellipse(
    center: PointLike, radii: PointLike, count: int = 10, start: float = 0.0, sweep: float = 360.0
) -> Points:
    """Points on an ellipse from angle `start` over `sweep` degrees (0 is to the right, 90 is down)."""
    full = abs(sweep) >= 360.0
    angle = np.deg2rad(start + sweep * np.linspace(0.0, 1.0, count, endpoint=not full))
    return np.stack([center[0] + radii[0] * np.cos(angle), center[1] + radii[1] * np.sin(angle)], axis=1)


def ring(center: PointLike, outer: PointLike, inner: PointLike) -> tuple[Points, tuple[int, ...]]:
    """Outline and corners of an elliptic ring; its pieces 1 and 3 are the cut and want no line."""
    one, two = ellipse(center, outer, 12), ellipse(center, inner, 12)
    return np.concatenate([one, one[:1], two, two[:1]]), (0, 12, 13, 25)


def offset(values: Points, dx: float, dy: float) -> Points:
    """The same points, or one point of shape (2,), moved."""
    return np.asarray(values + np.array((dx, dy)))


def mirrored(control: PointsLike) -> Points:
    """Return the points mirrored at x = 0, in reverse order so that outlines go on."""
    return (points(control) * (-1.0, 1.0))[::-1]


def symmetric(half: PointsLike) -> Points:
    """Closed outline from its right half, which runs from the top of the axis to the bottom."""
    right = points(half)
    left = mirrored(right)
    if abs(right[-1, 0]) < 1e-9:
        left = left[1:]
    if abs(right[0, 0]) < 1e-9:
        left = left[:-1]
    return np.concatenate([right, left])


def normals(curve: Points) -> Points:
    """Unit normals (to the left of the direction of travel) of an open curve."""
    tangent = np.empty_like(curve)
    tangent[1:-1] = curve[2:] - curve[:-2]
    tangent[0] = curve[1] - curve[0]
    tangent[-1] = curve[-1] - curve[-2]
    length = np.hypot(tangent[:, 0], tangent[:, 1])
    tangent /= np.maximum(length, 1e-9)[:, None]
    return np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)


def ribbon(curve: Points, half_widths: Doubles) -> Points:
    """Polygon that covers a curve with the given half width at each of its points."""
    offset = normals(curve) * half_widths[:, None]
    return np.concatenate([curve + offset, (curve - offset)[::-1]])


def lock(root: PointsLike, tip: PointLike, bend: float, count: int = 5) -> Points:
    """Control points of a pointed lock: from the first root point to the tip and back to the second.

    `bend` shifts both edges sideways, as a share of the lock's length; the tip is point `count - 1`.
    """
    first, second = points(root)
    end = np.asarray(tip, dtype=np.float64)
    axis = end - (first + second) / 2
    side = np.array([-axis[1], axis[0]]) * bend
    there = bezier(first, (first + end) / 2 + side + (first - second) * 0.18, end, count)
    back = bezier(end, (second + end) / 2 + side + (second - first) * 0.18, second, count)
    return np.concatenate([there, back[1:]])


def limb(axis: PointsLike, half_widths: Sequence[float]) -> Points:
    """Outline (open at neither end) around an axis; first and last half go along the two sides."""
    return ribbon(points(axis), np.asarray(half_widths, dtype=np.float64))


def along(curve: Points, share: float) -> Points:
    """The point at a share (0..1) of a curve's point list, shape (2,)."""
    place = share * (len(curve) - 1)
    index = min(int(place), len(curve) - 2)
    rest = place - index
    return np.asarray(curve[index] * (1 - rest) + curve[index + 1] * rest)


def evenly(curve: Points, count: int) -> Points:
    """The same line as `count` points at equal distances."""
    steps = np.hypot(*np.diff(curve, axis=0).T)
    length = np.concatenate([[0.0], np.cumsum(steps)])
    place = np.linspace(0.0, length[-1], count)
    return np.stack([np.interp(place, length, curve[:, 0]), np.interp(place, length, curve[:, 1])], axis=1)
