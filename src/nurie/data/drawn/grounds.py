"""What lies behind the figure, as a library by name. Coordinates: the picture is 0..w by 0..h, its short side 1."""

from collections.abc import Callable

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.pen import Pen
from nurie.data.parts import Part

Ground = Callable[[Pen, float, float], None]
"""Draws a ground on a picture of width w and height h, in short sides."""


def _plain(pen: Pen, w: float, h: float) -> None:
    return


def _circle(pen: Pen, w: float, h: float) -> None:
    at = (w * (0.5 + pen.rng.normal(0, 0.05)), h * (0.45 + pen.rng.normal(0, 0.05)))
    r = pen.rng.uniform(0.3, 0.48)
    pen.shape(curves.ellipse(at, (r, r), 16), Part.SCENERY, weight=0.9)


def _hills(pen: Pen, w: float, h: float) -> None:
    for k in range(int(pen.rng.integers(1, 4))):
        y = h * (0.5 + 0.14 * k + pen.rng.uniform(-0.05, 0.05))
        xs = np.linspace(-0.1, w + 0.1, 7)
        ys = y + pen.rng.normal(0, 0.05, 7)
        outline = [*zip(xs, ys, strict=True), (w + 0.2, h + 0.2), (-0.2, h + 0.2)]
        pen.shape(outline, Part.SCENERY, corners=(0, 6, 7, 8), weight=0.9, shade=0.03)


def _cloud(pen: Pen, at: tuple[float, float], size: float) -> None:
    count = int(pen.rng.integers(5, 8))
    rows = []
    corners = []
    for k in range(count):
        a, b = np.deg2rad(180 + 180 * k / count), np.deg2rad(180 + 180 * (k + 1) / count)
        p, q = (np.array([at[0] + size * np.cos(t), at[1] + 0.5 * size * np.sin(t)]) for t in (a, b))
        out = (p + q) / 2 - np.array(at)
        bump = (p + q) / 2 + out * float(pen.rng.uniform(0.35, 0.6))
        corners.append(2 * k)
        rows += [p, bump]
    rows.append(np.array([at[0] + size, at[1]]))
    corners.append(2 * count)
    pen.shape(np.array(rows), Part.SCENERY, corners=corners, weight=0.9, shade=0.02)


def _clouds(pen: Pen, w: float, h: float) -> None:
    for _ in range(int(pen.rng.integers(2, 5))):
        at = (float(pen.rng.uniform(0, w)), float(pen.rng.uniform(0.1, 0.7) * h))
        _cloud(pen, at, float(pen.rng.uniform(0.12, 0.3)))


def _stripes(pen: Pen, w: float, h: float) -> None:
    count = int(pen.rng.integers(3, 7))
    lean = float(pen.rng.uniform(-0.4, 0.4))
    step = w / count
    for k in range(-1, count + 1):
        x = k * step + float(pen.rng.normal(0, 0.01))
        outline = [(x + lean, -0.1), (x + step * 0.5 + lean, -0.1), (x + step * 0.5 - lean, h + 0.1), (x - lean, h + 0.1)]
        pen.shape(outline, Part.SCENERY, corners=(0, 1, 2, 3), weight=0.8)


def _bubbles(pen: Pen, w: float, h: float) -> None:
    for _ in range(int(pen.rng.integers(6, 16))):
        at = (float(pen.rng.uniform(0, w)), float(pen.rng.uniform(0, h)))
        r = float(pen.rng.uniform(0.02, 0.1))
        area = pen.shape(curves.ellipse(at, (r, r), 9), Part.SCENERY, weight=0.8)
        pen.gloss(curves.ellipse((at[0] - 0.4 * r, at[1] - 0.4 * r), (0.25 * r, 0.18 * r)), [area])


GROUNDS: dict[str, Ground] = {
    "plain": _plain,
    "circle": _circle,
    "hills": _hills,
    "clouds": _clouds,
    "stripes": _stripes,
    "bubbles": _bubbles,
}
"""Grounds by name."""
