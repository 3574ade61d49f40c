"""Simple shapes that grounds and scenes share: boxes, strips, clouds, stars."""

from collections.abc import Callable

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import PointsLike
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

DrawGround = Callable[[Pen, float, float], None]
"""Draws a ground or a scene on a picture of width w and height h, in short sides."""


def polygon(
    pen: Pen,
    outline: PointsLike,
    part: Part,
    weight: float = 0.9,
    shade: float = 0.0,
    within: Area | None = None,
) -> Area:
    """A shape with straight sides."""
    corners = tuple(range(len(outline)))
    return pen.shape(outline, part, corners, weight, shade, () if within is None else (within,))


def box(
    pen: Pen,
    left: float,
    top: float,
    right: float,
    bottom: float,
    part: Part,
    weight: float = 0.9,
    shade: float = 0.0,
    within: Area | None = None,
) -> Area:
    """An upright rectangle."""
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return polygon(pen, corners, part, weight, shade, within)


def below(pen: Pen, w: float, h: float, y: float, part: Part, tilt: float = 0.0) -> Area:
    """Everything under the height `y`: a floor, a sea."""
    return polygon(pen, [(-0.1, y), (w + 0.1, y + tilt), (w + 0.1, h + 0.1), (-0.1, h + 0.1)], part, 1.0)


def cloud(pen: Pen, at: tuple[float, float], size: float, part: Part = Part.SCENERY) -> None:
    """Puffs with an outline, then the same puffs without one, a little smaller."""
    puffs = [
        (
            (at[0] + size * x, at[1] + size * float(pen.rng.normal(y, 0.04))),
            size * float(pen.rng.uniform(0.8, 1.2)) * r,
        )
        for x, y, r in (
            (-0.85, 0.1, 0.28),
            (-0.4, -0.12, 0.42),
            (0.15, -0.2, 0.5),
            (0.62, -0.02, 0.36),
            (1.0, 0.14, 0.24),
            (0.0, 0.15, 0.35),
        )
    ]
    for center, r in puffs:
        pen.shape(curves.ellipse(center, (r, r * 0.85), 9), part, weight=0.9)
    rim = 0.7 * pen.line / pen.frame.scale
    for center, r in puffs:
        pen.shape(curves.ellipse(center, (r - rim, r * 0.85 - rim), 9), part, weight=0.0)


def star(at: tuple[float, float], radius: float, points: int, inner: float, turn: float) -> curves.Points:
    """Outline of a star, 2 * points corners."""
    angle = turn + np.pi * np.arange(2 * points) / points
    reach = np.where(np.arange(2 * points) % 2 == 0, radius, radius * inner)
    return np.asarray(np.array(at) + np.stack([np.cos(angle), np.sin(angle)], axis=1) * reach[:, None])


def heart(at: tuple[float, float], size: float) -> curves.Points:
    """Control points of a heart; its corners are points 0 and 3."""
    half = np.array([(0.0, -0.4), (0.7, -1.0), (1.0, -0.1), (0.0, 1.0), (-1.0, -0.1), (-0.7, -1.0)])
    return np.asarray(np.array(at) + size * half)
