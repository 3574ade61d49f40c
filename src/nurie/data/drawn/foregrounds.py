"""What lies before the figure: speech, a desk, petals, sparkles, a panel's frame. A library by name.

Coordinates as in `grounds`.
"""

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.blocks import DrawGround, below, box, polygon, star
from nurie.data.drawn.bubbles import speech
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


def _nothing(pen: Pen, w: float, h: float) -> None:
    return


def _speech(pen: Pen, w: float, h: float) -> None:
    """A bubble near one of the upper corners, at times near both."""
    side = float(pen.rng.choice([0.2, 0.8]))
    for corner, chance in ((side, 1.0), (1.0 - side, 0.25)):
        size, at, low = pen.rng.uniform(0.2, 0.38), pen.rng.normal(corner, 0.04), pen.rng.uniform(0.02, 0.3)
        if pen.rng.random() < chance:
            speech(pen, (w * float(at), float(low * h + 0.5 * size)), float(size), (0.5 * w, 0.6 * h))


def _desk(pen: Pen, w: float, h: float) -> None:
    """A table along the lower edge, with a cup or books on it."""
    y = h * float(pen.rng.uniform(0.84, 0.94))
    slab = below(pen, w, h, y, Part.PROP, 0.01)
    pen.path([(-0.1, y + 0.035), (w + 0.1, y + 0.04)], 0.6, (1, 1), within=[slab])
    x = w * float(pen.rng.choice([0.15, 0.85]))
    if pen.rng.random() < 0.5:
        cup = [(x - 0.05, y - 0.1), (x + 0.05, y - 0.1), (x + 0.04, y + 0.02), (x - 0.04, y + 0.02)]
        polygon(pen, cup, Part.ACCESSORY, 1.0)
        pen.shape(curves.ellipse((x, y - 0.1), (0.05, 0.012), 8), Part.EYE_WHITE, weight=0.7)
        return
    for k, part in enumerate((Part.ACCESSORY, Part.CLOTHES_2, Part.SCENERY)):
        v, dx = y + 0.02 - 0.045 * k, float(pen.rng.normal(0, 0.015))
        box(pen, x - 0.12 + dx, v - 0.045, x + 0.12 + dx, v, part, 0.8)


def _petals(pen: Pen, w: float, h: float) -> None:
    for _ in range(int(pen.rng.integers(4, 10))):
        at = np.array([pen.rng.uniform(0, w), pen.rng.uniform(0, h)])
        turn, size = pen.rng.uniform(0, 6.3), pen.rng.uniform(0.015, 0.04)
        along = np.array([np.cos(turn), np.sin(turn)]) * size
        across = np.array([-along[1], along[0]]) * 0.55
        pen.shape(
            np.array([at - along, at + across, at + along, at - across]),
            Part.PROP,
            corners=(0, 2),
            weight=0.7,
        )


def _sparkles(pen: Pen, w: float, h: float) -> None:
    for _ in range(int(pen.rng.integers(3, 8))):
        side = float(pen.rng.choice([0.12, 0.88]))
        at = (w * side + float(pen.rng.normal(0, 0.06)), float(pen.rng.uniform(0.05, 0.8)) * h)
        outline = star(at, float(pen.rng.uniform(0.03, 0.07)), 4, 0.22, np.pi / 2)
        polygon(pen, outline, Part.ACCESSORY, 0.7)


def _frame(pen: Pen, w: float, h: float) -> None:
    """A manga panel's frame; the gutter outside is white paper."""
    a, b, c, d = (float(m) for m in pen.rng.uniform(0.02, 0.07, 4))
    lean = float(pen.rng.choice([0.0, pen.rng.normal(0, 0.03)]))
    inside = [(a, b), (w - c, b + lean), (w - c, h - d), (a + lean, h - d)]
    outside = [(-0.2, -0.2), (w + 0.2, -0.2), (w + 0.2, h + 0.2), (-0.2, h + 0.2)]
    for k in range(4):
        n = (k + 1) % 4
        polygon(pen, [outside[k], outside[n], inside[n], inside[k]], Part.BUBBLE, 0.0)
    for k in range(4):
        pen.path([inside[k], inside[(k + 1) % 4]], 1.8, (1, 1))


FOREGROUNDS: dict[str, DrawGround] = {
    "nothing": _nothing,
    "speech": _speech,
    "desk": _desk,
    "petals": _petals,
    "sparkles": _sparkles,
    "frame": _frame,
}
"""Foregrounds by name."""
