"""Flats: one even color a region, the step before shading."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Floats, Regions
from nurie.tiles import bands

SIMILAR = 5.0
"""Neighbors whose colors are closer in CIELAB become one flat: the difference is hardly visible."""


@dataclass(frozen=True, eq=False)
class Flats:
    """One color for each region.

    Attributes:
        regions: (H, W), the number of the region at each pixel, from 1.
        colors: (n + 1, 3) bytes, the RGB color of each region; row 0 is unused.
    """

    regions: Regions
    colors: Bytes

    def picture(self) -> Bytes:
        """The flats as a picture without lines: (H, W, 3) bytes."""
        packed = np.zeros((len(self.colors), 4), np.uint8)  # as uint32, so that one operation fetches a pixel
        packed[:, :3] = self.colors
        codes = packed.view(np.uint32).ravel()
        result = np.empty((*self.regions.shape, 3), np.uint8)
        for rows in bands(self.regions.shape):
            flat = self.regions[rows].ravel()
            starts = np.append(0, np.flatnonzero(flat[1:] != flat[:-1]) + 1)  # of runs of one region
            runs = codes.take(flat[starts]).repeat(np.diff(starts, append=flat.size))
            rgba = runs.view(np.uint8).reshape(*result[rows].shape[:2], 4)
            result[rows] = cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB)
        return result


def flatten(colors: Bytes, regions: Regions, similar: float = SIMILAR) -> Flats:
    """Give each region its median color, then neighbors of nearly one color exactly one: the largest's.

    Args:
        colors: (H, W, 3) bytes, colors without lines.
        regions: (H, W), the number of the region at each pixel, from 1.
        similar: the distance in CIELAB below which neighbors become one; 0 leaves every region its own.
    """
    medians = _medians(colors, regions)
    areas = np.bincount(regions.ravel(), minlength=len(medians))
    owner = _unite(medians, areas, neighbors(regions), similar)
    return Flats(regions, medians[owner])


def neighbors(regions: Regions) -> npt.NDArray[np.int64]:
    """The pairs of regions that touch: (m, 2), the smaller number first, each pair once."""
    count = int(regions.max()) + 1
    codes = []
    for one, other in ((regions[:, :-1], regions[:, 1:]), (regions[:-1], regions[1:])):
        border = one != other
        first, second = one[border].astype(np.int64), other[border].astype(np.int64)
        codes.append(np.minimum(first, second) * count + np.maximum(first, second))
    pairs = np.unique(np.concatenate(codes))
    return np.stack([pairs // count, pairs % count], axis=1)


def lab(colors: Bytes) -> Floats:
    """(n, 3) RGB bytes to CIELAB."""
    scaled = colors[None].astype(np.float32) / np.float32(255)
    return np.asarray(cv2.cvtColor(scaled, cv2.COLOR_RGB2LAB)[0], dtype=np.float32)


def _medians(colors: Bytes, regions: Regions) -> Bytes:
    """(n + 1, 3) bytes, the lower median of each region and channel; 0 where a number has no pixels."""
    areas = np.bincount(regions.ravel())
    starts = np.cumsum(areas) - areas  # of each region, once all pixels are sorted by region
    middles = starts + (areas - 1) // 2
    present = np.flatnonzero(areas)
    medians = np.zeros((len(areas), 3), np.uint8)
    for channel in range(3):
        keys = (regions.astype(np.uint32) << np.uint32(8)) | colors[..., channel]
        medians[present, channel] = np.sort(keys, axis=None)[middles[present]] & np.uint32(255)
    return medians


def _unite(
    colors: Bytes, areas: npt.NDArray[np.int64], pairs: npt.NDArray[np.int64], similar: float
) -> npt.NDArray[np.int64]:
    """For each region the one whose color it takes: the largest of those connected to it by like regions."""
    places = lab(colors).tolist()
    touching: list[list[int]] = [[] for _ in places]
    for first, second in pairs.tolist():
        touching[first].append(second)
        touching[second].append(first)

    owner = np.full(len(places), -1)
    for root in np.argsort(-areas, kind="stable").tolist():
        if owner[root] >= 0:
            continue
        owner[root] = root
        edge = [root]
        while edge:
            for region in touching[edge.pop()]:
                if owner[region] < 0 and math.dist(places[region], places[root]) < similar:
                    owner[region] = root
                    edge.append(region)
    return owner
