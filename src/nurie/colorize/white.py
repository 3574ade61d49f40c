"""White areas with letters on a page painted in gray: bubbles and captions, whatever the network says.

All else on such a page is gray, so that white paper tells more there than on line art.
"""

import cv2
import numpy as np

from nurie.arrays import Bytes
from nurie.colorize.materials import Materials
from nurie.lineart.regions import reduced, reduced_regions
from nurie.schemes.parts import Part

# Chosen by hand; tests/colorize/test_white.py and benchmarks/bubbles.py check the result.
_GRID = 1024  # px: the page is looked at in this size
_WHITE, _INK = 243, 110  # least gray of white; darker is a letter's ink
_LEAST, _MOST = 0.0006, 0.15  # smallest and largest bubble, as shares of the page
_ALL = 0.5  # least share of it that is white; the rest is ink, and the edges of letters
_FEWEST = 2  # letters
_LETTER = 0.05  # largest letter, as a share of the long side
_GRAY = 0.25  # most of what it encloses that is neither: an eye has an iris, a shirt has folds
_WITHIN = 0.8  # a region belongs to a bubble if this share of it lies in one


def with_white_bubbles(materials: Materials, page: Bytes) -> Materials:
    """The materials with white areas that hold letters as bubbles.

    Args:
        materials: of a page that is painted in gray.
        page: (H, W) bytes, its grays.
    """
    small = reduced(page, _GRID)
    regions = reduced_regions(materials.regions, _GRID)
    areas = np.bincount(regions.ravel(), minlength=len(materials.parts))
    white = np.bincount(regions[small >= _WHITE], minlength=len(areas))
    fitting = (white >= _ALL * areas) & (areas >= _LEAST * small.size) & (areas <= _MOST * small.size)
    bubbles = np.zeros(small.shape, np.uint8)
    for region in (np.flatnonzero(fitting[1:]) + 1).tolist():
        filled = _filled((regions == region).view(np.uint8))
        if _holds_letters(filled, small):
            bubbles |= filled
    if not bubbles.any():
        return materials
    inside = np.bincount(regions[bubbles > 0], minlength=len(areas)) >= _WITHIN * np.maximum(areas, 1)
    held = np.flatnonzero(inside[1:] & (areas[1:] > 0)) + 1
    return materials.having(dict.fromkeys(held.tolist(), Part.BUBBLE))


def _filled(area: Bytes) -> Bytes:
    """An area, 1 in (h, w) bytes, with its holes."""
    outlines, _ = cv2.findContours(area, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=cv2.contourArea)
    return np.asarray(cv2.drawContours(np.zeros_like(area), [outline], 0, 1, cv2.FILLED), np.uint8)


def _holds_letters(filled: Bytes, page: Bytes) -> bool:
    """Whether an area of a page, 1 in (h, w) bytes, holds small pieces of ink and no grays."""
    inner = cv2.erode(filled, np.ones((5, 5), np.uint8), borderValue=0)
    ink = inner * (page < _INK)
    gray = inner * ((page >= _INK) & (page < _WHITE))
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    sides = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    return bool(
        np.count_nonzero(sides >= 4) >= _FEWEST
        and (sides <= _LETTER * max(page.shape)).all()
        and np.count_nonzero(gray) <= _GRAY * np.count_nonzero(inner)
    )
