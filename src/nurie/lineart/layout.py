"""The layout of a page, found from its lines alone: regions, panels, bubbles."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from nurie.arrays import Bytes, Floats, Mask, Regions
from nurie.lineart.frames import find_framed, is_drawn
from nurie.lineart.insets import lay_over
from nurie.lineart.lettering import Lettering, find_lettering
from nurie.lineart.panels import find_black_guttered, find_panels, outside_panels
from nurie.lineart.regions import enlarged, paper_mask, reduced, reduced_regions, segment
from nurie.lineart.ruled import find_ruled
from nurie.packed import Held

GRID = 1024
"""Px: the panels of a larger page are found at this size."""
_MARGIN = 0.2  # a region is the margin if it covers this share of what lies outside panels
_OPEN_GROUND = 0.004  # least part of a panel that is open to the margin, as a share of the page
_RIM = 3  # px: paper as near as this to ink may be the margin's although a panel's frame reaches over it
_SPREAD = 1.2  # ratio of width to height from which a picture is looked at as two pages


@dataclass(frozen=True, eq=False)
class Layout:
    """The regions and panels of a page.

    Attributes:
        regions: (H, W), the number, from 1, of the region at each pixel.
        panels: (h, w), the number, from 1, of the panel at each pixel, 0 outside and on a drawing that is no
            page; h and w are at most GRID, or, of a strip, those of its highest piece.
        outside: (h, w), the paper around and between panels.
        clearance: (h, w), px of this size to the nearest ink.
        bubbles: the numbers of the regions that are bubbles or captions: lettering and nothing else.
    """

    regions: Regions
    panels: Regions
    outside: Mask
    clearance: Floats
    bubbles: frozenset[int] = frozenset()

    def apart(self) -> "Iterator[tuple[slice, Layout]]":
        """All of it: its rows, and the layout."""
        yield slice(0, len(self.regions)), self

    def whole(self) -> "Layout":
        """All of it."""
        return self


@dataclass(frozen=True, eq=False)
class StripLayout:
    """The regions and panels of a strip, as `Layout` has them; planes are packed.

    Attributes:
        pieces: the rows, at full size, of the pieces in which the strip is worked on.
    """

    regions: Held[np.int32]
    panels: Held[np.int32]
    outside: Held[np.bool_]
    clearance: Held[np.float32]
    bubbles: frozenset[int]
    pieces: tuple[slice, ...]

    def apart(self) -> Iterator[tuple[slice, Layout]]:
        """The pieces from the top down: the rows of each, and its own layout."""
        height = self.regions.shape[0]
        for rows in self.pieces:
            first, last = (round(row * self.panels.shape[0] / height) for row in (rows.start, rows.stop))
            first = min(first, self.panels.shape[0] - 1)  # a piece of a few bare rows may round to no row
            part = slice(first, max(last, first + 1))
            planes = self.panels[part], self.outside[part], self.clearance[part]
            yield rows, Layout(self.regions[rows], *planes)

    def whole(self) -> Layout:
        """All of it, unpacked."""
        panels, outside = np.asarray(self.panels), np.asarray(self.outside)
        return Layout(np.asarray(self.regions), panels, outside, np.asarray(self.clearance), self.bubbles)


def find_frames(lines: Bytes) -> Regions:
    """Find the panels that have frames of their own, which needs no regions: see `find_framed`, `find_ruled`.

    Args:
        lines: (H, W) bytes, clean line art, ink 0, paper 255.
    """
    return _frames(reduced(lines, GRID))


def find_layout(lines: Bytes, frames: Regions | None = None, lettering: Lettering | None = None) -> Layout:
    """Find the regions and panels of clean line art.

    Args:
        lines: (H, W) bytes, ink 0, paper 255.
        frames: what `find_frames` finds in them, where that is known.
        lettering: what `find_lettering` finds in them, likewise.
    """
    lettering = find_lettering(lines) if lettering is None else lettering
    regions, bubbles = lettering.among(segment(lettering.erased(lines)), lines)
    page = reduced(lines, GRID)
    small, clearance = reduced_regions(regions, GRID), _clearance(page)
    panels = _panels(page, small, clearance, _frames(page) if frames is None else frames)
    if page.shape[1] >= _SPREAD * page.shape[0]:
        panels = max(panels, _spread_panels(page), key=lambda found: int(found.max()))
    panels = lay_over(panels, page, lettering.bubbles)
    outside = panels == 0 if panels.any() else outside_panels(small, clearance)
    regions = _cut_at_panels(regions, small, panels, clearance, lines)
    return Layout(regions, panels, np.asarray(outside), clearance, bubbles)


def _cut_at_panels(
    regions: Regions, small: Regions, panels: Regions, clearance: Floats, lines: Bytes
) -> Regions:
    """Split the margin from the grounds of panels that bleed off the page, where no line parts them.

    Args:
        regions: (H, W), the number, from 1, of the region at each pixel.
        small: (h, w), the same of the reduced page.
        panels: (h, w), the number of the panel at each pixel, 0 outside.
        clearance: (h, w), px of this size to the nearest ink.
        lines: (H, W) bytes, clean line art.
    """
    if not panels.any():
        return regions
    outside = np.bincount(small[panels == 0], minlength=int(small.max()) + 1)
    cut = np.zeros(small.shape, np.int32)
    number = int(regions.max())
    for margin in np.flatnonzero(outside >= _MARGIN * max(outside.sum(), 1)).tolist():
        within = np.bincount(panels[(small == margin) & (clearance > _RIM)])[1:]
        for panel in np.flatnonzero(within >= _OPEN_GROUND * small.size) + 1:
            number += 1
            cut[(small == margin) & (panels == panel)] = number
    return enlarged(cut, regions, lines) if cut.any() else regions


def _clearance(page: Bytes) -> Floats:
    return np.asarray(cv2.distanceTransform(paper_mask(page), cv2.DIST_L2, 5), np.float32)


def _frames(page: Bytes) -> Regions:
    framed = find_framed(page)
    return framed if framed.any() else find_ruled(page)


def _panels(page: Bytes, regions: Regions, clearance: Floats, frames: Regions) -> Regions:
    """The panels of one page: those in frames, or between white or black gutters.

    Gutters are believed where there are no frames, or more panels, one of which may have no frame.
    """
    between = find_panels(regions, clearance)
    if not frames.any():
        return between if between.any() else find_black_guttered(page)
    count = int(between.max())
    if count <= frames.max():
        return frames
    bare = sum(not is_drawn(between == panel, page) for panel in range(1, count + 1))
    return between if bare <= 1 else frames


def _spread_panels(page: Bytes) -> Regions:
    """The panels of two pages side by side; none where one of them has none.

    Each page is segmented alone, since the ground of a panel that bleeds is open to the other page's margin.
    """
    middle = page.shape[1] // 2
    halves = [np.ascontiguousarray(half) for half in (page[:, :middle], page[:, middle:])]
    left, right = (_panels(half, segment(half), _clearance(half), _frames(half)) for half in halves)
    if not (left.any() and right.any()):
        return np.broadcast_to(np.int32(0), page.shape)
    return np.hstack([left, np.where(right > 0, right + left.max(), 0)]).astype(np.int32)


def box(inside: Mask) -> tuple[slice, slice]:
    """Rows and columns of the bounding box of a mask."""
    left, top, width, height = cv2.boundingRect(inside.astype(np.uint8))
    return slice(top, top + height), slice(left, left + width)
