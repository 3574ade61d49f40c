"""An overlay of panels and bubbles on a page, to see why it was colored as it was."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from nurie.arrays import Bytes
from nurie.lineart.layout import find_layout
from nurie.lineart.strips import pieces_of
from nurie.packed import Held

_PANELS = np.array(
    [(255, 226, 190), (196, 226, 255), (205, 240, 200), (240, 208, 240), (250, 240, 180)], np.uint8
)
_BUBBLE = np.array((255, 150, 150), np.uint8)


@dataclass(frozen=True, eq=False)
class Overlay:
    """A page with its layout shown.

    Attributes:
        page: (H, W, 3) bytes, the page with each panel in a tint and bubbles in red.
        panels: how many there are.
        bubbles: how many regions hold lettering and nothing else.
        pieces: in how many a strip is colored; 1 for other pages.
    """

    page: Bytes = field(repr=False)
    panels: int
    bubbles: int
    pieces: int


def show_layout(lines: Held[np.uint8]) -> Overlay:
    """Find panels and bubbles, as coloring does, and show them.

    Args:
        lines: (H, W) bytes, clean line art, ink 0, paper 255.
    """
    page = np.full((*lines.shape, 3), 255, np.uint8)
    panels = bubbles = 0
    pieces = pieces_of(lines)
    for rows in pieces:
        place = np.s_[rows.start : rows.stop]
        layout = find_layout(np.ascontiguousarray(lines[place]))
        size = lines.shape[1], len(rows)
        numbers = cv2.resize(layout.panels, size, interpolation=cv2.INTER_NEAREST)
        page[place][numbers > 0] = _PANELS[numbers[numbers > 0] % len(_PANELS)]
        page[place][np.isin(layout.regions, list(layout.bubbles))] = _BUBBLE
        panels += int(layout.panels.max())
        bubbles += len(layout.bubbles)
    page = np.asarray(cv2.multiply(page, cv2.merge([np.asarray(lines)] * 3), scale=1 / 255), np.uint8)
    return Overlay(page, panels, bubbles, len(pieces))
