"""Divide regions that hold two things, such as a figure and the ground that an open line joins.

Where the network is sure of two parts inside one region, both grow from there until they meet. If they meet
along lines, the lines were open and the region is two; if they meet in open paper, the network was mistaken
and it is one.
"""

import cv2
import numpy as np
import numpy.typing as npt

from nurie.images import Bytes
from nurie.lineart.regions import Regions, reduced_regions

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

_LARGE = 0.004  # of the page; a smaller region is one thing
_SURE = 0.65  # probability from which on a pixel is a seed of its part
_SEED = 0.0008  # of the page: what the seeds of a part cover at least
_SHARE = 0.04  # of the region, likewise
_OPENING = 0.35  # of the border between two things: what runs through open paper at most
_BESIDE = 3.0  # px: what is nearer to ink runs along it


def divide(regions: Regions, likely: Floats, clearance: Floats) -> Regions:
    """Number the things in each region that holds several.

    Args:
        regions: (H, W), the number, from 1, of the region at each pixel.
        likely: (12, h, w), the probability of each part.
        clearance: (h, w), px to the nearest ink.

    Returns:
        (H, W): the same regions, and for each further thing in one a new number; `regions` itself where
        nothing is divided.
    """
    small = reduced_regions(regions, max(clearance.shape))
    areas = np.bincount(small.ravel())
    best, sure = likely.argmax(axis=0), likely.max(axis=0) > _SURE
    number = int(regions.max())
    things = np.zeros(small.shape, np.int32)
    for region in np.flatnonzero(areas > _LARGE * small.size).tolist():
        mask = small == region
        left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
        place = np.s_[top : top + height, left : left + width]
        inside = mask[place]
        found = _things(inside, best[place], sure[place], clearance[place], small.size)
        for thing in np.unique(found[found > 1]).tolist():
            number += 1
            things[place][found == thing] = number
    if not things.any():
        return regions
    if small.shape == regions.shape:
        return np.where(things > 0, things, regions)
    large = np.asarray(cv2.resize(things, regions.shape[::-1], interpolation=cv2.INTER_NEAREST), np.int32)
    # At full size lines are finer: what is new may not leave the region that it is part of.
    owner = np.zeros(number + 1, np.int32)
    owner[things[things > 0]] = small[things > 0]
    return np.where((large > 0) & (owner.take(large) == regions), large, regions).astype(np.int32)


def _things(inside: Mask, best: npt.NDArray[np.intp], sure: Mask, clearance: Floats, page: int) -> Regions:
    """1 for the largest thing of a region, 2 and so on for others, 0 outside the region."""
    area = int(inside.sum())
    least = max(_SEED * page, _SHARE * area)
    seeds = np.zeros(inside.shape, np.int32)
    count = 0
    certain = inside & sure & (clearance > 1)
    for part in np.unique(best[certain]).tolist():
        _, labels, stats, _ = cv2.connectedComponentsWithStats(
            (certain & (best == part)).view(np.uint8), connectivity=4
        )
        large = np.flatnonzero(stats[:, cv2.CC_STAT_AREA] >= least)
        for label in large[large > 0].tolist():
            count += 1
            seeds[labels == label] = count
    whole = inside.astype(np.int32)
    if count < 2:
        return whole
    seeds[~inside] = count + 1
    cv2.watershed(cv2.merge([terrain(clearance)] * 3), seeds)
    seeds[(seeds < 0) | (seeds > count)] = 0
    return _joined(seeds, inside, best, clearance, count)


def terrain(clearance: Floats) -> Bytes:
    """Valleys in open paper, ridges along lines and in the gaps between their ends: (h, w) bytes.

    Args:
        clearance: (h, w), px to the nearest ink.
    """
    return np.asarray(255 - (clearance * 12).clip(0, 255), np.uint8)


def _joined(
    things: Regions, inside: Mask, best: npt.NDArray[np.intp], clearance: Floats, count: int
) -> Regions:
    """Things that meet in open paper made one, the largest numbered 1."""
    owner = list(range(count + 1))
    border = np.zeros((count + 1, count + 1))
    opened = np.zeros((count + 1, count + 1))
    # The watershed leaves its own lines between things; they take the number of what is beside them.
    things = _grown(things, inside)
    for one, other in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        meets = (things[one] != things[other]) & (things[one] > 0) & (things[other] > 0)
        a, b = things[one][meets], things[other][meets]
        is_open = np.minimum(clearance[one], clearance[other])[meets] > _BESIDE
        np.add.at(border, (np.minimum(a, b), np.maximum(a, b)), 1)
        np.add.at(opened, (np.minimum(a, b), np.maximum(a, b)), is_open)
    parts = [0] + [int(np.bincount(best[things == thing], minlength=1).argmax()) for thing in owner[1:]]
    for a, b in np.argwhere(border > 0).tolist():
        if parts[a] == parts[b] or opened[a, b] > _OPENING * border[a, b]:
            low, high = sorted((_owner(owner, a), _owner(owner, b)))
            owner[high] = low
    united = np.array([_owner(owner, thing) for thing in range(count + 1)])[things]
    areas = np.bincount(united.ravel(), minlength=count + 1)
    areas[0] = 0
    order = np.argsort(-areas, kind="stable")
    rank = np.zeros(count + 1, np.int32)
    rank[order] = np.arange(1, count + 2)
    result = np.where(inside, rank[united], 0)
    return np.where(inside & (united == 0), 1, result).astype(np.int32)


def _owner(owners: list[int], thing: int) -> int:
    while owners[thing] != thing:
        thing = owners[thing]
    return thing


def _grown(things: Regions, inside: Mask) -> Regions:
    """Every pixel of the region given to the nearest thing."""
    known = things > 0
    if not known.any():
        return things
    _, labels = cv2.distanceTransformWithLabels(
        (~known).view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    table = np.append(np.int32(0), things[known])
    return np.where(inside, table.take(np.asarray(labels, np.int32)), 0).astype(np.int32)
