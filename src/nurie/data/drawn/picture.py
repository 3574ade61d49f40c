"""A whole picture: figures, a page or a place; then everything is brought to its final size."""

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.arrays import Bytes
from nurie.data.drawn.canvas import BLUSH, LIGHT, SCALE, SHADOW, Canvas
from nurie.data.drawn.composition import draw_closeup, draw_figures, draw_foreground, draw_place
from nurie.data.drawn.drawing import Drawing, Subject
from nurie.data.drawn.page import draw_page, draw_panel
from nurie.data.drawn.pen import Frame, Pen
from nurie.data.drawn.styles import LineStyle, random_style

PAGES, PLACES, CLOSEUPS = 0.125, 0.06, 0.12
"""Shares of whole pages with panels, of places without a figure, and, of all others, of hands and legs from
near; the rest shows figures."""


def random_kind(rng: np.random.Generator) -> Subject:
    """What the next drawing shows."""
    at = float(rng.random())
    if at < PAGES + PLACES:
        return "page" if at < PAGES else "place"
    return "closeup" if rng.spawn(1)[0].random() < CLOSEUPS else "figures"


def draw(
    seed: int,
    size: tuple[int, int] = (256, 256),
    style: LineStyle | None = None,
    kind: Subject | None = None,
) -> Drawing:
    """Draw the picture of a seed.

    size: (height, width) in pixels, 64..1024 each, sides at most 1:2.
    style: the line; by default the seed picks it.
    kind: what it shows; by default the seed picks it, and never one panel.
    The same seed at another size is the same picture.
    """
    if min(size) < 64 or max(size) > min(1024, 2 * min(size)):
        raise ValueError(f"size {size} must lie in 64..1024 with sides at most 1:2")
    rng = np.random.default_rng(seed)
    own = random_style(rng)
    kind = kind or random_kind(rng)
    canvas = Canvas(size)
    side = -1.0 if rng.random() < 0.6 else 1.0
    short = min(canvas.height, canvas.width)
    pen = Pen(canvas, style or own, rng, Frame(short), (0.6 * side, -0.8))
    w, h = canvas.width / short, canvas.height / short
    if kind == "page":
        draw_page(pen, w, h)
    elif kind == "panel":
        draw_panel(pen, w, h)
    elif kind == "place":
        draw_place(pen, w, h)
    elif kind == "closeup":
        draw_closeup(pen, w, h)
    else:
        draw_figures(pen, w, h)
        draw_foreground(pen, w, h)
    return _finish(canvas, size, seed, kind)


def _finish(canvas: Canvas, size: tuple[int, int], seed: int, kind: Subject) -> Drawing:
    height, width = size
    line = cv2.resize(canvas.ink, (width, height), interpolation=cv2.INTER_AREA)
    tones = cv2.resize(canvas.tones, (width, height), interpolation=cv2.INTER_AREA)
    parts = canvas.parts()[SCALE // 2 :: SCALE, SCALE // 2 :: SCALE]
    shadow, light, blush = (_plane(tones[..., channel]) for channel in (SHADOW, LIGHT, BLUSH))
    return Drawing(_plane(line), _plane(parts), shadow, light, blush, seed, kind)


def _plane(values: NDArray[np.generic] | cv2.typing.MatLike) -> Bytes:
    return np.ascontiguousarray(values, dtype=np.uint8)
