"""Grows seeds over a region of paper until they meet: along lines, and in the gaps of lines."""

import cv2
import numpy as np

from nurie.arrays import Floats, Mask, Regions

_LEVELS = (32.0, 22.0, 15.0, 10.0, 7.0, 5.0, 3.0, 1.5, 0.0)
"""Px to the nearest ink: pixels farther from ink are filled first, so that seeds meet near ink."""


def grow(seeds: Regions, inside: Mask, clearance: Floats) -> Regions:
    """Flood a region from seeds: a watershed in which pixels nearer to ink are higher.

    Args:
        seeds: (h, w), the number, from 1, of the seed at each pixel, 0 elsewhere.
        inside: (h, w), the region.
        clearance: (h, w), px to the nearest ink.

    Returns:
        (h, w), the number of the seed that each pixel of the region belongs to; 0 outside, and everywhere if
        there is no seed.
    """
    grown = np.where(inside, seeds, 0).astype(np.int32)
    wall = int(grown.max()) + 1
    if wall == 1:
        return grown
    plain = np.zeros((*grown.shape, 3), np.uint8)
    for level in _LEVELS:
        free = inside & (clearance > level) & (grown == 0)
        if level and not free.any():
            continue
        marks = np.where(free | (grown > 0), grown, wall).astype(np.int32)
        cv2.watershed(plain, marks)
        marks[(marks < 0) | (marks == wall)] = 0
        grown = np.where(inside, marks, 0).astype(np.int32)
    return np.where(inside, nearest(grown), 0).astype(np.int32)


def nearest(labels: Regions) -> Regions:
    """For each pixel the nearest label that is not 0."""
    known = labels > 0
    _, places = cv2.distanceTransformWithLabels(
        (~known).view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    return np.append(np.int32(0), labels[known]).take(np.asarray(places, np.int32))
