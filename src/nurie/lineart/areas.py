"""Closed areas between lines, as a flood fill finds them; training spreads color hints over them.

A gap in a line joins two areas; `nurie.lineart.regions` finds regions that do not leak.
"""

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask, Regions
from nurie.lineart.regions import PAPER, nearest

FLOODED = 128
"""The value of the hint mask where a color was spread to; it is 255 where the hint was placed."""
_SHARE = 0.15  # a mark means the regions that hold this share of its pixels


def closed_regions(lines: Bytes) -> Regions:
    """The number, from 1, of the closed paper region at each pixel; ink belongs to the nearest region.

    Args:
        lines: (H, W) bytes, ink 0, paper 255.
    """
    paper = lines > PAPER
    if not paper.any():
        return np.ones(lines.shape, np.int32)
    _, regions = cv2.connectedComponents(paper.astype(np.uint8), connectivity=4)
    return nearest(regions.astype(np.int32))


def flood(marks: Regions, lines: Bytes) -> Regions:
    """Flood each mark over the closed regions that it means; where several mean one, the nearest mark wins.

    Args:
        marks: (H, W), 0 or the number of the mark at the pixel.
        lines: (H, W) bytes, ink 0, paper 255.

    Returns:
        (H, W), 0 or the number of the mark that fills the pixel. Marks themselves stay as they are.
    """
    regions = closed_regions(lines)
    meant = meant_regions(marks, regions)
    filled = np.where(meant.any(axis=1), meant.argmax(axis=1), 0).astype(np.int32)[regions]
    for region in np.flatnonzero(meant.sum(axis=1) > 1):
        inside = regions == region
        seeds = np.where(inside & meant[region][marks], marks, 0)
        filled[inside] = nearest(seeds)[inside]
    return np.where(marks > 0, marks, filled).astype(np.int32)


def meant_regions(marks: Regions, regions: Regions) -> Mask:
    """Which regions each mark means: those that hold a good share of it.

    Args:
        marks: (H, W), 0 or the number of the mark at the pixel.
        regions: (H, W), the number of the region at the pixel.

    Returns:
        (regions + 1, marks + 1), true where the mark means the region; column 0, which is no mark, is false.
    """
    count = int(marks.max()) + 1
    shared = np.bincount((regions * count + marks).ravel()).astype(np.float64)
    shared.resize((int(regions.max()) + 1, count), refcheck=False)
    shared[:, 0] = 0
    return np.asarray((shared > 0) & (shared >= _SHARE * shared.sum(axis=0)))


def hint_planes(marks: Regions, colors: Bytes, lines: Bytes) -> Bytes:
    """The hint channels of the network: each hint's color, flooded over the closed regions that it means.

    A dot alone does not suffice: the network colored hardly more than the dot.

    Args:
        marks: (H, W), 0 or the number of the hint at the pixel.
        colors: (hints, 3), RGB of each hint.
        lines: (H, W), ink 0, paper 255.

    Returns:
        (4, H, W): red, green, blue, and a mask of 255 at the hints, FLOODED around them and 0 elsewhere.
    """
    table = np.zeros((len(colors) + 1, 4), np.uint8)
    table[1:, :3] = colors
    table[1:, 3] = FLOODED
    planes = table[flood(marks, lines)]
    planes[marks > 0, 3] = 255
    return np.ascontiguousarray(planes.transpose(2, 0, 1))
