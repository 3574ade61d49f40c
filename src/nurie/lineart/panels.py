"""The panels of a comic page.

The paper around and between panels is one thin region along the edge of the page. Recursive X-Y cuts (Nagy
and Seth 1984), which may slant, follow it from one side of the page to the other, across bubbles and figures
that reach over it.
"""

from collections.abc import Iterator

import cv2
import numpy as np

from nurie.arrays import Bytes, Floats, Mask, Places, Regions
from nurie.lineart.regions import reduced_regions

_AROUND = 0.5  # of the edge of the page: what the paper outside panels covers at least
_THIN = 0.06  # of the long side: how far from a line the paper outside panels is at most
_MOSTLY = 0.5  # of the box around all panels: what paper outside them covers at most; a dotted ground, more
_GRID = 256  # px; a larger page is cut at this size
_SLANTS = np.tan(np.radians(np.arange(-15, 16)))
_OPEN = 0.5  # of its length: how much of a cut runs outside panels at least
_FULL = 0.6  # of the longest line across: what a cut is long at least
_BLACK = 64  # darker is a black gutter
_LINE = 7  # px: what is thinner is a line and no gutter
_LEAST = 0.02  # of the page: what a panel covers at least


def outside_panels(regions: Regions, clearance: Floats) -> Mask:
    """The paper around a frame or a page of panels: a region along the edge that is thin everywhere.

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
    """The panels that an area along the edge of the page keeps apart."""
    none = np.broadcast_to(np.int32(0), around.shape)  # most drawings have none: it takes no memory
    if around.all() or not around.any():
        return none
    left, top, width, height = cv2.boundingRect((~around).astype(np.uint8))
    frames = slice(top, top + height), slice(left, left + width)  # the margin of the page may be wide
    if around[frames].mean() > _MOSTLY or _widest(around[frames], clearance[frames]) > _THIN:
        return none
    full = cut_apart(around)
    return none if full.max() < 2 else np.where(around, 0, full).astype(np.int32)


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
        for number, block in enumerate(_split(np.indices(small.shape).reshape(2, -1), small), 1):
            panels[tuple(block)] = number
    full = cv2.resize(panels, around.shape[::-1], interpolation=cv2.INTER_NEAREST_EXACT)
    return np.asarray(full, np.int32)


def _around(regions: Regions) -> Mask:
    """The region along most of the edge of the page; nothing where there is none."""
    edge = np.concatenate([regions[0], regions[-1], regions[:, 0], regions[:, -1]])
    counts = np.bincount(edge)
    return np.asarray((regions == counts.argmax()) & (counts.max() >= _AROUND * edge.size))


def _widest(around: Mask, clearance: Floats) -> float:
    """How far from a line the paper is at most, of the long side."""
    return float(clearance.max(initial=0, where=around) / max(around.shape))


def _split(block: Places, outside: Mask) -> Iterator[Places]:
    """The panels of a block: rows and columns (2, n) of the pixels of each."""
    inside = block[:, ~outside[tuple(block)]]
    low, high = inside.min(1, keepdims=True), inside.max(1, keepdims=True)
    block = block[:, ((block >= low) & (block <= high)).all(axis=0)]
    drawn = ~outside[tuple(block)]
    clearest, before = _OPEN, None
    for axis in (0, 1):
        for slant in _SLANTS:
            lines = _across(block, axis, slant)
            empty, filled = (
                np.bincount(2 * lines + drawn, minlength=2 * int(lines.max()) + 2).reshape(-1, 2).T
            )
            length = empty + filled
            above = np.cumsum(filled)
            useful = np.minimum(above, above[-1] - above) >= _LEAST * outside.size
            share = empty / np.maximum(length, 1) * (useful & (length >= _FULL * length.max()))
            if share.max() > clearest:
                clearest, before = float(share.max()), lines <= share.argmax()
    if before is None:
        yield block
        return
    yield from _split(block[:, before], outside)
    yield from _split(block[:, ~before], outside)


def _across(places: Places, axis: int, slant: float) -> Places:
    """The number, from 0, of the line, along the other axis but for its slant, on which each place lies."""
    along = np.rint(-slant * np.arange(int(places[1 - axis].max()) + 1)).astype(np.intp)
    lines = places[axis] + along.take(places[1 - axis])
    return np.asarray(lines - lines.min(), np.intp)
