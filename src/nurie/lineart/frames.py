"""Panels known by the shape of their frames: with bleeds, narrow gutters or a single frame.

Bare paper that reaches the edge of the page is taken for gutters and margins if all that remains is boxes.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.arrays import Bytes, Mask, Regions
from nurie.lineart.panels import cut_apart, straight_hull

# Chosen by hand on the drawn pages of tests/comic_pages.py; docs/pages.md has their counts.
_BARE = 240  # least gray of bare paper; what is darker is ink or tone
_THIN = 0.045  # greatest distance from a gutter or margin to a line or the edge, as a share of the long side
_AROUND = 0.5  # share of the edge of the page that paper around a single frame runs along
_LEAST = 0.02  # smallest panel, as a share of the page
_BOXY = 0.9  # least share of its convex hull that a panel covers
_ALL = 0.85  # least share of what is drawn that lies in panels
_BESIDE = 0.004  # greatest distance from the edge of a panel to its frame, as a share of the long side
_DRAWN = 0.8  # share of a panel's edge that must be drawn
_WHOLE = 0.9  # largest panel, as a share of the page


def find_framed(page: Bytes) -> Regions:
    """Find panels by the shape of what remains without gutters and margins.

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
    wide[numbers[away > _THIN * max(page.shape)]] = True
    for outside, least in ((edge[~wide[edge]], 2), (around[around > 0], 1)):
        if not outside.size:
            continue
        panels = _framed(np.isin(numbers, outside))
        count = int(panels.max())
        if count >= least and all(is_drawn(panels == panel, page) for panel in range(1, count + 1)):
            return panels
    return _none(page)


def is_drawn(panel: Mask, page: Bytes) -> bool:
    """Whether the edge of a panel is drawn, wherever the page does not cut it off.

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
    """The panels between supposed gutters and margins; none unless all of them are boxes."""
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
    """The convex hull of a piece, (n, 1, 2), if it is nearly a box, which may be slanted; else None."""
    outlines, _ = cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=cv2.contourArea)
    if cv2.contourArea(outline) < _BOXY * cv2.contourArea(cv2.convexHull(outline)):
        return None
    return straight_hull(piece)
