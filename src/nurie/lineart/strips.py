"""Webtoon strips: a page far higher than wide, split at quiet rows into pieces to color one by one."""

import cv2
import numpy as np

from nurie.arrays import Floats
from nurie.packed import Held, is_strip

# Chosen by hand; tests/lineart/test_strips.py checks the result.
_PIECE = 2  # greatest height of a piece, in widths
_BAND = 1024  # rows that are processed at once, so that memory does not grow with the height
_AROUND = 1 / 32  # rows around a cut that are averaged with it, as a share of the width
_LEAST = 4  # of several pieces none is lower than the greatest height divided by this
_BARE = 1e-3  # greatest mean difference of neighboring pixels in a bare row, in levels of gray
_OPEN = 0.05  # most ink, as a share of the row, where a drawing just ends; a frame or a ground line has more
_TAIL = 1 / 16  # least height, in widths, of bare paper below the end of a drawing


def pieces_of(lines: Held[np.uint8]) -> list[range]:
    """The rows of each piece in which a page is processed: a single piece unless it is a strip.

    Args:
        lines: (H, W) bytes, ink 0, paper 255.
    """
    height, width = lines.shape
    return split(lines, _PIECE * width) if is_strip(lines.shape) else [range(height)]


def long_side(shape: tuple[int, ...]) -> int:
    """The long side of a page of (H, W) in px; of a strip, that of its highest possible piece."""
    height, width = shape[:2]
    return _PIECE * width if is_strip(shape) else max(height, width)


def split(lines: Held[np.uint8], most: int) -> list[range]:
    """Split a strip at its quietest rows: in gutters, white or black, and in bare grounds.

    Where the lines of a drawing just end, as those of a bust without a lower edge do, the piece ends there,
    so that its edge closes the drawing.

    Args:
        lines: (H, W) bytes, ink 0, paper 255; may be memory-mapped, at most 1024 rows are worked on at once.
        most: rows of the highest piece, 4 at least.

    Returns:
        The rows of each piece from the top down. Together they are all rows; each has `most` rows at most
        and, where there are several, a quarter of that at least, but for a bare one at the end.

    Raises:
        ValueError: `most` is below 4.
    """
    if most < _LEAST:
        raise ValueError(f"A piece of a strip has 4 rows at least, not {most}: give a larger height.")
    height, width = lines.shape
    changes, inked = _rows(lines)
    busy = _around(changes, width)
    pieces, start = [], 0
    while height - start > most:
        low, high = start + most // 2, min(start + most, height - most // _LEAST)
        cut = low + _quietest(busy[low : high + 1])
        if changes[cut] <= _BARE:
            cut = max(_end(changes, inked, cut), start + most // _LEAST)
        pieces.append(range(start, cut))
        start = cut
    end = _end(changes, inked, height) if height > most else height
    if start < end < height - _TAIL * width:
        pieces.append(range(start, end))
        start = end
    return [*pieces, range(start, height)]


def _rows(lines: Held[np.uint8]) -> tuple[Floats, Floats]:
    """For each row, (H,), the mean difference of neighboring pixels, and the share of ink."""
    height, width = lines.shape
    changes, inked = np.zeros(height, np.float32), np.zeros(height, np.float32)
    for top in range(0, height, _BAND):
        band, rows = lines[top : top + _BAND], np.s_[top : top + _BAND]
        changes[rows] = cv2.absdiff(band[:, 1:], band[:, :-1]).mean(axis=1) if width > 1 else 0
        inked[rows] = (band < 128).mean(axis=1)
    return changes, inked


def _around(changes: Floats, width: int) -> Floats:
    """The same difference averaged over the rows around each row: 0 in a gutter."""
    reach = 2 * int(width * _AROUND / 2) + 1
    around = cv2.boxFilter(changes[:, None], -1, (1, reach), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(around, np.float32).reshape(-1)


def _end(changes: Floats, inked: Floats, cut: int) -> int:
    """Where the drawing above a cut in bare paper ends, if its lines just end there; else the cut."""
    drawn = np.flatnonzero(changes[:cut] > _BARE)
    if not drawn.size or inked[drawn[-1]] > _OPEN:
        return cut
    return int(drawn[-1]) + 1


def _quietest(busy: Floats) -> int:
    """The middle of the longest run of rows that are as quiet as the quietest."""
    quiet = np.concatenate([[False], busy <= busy.min() + 1e-3, [False]])
    edges = np.flatnonzero(quiet[1:] != quiet[:-1]).reshape(-1, 2)
    first, after = edges[np.argmax(edges[:, 1] - edges[:, 0])]
    return int(first + after - 1) // 2
