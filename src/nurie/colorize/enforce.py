"""Make the colors show the hints, whatever the network made of them."""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nurie.images import Bytes

Mask = npt.NDArray[np.bool_]

_PAPER = 192  # lighter is paper, so that even a thin gray line closes a region
_LARGEST_REGION = 0.35  # of the page; larger is open ground, where a hint only colors its surroundings
_SHARE = 0.15  # of a hint's pixels that must lie in a region for the hint to color it
_REACH = 0.06  # of the long side: how far a hint colors its surroundings on open ground
_SHADING = 32  # levels of light and shade that a colored region may keep


def enforce(colors: Bytes, lines: Bytes, hint_map: Bytes) -> Bytes:
    """Color the closed regions that hold hints, keeping their soft shading; on open ground, a soft spot.

    Args:
        colors: (N, H, W, 3) bytes, the network's colorings.
        lines: (H, W) bytes, ink 0, paper 255.
        hint_map: (H, W, 4) bytes, hint RGB and mask.

    Returns:
        (N, H, W, 3) bytes, which show each hint's color exactly at its place.
    """
    if not hint_map[..., 3].any():
        return colors
    regions = _regions(lines)
    result: npt.NDArray[np.float32] = colors.astype(np.float32)
    for region, marks in _marks_by_region(regions, hint_map):
        inside = regions == region
        wanted, distance = _wanted_color(marks)
        closed = inside.mean() <= _LARGEST_REGION
        weight = np.ones_like(distance) if closed else _falloff(distance, _REACH * max(lines.shape))
        paper = inside & (lines > _PAPER)
        usual = np.median(result[:, paper if paper.any() else inside], axis=1)
        shading = (result[:, inside] - usual[:, None]).clip(-_SHADING, _SHADING)
        away = 1 - _falloff(distance[inside], _REACH * max(lines.shape))
        goal = wanted[inside] + shading * away[:, None]
        result[:, inside] += (goal - result[:, inside]) * weight[inside, None]
    hinted = hint_map[..., 3] > 0
    result[:, hinted] = hint_map[hinted][:, :3]
    return np.asarray(np.rint(result.clip(0, 255)), dtype=np.uint8)


def _regions(lines: Bytes) -> npt.NDArray[np.int32]:
    """The number, from 1, of the closed paper region at each pixel; ink belongs to the nearest region."""
    paper = lines > _PAPER
    if not paper.any():
        return np.ones(lines.shape, np.int32)
    _, regions = cv2.connectedComponents(paper.astype(np.uint8), connectivity=4)
    _, labels = cv2.distanceTransformWithLabels(
        (~paper).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    region_of_label = np.zeros(int(labels.max()) + 1, np.int32)
    region_of_label[labels[paper]] = regions[paper]
    return np.asarray(region_of_label[labels])


def _marks_by_region(regions: npt.NDArray[np.int32], hint_map: Bytes) -> Iterator[tuple[int, Bytes]]:
    """For each hinted region the hint map, (H, W, 4), of only the hints that mean it."""
    meant: dict[int, Bytes] = {}
    for mark in _marks(hint_map):
        counts = np.bincount(regions[mark])
        for region in np.flatnonzero(counts >= max(1, _SHARE * mark.sum())).tolist():
            part = mark & (regions == region)
            meant.setdefault(region, np.zeros_like(hint_map))[part] = hint_map[part]
    yield from meant.items()


def _marks(hint_map: Bytes) -> Iterator[Mask]:
    """The dots and strokes on a hint map: connected pixels of one color."""
    codes = hint_map.view(np.uint32)[..., 0]
    for code in np.unique(codes[hint_map[..., 3] > 0]):
        count, labels = cv2.connectedComponents((codes == code).astype(np.uint8))
        for label in range(1, count):
            yield labels == label


def _wanted_color(marks: Bytes) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """The color that the hints ask for at each pixel, and the distance to the nearest of them in px.

    Where hints of several colors share a region, they are mixed by the inverse square of their distance.
    """
    codes = marks.view(np.uint32)[..., 0]
    total: npt.NDArray[np.float32] = np.zeros((*codes.shape, 3), np.float32)
    weights: npt.NDArray[np.float32] = np.zeros(codes.shape, np.float32)
    for code in np.unique(codes[marks[..., 3] > 0]):
        here = codes == code
        weight = 1 / (_distance_to(here) ** 2 + np.float32(1e-3))
        total += weight[..., None] * marks[here][0, :3].astype(np.float32)
        weights += weight
    return total / weights[..., None], _distance_to(marks[..., 3] > 0)


def _distance_to(mask: Mask) -> npt.NDArray[np.float32]:
    return cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5).astype(np.float32, copy=False)


def _falloff(distance: npt.NDArray[Any], reach: float) -> npt.NDArray[np.float32]:
    """1 at a hint, fading softly to nothing over about twice the reach."""
    return np.exp(-((distance / reach) ** 2)).astype(np.float32)
