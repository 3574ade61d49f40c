"""Speed lines and focus lines: parallel strokes, which count as ground and not as things."""

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask, Regions
from nurie.lineart.regions import reduced, reduced_regions

# Chosen by hand; tests/colorize/test_streaks.py checks the result.
_GRID = 1024  # px: strokes of a larger page are examined at this size
_COARSER = 4  # factor by which planes are reduced before they are averaged over the surroundings
_AROUND = 0.012  # radius of the surroundings, as a share of the long side
_ONE_WAY = 0.75  # least coherence, 0..1, of parallel strokes
_DENSE = 35.0  # least gradient across strokes, in levels per px
_MOSTLY = 0.55  # least share of a region that such strokes cover


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
