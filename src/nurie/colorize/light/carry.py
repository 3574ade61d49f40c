"""Upsampling from the grid to full size that lets no light cross an outline.

Things that touch get different colors, as the countries of a map do (a greedy graph coloring). A plane of the
grid is blurred within each color alone (normalized convolution), which also extends its values beyond the
color's edge; at full size each pixel takes the value of its own color. So an outline at full size is as sharp
as the page, and the grid's pixels never show.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Floats, Mask, Regions
from nurie.colorize.light.things import UNLIT, Things
from nurie.threads import at_once
from nurie.tiles import bands

_FINE = 1.6  # sigma in px on a reduced grid at which blurring there still looks as on the full grid
_TAIL = 4  # a Gaussian is cut off at this many sigma


@dataclass(frozen=True, eq=False)
class Map:
    """A graph coloring of things: those that touch have different colors; 0 is what takes no light.

    Attributes:
        small: (h, w), the color at each pixel of the grid.
        of_region: the color of each region.
        regions: (H, W), the number of the region at each pixel of the page.
        count: the number of colors, 0 among them.
    """

    small: Bytes
    of_region: Bytes
    regions: Regions
    count: int


def color_map(things: Things, regions: Regions) -> Map:
    """Give things colors so that no two that touch have the same.

    Args:
        things: on the grid.
        regions: (H, W), the number of the region at each pixel of the page.
    """
    lit = things.part != UNLIT
    color = np.where(lit, 1 + _greedy(len(lit), things.touching[lit[things.touching].all(axis=1)]), 0)
    color = color.astype(np.uint8)
    count = int(color.max(initial=0)) + 1
    return Map(color.take(things.labels), color.take(things.of_region), regions, count)


def smooth(planes: Sequence[Floats], weight: Floats, countries: Map, sigma: float) -> list[Floats]:
    """Blur planes of the grid within each color (normalized convolution); 0 where no light falls.

    Args:
        planes: (h, w) each.
        weight: (h, w), the weight of each pixel in the mean.
        countries: the map.
        sigma: of the Gaussian, in px of the grid.
    """
    results = [np.zeros_like(plane) for plane in planes]
    step = max(1, round(sigma / _FINE))
    weighted = [cv2.multiply(plane, weight) for plane in planes]
    laying = Lock()  # since OpenCV also writes what lies beside a mask, as it was when it read it

    def carry(color: int) -> None:
        place = _around(countries.small == color, sigma, step)
        mask = (countries.small[place] == color).view(np.uint8)
        share = _blurred(cv2.copyTo(weight[place], mask), sigma, step)
        for plane, result in zip(weighted, results, strict=True):
            mean = _divided(_blurred(cv2.copyTo(plane[place], mask), sigma, step), share)
            large = cv2.resize(mean, mask.shape[::-1], interpolation=cv2.INTER_LINEAR)
            with laying:
                cv2.copyTo(large, mask, result[place])

    at_once(carry, range(1, countries.count))
    return results


def enlarge(planes: Sequence[Floats], countries: Map, sigma: float) -> list[Bytes]:
    """Planes of values 0..1, smoothed as `smooth` does, at full size: (H, W) bytes each."""
    means = at_once(lambda color: _means(planes, countries, color, sigma), range(1, countries.count))
    shape = countries.regions.shape
    results = [np.zeros(shape, np.uint8) for _ in planes]

    def lay(rows: slice) -> None:
        colors = countries.of_region.take(countries.regions[rows])
        for color, own in enumerate(means, start=1):
            mask = (colors == color).view(np.uint8)
            if own and mask.any():
                for number, mean in own.items():
                    cv2.copyTo(_enlarged(mean, rows, shape), mask, results[number][rows])

    at_once(lay, bands(shape))
    return results


def _means(planes: Sequence[Floats], countries: Map, color: int, sigma: float) -> dict[int, Bytes]:
    """Planes blurred within a color and beyond its edge, (h, w) bytes, by their numbers; none that are 0."""
    place = _around(countries.small == color, sigma)
    small = (countries.small[place] == color).view(np.uint8)
    own = {number: cv2.copyTo(plane[place], small) for number, plane in enumerate(planes)}
    share, means = _blurred(small.astype(np.float32), sigma), dict[int, Bytes]()
    for number, plane in own.items():
        if plane.any():
            means[number] = np.zeros(countries.small.shape, np.uint8)
            mean = _divided(_blurred(plane, sigma), share)
            cv2.convertScaleAbs(mean, dst=means[number][place], alpha=255)
    return means


def _enlarged(plane: Bytes, rows: slice, shape: Sequence[int]) -> Bytes:
    """Some rows of a plane of the grid at full size, `shape`, interpolated linearly: (n, W) bytes."""
    height, width = shape
    at = ((np.arange(rows.start, rows.stop) + 0.5) * (len(plane) / height) - 0.5).clip(0, len(plane) - 1)
    above = at.astype(np.intp)
    below = np.minimum(above + 1, len(plane) - 1)
    share = (at - above).astype(np.float32)[:, None]
    narrow = np.rint(plane[above] * (1 - share) + plane[below] * share).astype(np.uint8)
    return np.asarray(cv2.resize(narrow, (width, len(narrow)), interpolation=cv2.INTER_LINEAR), np.uint8)


def _around(mask: Mask, sigma: float, step: int = 1) -> tuple[slice, slice]:
    """The bounding box of a mask, widened by the reach of a Gaussian.

    It begins and ends at multiples of `step`, so that every box is subsampled on the same grid.
    """
    left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
    margin = math.ceil(_TAIL * sigma)
    ends = ((max(at - margin, 0), at + side + margin) for at, side in ((top, height), (left, width)))
    rows, columns = (slice(first // step * step, -(-last // step) * step) for first, last in ends)
    return rows, columns


def _blurred(plane: cv2.typing.MatLike, sigma: float, step: int = 1) -> Floats:
    """A plane blurred by a Gaussian, at 1 / `step` of its size."""
    if step > 1:
        size = -(-plane.shape[1] // step), -(-plane.shape[0] // step)
        plane = cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), max(sigma / step, 0.3)), np.float32)


def _divided(total: Floats, share: Floats) -> Floats:
    """`total / share`, where the sum of weights `share` may be 0 far from everything."""
    return np.asarray(cv2.divide(total, np.maximum(share, np.float32(1e-6))), np.float32)


def _greedy(count: int, touching: npt.NDArray[np.int64]) -> Bytes:
    """Greedy graph coloring: for each item the lowest number that no item it touches has."""
    around: list[list[int]] = [[] for _ in range(count)]
    for one, other in touching.tolist():
        around[one].append(other)
    colors = [-1] * count
    for item in sorted(range(count), key=lambda item: -len(around[item])):
        taken = {colors[other] for other in around[item]}
        colors[item] = next(color for color in range(count) if color not in taken)
    return np.array(colors, np.uint8)
