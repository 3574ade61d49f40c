"""A whole picture: ground, composition, figures; then everything is brought to its final size."""

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.data.drawn.canvas import BLUSH, LIGHT, SCALE, SHADOW, Canvas
from nurie.data.drawn.drawing import Drawing
from nurie.data.drawn.figure import draw_figure, random_figure
from nurie.data.drawn.grounds import GROUNDS
from nurie.data.drawn.pen import Frame, Pen
from nurie.data.drawn.styles import LineStyle, random_style

SHOTS = {"bust": 0.5, "close": 0.14, "half": 0.16, "full": 0.12, "pair": 0.08}
"""Kinds of pictures and how often they are drawn."""


def draw(seed: int, size: tuple[int, int] = (256, 256), style: LineStyle | None = None) -> Drawing:
    """Draw the picture of a seed.

    size: (height, width) in pixels, 64..1024 each, sides at most 1:2. style: the line; by default the seed picks it.
    The same seed at another size is the same picture.
    """
    height, width = size
    if not (64 <= min(size) and max(size) <= 1024 and max(size) <= 2 * min(size)):
        raise ValueError(f"size {size} must lie in 64..1024 with sides at most 1:2")
    rng = np.random.default_rng(seed)
    own = random_style(rng)
    canvas = Canvas(size)
    side = -1.0 if rng.random() < 0.6 else 1.0
    short = min(canvas.height, canvas.width)
    pen = Pen(canvas, style or own, rng, Frame(short), (0.6 * side, -0.8))
    w, h = canvas.width / short, canvas.height / short
    ground = "plain" if rng.random() < 0.45 else str(rng.choice(list(GROUNDS)))
    GROUNDS[ground](pen, w, h)
    _compose(pen, w, h)
    return _finish(canvas, size, seed)


def _compose(pen: Pen, w: float, h: float) -> None:
    """Place one or two figures."""
    rng = pen.rng
    shot = str(rng.choice(list(SHOTS), p=list(SHOTS.values())))
    x, y = w / 2 + rng.normal(0, 0.03), h / 2
    unit = (w * h) ** 0.5
    heads = float(rng.choice([rng.uniform(2.6, 3.8), rng.uniform(4.5, 7.2)], p=[0.3, 0.7]))
    places: list[tuple[float, float, float]] = []
    if shot == "close":
        scale = rng.uniform(0.34, 0.46) * unit
        places.append((x, y + rng.normal(0.0, 0.04), scale))
    elif shot == "bust":
        scale = rng.uniform(0.17, 0.27) * unit
        places.append((x + rng.normal(0, 0.06), y - rng.uniform(0.0, 0.12) * h, scale))
    elif shot == "half":
        scale = min(rng.uniform(0.11, 0.16) * unit, h * 0.18)
        places.append((x + rng.normal(0, 0.08), h * 0.06 + 1.6 * scale, scale))
    else:
        tall = (heads + 0.35) * 2.3
        scale = h * rng.uniform(0.84, 0.97) / tall
        gap = 0.0 if shot == "full" else 0.23 * w
        for side in (0.0,) if shot == "full" else (-1.0, 1.0):
            places.append((x + side * gap, h * 0.03 + 1.75 * scale, scale))
    for px, py, scale in places:
        figure = random_figure(rng, heads, shot != "close")
        draw_figure(pen.at((px, py), 0.0, scale), figure)


def _finish(canvas: Canvas, size: tuple[int, int], seed: int) -> Drawing:
    height, width = size
    line = cv2.resize(canvas.ink, (width, height), interpolation=cv2.INTER_AREA)
    tones = cv2.resize(canvas.tones, (width, height), interpolation=cv2.INTER_AREA)
    parts = canvas.parts()[SCALE // 2 :: SCALE, SCALE // 2 :: SCALE]
    return Drawing(_plane(line), _plane(parts), _plane(tones[..., SHADOW]), _plane(tones[..., LIGHT]), _plane(tones[..., BLUSH]), seed)


def _plane(values: NDArray[np.generic] | cv2.typing.MatLike) -> NDArray[np.uint8]:
    return np.ascontiguousarray(values, dtype=np.uint8)
