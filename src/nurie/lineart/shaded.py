"""Regions of a page that is painted in gray, cut where its gray changes.

A brush draws no lines between hair and a face: a region by lines holds both. Where the gray is even a piece
begins, and pieces grow until they meet (watershed), so that they part where the gray changes most.
(F. Meyer, Color Image Segmentation, IEE Image Processing and its Applications, 1992.)
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.arrays import Bytes, Doubles, Regions
from nurie.lineart.regions import nearest

# Chosen by hand on painted pages; docs/pages.md has the result.
_SMOOTH = 5  # px: side of the median that takes out the grain of the brush
_EVEN = 6  # most difference of the grays beside each other in a piece's core
_LEAST = 7e-5  # smallest core of a piece, as a share of the page


def cut_by_grays(regions: Regions, gray: Bytes, whole: Sequence[int]) -> tuple[Regions, NDArray[np.int32]]:
    """Cut the regions of a painted page.

    Args:
        regions: (H, W), the number, from 1, of the region at each pixel.
        gray: (H, W) bytes, the page.
        whole: regions that are not cut.

    Returns:
        (H, W), the largest piece of each region under its number, the others under new ones; and (n + 1,), by
        the number of a piece, the region that it is of.
    """
    smooth = cv2.medianBlur(gray, _SMOOTH)
    side = np.ones((3, 3), np.uint8)
    numbers = regions.astype(np.float32)  # exact below 2 ** 24
    alone = cv2.dilate(numbers, side) == cv2.erode(numbers, side)
    even = cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, side) <= _EVEN
    core = (even & alone & ~np.isin(regions, whole)).view(np.uint8)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(core, connectivity=4)
    pieces[stats[pieces, cv2.CC_STAT_AREA] < _LEAST * regions.size] = 0
    owner = np.zeros(len(stats), np.int32)
    owner[pieces.ravel()] = regions.ravel()
    owner[0] = 0
    cv2.watershed(cv2.merge([smooth] * 3), pieces)
    pieces[pieces < 0] = 0
    pieces[owner[pieces] != regions] = 0
    pieces = nearest(pieces)
    pieces[owner[pieces] != regions] = 0
    return _numbered(regions, pieces, owner)


def _numbered(
    regions: Regions, pieces: Regions, owner: NDArray[np.int32]
) -> tuple[Regions, NDArray[np.int32]]:
    """Pieces numbered after the regions; what is in none, and each region's largest, keeps its number."""
    areas = np.bincount(pieces.ravel(), minlength=len(owner))
    areas[0] = 0
    largest = np.zeros(int(regions.max()) + 1, np.intp)
    by_area = np.argsort(areas, kind="stable")
    largest[owner[by_area]] = by_area
    further = np.flatnonzero((areas > 0) & (largest[owner] != np.arange(len(owner))))
    number = owner.copy()
    number[further] = int(regions.max()) + 1 + np.arange(further.size)
    of = np.concatenate([np.arange(int(regions.max()) + 1), owner[further]]).astype(np.int32)
    return np.where(pieces > 0, number[pieces], regions).astype(np.int32), of


def united(of: NDArray[np.int32], kinds: NDArray[np.uint8]) -> NDArray[np.int32]:
    """New numbers, (n + 1,), by which pieces of one region and of one kind are one region again.

    Args:
        of: (n + 1,), the region that each piece is of; a region's number is also that of one of its pieces.
        kinds: (n + 1,), of each piece.
    """
    codes = of.astype(np.int64) * 256 + kinds
    apart = codes != codes[of]  # not of the kind of the piece that has the region's number
    _, place = np.unique(codes[apart], return_inverse=True)
    number = of.copy()
    number[apart] = int(of.max()) + 1 + place
    return number


def mean_of_united(number: NDArray[np.int32], each: Doubles, areas: NDArray[np.int64]) -> Doubles:
    """The mean of what pieces of one number have each, (n + 1, k) to (m + 1, k), weighted by their areas."""
    weight = areas + 1e-9
    count = int(number.max()) + 1
    sums = np.stack([np.bincount(number, weight * column, count) for column in each.T], axis=1)
    return sums / np.maximum(np.bincount(number, weight, count), 1e-12)[:, None]
