"""Insets: panels that lie over others and across their gutters, with a complete frame of their own."""

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.arrays import Bytes, Doubles, Mask, Regions

Quad = NDArray[np.int32]

# Chosen by hand on the drawn pages of tests/comic_pages.py; docs/pages.md has their counts.
_INK = 128  # darker is ink
_LEAST, _MOST = 0.01, 0.3  # smallest and largest inset, as shares of the page
_FILLED = 0.5  # least share of an inset's convex hull that its own ground covers, figures in it left out
_BLURRED = 0.03  # tolerance of the polygon around an inset, as a share of its perimeter
_STRAIGHT = 0.97  # least area of its four-cornered polygon, as a share of its convex hull
_SLANTED = 0.42  # greatest cosine of its angles, 65 degrees: walls that run back have sharper ones
_FRAME = 0.006  # greatest distance from its ground to its frame, as a share of the long side
_DRAWN = 0.95  # share of its frame that must be drawn
_ALONG = 0.8  # share of a side that lies along the frame of the panel below: there the gutter is that panel's
_MEETING = 3  # least length of frame that meets a gutter, in units of _FRAME: windows and pictures meet none
_OUTSIDE = 0.5  # an area of paper is gutter or margin if this share of it lies outside all panels
_WRITTEN = 0.5  # share of a box from which a bubble or caption fills it
_SAME = 0.85  # intersection over union from which a box is a panel that is known already


def lay_over(panels: Regions, page: Bytes, bubbles: Mask) -> Regions:
    """Give insets numbers of their own, and split panels whose gutter an inset hides.

    Args:
        panels: (h, w), the number of the panel at each pixel, from 1, and 0 outside.
        page: (h, w) bytes, ink 0, paper 255.
        bubbles: what bubbles and captions cover, in any size: those are no panels.

    Returns:
        (h, w), the same with the numbers of insets and split panels added.
    """
    if not panels.any():
        return panels
    ink = (page < _INK).view(np.uint8)
    _, found, stats, _ = cv2.connectedComponentsWithStats(1 - ink, connectivity=4)
    areas = np.asarray(found, np.int32)
    sizes = stats[:, cv2.CC_STAT_AREA]
    beyond = np.bincount(areas[panels == 0], minlength=len(sizes)) > _OUTSIDE * sizes
    beyond[0] = False
    reach = round(_FRAME * max(page.shape))
    gutters = cv2.dilate(beyond.take(areas).view(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    written = cv2.resize(bubbles.view(np.uint8), page.shape[::-1], interpolation=cv2.INTER_NEAREST)
    result = panels
    for area in np.flatnonzero((sizes >= _FILLED * _LEAST * page.size) & ~beyond).tolist():
        box = _box((areas == area).view(np.uint8), ink) if area else None
        if box is None:
            continue
        mask = cv2.fillConvexPoly(np.zeros_like(ink), _outward(box, reach // 2), 1) > 0
        within = np.bincount(result[mask], minlength=2)
        owner = int(within[1:].argmax()) + 1
        whole = np.count_nonzero(result == owner)
        rim = _rim(result == owner, 3 * reach // 2)
        met = np.count_nonzero(gutters[_free_sides(box, ink, rim)])
        is_known = within[owner] >= _SAME * (whole + mask.sum() - within[owner])
        if not is_known and met >= _MEETING * reach and written[mask].mean() < _WRITTEN:
            result = np.where(mask, result.max() + np.int32(1), result).astype(np.int32)
            frame = cv2.dilate(mask.view(np.uint8), np.ones((reach, reach), np.uint8)) > 0
            for below in (np.flatnonzero(within[1:]) + 1).tolist():
                result = _apart(result, below, ~(beyond.take(areas) | frame))
    return result


def _apart(panels: Regions, number: int, drawn: Mask) -> Regions:
    """Split one panel that is really several, whose gutter is mostly hidden by an inset.

    Args:
        panels: (h, w), as of `lay_over`.
        number: of the panel.
        drawn: (h, w), true outside gutters and outside the frame of the inset.
    """
    _, parts, stats, _ = cv2.connectedComponentsWithStats(
        ((panels == number) & drawn).view(np.uint8), connectivity=4
    )
    large = np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] >= _LEAST * panels.size) + 1
    result = panels.copy()
    for part in large[1:].tolist():
        result[parts == part] = result.max() + 1
    return result


def _box(area: Bytes, ink: Bytes) -> Quad | None:
    """The corners, (4, 1, 2), of a closed area that is a box with a frame all around; else None.

    Args:
        area: (h, w), 1 in the area.
        ink: (h, w), 1 on ink.
    """
    outlines, _ = cv2.findContours(area, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    size = cv2.contourArea(hull)
    if not _LEAST * ink.size <= size <= _MOST * ink.size or cv2.contourArea(outline) < _FILLED * size:
        return None
    corners = np.asarray(cv2.approxPolyDP(hull, _BLURRED * cv2.arcLength(hull, True), True), np.int32)
    if len(corners) != 4 or cv2.contourArea(corners) < _STRAIGHT * size:
        return None
    ways = np.roll(corners, -1, axis=0).reshape(4, 2) - corners.reshape(4, 2)
    ways = ways / np.linalg.norm(ways, axis=1, keepdims=True)
    if abs((ways * np.roll(ways, 1, axis=0)).sum(axis=1)).max() > _SLANTED:
        return None
    edge = cv2.polylines(np.zeros_like(ink), [corners], True, 1) > 0
    return corners if _beside(ink)[edge].mean() >= _DRAWN else None


def _rim(panel: Mask, reach: int) -> Mask:
    """The edge of a panel and what is near it on either side."""
    wide = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    return cv2.morphologyEx(panel.view(np.uint8), cv2.MORPH_GRADIENT, wide) > 0


def _beside(ink: Bytes) -> Bytes:
    """Ink dilated by 2 px."""
    return np.asarray(cv2.dilate(ink, np.ones((5, 5), np.uint8)), np.uint8)


def _free_sides(corners: Quad, ink: Bytes, rim: Mask) -> Mask:
    """A mask of the sides of a box that are its own.

    Those whose line runs on at both ends, as that of a door on a frame does, are not, nor are those that lie
    along the frame of the panel below, as those of a road at its foot do.

    Args:
        corners: (4, 1, 2).
        ink: (h, w), 1 on ink.
        rim: (h, w), the edge of the panel that the box lies on.
    """
    places, beside = corners.reshape(4, 2), _beside(ink)
    steps = np.arange(1.5 * _FRAME * max(ink.shape), 3.5 * _FRAME * max(ink.shape))[:, None]
    sides = np.zeros(ink.shape, np.bool_)
    for one, other in zip(places, np.roll(places, 1, axis=0), strict=True):
        way = (one - other) / max(float(np.linalg.norm(one - other)), 1.0)
        if not all(_is_ink(beside, beyond) for beyond in (one + way * steps, other - way * steps)):
            side = cv2.line(np.zeros_like(ink), one.tolist(), other.tolist(), 1) > 0
            if rim[side].mean() < _ALONG:
                sides |= side
    return sides


def _is_ink(ink: Bytes, places: Doubles) -> bool:
    """Whether all places, (n, 2), x and y, that lie on the page are ink."""
    columns, rows = np.rint(places).astype(np.intp).T
    there = (columns >= 0) & (rows >= 0) & (columns < ink.shape[1]) & (rows < ink.shape[0])
    return bool(ink[rows[there], columns[there]].all())


def _outward(corners: Quad, by: int) -> Quad:
    """A box grown by some px on each side, so that it covers its frame."""
    middle = corners.mean(axis=0)
    way = np.sign(corners - middle)
    return np.asarray(corners + way * by, np.int32)
