"""From the grid to the full size, without anything crossing an outline.

Things that touch get different colors of a map, as countries do. What is worked out on the grid is smoothed
within each color by itself, which also carries it out past the color's edge; at full size each pixel then
takes the value of its own color. So the grid's steps never show at an outline, however large the page is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from nurie.colorize.light.things import UNLIT, Bytes, Floats, Regions, Things

_FINE = 1.6  # px: the smoothing that a smaller grid still shows well


@dataclass(frozen=True, eq=False)
class Map:
    """A coloring of things in which those that touch differ; 0 is what takes no light.

    Attributes:
        small: (h, w), the color at each pixel of the grid.
        large: (H, W), the same at full size.
        count: the number of colors, 0 among them.
    """

    small: Bytes
    large: Bytes
    count: int


def color_map(things: Things, regions: Regions) -> Map:
    """Color things so that no two that touch are alike.

    Args:
        things: on the grid.
        regions: (H, W), the number of the region at each pixel of the page.
    """
    lit = things.part != UNLIT
    color = np.where(lit, 1 + _greedy(len(lit), things.touching[lit[things.touching].all(axis=1)]), 0)
    color = color.astype(np.uint8)
    return Map(
        color.take(things.labels), color.take(things.of_region).take(regions), int(color.max(initial=0)) + 1
    )


def smooth(plane: Floats, weight: Floats, countries: Map, sigma: float) -> Floats:
    """A plane of the grid smoothed within each color; 0 where no light falls.

    Args:
        plane: (h, w).
        weight: (h, w), how much each pixel says.
        sigma: of the Gaussian, in px of the grid.
    """
    result = np.zeros_like(plane)
    shrink = min(1.0, _FINE / max(sigma, _FINE / 4))
    for mask, mean in _means(plane, weight, countries, sigma, shrink):
        cv2.copyTo(cv2.resize(mean, plane.shape[::-1], interpolation=cv2.INTER_LINEAR), mask, result)
    return result


def enlarge(plane: Floats, weight: Floats, countries: Map, sigma: float) -> Bytes:
    """A plane of values 0..1 at full size: (H, W) bytes; the arguments as `smooth` takes them."""
    result = np.zeros(countries.large.shape, np.uint8)
    size = countries.large.shape[::-1]
    for color, (_, mean) in enumerate(_means(plane, weight, countries, sigma), start=1):
        large = cv2.resize(cv2.convertScaleAbs(mean, alpha=255), size, interpolation=cv2.INTER_LINEAR)
        cv2.copyTo(large, (countries.large == color).view(np.uint8), result)
    return result


def _means(
    plane: Floats, weight: Floats, countries: Map, sigma: float, shrink: float = 1.0
) -> Iterator[tuple[Bytes, Floats]]:
    """For each color its mask, and the weighted means around it, on a grid that may be smaller."""
    weighted = cv2.multiply(plane, weight)

    def blurred(values: cv2.typing.MatLike) -> cv2.typing.MatLike:
        if shrink < 1:
            values = cv2.resize(values, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        return cv2.GaussianBlur(values, (0, 0), max(sigma * shrink, 0.3))

    for color in range(1, countries.count):
        mask = (countries.small == color).view(np.uint8)
        total, share = blurred(cv2.copyTo(weighted, mask)), blurred(cv2.copyTo(weight, mask))
        yield mask, np.asarray(cv2.divide(total, np.maximum(share, np.float32(1e-6))), np.float32)


def _greedy(count: int, touching: npt.NDArray[np.int64]) -> Bytes:
    """A number for each item that none of those it touches has; the first that is free."""
    around: list[list[int]] = [[] for _ in range(count)]
    for one, other in touching.tolist():
        around[one].append(other)
    colors = [-1] * count
    for item in sorted(range(count), key=lambda item: -len(around[item])):
        taken = {colors[other] for other in around[item]}
        colors[item] = next(color for color in range(count) if color not in taken)
    return np.array(colors, np.uint8)
