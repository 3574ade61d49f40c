"""Make the colors show the hints, whatever the network made of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from nurie.colorize.hints import Hints
from nurie.images import Bytes
from nurie.lineart.regions import Regions, reduced_regions

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

_GRID = 1024  # px; what hints mean on a larger page is worked out at this size
_LARGEST_REGION = 0.35  # of the page; larger is open ground, where a hint only colors its surroundings
_SHARE = 0.15  # of a mark's pixels that must lie in a region for the mark to mean it
_COVER = 0.5  # of a region that a mark must cover to mean it, however large the mark
_REACH = 0.06  # of the long side: how far a hint colors its surroundings on open ground
_SHADING = 32  # levels of light and shade that a colored region may keep


class Enforcement:
    """What hints ask of the regions of one sketch, worked out once and used for each of its colorings.

    A hint colors the regions that it means and leaves them their soft shading; on open ground it makes a soft
    spot. All other regions stay exactly as they are.

    Args:
        regions: (H, W), the number, from 1, of the region at each pixel.
        hints: for this sketch.
    """

    def __init__(self, regions: Regions, hints: Hints) -> None:
        self._regions = regions
        small = reduced_regions(regions, _GRID)
        meant = _meant(small, hints.rasterize(*small.shape))
        self._spots = [_spot(small, region, marks) for region, marks in meant.items()]

        codes = hints.rasterize(*regions.shape).view(np.uint32).ravel()
        places = np.flatnonzero(codes)
        wanted = {(region, code) for region, marks in meant.items() for code in _codes(marks)}
        pairs = zip(regions.ravel()[places].tolist(), codes[places].tolist(), strict=True)
        self._places = places[np.fromiter((pair in wanted for pair in pairs), bool, places.size)]
        self._colors = codes[self._places].view(np.uint8).reshape(-1, 4)[:, :3]

    def __call__(self, colors: Bytes) -> Bytes:
        """One coloring, (H, W, 3) bytes, with the hints in it; each shows exactly where it was painted."""
        result = colors.copy()
        for spot in self._spots:
            spot.color(result, self._regions)
        result.reshape(-1, 3)[self._places] = self._colors
        return result


@dataclass(frozen=True)
class _Spot:
    """What is asked of one region, in a box around it or around its hints.

    Attributes:
        region: the region's number.
        box: top, left, bottom, right in 0..1 of the page's height and width.
        wanted: (h, w, 3) bytes, the color.
        weight: (h, w), 0..1, how much of it: 1 all over a closed region, a soft spot on open ground.
        away: (h, w), 0 at a hint to 1 far from it, where the region keeps its shading.
    """

    region: int
    box: tuple[float, float, float, float]
    wanted: Bytes
    weight: Floats
    away: Floats

    def color(self, colors: Bytes, regions: Regions) -> None:
        """Color the region in place: (H, W, 3) bytes and (H, W)."""
        height, width = regions.shape
        top, left, bottom, right = np.rint(np.multiply(self.box, (height, width, height, width))).astype(int)
        part = colors[top:bottom, left:right]
        inside = regions[top:bottom, left:right] == self.region
        if not inside.any():
            return
        wanted, weight, away = (
            cv2.resize(plane, inside.shape[::-1], interpolation=cv2.INTER_LINEAR)[inside]
            for plane in (self.wanted, self.weight, self.away)
        )
        before = part[inside].astype(np.float32)
        usual = np.median(before[:: 1 + len(before) // 10_000], axis=0)
        goal = wanted + (before - usual).clip(-_SHADING, _SHADING) * away[:, None]
        after = before + (goal - before) * weight[:, None]
        part[inside] = np.rint(after.clip(0, 255))


def _meant(regions: Regions, hint_map: Bytes) -> dict[int, Bytes]:
    """For each hinted region the hint map, (h, w, 4), of only the hints that mean it.

    A mark means a region that holds a good share of it, that it crosses from side to side, or that it covers.
    """
    areas = np.bincount(regions.ravel())
    meant: dict[int, Bytes] = {}
    for mark in hint_marks(hint_map):
        counts = np.bincount(regions[mark], minlength=areas.size)
        enough = min(_SHARE * counts.sum(), counts.max(), _thickness(mark) ** 2)
        for region in np.flatnonzero(
            (counts > 0) & ((counts >= enough) | (counts >= _COVER * areas))
        ).tolist():
            part = mark & (regions == region)
            meant.setdefault(region, np.zeros_like(hint_map))[part] = hint_map[part]
    return meant


def hint_marks(hint_map: Bytes) -> Iterator[Mask]:
    """The dots and strokes on a hint map: connected pixels of one color."""
    codes = hint_map.view(np.uint32)[..., 0]
    for code in _codes(hint_map):
        count, labels = cv2.connectedComponents((codes == code).astype(np.uint8))
        for label in range(1, count):
            yield labels == label


def _codes(hint_map: Bytes) -> list[int]:
    """The colors on a hint map, each in one number."""
    codes: list[int] = np.unique(hint_map[hint_map[..., 3] > 0].view(np.uint32)).tolist()
    return codes


def _thickness(mark: Mask) -> float:
    """The width of a stroke or dot in px."""
    left, top, width, height = cv2.boundingRect(mark.view(np.uint8))
    cut = np.pad(mark[top : top + height, left : left + width].view(np.uint8), 1)
    return 2 * float(cv2.distanceTransform(cut, cv2.DIST_L2, 5).max())


def _spot(regions: Regions, region: int, marks: Bytes) -> _Spot:
    inside = regions == region
    is_open = inside.mean() > _LARGEST_REGION
    reach = _REACH * max(regions.shape)
    top, left, bottom, right = _box(inside, 0)
    if is_open:
        near = _box(marks[..., 3] > 0, round(3 * reach))
        top, left = max(top, near[0]), max(left, near[1])
        bottom, right = min(bottom, near[2]), min(right, near[3])
    wanted, distance = _wanted_color(np.ascontiguousarray(marks[top:bottom, left:right]))
    falloff = np.exp(-((distance / np.float32(reach)) ** 2))
    return _Spot(
        region,
        (
            top / regions.shape[0],
            left / regions.shape[1],
            bottom / regions.shape[0],
            right / regions.shape[1],
        ),
        np.rint(wanted).astype(np.uint8),
        falloff if is_open else np.ones_like(falloff),
        1 - falloff,
    )


def _box(mask: Mask, margin: int) -> tuple[int, int, int, int]:
    """Top, left, bottom and right of what a mask shows, and a margin around it, within the page."""
    left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
    return (
        max(0, top - margin),
        max(0, left - margin),
        min(mask.shape[0], top + height + margin),
        min(mask.shape[1], left + width + margin),
    )


def _wanted_color(marks: Bytes) -> tuple[Floats, Floats]:
    """The color that the hints ask for at each pixel, and the distance to the nearest of them in px.

    Where hints of several colors share a region, they are mixed by the inverse square of their distance.
    """
    codes = marks.view(np.uint32)[..., 0]
    total: Floats = np.zeros((*codes.shape, 3), np.float32)
    weights: Floats = np.zeros(codes.shape, np.float32)
    for code in _codes(marks):
        here = codes == code
        weight = 1 / (distance_to(here) ** 2 + np.float32(1e-3))
        total += weight[..., None] * marks[here][0, :3].astype(np.float32)
        weights += weight
    return total / weights[..., None], distance_to(marks[..., 3] > 0)


def distance_to(mask: Mask) -> Floats:
    """How far each pixel lies from a mask, in px."""
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5), np.float32)
