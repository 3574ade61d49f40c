"""Hands, as a library by name.

Coordinates: the wrist is the origin, x runs to the finger tips, a hand is about 1 long; the thumb lies at
y = -flip.
"""

from collections.abc import Callable

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

Hand = Callable[[Pen, float], None]
"""Draws with the hand's pen; `flip` is 1 or -1."""


def mitten(pen: Pen, flip: float) -> None:
    """Fingers together; x runs to the finger tips, the thumb lies at y = -flip."""
    thumb = curves.points(
        [(0.05, -0.2), (0.3, -0.36), (0.58, -0.4), (0.6, -0.3), (0.4, -0.16), (0.25, 0.0)]
    ) * (1, flip)
    hand = curves.points(
        [
            (-0.1, -0.24),
            (0.25, -0.3),
            (0.6, -0.27),
            (0.95, -0.18),
            (1.1, -0.02),
            (0.95, 0.14),
            (0.6, 0.25),
            (0.2, 0.27),
            (-0.1, 0.22),
        ]
    )
    area = pen.shape(hand * (1, flip), Part.SKIN, corners=(0, 8), weight=0.9, shade=0.1, open_at=(1,))
    pen.shape(thumb, Part.SKIN, corners=(0, 5), weight=0.8, open_at=(1,))
    for y in (-0.09, 0.05, 0.15):
        pen.path(curves.points([(0.55, y), (0.8, y * 0.8), (1.0, y * 0.55)]) * (1, flip), 0.5, within=[area])


def fist(pen: Pen, flip: float) -> None:
    hand = curves.points(
        [
            (-0.1, -0.22),
            (0.2, -0.32),
            (0.55, -0.3),
            (0.68, -0.1),
            (0.66, 0.15),
            (0.5, 0.3),
            (0.15, 0.3),
            (-0.1, 0.22),
        ]
    )
    area = pen.shape(hand * (1, flip), Part.SKIN, corners=(0, 7), weight=0.9, shade=0.1, open_at=(1,))
    for k in range(3):
        y = -0.14 + 0.14 * k
        pen.path(
            curves.points([(0.66, y), (0.5, y + 0.01), (0.36, y - 0.01)]) * (1, flip), 0.55, within=[area]
        )
    thumb = curves.points(
        [(0.1, -0.1), (0.3, -0.18), (0.5, -0.05), (0.48, 0.08), (0.36, 0.06), (0.2, 0.06)]
    ) * (1, flip)
    pen.shape(thumb, Part.SKIN, corners=(0, 5), weight=0.7, open_at=(1,))


def spread(pen: Pen, flip: float) -> None:
    """Fingers spread."""
    angles = (-0.32, -0.1, 0.12, 0.36)
    lengths = (0.58, 0.66, 0.6, 0.46)
    for k, (angle, length) in enumerate(zip(angles, lengths, strict=True)):
        root = np.array([0.48, -0.2 + 0.145 * k])
        step = np.array([np.cos(angle), np.sin(angle)]) * length
        axis = np.array([root - 0.2 * step, root + 0.5 * step, root + step]) * (1, flip)
        outline = curves.limb(axis, [0.085, 0.08, 0.06])
        pen.shape(outline, Part.SKIN, corners=(0, 5), weight=0.75, open_at=(1,))
    thumb = curves.points(
        [(0.05, -0.22), (0.25, -0.42), (0.42, -0.62), (0.52, -0.58), (0.45, -0.36), (0.4, -0.1)]
    ) * (1, flip)
    pen.shape(thumb, Part.SKIN, corners=(0, 5), weight=0.8, open_at=(1,))
    palm = curves.points(
        [(-0.1, -0.22), (0.12, -0.25), (0.5, -0.27), (0.58, 0.0), (0.5, 0.31), (0.15, 0.28), (-0.1, 0.22)]
    )
    pen.shape(palm * (1, flip), Part.SKIN, corners=(0, 1, 2, 4, 6), weight=0.9, open_at=(1, 2, 4))


def _finger(pen: Pen, flip: float, root: tuple[float, float], angle: float, length: float) -> None:
    """A straight finger without a line at its root."""
    step = np.array([np.cos(angle), np.sin(angle)]) * length
    start = np.array(root)
    axis = np.array([start - 0.15 * step, start + 0.5 * step, start + step]) * (1, flip)
    side = curves.limb(axis, [0.1, 0.095, 0.075])
    tip = (start + 1.1 * step) * (1, flip)
    outline = np.concatenate([side[:3], [tip], side[3:]])
    area = pen.shape(outline, Part.SKIN, corners=(0, 6), weight=0.8, shade=0.03, open_at=(1,))
    nail = (start + 0.98 * step) * (1, flip)
    pen.path(curves.ellipse(nail.tolist(), (0.05, 0.045), 6, 0, 200), 0.35, within=[area])


def _curled(pen: Pen, flip: float, first: int) -> None:
    """A closed hand whose fingers from number `first` on are folded, with the thumb over them."""
    palm = [
        (-0.1, -0.22),
        (0.2, -0.3),
        (0.55, -0.28),
        (0.68, -0.05),
        (0.62, 0.2),
        (0.45, 0.3),
        (0.15, 0.3),
        (-0.1, 0.22),
    ]
    area = pen.shape(
        curves.points(palm) * (1, flip), Part.SKIN, corners=(0, 7), weight=0.9, shade=0.1, open_at=(1,)
    )
    for k in range(first, 4):
        y = -0.2 + 0.13 * k
        fold = curves.points([(0.66, y), (0.5, y + 0.02), (0.38, y)]) * (1, flip)
        pen.path(fold, 0.55, within=[area])
    thumb = [(0.05, -0.16), (0.28, -0.22), (0.52, -0.02), (0.52, 0.12), (0.4, 0.12), (0.2, 0.04)]
    pen.shape(curves.points(thumb) * (1, flip), Part.SKIN, corners=(0, 5), weight=0.7, open_at=(1,))


def point(pen: Pen, flip: float) -> None:
    """The first finger out."""
    _finger(pen, flip, (0.5, -0.2), -0.06, 0.62)
    _curled(pen, flip, 1)


def peace(pen: Pen, flip: float) -> None:
    """Two fingers spread."""
    _finger(pen, flip, (0.5, -0.18), -0.3, 0.62)
    _finger(pen, flip, (0.55, -0.04), 0.14, 0.66)
    _curled(pen, flip, 2)


def thumb_up(pen: Pen, flip: float) -> None:
    """A fist with the thumb out."""
    thumb = [
        (0.12, -0.2),
        (0.2, -0.5),
        (0.22, -0.78),
        (0.34, -0.84),
        (0.42, -0.72),
        (0.42, -0.45),
        (0.52, -0.2),
    ]
    pen.shape(curves.points(thumb) * (1, flip), Part.SKIN, corners=(0, 6), weight=0.8, open_at=(1,))
    fist(pen, flip)


HANDS: dict[str, Hand] = {
    "mitten": mitten,
    "fist": fist,
    "spread": spread,
    "point": point,
    "peace": peace,
    "thumb up": thumb_up,
}
"""Hands by name."""
