"""Speed lines and focus lines: strokes side by side, which are drawn on a bare ground and are no things."""

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask, Regions
from nurie.lineart.regions import reduced, reduced_regions

_GRID = 1024  # px; strokes of a larger page are looked at in this size
_COARSER = 4  # times: how much smaller what surrounds a place is averaged
_AROUND = 0.012  # of the long side: how far around a place its strokes are looked at
_ONE_WAY = 0.75  # coherence, 0..1, of strokes that run one way
_DENSE = 35.0  # levels a px: how much changes across strokes at least
_MOSTLY = 0.55  # of a region: what such strokes cover at least


def streaked(lines: Bytes, regions: Regions) -> Mask:
    """Which regions are streaks, by the coherence of the structure tensor (Bigun and Granlund 1987).

    Args:
        lines: (H, W) bytes, clean line art, ink 0, paper 255.
        regions: (H, W), the number, from 1, of the region at each pixel.

    Returns:
        (n + 1,), whether strokes that run one way, side by side, cover most of each region.
    """
    page = reduced(lines, _GRID).astype(np.float32)
    numbers = reduced_regions(regions, max(page.shape))
    across, down = (cv2.Sobel(page, cv2.CV_32F, *way, scale=1 / 8) for way in ((1, 0), (0, 1)))
    coarse = tuple(max(1, side // _COARSER) for side in page.shape[::-1])
    sigma = _AROUND * max(coarse)
    xx, yy, xy = (
        cv2.GaussianBlur(cv2.resize(product, coarse, interpolation=cv2.INTER_AREA), (0, 0), sigma)
        for product in (across * across, down * down, across * down)
    )
    energy = xx + yy
    one_way = np.hypot(xx - yy, 2 * xy) > _ONE_WAY * energy
    streaks = (one_way & (energy > _DENSE**2)).view(np.uint8)
    large = cv2.resize(streaks, page.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    count = int(regions.max()) + 1
    inside = np.bincount(numbers[large], minlength=count)
    return np.asarray(inside > _MOSTLY * np.maximum(np.bincount(numbers.ravel(), minlength=count), 1))
