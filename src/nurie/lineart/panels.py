"""The panels of a comic page.

The paper around and between panels is one thin region along the edge of the page. Recursive X-Y cuts (Nagy
and Seth 1984), which may slant, follow it from one side of the page to the other, across bubbles and figures
that reach over it.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles, Floats, Mask, Regions
from nurie.lineart.regions import reduced_regions

# Chosen by hand on the drawn pages of tests/comic_pages.py; docs/pages.md has their counts.
_AROUND = 0.5  # least share of the edge of the page along which the paper outside panels runs
_THIN = 0.06  # greatest distance from paper outside panels to a line, as a share of the long side
_MOSTLY = 0.5  # most of the box around all panels that is paper outside them; a dotted ground leaves more
_GRID = 256  # px: a larger page is cut at this size
_SLANTS = np.tan(np.radians(np.arange(-15, 16)))
_OPEN = 0.5  # least share of a cut that runs through paper outside panels
_FULL = 0.6  # least length of a cut, as a share of the longest parallel one
_BLACK = 64  # darker is black gutter
_LINE = 7  # px: least width of a black gutter; thinner is a line
_LEAST = 0.02  # smallest panel, as a share of the page
_BLURRED = 0.03  # tolerance of the polygon around a panel, as a share of its perimeter
_CORNERS = 5  # most corners of that polygon
_STRAIGHT = 0.95  # least area of the polygon as a share of the hull: round things, such as heads, have less


def outside_panels(regions: Regions, clearance: Floats) -> Mask:
    """The margin around a frame or a page of panels: a region along the edge that is thin everywhere.

    Args:
        regions: (H, W), the number, from 1, of the region at each pixel.
        clearance: (H, W), px to the nearest ink.

    Returns:
        (H, W), nothing where there are no frames.
    """
    around = _around(regions)
    return np.asarray(around & (_widest(around, clearance) <= _THIN and not around.all()))


def find_panels(regions: Regions, clearance: Floats) -> Regions:
    """Tell the panels of a page apart.

    Args:
        regions: (H, W), the number, from 1, of the region at each pixel.
        clearance: (H, W), px to the nearest ink.

    Returns:
        (H, W), the number of the panel at each pixel, from 1, and 0 outside; 0 everywhere where there are not
        two panels at least.
    """
    return _panels(_around(regions), clearance)


def find_black_guttered(lines: Bytes) -> Regions:
    """Tell the panels of a page apart whose margins and gutters are black.

    Args:
        lines: (H, W) bytes, ink 0, paper 255.

    Returns:
        As of `find_panels`.
    """
    black = (lines < _BLACK).view(np.uint8)
    wide = np.asarray(cv2.morphologyEx(black, cv2.MORPH_OPEN, np.ones((_LINE, _LINE), np.uint8)), np.uint8)
    _, areas = cv2.connectedComponents(wide, connectivity=4)
    around = _around(np.asarray(areas, np.int32)) & (wide > 0)
    inside = np.asarray(cv2.distanceTransform(around.view(np.uint8), cv2.DIST_L2, 5), np.float32)
    return _panels(around, inside)


def _panels(around: Mask, clearance: Floats) -> Regions:
    """The panels that are separated by an area along the edge of the page."""
    none = np.broadcast_to(np.int32(0), around.shape)  # takes no memory: most drawings have no panels
    if around.all() or not around.any():
        return none
    left, top, width, height = cv2.boundingRect((~around).astype(np.uint8))
    frames = (
        slice(top, top + height),
        slice(left, left + width),
    )  # without the outer margin, which may be wide
    if around[frames].mean() > _MOSTLY or _widest(around[frames], clearance[frames]) > _THIN:
        return none
    full = cut_apart(around)
    if full.max() < 2:
        return none
    panels = np.where(around, 0, full).astype(np.int32)
    for number in range(1, int(full.max()) + 1):  # a ground that is open to a gutter belongs to its panel
        hull = straight_hull((panels == number).view(np.uint8))
        if hull is not None:
            inside = cv2.fillConvexPoly(np.zeros(around.shape, np.uint8), hull, 1) > 0
            panels[inside & (full == number)] = number
    return panels


def straight_hull(piece: Bytes) -> npt.NDArray[np.int32] | None:
    """The convex hull, (n, 1, 2), of a piece, 1 in (h, w) bytes, if it has few straight sides; else None."""
    rows = np.flatnonzero(piece.any(axis=1))
    firsts, lasts = piece[rows].argmax(axis=1), piece.shape[1] - 1 - piece[rows, ::-1].argmax(axis=1)
    ends = np.concatenate([np.stack([firsts, rows], axis=1), np.stack([lasts, rows], axis=1)])
    hull = cv2.convexHull(ends.astype(np.int32)[:, None])
    corners = cv2.approxPolyDP(hull, _BLURRED * cv2.arcLength(hull, True), True)
    is_straight = cv2.contourArea(corners) >= _STRAIGHT * cv2.contourArea(hull)
    return np.asarray(hull, np.int32) if is_straight and len(corners) <= _CORNERS else None


def cut_apart(around: Mask) -> Regions:
    """Cut a page along what may be gutters and margins.

    Args:
        around: (H, W), gutters and margins.

    Returns:
        (H, W), the number, from 1, of the block at each pixel; 0 at margins, and everywhere where there is
        nothing else.
    """
    small = reduced_regions(around.astype(np.int32), _GRID) > 0
    panels = np.zeros(small.shape, np.uint8)
    if not small.all():
        for number, block in enumerate(_split(np.ones_like(small), small), 1):
            panels[block] = number
    full = cv2.resize(panels, around.shape[::-1], interpolation=cv2.INTER_NEAREST_EXACT)
    return np.asarray(full, np.int32)


def _around(regions: Regions) -> Mask:
    """The region along at least half of the edge of the page; nothing if there is none."""
    edge = np.concatenate([regions[0], regions[-1], regions[:, 0], regions[:, -1]])
    counts = np.bincount(edge)
    return np.asarray((regions == counts.argmax()) & (counts.max() >= _AROUND * edge.size))


def _widest(around: Mask, clearance: Floats) -> float:
    """The greatest distance from the paper to a line, as a share of the long side."""
    return float(clearance.max(initial=0, where=around) / max(around.shape))


def _split(block: Mask, outside: Mask) -> Iterator[Mask]:
    """Cut a block (h, w) of a page along `outside`, its gutters and margins: a mask (h, w) of each panel."""
    drawn = block & ~outside
    left, top, width, height = cv2.boundingRect(drawn.view(np.uint8))
    place = np.s_[top : top + height, left : left + width]
    clearest, before = _OPEN, None
    for axis, first in ((0, left), (1, top)):
        # As many cuts at most share the block, so the longest is at least as long as their mean.
        cuts = width + _SLANTS[-1] * height if axis else height + _SLANTS[-1] * width
        longest = np.count_nonzero(block[place]) / cuts
        if np.count_nonzero((block & outside)[place]) < _OPEN * _FULL * longest:
            continue
        planes = [plane[place].T if axis else plane[place] for plane in (block & outside, drawn)]
        sums = [cv2.integral(np.ascontiguousarray(plane).view(np.uint8)) for plane in planes]
        until = np.stack(sums).astype(np.int32)[:, 1:]
        until[:, 1:] -= until[:, :-1].copy()  # how much of each row is set left of each column
        columns = np.arange(first, first + until.shape[2] - 1)
        for slant in _SLANTS:
            shifts = np.rint(-slant * columns).astype(np.int32)
            shifts -= shifts.min()
            empty, filled = _along(until, shifts)
            above = np.cumsum(filled)
            length = empty + filled
            useful = np.minimum(above, above[-1] - above) >= _LEAST * outside.size
            share = empty / np.maximum(length, 1) * (useful & (length >= _FULL * length.max()))
            if share.max() > clearest:
                clearest = float(share.max())
                lines = np.arange(until.shape[1], dtype=np.int32)[:, None] + shifts
                before = (lines <= share.argmax()).T if axis else np.asarray(lines <= share.argmax())
    alone = np.zeros_like(block)
    alone[place] = block[place]
    if before is None:
        yield alone
        return
    cut = np.zeros_like(block)
    cut[place] = before
    yield from _split(alone & cut, outside)
    yield from _split(alone & ~cut, outside)


def _along(until: npt.NDArray[np.int32], shifts: npt.NDArray[np.int32]) -> Doubles:
    """(n, l), how much of each of n planes is set along each of l slanted lines.

    Args:
        until: (n, h, w + 1), how much of each row of a plane is set left of each column.
        shifts: (w,), by how many rows, from 0, each column is moved down before rows are summed.
    """
    bounds = np.concatenate([[0], np.flatnonzero(shifts[1:] != shifts[:-1]) + 1, [shifts.size]])
    sums = until[:, :, bounds]
    pieces = sums[:, :, 1:] - sums[:, :, :-1]
    planes, height = until.shape[:2]
    count = height + int(shifts.max())
    starts = np.arange(planes)[:, None, None] * count + np.arange(height)[:, None]
    lines = starts + shifts[bounds[:-1]]
    sums_along = np.bincount(lines.ravel(), pieces.ravel(), planes * count)
    return np.asarray(sums_along, np.float64).reshape(planes, count)
