"""Screentone: areas of small dots that stand for gray."""

import cv2
import numpy as np
import numpy.typing as npt

from nurie.images import Bytes
from nurie.lineart.strips import long_side

_LARGEST_DOT = 0.007  # of the long side
_DEPTH = 24  # how much darker than its surroundings a dot is
_BUSY = (
    0.08  # the share of a row's, and of a column's, neighboring pixels that differ where there may be dots
)
_BUSY_AREA = 0.01  # the share of the page that must be busy before it is looked at closely
_CROWD = 8  # dots in a square of eight dots' sides that make a tone
_TONE_AREA = 0.001  # the share of the page that dots must cover
_EQUAL = 1.5  # how much farther the fourth neighbor of a dot may be than the first
_SAMPLE = 64  # dots whose neighbors are looked at
_CELL = 32  # px
_EACH = 4  # of so many rows, and columns, one is looked at quickly

Mask = npt.NDArray[np.bool_]


def without_screentone(gray: Bytes) -> Bytes | None:
    """The page without its screentone, dots removed and dark tones smoothed; None if there is none.

    Args:
        gray: (H, W) bytes, dark lines on light paper.
    """
    if not _is_busy(gray):
        return None
    largest = max(4, round(_LARGEST_DOT * long_side(gray.shape)))
    window = 4 * largest + 1
    surroundings = cv2.blur(gray, (window, window), borderType=cv2.BORDER_REPLICATE)
    dark = cv2.subtract(surroundings, gray) > _DEPTH
    light = cv2.subtract(gray, surroundings) > _DEPTH
    dots, holes = _crowded(dark, largest), _crowded(light, largest)
    if (dots | holes).mean() < _TONE_AREA:
        return None
    result = gray.copy()
    result[_grown(dots, 1)] = 255
    if holes.any():
        kernel = np.ones((largest + 1, largest + 1), np.uint8)
        tone = cv2.morphologyEx(holes.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
        share = cv2.blur(tone.astype(np.float32), (window, window))
        gray_inside = cv2.blur(gray * tone.astype(np.float32), (window, window))
        result[tone > 0] = np.rint(gray_inside[tone > 0] / share[tone > 0])
    return result


def _is_busy(gray: Bytes) -> bool:
    """Whether a part of the page changes often between dark and light in both directions; a quick look."""
    cells = (max(1, gray.shape[1] // _CELL), max(1, gray.shape[0] // _CELL))
    rows, columns = gray[::_EACH], np.ascontiguousarray(gray[:, ::_EACH].T)
    across, down = _changes(rows, cells), _changes(columns, cells[::-1]).T
    return bool((np.minimum(across, down) > _BUSY).mean() > _BUSY_AREA)


def _changes(lines: Bytes, cells: tuple[int, int]) -> npt.NDArray[np.float32]:
    """The share of neighbors in a line of pixels, one dark and one light, in each cell of the page."""
    _, ink = cv2.threshold(lines, 160, 255, cv2.THRESH_BINARY)
    changes = cv2.absdiff(ink[:, :-1], ink[:, 1:])
    return np.asarray(cv2.resize(changes, cells, interpolation=cv2.INTER_AREA) / np.float32(255))


def _crowded(mask: Mask, largest: int) -> Mask:
    """The small round spots in a mask that have many others around them, at equal distances."""
    _, labels, stats, centers = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    width, height, area = (
        stats[:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA)
    )
    longer, shorter = np.maximum(width, height), np.minimum(width, height)
    spot = (longer <= largest) & (longer <= 2 * shorter) & (2 * area >= width * height)
    spot[0] = False
    count = np.zeros(mask.shape, np.float32)
    x, y = np.rint(centers[spot]).astype(np.intp).T
    count[y, x] = 1
    side = 8 * largest + 1
    crowd = cv2.boxFilter(count, -1, (side, side), normalize=False, borderType=cv2.BORDER_REFLECT)
    spot[spot] = crowd[y, x] >= _CROWD
    if not _is_regular(centers[spot].astype(np.float32)):
        spot[:] = False
    return np.asarray(spot[labels])


def _is_regular(centers: npt.NDArray[np.float32]) -> bool:
    """Whether spots, (n, 2), mostly have four others at equal distance, as on a screen; texture has not."""
    some = centers[:: max(1, len(centers) // _SAMPLE)]
    if len(centers) <= _CROWD:
        return False
    x, y = (np.abs(some[:, None, axis] - centers[:, axis]) for axis in range(2))
    distances = np.partition(np.hypot(x, y), (1, 4), axis=1)  # the first is its own
    return bool(np.median(distances[:, 4] / distances[:, 1]) < _EQUAL)


def _grown(mask: Mask, by: int) -> Mask:
    return cv2.dilate(mask.astype(np.uint8), np.ones((2 * by + 1, 2 * by + 1), np.uint8)) > 0
