"""Tell the figures of a picture apart, so that a hint on one leaves the other alone."""

import cv2
import numpy as np
import numpy.typing as npt

from nurie.images import Bytes
from nurie.lineart.regions import Regions
from nurie.schemes.parts import Part

Numbers = npt.NDArray[np.int32]

_GRID = 256  # px; figures are told apart at this size
_APART = 0.06  # of the long side: faces whose eyes lie nearer to each other are one
_SCENE = (Part.GROUND, Part.SCENERY, Part.BUBBLE)


def find_figures(regions: Regions, parts: Bytes, panels: Regions) -> Numbers:
    """The figure that each region belongs to.

    What touches is one figure, unless it has several faces: then each region belongs to the face that is
    nearest along the figures.

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


def _by_face(figure: npt.NDArray[np.bool_], shown: Bytes) -> Numbers:
    """Number the pixels of what hangs together by the face that they belong to, from 1."""
    eyes = (figure & np.isin(shown, (Part.IRIS, Part.EYE_WHITE))).astype(np.uint8)
    reach = 2 * round(_APART * max(figure.shape) / 2) + 1
    near = cv2.dilate(eyes, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, faces = cv2.connectedComponents(near)
    if count <= 2:
        return figure.astype(np.int32)
    seeds = np.where(eyes > 0, faces, 0).astype(np.int32)
    seeds[~figure] = count
    cv2.watershed(np.zeros((*figure.shape, 3), np.uint8), seeds)
    known = (seeds > 0) & (seeds < count)
    _, labels = cv2.distanceTransformWithLabels(
        (~known).view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    table = np.append(np.int32(0), seeds[known])
    return table.take(np.asarray(labels, np.int32))
