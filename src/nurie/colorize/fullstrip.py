"""Upsamples the network's color maps of a strip, piece by piece."""

import numpy as np

from nurie.arrays import Bytes
from nurie.colorize.fullsize import FullSize
from nurie.lineart.layout import StripLayout
from nurie.packed import Held


class FullStrip:
    """As `FullSize`, for a strip.

    Args:
        lines: (H, W) bytes, the clean line art at full size: ink 0, paper 255.
        working_shape: height and width of the color maps.
        layout: the regions, panels and pieces of the lines.
    """

    def __init__(self, lines: Held[np.uint8], working_shape: tuple[int, int], layout: StripLayout) -> None:
        self._pieces = []
        for rows, piece in layout.apart():
            first, last = (round(row * working_shape[0] / len(lines)) for row in (rows.start, rows.stop))
            seen = slice(min(first, working_shape[0] - 1), max(last, first + 1))
            shape = min(seen.stop, working_shape[0]) - seen.start, working_shape[1]
            self._pieces.append((seen, FullSize(np.ascontiguousarray(lines[rows]), shape, piece)))

    def __call__(self, colors: Bytes) -> Bytes:
        """Carry one color map, (h, w, 3) bytes at the working size, to (H, W, 3)."""
        return np.vstack([full(np.ascontiguousarray(colors[seen])) for seen, full in self._pieces])
