"""What lies behind the figure, as a library by name.

Coordinates: the picture is 0..w by 0..h, its short side is 1.
"""

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.blocks import DrawGround, cloud, heart, polygon, star
from nurie.data.drawn.furniture import window
from nurie.data.drawn.outdoors import OUTDOORS
from nurie.data.drawn.pen import Pen
from nurie.data.drawn.rooms import ROOMS
from nurie.schemes.parts import Part

_SCENE = Part.SCENERY


def _plain(pen: Pen, w: float, h: float) -> None:
    return


def _circle(pen: Pen, w: float, h: float) -> None:
    at = (w * (0.5 + pen.rng.normal(0, 0.05)), h * (0.45 + pen.rng.normal(0, 0.05)))
    r = pen.rng.uniform(0.3, 0.48)
    pen.shape(curves.ellipse(at, (r, r), 16), _SCENE, weight=0.9)
    if pen.rng.random() < 0.4:
        pen.path(curves.ellipse(at, (r * 1.08, r * 1.08), 16, 0, 359.9), 0.6, (1, 1))


def _hills(pen: Pen, w: float, h: float) -> None:
    for k in range(int(pen.rng.integers(1, 4))):
        y = h * (0.5 + 0.14 * k + pen.rng.uniform(-0.05, 0.05))
        xs = np.linspace(-0.1, w + 0.1, 7)
        ys = y + pen.rng.normal(0, 0.04, 7)
        outline = [*zip(xs, ys, strict=True), (w + 0.2, h + 0.2), (-0.2, h + 0.2)]
        pen.shape(outline, _SCENE, corners=(0, 6, 7, 8), weight=0.9, shade=0.03)
    if pen.rng.random() < 0.5:
        cloud(pen, (float(pen.rng.uniform(0, w)), 0.15 * h), float(pen.rng.uniform(0.12, 0.25)))


def _clouds(pen: Pen, w: float, h: float) -> None:
    for _ in range(int(pen.rng.integers(2, 5))):
        at = (float(pen.rng.uniform(0, w)), float(pen.rng.uniform(0.1, 0.7) * h))
        cloud(pen, at, float(pen.rng.uniform(0.1, 0.28)))


def _stripes(pen: Pen, w: float, h: float) -> None:
    count = int(pen.rng.integers(3, 7))
    lean = float(pen.rng.uniform(-0.4, 0.4))
    step = w / count
    for k in range(-1, count + 1):
        x = k * step + float(pen.rng.normal(0, 0.01))
        y = h + 0.1
        stripe = [(x + lean, -0.1), (x + step * 0.5 + lean, -0.1), (x + step * 0.5 - lean, y), (x - lean, y)]
        polygon(pen, stripe, _SCENE, 0.8)


def _bubbles(pen: Pen, w: float, h: float) -> None:
    for _ in range(int(pen.rng.integers(6, 16))):
        at = (float(pen.rng.uniform(0, w)), float(pen.rng.uniform(0, h)))
        r = float(pen.rng.uniform(0.02, 0.1))
        area = pen.shape(curves.ellipse(at, (r, r), 9), _SCENE, weight=0.8)
        pen.gloss(curves.ellipse((at[0] - 0.4 * r, at[1] - 0.4 * r), (0.25 * r, 0.18 * r)), [area])


def _stars(pen: Pen, w: float, h: float) -> None:
    points = int(pen.rng.choice([4, 5]))
    for _ in range(int(pen.rng.integers(6, 16))):
        at = (float(pen.rng.uniform(0, w)), float(pen.rng.uniform(0, h)))
        outline = star(
            at,
            float(pen.rng.uniform(0.03, 0.11)),
            points,
            0.4 if points == 5 else 0.25,
            float(pen.rng.uniform(0, 6)),
        )
        polygon(pen, outline, _SCENE, 0.8)


def _leaves(pen: Pen, w: float, h: float) -> None:
    """Leaves or petals in the wind."""
    for _ in range(int(pen.rng.integers(8, 20))):
        x, y = pen.rng.uniform(0, w), pen.rng.uniform(0, h)
        turn, size = pen.rng.uniform(0, 6.3), pen.rng.uniform(0.03, 0.08)
        along = np.array([np.cos(turn), np.sin(turn)]) * size
        across = np.array([-along[1], along[0]]) * 0.45
        at = np.array([x, y])
        area = pen.shape(
            np.array([at - along, at + across, at + along, at - across]), _SCENE, corners=(0, 2), weight=0.8
        )
        pen.path([at - along * 0.8, at + across * 0.1, at + along * 0.5], 0.5, within=[area])


def _window(pen: Pen, w: float, h: float) -> None:
    """A large window in a wall."""
    window(pen, w * float(pen.rng.uniform(0.4, 0.6)), 0.42 * h, 0.3 * float(pen.rng.uniform(0.9, 1.2)))


def _panel(pen: Pen, w: float, h: float) -> None:
    """A slanted or upright box behind the figure."""
    x0, x1 = w * pen.rng.uniform(0.05, 0.25), w * pen.rng.uniform(0.75, 0.95)
    y0, y1 = h * pen.rng.uniform(0.04, 0.25), h * pen.rng.uniform(0.7, 0.96)
    lean = float(pen.rng.choice([0.0, pen.rng.normal(0, 0.08)]))
    area = polygon(pen, [(x0 + lean, y0), (x1 + lean, y0), (x1 - lean, y1), (x0 - lean, y1)], _SCENE, 1.0)
    if pen.rng.random() < 0.4:
        for k in range(3):
            y = y0 + (y1 - y0) * (k + 1) / 4
            pen.path([(x0, y), (x1, y)], 0.5, (1, 1), within=[area])


def _rays(pen: Pen, w: float, h: float) -> None:
    """Beams from behind the figure."""
    at = np.array([w * pen.rng.uniform(0.4, 0.6), h * pen.rng.uniform(0.35, 0.6)])
    count = int(pen.rng.integers(8, 15))
    turn = float(pen.rng.uniform(0, 1))
    for k in range(count):
        a, b = turn + 2 * np.pi * k / count, turn + 2 * np.pi * (k + 0.5) / count
        far = [at + 2.5 * np.array([np.cos(t), np.sin(t)]) for t in (a, b)]
        polygon(pen, np.array([at, *far]), _SCENE, 0.8)


def _speed(pen: Pen, w: float, h: float) -> None:
    """Lines that run to the middle; ink only."""
    at = np.array([w / 2, h * 0.45])
    for _ in range(int(pen.rng.integers(30, 70))):
        a, near = pen.rng.uniform(0, 2 * np.pi), pen.rng.uniform(0.5, 0.75)
        out = np.array([np.cos(a), np.sin(a)])
        pen.path([at + out * 1.8, at + out * near], float(pen.rng.uniform(0.5, 1.8)), (1.0, 0.0))


def _dots(pen: Pen, w: float, h: float) -> None:
    """A pattern of dots, diamonds or hearts in rows."""
    step, r = float(pen.rng.uniform(0.12, 0.22)), float(pen.rng.uniform(0.15, 0.3))
    kind = int(pen.rng.integers(3))
    for row in range(int(h / step) + 2):
        for column in range(int(w / step) + 2):
            x, y = (column + 0.5 * (row % 2)) * step, row * step
            s = r * step
            if kind == 0:
                pen.shape(curves.ellipse((x, y), (s, s), 6), _SCENE, weight=0.6)
            elif kind == 1:
                polygon(pen, [(x, y - s), (x + s, y), (x, y + s), (x - s, y)], _SCENE, 0.6)
            else:
                pen.shape(heart((x, y), s), _SCENE, corners=(0, 3), weight=0.6)


GROUNDS: dict[str, DrawGround] = {
    "plain": _plain,
    "circle": _circle,
    "hills": _hills,
    "clouds": _clouds,
    "stripes": _stripes,
    "bubbles": _bubbles,
    "stars": _stars,
    "leaves": _leaves,
    "window": _window,
    "panel": _panel,
    "rays": _rays,
    "speed": _speed,
    "dots": _dots,
    **ROOMS,
    **OUTDOORS,
}
"""Grounds by name."""
