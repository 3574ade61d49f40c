"""Divides regions that hold several things, such as a figure and the ground joined by a gap in a line.

Where the network is sure of two parts inside one region, both are grown from there until they meet. If they
meet along lines, the lines have gaps and the region is divided; if they meet in open paper, the network was
wrong and the region stays whole.
"""

import cv2
import numpy as np

from nurie.arrays import Bytes, Floats, Mask, Regions
from nurie.colorize.grow import grow
from nurie.lineart.regions import enlarged, reduced_regions

# Chosen by hand; `nurie evaluate` measures the result (docs/evaluation.md).
_LARGE = 0.004  # smallest region that may be divided, as a share of the page
_SURE = 0.5  # probability from which a pixel is a seed of its part
_SEED = 0.0008  # least area of the seeds of a part, as a share of the page
_SHARE = 0.04  # least area of the seeds of a part, as a share of the region
# seeds of this share of the page need no share of the region: a head may be open to a wide ground
_ENOUGH = 0.004
_OPENING = 0.35  # most of the border between two things that runs through open paper, as a share
# distance from ink, as a share of the long side, within which a border runs along a line or a gap in it
_BESIDE = 0.012


def divide(regions: Regions, likely: Floats, clearance: Floats, lines: Bytes) -> Regions:
    """Give each thing in a region that holds several a number of its own.

    Args:
        regions: (H, W), the number, from 1, of the region at each pixel.
        likely: (12, h, w), the probability of each part.
        clearance: (h, w), px to the nearest ink.
        lines: (H, W) bytes, ink 0, paper 255.

    Returns:
        (H, W): the same regions, and for each further thing in one a new number; `regions` itself where
        nothing is divided.
    """
    small = reduced_regions(regions, max(clearance.shape))
    areas = np.bincount(small.ravel())
    best, sure = likely.argmax(axis=0).astype(np.uint8), likely.max(axis=0) > _SURE
    number = int(regions.max())
    things = np.zeros(small.shape, np.int32)
    for region in np.flatnonzero(areas > _LARGE * small.size).tolist():
        mask = small == region
        left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
        place = np.s_[top : top + height, left : left + width]
        inside = mask[place]
        found = _things(inside, best[place], sure[place], clearance[place], small.size)
        for thing in range(2, int(found.max()) + 1):
            number += 1
            things[place][found == thing] = number
    return enlarged(things, regions, lines) if things.any() else regions


def _things(inside: Mask, best: Bytes, sure: Mask, clearance: Floats, page: int) -> Regions:
    """1 for the largest thing of a region, 2 and so on for others, 0 outside the region."""
    area = int(inside.sum())
    least = max(_SEED * page, min(_SHARE * area, _ENOUGH * page))
    seeds = np.zeros(inside.shape, np.int32)
    count = 0
    certain = inside & sure & (clearance > 1)
    for part in np.flatnonzero(np.bincount(best[certain])).tolist():
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
    things = grow(seeds, inside, clearance)
    return _joined(things, inside, best, clearance > _BESIDE * page**0.5, count)


def _joined(things: Regions, inside: Mask, best: Bytes, is_open: Mask, count: int) -> Regions:
    """Join things of one part, and join each thing with a mostly open border to the one beyond that border.

    Returns:
        (h, w), 1 for the largest thing, 2 and so on for others, 0 outside the region.
    """
    border, opened = np.zeros((count + 1, count + 1)), np.zeros((count + 1, count + 1))
    for one, other in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        meets = (things[one] != things[other]) & (things[one] > 0) & (things[other] > 0)
        a, b = things[one][meets], things[other][meets]
        for first, second in ((a, b), (b, a)):
            np.add.at(border, (first, second), 1)
            np.add.at(opened, (first, second), (is_open[one] & is_open[other])[meets])
    # A seed enclosed by others may not grow at all.
    parts = [0] + [
        int(np.bincount(best[things == thing], minlength=1).argmax()) for thing in range(1, count + 1)
    ]
    areas = np.bincount(things.ravel(), minlength=count + 1)
    owner = np.arange(count + 1)

    def unite(thing: int, into: int) -> None:
        for matrix in (border, opened):
            matrix[into] += matrix[thing]
            matrix[:, into] += matrix[:, thing]
            matrix[thing] = matrix[:, thing] = matrix[into, into] = 0
        owner[owner == thing] = into

    for first, second in np.argwhere(np.triu(border) > 0).tolist():
        if parts[first] == parts[second] and owner[first] != owner[second]:
            unite(int(owner[second]), int(owner[first]))
    for thing in np.argsort(areas, kind="stable").tolist():
        if opened[thing].sum() > _OPENING * max(border[thing].sum(), 1):
            unite(thing, int(opened[thing].argmax()))
    united = owner[things]
    sizes = np.bincount(united.ravel(), minlength=count + 1)
    sizes[0] = 0
    rank = np.zeros(count + 1, np.int32)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(1, count + 2)
    return np.where(inside, rank[united], 0).astype(np.int32)
