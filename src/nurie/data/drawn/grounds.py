"""What lies behind the figure, as a library by name.

Coordinates: the picture is 0..w by 0..h, its short side is 1.
"""

from collections.abc import Callable

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.pen import Pen
from nurie.data.parts import Part

Ground = Callable[[Pen, float, float], None]
"""Draws a ground on a picture of width w and height h, in short sides."""

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
        _cloud(pen, (float(pen.rng.uniform(0, w)), 0.15 * h), float(pen.rng.uniform(0.12, 0.25)))


def _cloud(pen: Pen, at: tuple[float, float], size: float) -> None:
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
        pen.shape(curves.ellipse(center, (r, r * 0.85), 9), _SCENE, weight=0.9)
    rim = 0.7 * pen.line / pen.frame.scale
    for center, r in puffs:
        pen.shape(curves.ellipse(center, (r - rim, r * 0.85 - rim), 9), _SCENE, weight=0.0)


def _clouds(pen: Pen, w: float, h: float) -> None:
    for _ in range(int(pen.rng.integers(2, 5))):
        at = (float(pen.rng.uniform(0, w)), float(pen.rng.uniform(0.1, 0.7) * h))
        _cloud(pen, at, float(pen.rng.uniform(0.1, 0.28)))


def _stripes(pen: Pen, w: float, h: float) -> None:
    count = int(pen.rng.integers(3, 7))
    lean = float(pen.rng.uniform(-0.4, 0.4))
    step = w / count
    for k in range(-1, count + 1):
        x = k * step + float(pen.rng.normal(0, 0.01))
        outline = [
            (x + lean, -0.1),
            (x + step * 0.5 + lean, -0.1),
            (x + step * 0.5 - lean, h + 0.1),
            (x - lean, h + 0.1),
        ]
        pen.shape(outline, _SCENE, corners=(0, 1, 2, 3), weight=0.8)


def _bubbles(pen: Pen, w: float, h: float) -> None:
    for _ in range(int(pen.rng.integers(6, 16))):
        at = (float(pen.rng.uniform(0, w)), float(pen.rng.uniform(0, h)))
        r = float(pen.rng.uniform(0.02, 0.1))
        area = pen.shape(curves.ellipse(at, (r, r), 9), _SCENE, weight=0.8)
        pen.gloss(curves.ellipse((at[0] - 0.4 * r, at[1] - 0.4 * r), (0.25 * r, 0.18 * r)), [area])


def star(at: tuple[float, float], radius: float, points: int, inner: float, turn: float) -> curves.Points:
    """Outline of a star, 2 * points corners."""
    angle = turn + np.pi * np.arange(2 * points) / points
    reach = np.where(np.arange(2 * points) % 2 == 0, radius, radius * inner)
    return np.asarray(np.array(at) + np.stack([np.cos(angle), np.sin(angle)], axis=1) * reach[:, None])


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
        pen.shape(outline, _SCENE, corners=tuple(range(2 * points)), weight=0.8)


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
    """A window with panes, sky and curtains in a room."""
    x0, x1 = w * pen.rng.uniform(0.05, 0.2), w * pen.rng.uniform(0.8, 0.95)
    y0, y1 = h * pen.rng.uniform(0.03, 0.12), h * pen.rng.uniform(0.6, 0.8)
    pane = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    glass = pen.shape(pane, _SCENE, corners=(0, 1, 2, 3), weight=1.0)
    for _ in range(int(pen.rng.integers(1, 3))):
        at = (float(pen.rng.uniform(x0, x1)), float(pen.rng.uniform(y0, y1)))
        s = float(pen.rng.uniform(0.08, 0.16))
        pen.shape(curves.ellipse(at, (s, s * 0.5), 8), Part.GROUND, weight=0.7, within=[glass])
    bar, m = 0.018, (x0 + x1) / 2
    for box in (
        [(m - bar, y0), (m + bar, y0), (m + bar, y1), (m - bar, y1)],
        [
            (x0, (y0 + y1) / 2 - bar),
            (x1, (y0 + y1) / 2 - bar),
            (x1, (y0 + y1) / 2 + bar),
            (x0, (y0 + y1) / 2 + bar),
        ],
        [(x0 - 0.04, y1), (x1 + 0.04, y1), (x1 + 0.04, y1 + 0.05), (x0 - 0.04, y1 + 0.05)],
    ):
        pen.shape(box, Part.GROUND, corners=(0, 1, 2, 3), weight=0.8)
    if pen.rng.random() < 0.6:
        for side, x in ((-1.0, x0), (1.0, x1)):
            rows = [
                (x + side * 0.08, y0 - 0.05),
                (x - side * 0.12, y0 - 0.05),
                (x - side * 0.1, (y0 + y1) / 2),
                (x - side * 0.02, y1 + 0.12),
                (x + side * 0.1, y1 + 0.1),
            ]
            area = pen.shape(rows, Part.PROP, corners=(0, 1, 3, 4), shade=0.03)
            pen.path(
                [(x - side * 0.03, y0), (x - side * 0.03, (y0 + y1) / 2), (x + side * 0.03, y1)],
                0.6,
                within=[area],
            )


def _room(pen: Pen, w: float, h: float) -> None:
    """A wall, a floor, a picture, a shelf or a door."""
    floor = h * pen.rng.uniform(0.65, 0.85)
    area = pen.shape(
        [(-0.1, floor), (w + 0.1, floor), (w + 0.1, h + 0.1), (-0.1, h + 0.1)], _SCENE, corners=(0, 1, 2, 3)
    )
    for k in range(int(pen.rng.integers(0, 6))):
        x = w * (k + 0.5) / 5
        pen.path([(x, floor), (w / 2 + (x - w / 2) * 1.8, h)], 0.5, (1, 1), within=[area])
    if pen.rng.random() < 0.6:
        x, y = w * pen.rng.choice([0.14, 0.86]), h * pen.rng.uniform(0.15, 0.35)
        a, b = pen.rng.uniform(0.07, 0.13, 2)
        pen.shape(
            [(x - a, y - b), (x + a, y - b), (x + a, y + b), (x - a, y + b)], Part.PROP, corners=(0, 1, 2, 3)
        )
        pen.shape(
            [
                (x - a * 0.75, y - b * 0.75),
                (x + a * 0.75, y - b * 0.75),
                (x + a * 0.75, y + b * 0.75),
                (x - a * 0.75, y + b * 0.75),
            ],
            _SCENE,
            corners=(0, 1, 2, 3),
            weight=0.7,
        )
    if pen.rng.random() < 0.5:
        x, half = w * pen.rng.choice([0.12, 0.88]), 0.15
        top = floor - pen.rng.uniform(0.3, 0.5)
        pen.shape(
            [(x - half, top), (x + half, top), (x + half, floor + 0.03), (x - half, floor + 0.03)],
            Part.PROP,
            corners=(0, 1, 2, 3),
            shade=0.02,
        )
        for k in range(2):
            y = top + (floor - top) * (0.08 + 0.45 * k)
            shelf = [
                (x - half + 0.02, y),
                (x + half - 0.02, y),
                (x + half - 0.02, y + 0.38 * (floor - top)),
                (x - half + 0.02, y + 0.38 * (floor - top)),
            ]
            pen.shape(shelf, _SCENE, corners=(0, 1, 2, 3), weight=0.7)


def _panel(pen: Pen, w: float, h: float) -> None:
    """A slanted or upright box behind the figure."""
    x0, x1 = w * pen.rng.uniform(0.05, 0.25), w * pen.rng.uniform(0.75, 0.95)
    y0, y1 = h * pen.rng.uniform(0.04, 0.25), h * pen.rng.uniform(0.7, 0.96)
    lean = float(pen.rng.choice([0.0, pen.rng.normal(0, 0.08)]))
    area = pen.shape(
        [(x0 + lean, y0), (x1 + lean, y0), (x1 - lean, y1), (x0 - lean, y1)], _SCENE, corners=(0, 1, 2, 3)
    )
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
        pen.shape(np.array([at, *far]), _SCENE, corners=(0, 1, 2), weight=0.8)


def _speed(pen: Pen, w: float, h: float) -> None:
    """Lines that run to the middle; ink only."""
    at = np.array([w / 2, h * 0.45])
    for _ in range(int(pen.rng.integers(30, 70))):
        a, near = pen.rng.uniform(0, 2 * np.pi), pen.rng.uniform(0.5, 0.75)
        out = np.array([np.cos(a), np.sin(a)])
        pen.path([at + out * 1.8, at + out * near], float(pen.rng.uniform(0.5, 1.8)), (1.0, 0.0))


def _sea(pen: Pen, w: float, h: float) -> None:
    y = h * pen.rng.uniform(0.45, 0.7)
    area = pen.shape(
        [(-0.1, y), (w + 0.1, y), (w + 0.1, h + 0.1), (-0.1, h + 0.1)], _SCENE, corners=(0, 1, 2, 3)
    )
    for _ in range(int(pen.rng.integers(5, 14))):
        x, v, r = pen.rng.uniform(0, w), pen.rng.uniform(y + 0.03, h), pen.rng.uniform(0.03, 0.1)
        pen.path(
            [(x - r, v), (x - r * 0.3, v - 0.015), (x + r * 0.3, v + 0.01), (x + r, v)], 0.6, within=[area]
        )
    if pen.rng.random() < 0.5:
        at = (w * float(pen.rng.uniform(0.1, 0.9)), y - float(pen.rng.uniform(0.1, 0.3)))
        pen.shape(curves.ellipse(at, (0.09, 0.09), 10), Part.PROP, weight=0.9)
    else:
        _cloud(pen, (float(pen.rng.uniform(0, w)), 0.2 * h), 0.2)


def _trees(pen: Pen, w: float, h: float) -> None:
    y = h * pen.rng.uniform(0.6, 0.8)
    pen.shape(
        [(-0.1, y), (w + 0.1, y + 0.02), (w + 0.1, h + 0.1), (-0.1, h + 0.1)], _SCENE, corners=(0, 1, 2, 3)
    )
    for _ in range(int(pen.rng.integers(1, 4))):
        x, s = w * float(pen.rng.uniform(0, 1)), float(pen.rng.uniform(0.18, 0.32))
        pen.shape(
            [(x - 0.1 * s, y - s), (x + 0.1 * s, y - s), (x + 0.14 * s, y + 0.03), (x - 0.14 * s, y + 0.03)],
            Part.PROP,
            corners=(0, 1, 2, 3),
            weight=0.9,
        )
        _cloud(pen, (x, y - 1.35 * s), 0.8 * s)


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
                pen.shape(
                    [(x, y - s), (x + s, y), (x, y + s), (x - s, y)], _SCENE, corners=(0, 1, 2, 3), weight=0.6
                )
            else:
                heart = [
                    (x, y - 0.4 * s),
                    (x + 0.7 * s, y - s),
                    (x + s, y - 0.1 * s),
                    (x, y + s),
                    (x - s, y - 0.1 * s),
                    (x - 0.7 * s, y - s),
                ]
                pen.shape(heart, _SCENE, corners=(0, 3), weight=0.6)


GROUNDS: dict[str, Ground] = {
    "plain": _plain,
    "circle": _circle,
    "hills": _hills,
    "clouds": _clouds,
    "stripes": _stripes,
    "bubbles": _bubbles,
    "stars": _stars,
    "leaves": _leaves,
    "window": _window,
    "room": _room,
    "panel": _panel,
    "rays": _rays,
    "speed": _speed,
    "sea": _sea,
    "trees": _trees,
    "dots": _dots,
}
"""Grounds by name."""
