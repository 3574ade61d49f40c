"""A manga page: panels on white paper, figures and places in them, bubbles and sounds over them."""

from dataclasses import replace

import numpy as np

from nurie.data.drawn.blocks import box
from nurie.data.drawn.bubbles import sound, speech
from nurie.data.drawn.canvas import SCALE, Canvas
from nurie.data.drawn.closeups import eyes, hand, mouth
from nurie.data.drawn.composition import draw_figures, draw_place
from nurie.data.drawn.curves import Points
from nurie.data.drawn.grounds import GROUNDS
from nurie.data.drawn.pen import Frame, Pen
from nurie.schemes.parts import Part

_VIEWS = {"figures": 0.58, "place": 0.13, "eyes": 0.12, "mouth": 0.05, "hand": 0.09, "empty": 0.03}
"""What a panel shows, and how often."""
_SOUNDS, _SOUNDS_ALONE = 0.22, (0.8, 0.4)
"""Share of panels with a sound: on a page; by themselves, to learn from, with a first and with a second."""


def draw_page(pen: Pen, w: float, h: float) -> None:
    """A page of two to seven panels."""
    rng = pen.rng
    box(pen, -0.1, -0.1, w + 0.1, h + 0.1, Part.BUBBLE, 0.0)
    panels = layout(rng, w, h, int(rng.choice([2, 3, 4, 5, 6, 7], p=[0.12, 0.24, 0.26, 0.2, 0.12, 0.06])))
    for panel in panels:
        _draw_panel(pen, panel)
        _frame(pen, panel)
    for panel in panels:
        _write(pen, panel)


def draw_panel(pen: Pen, w: float, h: float) -> None:
    """One panel that fills the picture, as the network is shown those of a page, or with a margin."""
    a = float(pen.rng.choice([0.0, 0.02, 0.05, 0.08]))
    panel = np.array([(a, a), (w - a, a), (w - a, h - a), (a, h - a)])
    _draw_view(pen, w, h)
    if a:
        far_right, far_low = w + 0.1, h + 0.1
        for left, right in ((-0.1, a), (w - a, far_right)):
            box(pen, left, -0.1, right, far_low, Part.BUBBLE, 0.0)
        for top, low in ((-0.1, a), (h - a, far_low)):
            box(pen, -0.1, top, far_right, low, Part.BUBBLE, 0.0)
    _frame(pen, panel)
    _write(pen, panel)
    for share in _SOUNDS_ALONE:
        if pen.rng.random() < share:
            _sound(pen, panel, *(float(v) for v in pen.rng.uniform((0.05, 0.1), (0.95, 0.8))))


def _frame(pen: Pen, panel: Points) -> None:
    for k in range(4):
        pen.path([panel[k], panel[(k + 1) % 4]], 1.5, (1, 1))


def layout(rng: np.random.Generator, w: float, h: float, count: int) -> list[Points]:
    """Panels of a page, each four corners from the top left on, clockwise, shape (4, 2)."""
    a, b = rng.uniform(0.02, 0.06, 2)
    gap = float(rng.uniform(0.015, 0.04))
    slanted = rng.random() < 0.4
    panels = [np.array([(a, b), (w - a, b), (w - a, h - b), (a, h - b)])]
    while len(panels) < count:
        panel = panels.pop(int(np.argmax([_area(panel) for panel in panels])))
        wide, high = np.ptp(panel, axis=0)
        tilt = float(rng.normal(0, 0.06)) if slanted else 0.0
        share = float(rng.uniform(0.36, 0.64))
        panels += _split(panel, share, tilt, gap, bool(high > 0.8 * wide))
    return panels


def _split(panel: Points, share: float, tilt: float, gap: float, level: bool) -> list[Points]:
    """Two panels with a gutter between them; a `level` gutter runs from left to right."""
    one, two, three, four = panel
    if not level:
        one, two, three, four = four, one, two, three
    start, stop = share - tilt, share + tilt
    left, right = four - one, three - two
    half_left, half_right = (0.5 * gap * v / max(float(np.hypot(*v)), 1e-6) for v in (left, right))
    first = np.array([one, two, two + stop * right - half_right, one + start * left - half_left])
    second = np.array([one + start * left + half_left, two + stop * right + half_right, three, four])
    if not level:
        return [np.roll(first, -1, axis=0), np.roll(second, -1, axis=0)]
    return [first, second]


def _area(panel: Points) -> float:
    x, y = panel.T
    return 0.5 * abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1)))


def _draw_panel(pen: Pen, panel: Points) -> None:
    """Draw a panel on a canvas of its own and lay it on the page."""
    outline = pen.map(panel)
    corner, extent = outline.min(axis=0), np.ptp(outline, axis=0)
    left, top = (int(v) - 1 for v in corner)
    width, height = (int(v) // SCALE + 4 for v in extent)
    canvas = Canvas((height, width))
    short = float(extent.min())
    # Lines are nearly as wide in a small panel as in a large one.
    page, side = max(pen.canvas.height, pen.canvas.width), float(extent.max())
    style = replace(pen.style, width=pen.style.width * (page / side) ** 0.7)
    frame = Frame(short, 0.0, float(corner[0]) - left, float(corner[1]) - top)
    w, h = (float(v) / short for v in extent)
    _draw_view(replace(pen, canvas=canvas, style=style, frame=frame), w, h)
    pen.canvas.paste(canvas, left, top, outline)


def _draw_view(pen: Pen, w: float, h: float) -> None:
    view = str(pen.rng.choice(list(_VIEWS), p=list(_VIEWS.values())))
    if view == "figures":
        draw_figures(pen, w, h)
    elif view == "place":
        draw_place(pen, w, h)
    else:
        behind = str(pen.rng.choice(["plain", "plain", "plain", "speed", "rays", "stripes", "bubbles"]))
        GROUNDS[behind](pen, w, h)
        if view != "empty":
            {"eyes": eyes, "mouth": mouth, "hand": hand}[view](pen, w, h)


def _write(pen: Pen, panel: Points) -> None:
    """A bubble or two near the upper corners, at times a sound near a lower one."""
    rng = pen.rng
    (left, top), (right, low) = panel.min(axis=0), panel.max(axis=0)
    wide, high = right - left, low - top
    size = min(0.55 * high, 0.42 * wide, 0.32) * float(rng.uniform(0.7, 1.05))
    side = float(rng.choice([0.2, 0.8]))
    for corner, chance in ((side, 0.6), (1.0 - side, 0.15)):
        if rng.random() < chance:
            at = (left + corner * wide, top + 0.1 * high + 0.45 * size)
            speech(pen, at, size, (left + 0.5 * wide, top + 0.75 * high))
    if rng.random() < _SOUNDS:
        _sound(pen, panel, float(rng.choice([0.12, 0.88])), 0.55)


def _sound(pen: Pen, panel: Points, across: float, down: float) -> None:
    """A sound that begins at a place, in shares of the panel's width and height."""
    (left, top), (wide, high) = panel.min(axis=0), np.ptp(panel, axis=0)
    sound(
        pen, (left + across * wide, top + down * high), min(wide, high) * float(pen.rng.uniform(0.12, 0.22))
    )
