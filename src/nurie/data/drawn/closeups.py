"""Views of one thing from near: eyes, a mouth, a hand. Coordinates as in `grounds`."""

from dataclasses import replace

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.figure import Figure, draw_figure, random_figure
from nurie.data.drawn.hands import HANDS
from nurie.data.drawn.limbs import tube
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


def _bare_faced(rng: np.random.Generator) -> Figure:
    """A figure seen from the front, without a mask or glasses."""
    return replace(random_figure(rng, float(rng.uniform(4.5, 7.0)), hands=False), profile=0.0, face_item="")


def eyes(pen: Pen, w: float, h: float) -> None:
    """Both eyes across the view, or one of them."""
    figure = _bare_faced(pen.rng)
    scale = max(0.55 * w, 0.8 * h) * float(pen.rng.uniform(0.8, 1.2))
    x = 0.5 * w + (0.45 * scale * float(pen.rng.choice([-1.0, 1.0])) if w < 1.3 * h else 0.0)
    draw_figure(pen.at((x, 0.5 * h - 0.15 * scale), float(pen.rng.normal(0, 0.08)), scale), figure)


def mouth(pen: Pen, w: float, h: float) -> None:
    """Mouth and chin, and the collar."""
    figure = _bare_faced(pen.rng)
    scale = max(0.6 * w, 0.7 * h) * float(pen.rng.uniform(0.8, 1.2))
    draw_figure(pen.at((0.5 * w, 0.5 * h - 0.8 * scale), float(pen.rng.normal(0, 0.08)), scale), figure)


def hand(pen: Pen, w: float, h: float) -> None:
    """A hand that comes into the view, with its sleeve."""
    side = float(pen.rng.choice([-1.0, 1.0]))
    angle = -np.pi / 2 + side * float(pen.rng.uniform(-0.2, 1.1))
    size = float(pen.rng.uniform(0.45, 0.6)) * min(w, h)
    wrist = np.array([0.5 * w, 0.5 * h]) - 0.45 * size * np.array([np.cos(angle), np.sin(angle)])
    child = pen.at(wrist.tolist(), angle, size)
    HANDS[str(pen.rng.choice(list(HANDS)))](child, side)
    bare = float(pen.rng.uniform(0.2, 1.2))
    outline, corners = tube(
        curves.points([(-bare - 0.4, 0.0), (-0.5 * bare, 0.0), (0.0, 0.0)]), [0.36, 0.31, 0.24]
    )
    child.shape(outline, Part.SKIN, corners=corners, shade=0.08, open_at=(1, 3))
    sleeve, corners = tube(curves.points([(-4.0, 0.0), (-bare - 1.0, 0.0), (-bare, 0.0)]), [0.6, 0.52, 0.46])
    area = child.shape(sleeve, Part.CLOTHES, corners=corners, shade=0.1)
    for y in (-0.2, 0.1):
        child.path(
            [(-bare - 0.1, y), (-bare - 0.5, y * 1.3), (-bare - 1.1, y)], 0.55, (0.8, 0.05), within=[area]
        )
    cuff, corners = tube(curves.points([(-bare - 0.2, 0.0), (-bare + 0.05, 0.0)]), [0.5, 0.5])
    child.shape(cuff, Part.CLOTHES_2, corners=corners, shade=0.05)
