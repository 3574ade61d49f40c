"""Webtoon strips: a page far higher than wide, split at quiet rows into pieces to color one by one."""

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.float32]

_BAND = 1024  # rows looked at together, so that memory does not grow with the height
_AROUND = 1 / 32  # of the width: the rows around a cut that have to be quiet, too
_LEAST = 4  # the highest piece allowed is at most this many times as high as any of several


def split(lines: Bytes, most: int) -> list[range]:
    """Split a strip where the fewest lines are cut: in gutters, white or black, and in bare grounds.

    Args:
        lines: (H, W) bytes, ink 0, paper 255; may be memory-mapped, at most 1024 rows are worked on at once.
        most: rows of the highest piece, 4 at least.

    Returns:
        The rows of each piece from the top down. Together they are all rows; each has `most` rows at most
        and, where there are several, a quarter of that at least.

    Raises:
        ValueError: `most` is below 4.
    """
    if most < _LEAST:
        raise ValueError(f"A piece of a strip has 4 rows at least, not {most}: give a larger height.")
    height = lines.shape[0]
    busy = _busy(lines)
    pieces, start = [], 0
    while height - start > most:
        low, high = start + most // 2, min(start + most, height - most // _LEAST)
        cut = low + _quietest(busy[low : high + 1])
        pieces.append(range(start, cut))
        start = cut
    return [*pieces, range(start, height)]


def _busy(lines: Bytes) -> Numbers:
    """How much changes from left to right at each row and around it: 0 in a gutter."""
    height, width = lines.shape
    changes = np.zeros((height, 1), np.float32)
    for top in range(0, height, _BAND):
        band = lines[top : top + _BAND]
        changes[top : top + _BAND, 0] = (
            cv2.absdiff(band[:, 1:], band[:, :-1]).mean(axis=1) if width > 1 else 0
        )
    reach = 2 * int(width * _AROUND / 2) + 1
    around = cv2.boxFilter(changes, -1, (1, reach), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(around, np.float32).reshape(height)


def _quietest(busy: Numbers) -> int:
    """The middle of the longest run of rows that are as quiet as the quietest."""
    quiet = np.concatenate([[False], busy <= busy.min() + 1e-3, [False]])
    edges = np.flatnonzero(quiet[1:] != quiet[:-1]).reshape(-1, 2)
    first, after = edges[np.argmax(edges[:, 1] - edges[:, 0])]
    return int(first + after - 1) // 2
