"""The panels of a page by the shape of their frames: bleeds, narrow gutters, single frames.

Bare paper that reaches the edge of the page lies outside the panels if what it leaves has their shape.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.arrays import Bytes, Mask, Regions
from nurie.lineart.panels import cut_apart

_BARE = 240  # darker is a tone or ink, and not bare
_THIN = 0.045  # of the long side: how far from a line, or from the edge, gutters and margins are at most
_AROUND = 0.5  # of the edge of the page: what bare paper around a single frame covers at least
_LEAST = 0.02  # of the page: what a panel covers at least
_BOXY = 0.9  # of its hull: what a panel covers at least
_BLURRED = 0.03  # of its outline: how far the corners of a panel are simplified
_CORNERS = 5  # that a panel has at most
_STRAIGHT = 0.95  # of its hull: what lies between those corners at least, for heads are round
_ALL = 0.85  # of what is drawn: how much lies in panels at least
_BESIDE = 0.004  # of the long side: how far from ink the frame of a panel runs at most
_DRAWN = 0.8  # of the frame of a panel: how much of it is drawn
_WHOLE = 0.9  # of the page: what a panel covers at most


def find_framed(page: Bytes) -> Regions:
    """Tell the panels of a page apart by the shape of what bare paper leaves.

    Args:
        page: (h, w) bytes, ink 0, paper 255.

    Returns:
        (h, w), the number of the panel at each pixel, from 1, and 0 outside; 0 everywhere where there is
        none.
    """
    bare = (page >= _BARE).view(np.uint8)
    count, numbers = cv2.connectedComponents(bare, connectivity=4)
    along = np.bincount(
        np.concatenate([numbers[0], numbers[-1], numbers[:, 0], numbers[:, -1]]), minlength=count
    )
    around = np.flatnonzero(along >= _AROUND * along.sum())
    along[0] = 0
    edge = np.flatnonzero(along)
    if not edge.size:
        return _none(page)
    padded = cv2.copyMakeBorder(bare, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    away = np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 3))[1:-1, 1:-1]
    wide = np.zeros(count, np.bool_)
    wide[np.unique(numbers[away > _THIN * max(page.shape)])] = True
    for outside, least in ((edge[~wide[edge]], 2), (around[around > 0], 1)):
        if not outside.size:
            continue
        panels = _framed(np.isin(numbers, outside))
        count = int(panels.max())
        if count >= least and all(_is_drawn(panels == panel, page) for panel in range(1, count + 1)):
            return panels
    return _none(page)


def _is_drawn(panel: Mask, page: Bytes) -> bool:
    """Whether something is drawn along all of the edge of a panel, but where the page cuts it off.

    Hills below a sky, or a bust, have no frame.
    """
    edge = cv2.morphologyEx(panel.view(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    edge[[0, 1, -2, -1]] = edge[:, [0, 1, -2, -1]] = False
    reach = 2 * round(_BESIDE * max(page.shape)) + 1
    ink = cv2.dilate((page < _BARE).view(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    return bool(edge.any() and ink[edge].mean() >= _DRAWN)


def _none(page: Bytes) -> Regions:
    return np.broadcast_to(np.int32(0), page.shape)


def _framed(outside: Mask) -> Regions:
    """The panels between what may be gutters and margins, if all of them have the shape of panels."""
    drawn = (~outside).view(np.uint8)
    panels = np.zeros(outside.shape, np.int32)
    inside = 0
    numbers = cut_apart(outside)
    for number in range(1, int(numbers.max()) + 1):
        piece = ((numbers == number) & ~outside).view(np.uint8)
        _, parts, stats, _ = cv2.connectedComponentsWithStats(piece, connectivity=4)
        for part in np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] >= _LEAST * outside.size) + 1:
            hull = _box_like((parts == part).view(np.uint8))
            if hull is None or cv2.contourArea(hull) > _WHOLE * outside.size:
                return _none(drawn)
            mask = cv2.fillPoly(np.zeros_like(drawn), [hull], 1)
            free = (mask > 0) & (panels == 0)
            inside += cv2.countNonZero(drawn[free])
            panels[free] = panels.max() + 1
    return panels if inside >= _ALL * cv2.countNonZero(drawn) else _none(drawn)


def _box_like(piece: Bytes) -> NDArray[np.int32] | None:
    """The hull of a piece, (n, 1, 2), if it is a box, slanted or not, but for small bits."""
    outlines, _ = cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    if cv2.contourArea(outline) < _BOXY * cv2.contourArea(hull):
        return None
    corners = cv2.approxPolyDP(hull, _BLURRED * cv2.arcLength(hull, True), True)
    straight = cv2.contourArea(corners) >= _STRAIGHT * cv2.contourArea(hull)
    return np.asarray(hull, np.int32) if straight and len(corners) <= _CORNERS else None
