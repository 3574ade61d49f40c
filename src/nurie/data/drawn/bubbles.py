"""What is written on a page: speech bubbles with scribbled text, and sounds in bold strokes."""

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.blocks import box, polygon, star
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import Points
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

_WHITE = Part.BUBBLE
_STROKES = (
    (0.1, 0.25, 0.9, 0.25),
    (0.1, 0.6, 0.9, 0.6),
    (0.5, 0.05, 0.5, 0.95),
    (0.3, 0.3, 0.1, 0.95),
    (0.6, 0.4, 0.95, 0.9),
)
"""Strokes that signs are made of, from (x, y) to (x, y) in a unit box."""


def speech(pen: Pen, at: tuple[float, float], size: float, tail: tuple[float, float]) -> None:
    """A bubble around `at`, `size` high, with a tail towards a point, and text in it."""
    x, y = at
    rx, ry = size * float(pen.rng.uniform(0.34, 0.55)), 0.5 * size
    kind = int(pen.rng.choice(5, p=[0.5, 0.15, 0.15, 0.1, 0.1]))
    if kind == 0:
        area = _round(pen, at, (rx, ry), tail)
    elif kind == 1:
        count = int(pen.rng.integers(9, 14))
        burst = star((0.0, 0.0), 1.25, count, 0.78, float(pen.rng.uniform(0, 6))) * (rx, ry) + (x, y)
        area = polygon(pen, burst, _WHITE, 1.0)
    elif kind == 2:
        area = _thought(pen, at, (rx, ry), tail)
    else:
        area = box(pen, x - 0.9 * rx, y - ry, x + 0.9 * rx, y + ry, _WHITE, 0.8)
    _text(pen, at, (0.62 * rx, 0.66 * ry), area)


def _round(pen: Pen, at: tuple[float, float], radii: tuple[float, float], tail: tuple[float, float]) -> Area:
    """An oval that ends in a tail."""
    away = np.array(tail) - at
    angle = float(np.rad2deg(np.arctan2(away[1] / radii[1], away[0] / radii[0])))
    oval = curves.ellipse(at, radii, 15, angle + 12, 336)
    tip = np.array(at) + away / max(float(np.hypot(*away)), 1e-6) * 1.45 * max(radii)
    outline = np.concatenate([oval, [tip]])
    return pen.shape(outline, _WHITE, corners=(0, 14, 15), weight=1.0)


def _thought(
    pen: Pen, at: tuple[float, float], radii: tuple[float, float], tail: tuple[float, float]
) -> Area:
    """A cloud, with small bubbles towards the one who thinks."""
    count = int(pen.rng.integers(7, 11))
    outline = []
    for k in range(count):
        for share, reach in ((0.0, 0.92), (0.3, 1.14), (0.7, 1.14)):
            t = 2 * np.pi * (k + share) / count
            outline.append((at[0] + reach * radii[0] * np.cos(t), at[1] + reach * radii[1] * np.sin(t)))
    away = np.array(tail) - at
    away /= max(float(np.hypot(*away)), 1e-6)
    for reach, size in ((1.3, 0.12), (1.55, 0.07)):
        center = np.array(at) + away * reach * max(radii)
        pen.shape(curves.ellipse(center, (size * radii[1], size * radii[1]), 8), _WHITE, weight=0.8)
    return pen.shape(outline, _WHITE, [3 * k for k in range(count)], 1.0)


def _text(pen: Pen, at: tuple[float, float], half: tuple[float, float], area: Area) -> None:
    """Scribbled signs in columns or in lines."""
    upright = pen.rng.random() < 0.6
    count = int(pen.rng.integers(2, 5))
    step = 2 * (half[0] if upright else half[1]) / count
    long = half[1] if upright else half[0]
    for column in range(count):
        aside = -(half[0] if upright else half[1]) + (column + 0.5) * step
        stop = long * float(pen.rng.uniform(0.2, 1.0))
        place = -long
        while place < stop:
            x, y = (aside, place) if upright else (place, aside)
            _sign(pen, (at[0] + x, at[1] + y), 0.36 * step, area)
            place += 0.9 * step


def _sign(pen: Pen, at: tuple[float, float], half: float, area: Area) -> None:
    """Two or three short strokes."""
    for k in pen.rng.choice(len(_STROKES), int(pen.rng.integers(2, 4)), replace=False):
        x0, y0, x1, y1 = (float(v) for v in _STROKES[k])
        line = curves.points([(x0, y0), (x1, y1)]) + pen.rng.normal(0, 0.08, (2, 2))
        pen.path(np.array(at) + (2 * line - 1) * half, 0.6, (0.9, 0.7), within=[area])


def sound(pen: Pen, at: tuple[float, float], size: float) -> None:
    """Two to four big signs in a slanted row, black, or white with an outline."""
    hollow = pen.rng.random() < 0.5
    turn = float(pen.rng.normal(0, 0.35))
    for k in range(int(pen.rng.integers(2, 5))):
        step = np.array([np.sin(turn), np.cos(turn)]) * 1.05 * size * k
        bars = _bars(pen, np.array(at) + step, 0.5 * size)
        if hollow:
            for bar in bars:
                polygon(pen, bar, _WHITE, 1.0)
            for bar in bars:
                center = bar.mean(axis=0)
                polygon(pen, center + (bar - center) * 0.8, _WHITE, 0.0)
        else:
            for bar in bars:
                pen.black(bar, corners=tuple(range(len(bar))))


def _bars(pen: Pen, at: Points, half: float) -> list[Points]:
    """Thick strokes of one sign, as polygons."""
    bars = []
    for k in pen.rng.choice(len(_STROKES), int(pen.rng.integers(2, 4)), replace=False):
        x0, y0, x1, y1 = (float(v) for v in _STROKES[k])
        line = (2 * (curves.points([(x0, y0), (x1, y1)]) + pen.rng.normal(0, 0.06, (2, 2))) - 1) * half + at
        thick = half * pen.rng.uniform(0.14, 0.3, 2)
        bars.append(curves.ribbon(line, thick))
    return bars
