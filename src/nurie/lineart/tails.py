"""Tails of speech bubbles: tails that a line separates from their bubble, and bubbles without their tails."""

from collections.abc import Iterable

import cv2
import numpy as np

from nurie.arrays import Bytes, Floats, Regions

# Chosen by hand; docs/pages.md says how many bubbles are found, and how much else is taken for one.
_SMALLER = 0.2  # largest tail, as a share of its bubble
_NEAR = 0.004  # half the width of the widest outline, as a share of the long side
_POINTED = 0.5  # least share of the smallest enclosing triangle that a tail covers
_SLENDER = 0.9  # least length of a tail, in widths of its foot
_LONG = 0.9  # greatest length of a tail, in shorter sides of its bubble's box
_BROAD = 0.4  # least width of what is no tail, as a share of the widest place of the bubble
_FOOT = 0.3  # greatest distance from the ends of its foot to the bubble, in lengths of the tail


def find_tails(regions: Regions, bubbles: Iterable[int]) -> list[int]:
    """Find small triangular regions whose short side, the foot, lies on a bubble.

    Args:
        regions: (h, w), the number, from 1, of the region at each pixel.
        bubbles: the numbers of those that are bubbles.
    """
    near = max(2, round(_NEAR * max(regions.shape)))
    known, tails = set(bubbles), []
    areas = np.bincount(regions.ravel())
    for bubble in known:
        if bubble >= areas.size:
            continue
        left, top, width, height = cv2.boundingRect((regions == bubble).view(np.uint8))
        reach = max(width, height)
        rows = slice(max(0, top - reach), top + height + reach)
        columns = slice(max(0, left - reach), left + width + reach)
        around = regions[rows, columns]
        inside = (around == bubble).view(np.uint8)
        away = np.asarray(cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5))
        for region in np.unique(around[away <= near]).tolist():
            if region not in known and areas[region] <= _SMALLER * areas[bubble]:
                piece = (around == region).view(np.uint8)
                if cv2.countNonZero(piece) == areas[region] and _points_away(
                    piece, away, near, _LONG * min(width, height)
                ):
                    tails.append(region)
    return tails


def without_tails(inside: Bytes) -> Bytes:
    """A bubble, 1 in (h, w) bytes, without its narrow places: tails and the tips of bursts."""
    framed = np.pad(inside, 1)
    depth = np.asarray(cv2.distanceTransform(framed, cv2.DIST_L2, 5))
    radius = _BROAD * float(depth.max())
    from_core = cv2.distanceTransform((depth <= radius).view(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(framed & (from_core < radius).view(np.uint8), np.uint8)[1:-1, 1:-1]


def _points_away(piece: Bytes, away: Floats, near: int, longest: float) -> bool:
    """Whether a piece is a triangle with two corners at the bubble; `away` is the distance to it in px."""
    outlines, _ = cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=cv2.contourArea)
    whole, corners = cv2.minEnclosingTriangle(outline)
    if corners is None or whole <= 0 or cv2.contourArea(outline) < _POINTED * whole:
        return False
    corners = corners.reshape(3, 2)
    places = np.clip(np.rint(corners[:, ::-1]), 0, np.array(away.shape) - 1).astype(np.intp)
    distance = away[places[:, 0], places[:, 1]]
    order = np.argsort(distance)
    foot = float(np.linalg.norm(corners[order[0]] - corners[order[1]]))
    length = float(distance[order[2]])
    return bool(
        distance[order[1]] <= max(2.0 * near, _FOOT * length) and _SLENDER * foot <= length <= longest
    )
