"""Separates the figures of a picture, so that a hint on one does not color the other."""

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask, Regions
from nurie.colorize.grow import grow
from nurie.schemes.parts import Part

# Chosen by hand; tests/colorize/test_figures.py checks the result.
_GRID = 256  # px: figures are separated at this size
_FACE = 1.35  # least reach of a face around each eye, in eye sizes; the two eyes of a face lie 2 to 2.5 apart
_SCENE = (Part.GROUND, Part.SCENERY, Part.BUBBLE)


def find_figures(regions: Regions, parts: Bytes, panels: Regions) -> Regions:
    """The figure that each region belongs to.

    Connected regions are one figure, unless it has several faces: then each region belongs to the face with
    the shortest path to it inside the figure.

    Args:
        regions: (h, w), the number, from 1, of the region at each pixel.
        parts: (n + 1,), the `Part` of each region.
        panels: (h', w'), the number of the panel at each pixel, 0 where there is none.

    Returns:
        (n + 1,), from 1; 0 for ground, scenery and bubbles.
    """
    step = max(1, round(max(regions.shape) / _GRID))
    small = regions[step // 2 :: step, step // 2 :: step]
    shape = small.shape[1], small.shape[0]
    shown = parts.take(small)
    panel = (
        cv2.resize(panels, shape, interpolation=cv2.INTER_NEAREST) if panels.any() else np.zeros_like(small)
    )
    body = ~np.isin(shown, _SCENE)
    owners = np.zeros(small.shape, np.int32)
    for number in np.unique(panel).tolist():
        inside = (body & (panel == number)).astype(np.uint8)
        count, labels = cv2.connectedComponents(inside, connectivity=8)
        for label in range(1, count):
            figure = labels == label
            owners[figure] = owners.max() + _by_face(figure, shown)[figure]
    table = np.zeros(len(parts), np.int32)
    count = int(owners.max()) + 1
    votes = np.bincount(small.ravel().astype(np.int64) * count + owners.ravel(), minlength=len(parts) * count)
    votes = votes[: len(parts) * count].reshape(len(parts), count)
    votes[:, 0] = 0
    table[:] = np.where(votes.any(axis=1), votes.argmax(axis=1), 1 if count > 1 else 0)
    table[np.isin(parts, _SCENE)] = 0
    return table


def _by_face(figure: Mask, shown: Bytes) -> Regions:
    """Number the pixels of a connected group, from 1, by the face that they belong to."""
    eyes = (figure & np.isin(shown, (Part.IRIS, Part.EYE_WHITE))).astype(np.uint8)
    _, skin = cv2.connectedComponents((figure & (shown == Part.SKIN)).astype(np.uint8), connectivity=8)
    faces = np.zeros_like(eyes)
    count, labels, stats, centers = cv2.connectedComponentsWithStats(eyes, connectivity=8)
    for eye in range(1, count):
        beside = cv2.dilate((labels == eye).view(np.uint8), np.ones((3, 3), np.uint8)) > 0
        seeing = np.unique(skin[beside & (skin > 0)])
        if not seeing.size:
            continue  # eye white without skin around it, such as a window, is no eye
        faces[np.isin(skin, seeing)] = 1
        reach = round(_FACE * max(stats[eye, cv2.CC_STAT_WIDTH], stats[eye, cv2.CC_STAT_HEIGHT]))
        cv2.circle(faces, tuple(np.rint(centers[eye]).astype(int).tolist()), reach, 1, cv2.FILLED)
    count, numbers = cv2.connectedComponents(faces)
    if count <= 2:
        return figure.astype(np.int32)
    far = np.where(figure, np.float32(1), np.float32(0))  # there is no ink among figures
    return grow(np.where(figure, numbers, 0).astype(np.int32), figure, far)
