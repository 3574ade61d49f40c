"""Screentone: areas of small dots that are read as gray."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from nurie import threads
from nurie.arrays import Bytes, Doubles, Floats, Mask
from nurie.lineart.regions import reduced
from nurie.lineart.strips import long_side
from nurie.tiles import Box, Tile, looked_up, tiles

# Chosen by hand; tests/lineart/test_clean.py and test_untoned.py check the result.
_LARGEST_DOT = 0.007  # side of the largest dot, as a share of the long side
_DEPTH = 24  # least difference of a dot from its surroundings
# share of neighboring pixels, both along rows and along columns, that differ where there may be dots
_BUSY = 0.08
_BUSY_AREA = 0.01  # share of the page that must be so before dots are searched
_CROWD = 8  # fewest dots of a tone in a square of eight dots' sides
_TONE_AREA = 0.001  # least share of the page that dots cover
EQUAL = 1.5
"""Greatest ratio of the distances of a dot's fourth and first neighbor on a screen."""
_SAMPLE = 64  # dots, per band of rows, whose neighbors are measured
_CELL = 32  # px: side of the cells in which changes are counted
_EACH = 4  # stride in px of the rows, and of the columns, that are sampled for that

_GRID = 4000  # px: dots of larger pages are searched at this size; much smaller ones read as plain gray
_ROWS = 1024  # rows of a band


@dataclass(frozen=True, eq=False)
class ToneMap:
    """The screentones of a page; all planes are (h, w), h and w at most about 4000.

    Attributes:
        gray: bytes, the page at that size.
        dots: the dark dots of light tones; None where there are none.
        holes: the light holes of dark tones; None where there are none.
        largest: the side of the largest dot, in px.
    """

    gray: Bytes = field(repr=False)
    dots: Mask | None = field(repr=False)
    holes: Mask | None = field(repr=False)
    largest: int

    def ink(self) -> Mask:
        """Pixels darker than their surroundings: dots and lines, but not the inside of black areas."""
        window = 4 * self.largest + 1
        surroundings = cv2.blur(self.gray, (window, window), borderType=cv2.BORDER_REPLICATE)
        return np.asarray(cv2.subtract(surroundings, self.gray) > _DEPTH)


def find_tones(gray: Bytes) -> ToneMap | None:
    """The screentones of a page; None if there are none.

    Args:
        gray: (H, W) bytes, dark lines on light paper.
    """
    if not _is_busy(gray):
        return None
    small = reduced(gray, round(max(gray.shape) * min(1.0, _GRID / long_side(gray.shape))))
    dots, holes = _tones(small)
    return None if dots is None and holes is None else ToneMap(small, dots, holes, _largest_dot(small))


def without_screentone(gray: Bytes, tones: ToneMap) -> Bytes:
    """The page without its screentone, dots removed and dark tones smoothed.

    Args:
        gray: (H, W) bytes, dark lines on light paper.
        tones: what was found on it.
    """
    smooth = _smoothed(tones)
    if smooth.shape == gray.shape:
        return smooth
    changed = cv2.dilate((smooth != tones.gray).view(np.uint8), np.ones((3, 3), np.uint8))
    size = gray.shape[1], gray.shape[0]
    result = cv2.resize(smooth, size, interpolation=cv2.INTER_LINEAR)
    same = cv2.resize(changed, size, interpolation=cv2.INTER_NEAREST) == 0
    np.copyto(result, gray, where=same)
    return np.asarray(result, np.uint8)


def _smoothed(tones: ToneMap) -> Bytes:
    """The same for a page no larger than _GRID."""
    gray, dots, holes, largest = tones.gray, tones.dots, tones.holes, tones.largest
    result = gray.copy()
    for tile in tiles(gray.shape, (_ROWS, gray.shape[1]), 4 * largest):
        if dots is not None:
            result[tile.inner][_grown(dots[tile.outer], 1)[tile.own]] = 255
        if holes is not None and holes[tile.outer].any():
            _smooth(result[tile.inner], gray[tile.outer], holes[tile.outer], tile.own, largest)
    return result


def _largest_dot(gray: Bytes) -> int:
    """The side of the largest dot, in px."""
    return max(4, round(_LARGEST_DOT * long_side(gray.shape)))


def _tones(gray: Bytes) -> tuple[Mask | None, Mask | None]:
    """Masks of the dark dots and the light holes of screentones, each None if there is no such tone."""
    largest = _largest_dot(gray)
    window = 4 * largest + 1
    found = [_Spots(gray.shape, largest), _Spots(gray.shape, largest)]
    for tile in tiles(gray.shape, (_ROWS, gray.shape[1]), 8 * largest):
        seen = gray[tile.outer]
        surroundings = cv2.blur(seen, (window, window), borderType=cv2.BORDER_REPLICATE)
        found[0].look(cv2.subtract(surroundings, seen) > _DEPTH, tile)
        found[1].look(cv2.subtract(seen, surroundings) > _DEPTH, tile)
    dots, holes = (spots.mask if spots.is_regular() else None for spots in found)
    covered = sum(int(mask.sum()) for mask in (dots, holes) if mask is not None)
    return (dots, holes) if covered >= _TONE_AREA * gray.size else (None, None)


def _smooth(result: Bytes, gray: Bytes, holes: Mask, own: Box, largest: int) -> None:
    """Replace the pixels of a dark tone by their local mean; in place."""
    kernel, window = np.ones((largest + 1, largest + 1), np.uint8), (4 * largest + 1, 4 * largest + 1)
    tone = cv2.morphologyEx(holes.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    share = cv2.blur(tone.astype(np.float32), window)
    inside = cv2.blur(gray * tone.astype(np.float32), window)
    place = tone[own] > 0
    result[place] = np.rint(inside[own][place] / share[own][place])


def _is_busy(gray: Bytes) -> bool:
    """Whether part of a page alternates between dark and light in both directions; looks at some lines."""
    cells = (max(1, gray.shape[1] // _CELL), max(1, gray.shape[0] // _CELL))
    across = threads.beside(_changes, gray[::_EACH], cells)
    down = _changes(np.ascontiguousarray(gray[:, ::_EACH].T), cells[::-1]).T
    return bool((np.minimum(across(), down) > _BUSY).mean() > _BUSY_AREA)


def _changes(lines: Bytes, cells: tuple[int, int]) -> Floats:
    """For each cell the share of neighboring pixels in a line of which one is dark and one light."""
    _, ink = cv2.threshold(lines, 160, 255, cv2.THRESH_BINARY)
    changes = cv2.absdiff(ink[:, :-1], ink[:, 1:])
    return np.asarray(cv2.resize(changes, cells, interpolation=cv2.INTER_AREA) / np.float32(255))


class _Spots:
    """Collects the small round spots of a page that have many others around them.

    Attributes:
        mask: (H, W), where they are.
    """

    def __init__(self, shape: tuple[int, ...], largest: int) -> None:
        self.mask = np.zeros(shape, np.bool_)
        self._largest = largest
        self._evenness: list[Doubles] = []
        self._weights: list[Doubles] = []

    def look(self, marked: Mask, tile: Tile) -> None:
        """Add the spots among the marked pixels of a tile with its margin."""
        largest = self._largest
        _, labels, stats, centers = cv2.connectedComponentsWithStats(marked.view(np.uint8), connectivity=4)
        width, height, area = (
            stats[:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA)
        )
        longer, shorter = np.maximum(width, height), np.minimum(width, height)
        spot = (longer <= largest) & (longer <= 2 * shorter) & (2 * area >= width * height)
        spot[0] = False
        count = np.zeros(marked.shape, np.float32)
        x, y = np.rint(centers[spot]).astype(np.intp).T
        count[y, x] = 1
        side = 8 * largest + 1
        crowd = cv2.boxFilter(count, -1, (side, side), normalize=False, borderType=cv2.BORDER_REFLECT)
        spot[spot] = crowd[y, x] >= _CROWD
        self.mask[tile.inner] = looked_up(spot, np.asarray(labels[tile.own], np.int32))
        crowded = centers[spot].astype(np.float32)
        if len(crowded) > _CROWD:
            some = np.linspace(0, len(crowded) - 1, min(len(crowded), _SAMPLE)).astype(np.intp)
            crowded = crowded[np.argsort(crowded[:, 1], kind="stable")]
            near = neighbors(crowded, some, 6 * largest)
            alone = np.isinf(near[:, 0])
            self._evenness.append(np.where(alone, np.inf, near[:, 1] / np.where(alone, 1, near[:, 0])))
            self._weights.append(np.full(len(some), len(crowded) / len(some)))

    def is_regular(self) -> bool:
        """Whether most spots have four neighbors at equal distance, as on a screen and not in a texture."""
        if not self._evenness:
            return False
        evenness, weights = np.concatenate(self._evenness), np.concatenate(self._weights)
        return bool(weights[evenness < EQUAL].sum() > weights.sum() / 2)


def neighbors(centers: Floats, some: npt.NDArray[np.intp], reach: int) -> Doubles:
    """The distances of the first and the fourth neighbor of some spots.

    Args:
        centers: (n, 2), x and y, in the order of y.
        some: (m,), the numbers of those whose neighbors are looked at.
        reach: in px; farther spots are not searched.

    Returns:
        (m, 2), px; infinite where there are not four.
    """
    result = np.full((len(some), 2), np.inf)
    for number, away in enumerate(beside(centers, some, reach)):
        if len(away) > 4:
            distances = np.linalg.norm(away, axis=1)
            result[number] = np.partition(distances, (1, 4))[[1, 4]]  # the very first is the spot itself
    return result


def beside(centers: Floats, some: npt.NDArray[np.intp], reach: float) -> Iterator[Floats]:
    """For each of some spots the vectors, (k, 2), to all spots in the square around it, itself included.

    Args:
        centers: (n, 2), x and y, in the order of y.
        some: (m,), the numbers of those spots.
        reach: in px, half the side of the square.
    """
    heights = np.ascontiguousarray(centers[:, 1])
    for spot in some.tolist():
        # Of the type of the heights, or all of them are converted for each spot.
        first, last = np.searchsorted(heights, heights[spot] + np.array([-reach, reach], np.float32))
        away = centers[first:last] - centers[spot]
        yield away[np.abs(away[:, 0]) <= reach]


def _grown(mask: Mask, by: int) -> Mask:
    return cv2.dilate(mask.astype(np.uint8), np.ones((2 * by + 1, 2 * by + 1), np.uint8)) > 0
