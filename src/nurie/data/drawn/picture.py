"""A whole picture: ground, composition, figures; then everything is brought to its final size."""

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.data.drawn.canvas import BLUSH, LIGHT, SCALE, SHADOW, Canvas
from nurie.data.drawn.drawing import Drawing
from nurie.data.drawn.figure import draw_figure, random_figure
from nurie.data.drawn.foregrounds import FOREGROUNDS
from nurie.data.drawn.grounds import GROUNDS
from nurie.data.drawn.pen import Frame, Pen
from nurie.data.drawn.styles import LineStyle, random_style
from nurie.data.parts import Part

SHOTS = {"close": 0.13, "bust": 0.47, "half": 0.2, "full": 0.2}
"""Kinds of pictures and how often they are drawn."""


def draw(seed: int, size: tuple[int, int] = (256, 256), style: LineStyle | None = None) -> Drawing:
    """Draw the picture of a seed.

    size: (height, width) in pixels, 64..1024 each, sides at most 1:2.
    style: the line; by default the seed picks it.
    The same seed at another size is the same picture.
    """
    if min(size) < 64 or max(size) > min(1024, 2 * min(size)):
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
    first = len(canvas.part_of)
    _compose(pen, w, h)
    _finish_lines(pen, first)
    front = str(rng.choice(list(FOREGROUNDS), p=[0.76, 0.06, 0.04, 0.04, 0.1]))
    FOREGROUNDS[front](pen, w, h)
    return _finish(canvas, size, seed)


def _finish_lines(pen: Pen, first: int) -> None:
    """At times a heavy silhouette, at times hatched shadows; `first` numbers the first figure shape."""
    heavy, hatched, thick, angle, spacing = pen.rng.random(5)
    longest = max(pen.canvas.height, pen.canvas.width)
    line, tone = pen.style.width * longest, pen.style.tone
    if heavy < 0.12:
        pen.canvas.silhouette(first, line * (1.6 + 1.2 * thick), tone)
    if hatched < 0.1:
        parts = (Part.SKIN, Part.HAIR, Part.CLOTHES, Part.CLOTHES_2)[int(4 * thick) :]
        gap = (0.012 + 0.012 * spacing) * longest
        pen.canvas.hatch(np.pi * angle, gap, max(1.0, 0.4 * line), tone, parts)


def _compose(pen: Pen, w: float, h: float) -> None:
    """Place one figure, at times two."""
    rng = pen.rng
    shot = str(rng.choice(list(SHOTS), p=list(SHOTS.values())))
    pair = bool(rng.random() < 0.12) and shot != "close"
    heads = float(rng.choice([rng.uniform(2.5, 3.8), rng.uniform(4.5, 7.3)], p=[0.28, 0.72]))
    share = float(rng.random())
    off = float(rng.normal(0.0, 0.04)) if rng.random() < 0.8 else float(rng.uniform(-0.3, 0.3))
    lift = float(rng.uniform(-1.0, 1.0))
    lean = float(rng.normal(0.0, 0.03)) if rng.random() < 0.85 else float(rng.uniform(-0.3, 0.3))
    for side in (-1.0, 1.0) if pair else (0.0,):
        figure = random_figure(rng, heads + float(rng.normal(0, 0.1)), shot != "close")
        across = w * (0.62 if pair else 1.0)
        unit = (across * h) ** 0.5
        if shot == "close":
            scale, y = (0.33 + 0.14 * share) * unit, h * (0.5 + 0.05 * lift)
        elif shot == "bust":
            scale = (0.165 + 0.11 * share) * unit
            y = max(h * (0.44 + 0.07 * lift), 1.1 * scale)
        elif shot == "half":
            scale = min((0.105 + 0.06 * share) * unit, 0.2 * h)
            y = h * 0.06 + (1.6 + 0.2 * lift) * scale
        else:
            tall = figure.body.bottom + 1.75
            scale = min((0.84 + 0.16 * share) * h / tall, across / 3.4)
            y = h / 2 + (1.75 - tall / 2) * scale
        x = w * (0.5 + 0.24 * side) + (0.3 if pair else 1.0) * off * w
        draw_figure(pen.at((x, y), lean, scale), figure)


def _finish(canvas: Canvas, size: tuple[int, int], seed: int) -> Drawing:
    height, width = size
    line = cv2.resize(canvas.ink, (width, height), interpolation=cv2.INTER_AREA)
    tones = cv2.resize(canvas.tones, (width, height), interpolation=cv2.INTER_AREA)
    parts = canvas.parts()[SCALE // 2 :: SCALE, SCALE // 2 :: SCALE]
    shadow, light, blush = (_plane(tones[..., channel]) for channel in (SHADOW, LIGHT, BLUSH))
    return Drawing(_plane(line), _plane(parts), shadow, light, blush, seed)


def _plane(values: NDArray[np.generic] | cv2.typing.MatLike) -> NDArray[np.uint8]:
    return np.ascontiguousarray(values, dtype=np.uint8)
