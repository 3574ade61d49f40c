"""Smooth grays: areas that are filled or painted in gray, as on pages made on a computer.

A gray area is neither ink nor paper. For regions it is taken out, and what is darker than what surrounds it
stays: the lines within the gray and along its edges. A network that knows grays sees the lines upon them.
"""

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask
from nurie.lineart import levels
from nurie.lineart.regions import reduced
from nurie.lineart.strips import long_side
from nurie.tiles import tiles

# Chosen by hand; tests/lineart/test_grays.py checks the result.
_GRID = 800  # px: grays of a larger page are looked for at this size
_BLACK, _PAPER = 48, 240  # darker is ink, lighter is paper; on a faint page what is nearly its darkest is ink
_EVEN = 20  # most difference of the grays in a square of _SQUARE px
_SQUARE = 5
_LEAST = 0.01  # least share of the page
_BETWEEN = 33  # px: what lies between grays so near belongs to them, such as foliage and crowds
_MOSTLY = 0.4  # share of the page from which all of it is painted
_REACH = 4  # px around grays that are theirs: their edges
_SIGMA = 0.0019  # of the surroundings that a line is compared with, as a share of the long side
_FINE = 2800  # px: the surroundings on a larger page are worked out at this size
_FROM, _TO = 5, 45  # how much darker than its surroundings a faint line is, and black ink
_STEP = 14  # how much darker than paper grays are that have an edge
_ROWS = 512  # rows of a band
_DEPTH = np.float32(0.5)  # of grays under lines: black is half as dark as a line


def find_grays(gray: Bytes) -> Mask | None:
    """Where a page has smooth grays, (h, w), h and w about _GRID at most; None if there are hardly any.

    A page that is gray for the most part is gray everywhere. One that is of a single gray has none.

    Args:
        gray: (H, W) bytes, dark lines on light paper.
    """
    page = _at(gray, _GRID)
    square = np.ones((_SQUARE, _SQUARE), np.uint8)
    even = cv2.subtract(cv2.dilate(page, square), cv2.erode(page, square)) <= _EVEN
    smooth = even & (page > _black(page)) & (page < _PAPER)
    if smooth.mean() < _LEAST or levels.is_blank(levels.histogram(page)):
        return None
    near = cv2.morphologyEx(smooth.view(np.uint8), cv2.MORPH_CLOSE, np.ones((_BETWEEN, _BETWEEN), np.uint8))
    if near.mean() >= _MOSTLY:
        return np.ones(page.shape, np.bool_)
    return cv2.dilate(near, np.ones((2 * _REACH + 1, 2 * _REACH + 1), np.uint8)) > 0


def without_grays(gray: Bytes, grays: Mask) -> Bytes:
    """The page with lines alone where it was gray; (H, W) bytes.

    Args:
        gray: (H, W) bytes, dark lines on light paper.
        grays: where the grays are, as `find_grays` finds them.
    """
    size = gray.shape[1], gray.shape[0]
    page = _at(gray, _FINE)
    around = cv2.resize(cv2.GaussianBlur(page, (0, 0), _SIGMA * long_side(page.shape)), size)
    inside = cv2.resize(grays.view(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    reach = max(1, round(_SIGMA * long_side(gray.shape)))
    darker = np.arange(256, dtype=np.float32)
    ink = np.rint(255 * (1 - ((darker - _FROM) / (_TO - _FROM)).clip(0, 1))).astype(np.uint8)
    lines, black = gray.copy(), _black(_at(gray, _GRID))
    for tile in tiles(gray.shape, (_ROWS, gray.shape[1]), reach):
        seen = gray[tile.outer]
        drawn = np.where(seen < black, seen, cv2.LUT(cv2.subtract(around[tile.outer], seen), ink))
        drawn[_edges(seen, reach)] = 0
        place = inside[tile.inner] > 0
        lines[tile.inner][place] = drawn[tile.own][place]
    return lines


def on_grays(lines: Bytes, gray: Bytes) -> Bytes:
    """Lines upon the grays that they were taken out of; where the page is white they stay as they are.

    Args:
        lines: (H, W) bytes, ink 0, paper 255.
        gray: (H, W) bytes, the page.
    """
    return np.rint(lines * (1 - _DEPTH + _DEPTH / 255 * gray)).astype(np.uint8)


def _black(page: Bytes) -> int:
    """The gray below which all on a reduced page is ink."""
    return max(_BLACK, levels.black_point(levels.histogram(page)) + _EVEN)


def _at(gray: Bytes, side: int) -> Bytes:
    """The page reduced to a long side of `side` px; a strip as if it were a page as wide."""
    return reduced(gray, round(max(gray.shape) * min(1.0, side / long_side(gray.shape))))


def _edges(gray: Bytes, reach: int) -> Mask:
    """The pixels beside paper, (h, w), where grays that are darker by a step begin within `reach` px."""
    near = cv2.erode(gray, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    paper = (gray >= _PAPER).view(np.uint8)
    beside = cv2.dilate(paper, np.ones((3, 3), np.uint8)) > paper
    return np.asarray(beside & (near <= _PAPER - _STEP))
