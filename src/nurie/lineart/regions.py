"""Regions: the areas between the lines of a drawing, small gaps in the lines closed.

A flood fill leaks through gaps. `segment` instead rolls balls over the paper (trapped-ball segmentation):
what a ball as wide as the widest gap cannot leave is a region, and smaller balls find the smaller regions.
"""

import math
from collections.abc import Iterator
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.arrays import Bytes, Floats, Regions
from nurie.packed import Held, Packed
from nurie.threads import at_once
from nurie.tiles import Box, Tile, bands, tiles

_Number = TypeVar("_Number", bound=np.generic)

PAPER = 192
"""Lighter is paper, so that even a thin gray line closes a region."""
GRID = 1400
"""Px: a larger page is segmented at this size."""

# Chosen by hand; `python benchmarks/run.py regions` measures the result (docs/regions.md).
_BLACK = 64  # darker is ink, however wide it is
_LINE = 0.014  # greatest width of a line that is not black, as a share of the long side; wider is a gray tone
_LINE_DEPTH = 48  # a line is darker than its surroundings by more than this
_GAP = 0.010  # widest gap that is closed, as a share of the long side
_GAP_OF_WIDTH = 0.8  # the same in line widths; the larger of the two counts
_THICKEST = 0.03  # greatest width of a line, as a share of the long side; wider ink is a black area
_STEP = 0.7  # ratio of each ball's radius to the one before
_WIDER = 1.0  # px: two regions stay apart only if both are wider by this than the passage between them
_OPEN_BORDER = 7  # extra weight of a border without a line when a speck chooses its neighbor
_SPECK = 0.004  # side of the smallest region that stays, as a share of the long side
_TILE = 1536  # px: larger pages are worked on in squares of this side
_DEEP = 16  # px of the reduced page: this far inside ink the regions of the reduced page are kept


def segment(lines: Bytes) -> Regions:
    """Find the regions of a drawing: small gaps are closed, specks join a neighbor.

    Args:
        lines: (H, W) bytes, ink 0, paper 255.

    Returns:
        (H, W), the number of the region at each pixel, from 1 in the order of the regions' first pixels. Ink
        belongs to the nearest region; a page of ink alone is one region.
    """
    small = reduced(lines, GRID)
    paper = paper_mask(small)
    if not paper.any():
        return np.ones(lines.shape, np.int32)
    return grown(_numbered(_merge_specks(_segment(paper), paper)), small, lines)


def grown(regions: Regions, page: Bytes, lines: Bytes) -> Regions:
    """Upsample the regions of a reduced page along the lines of the full page.

    Args:
        regions: (h, w), the number, from 1, of the region at each pixel.
        page: (h, w) bytes, the reduced page, ink 0, paper 255.
        lines: (H, W) bytes, the full page.

    Returns:
        (H, W), the number of the region at each pixel; `regions` itself where the page is not reduced.
    """
    if page.shape == lines.shape:
        return regions
    full, whole = np.empty(lines.shape, np.int32), _Enlarged(regions, paper_mask(page), paper_mask(lines))

    def grow(tile: Tile) -> None:
        full[tile.inner] = whole(tile)

    at_once(grow, whole.tiles())
    return full


def paper_mask(lines: Bytes) -> Bytes:
    """1 on paper and on gray tones, 0 on lines and on black areas.

    Args:
        lines: (H, W) bytes, ink 0, paper 255.
    """
    small = reduced(lines, GRID)
    reach = 2 * math.ceil(_LINE * max(small.shape) / 2) + 1
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    if small.shape != lines.shape:
        ground = cv2.resize(ground, lines.shape[::-1], interpolation=cv2.INTER_LINEAR)
    paper = np.empty(lines.shape, np.bool_)

    def look(rows: slice) -> None:
        seen = lines[rows]
        shallow = np.asarray(cv2.subtract(ground[rows], seen)) <= _LINE_DEPTH
        paper[rows] = (seen > PAPER) | shallow & (seen >= _BLACK)

    at_once(look, bands(lines.shape))
    return paper.view(np.uint8)


def reduced(lines: Bytes, side: int) -> Bytes:
    """A page with a long side of at most `side` px; the same array where it is no larger."""
    shape = _reduced_shape(lines, side)
    if shape == lines.shape:
        return lines
    return np.asarray(cv2.resize(lines, shape[::-1], interpolation=cv2.INTER_AREA), np.uint8)


def reduced_regions(regions: Held[_Number], side: int) -> NDArray[_Number]:
    """The regions of a page, or their labels, at the size of its `reduced` lines."""
    shape = _reduced_shape(regions, side)
    if shape == regions.shape:
        return np.asarray(regions)
    rows, columns = (
        ((np.arange(short) + 0.5) * (long / short)).astype(np.intp)
        for short, long in zip(shape, regions.shape, strict=True)
    )
    if isinstance(regions, Packed):
        return regions.gathered(rows, columns)
    return np.ascontiguousarray(regions[rows][:, columns])


def _reduced_shape(plane: Held[_Number], side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(plane.shape))
    return max(1, round(plane.shape[0] * scale)), max(1, round(plane.shape[1] * scale))


def enlarged(labels: Regions, regions: Regions, lines: Bytes) -> Regions:
    """Upsample a division of regions, made on a reduced page, along the lines of the full page.

    Args:
        labels: (h, w), the new region number of each pixel that is split off its region, 0 elsewhere.
        regions: (H, W), the number, from 1, of the region at each pixel.
        lines: (H, W) bytes, ink 0, paper 255.

    Returns:
        (H, W), the regions with the new numbers; each lies within the region that it was split off.
    """
    small = reduced_regions(regions, max(labels.shape))
    owner = np.arange(max(int(labels.max()), int(regions.max())) + 1, dtype=np.int32)
    owner[labels[labels > 0]] = small[labels > 0]
    whole = np.where(labels > 0, labels, small).astype(np.int32)
    if labels.shape == regions.shape:
        return whole
    small_paper = paper_mask(reduced(lines, max(labels.shape)))
    divided = _Enlarged(whole, small_paper, paper_mask(lines))
    result = regions.copy()
    for tile in divided.tiles():
        if divided.at(labels, tile.outer).any():
            spread = divided(tile)
            np.copyto(result[tile.inner], spread, where=owner.take(spread) == regions[tile.inner])
    return result


def _segment(paper: Bytes) -> Regions:
    """Regions numbered in any order, from the mask of the paper; ink belongs to the nearest."""
    clearance = np.asarray(cv2.distanceTransform(paper, cv2.DIST_L2, 5), np.float32)
    gap = max(_GAP * max(paper.shape), _GAP_OF_WIDTH * _line_width(paper))
    return _spread(_cores(clearance, gap / 2), paper)


def _line_width(paper: Bytes) -> float:
    """Mean width of the lines in px: twice their area divided by the length of their edges."""
    ink = 1 - paper
    reach = 2 * math.ceil(_THICKEST * max(paper.shape) / 2) + 1
    thin = cv2.morphologyEx(ink, cv2.MORPH_TOPHAT, np.ones((reach, reach), np.uint8))
    edge = cv2.bitwise_and(thin, cv2.dilate(paper, np.ones((3, 3), np.uint8)))
    return 2 * cv2.countNonZero(thin) / max(1, cv2.countNonZero(edge))


def _cores(clearance: Floats, radius: float) -> Regions:
    """The core of each region, numbered from 1, and 0 elsewhere: seeds from which regions are grown.

    Balls of decreasing radii roll over the paper. Paper that a ball reaches and no larger one could enter is
    a new region. Where a ball passes from one region to another, the two become one if the passage is too
    wide for a gap, or if one of them is hardly wider than the passage.

    Args:
        clearance: (H, W), the distance to the nearest ink, in px.
        radius: of a ball as wide as the widest gap.
    """
    radii = _radii(radius)
    owner, born = [0], [0]  # by region: the one it was merged into, itself at first; the step that found it
    layers: list[tuple[Regions, list[list[int]]]] = []
    for step, least in enumerate(radii):
        count, parts = cv2.connectedComponents((clearance > least).view(np.uint8), connectivity=4)
        held: list[list[int]] = [[] for _ in range(count)]
        if layers:
            before, holding = layers[-1]
            around = parts.ravel()[_firsts(before)[1:]].tolist()
            for part, regions in zip(around, holding[1:], strict=True):
                held[part] += regions
        for regions in held[1:]:
            if not regions:
                regions.append(len(owner))
                owner.append(len(owner))
                born.append(step)
            elif len(regions) > 1:
                largest = min(regions, key=born.__getitem__)
                apart = [
                    region
                    for region in regions
                    if least < radius
                    and born[region] < step - 1
                    and radii[born[region]] - radii[step - 1] >= _WIDER
                ]
                kept = apart if len(apart) > 1 else [largest]
                for region in regions:
                    if region not in kept:
                        owner[region] = 0 if len(kept) > 1 else kept[0]
                regions[:] = kept
        layers.append((np.asarray(parts, np.int32), held))
    cores = np.zeros(clearance.shape, np.int32)
    for parts, held in layers:
        alone = np.array(
            [_owner(owner, regions[0]) if len(regions) == 1 else 0 for regions in held], np.int32
        )
        np.maximum(cores, alone.take(parts), out=cores)
    return cores


def _radii(radius: float) -> list[float]:
    """Radii of balls: from one step above ``radius`` down to 0.5 px, which reaches all paper; geometric."""
    steps = range(-1, 1 + math.ceil(math.log(max(radius, 1), 1 / _STEP)))
    return [*(radius * _STEP**step for step in steps if radius * _STEP**step > 1), 0.5]


def _spread(regions: Regions, paper: Bytes, inside_ink: Regions | None = None) -> Regions:
    """Grow regions over all paper without crossing ink (watershed); then ink takes the nearest.

    Args:
        regions: (H, W), seeds, 0 elsewhere; overwritten.
        paper: (H, W), 1 on paper, 0 on ink.
        inside_ink: (H, W), regions of ink that are known already, 0 elsewhere.
    """
    ink = int(regions.max()) + 1
    regions[paper == 0] = ink
    cv2.watershed(cv2.merge([paper * np.uint8(255)] * 3), regions)
    regions[(regions < 0) | (regions == ink)] = 0
    if inside_ink is not None:
        np.copyto(regions, inside_ink, where=(paper == 0) & (inside_ink > 0))
    return nearest(regions)


def _merge_specks(regions: Regions, paper: Bytes) -> Regions:
    """Merge each speck into the neighbor with the longest common border, open border weighted higher."""
    count = int(regions.max()) + 1
    area = np.bincount(regions[paper > 0], minlength=count)
    speck = area < (_SPECK * max(paper.shape)) ** 2
    flat, is_paper = regions.ravel(), paper.ravel()
    keys, weights = [], []
    for step in (1, regions.shape[1]):
        border = np.flatnonzero(flat[step:] != flat[:-step])
        if step == 1:
            border = border[
                border % regions.shape[1] != regions.shape[1] - 1
            ]  # the end of a row is no neighbor of the next row
        one, other = flat[border].astype(np.int64), flat[border + step].astype(np.int64)
        is_open = is_paper[border] & is_paper[border + step]
        keys += [one * count + other, other * count + one]
        weights += [1 + _OPEN_BORDER * is_open] * 2
    pairs, place = np.unique(np.concatenate(keys), return_inverse=True)
    length = np.bincount(place, np.concatenate(weights), minlength=pairs.size)
    longest_last = np.argsort(length, kind="stable")
    neighbor = np.zeros(count, np.int64)
    neighbor[pairs[longest_last] // count] = pairs[longest_last] % count
    owner = list(range(count))
    for region in np.flatnonzero(speck & (neighbor > 0)).tolist():
        owner[_owner(owner, region)] = _owner(owner, int(neighbor[region]))
    return np.array([_owner(owner, region) for region in range(count)], np.int32).take(regions)


def _owner(owners: list[int], region: int) -> int:
    """The region that a region was merged into, followed to the end."""
    while region != owners[region]:
        region = owners[region]
    return region


class _Enlarged:
    """Upsamples regions of a reduced page along the lines of the full page, tile by tile.

    Args:
        regions: (h, w), of the reduced page.
        small_paper: (h, w), 1 on its paper, 0 on its ink.
        paper: (H, W), 1 on paper of the full page, 0 on its ink.
    """

    def __init__(self, regions: Regions, small_paper: Bytes, paper: Bytes) -> None:
        self._deep = (cv2.distanceTransform(1 - small_paper, cv2.DIST_L2, 5) > _DEEP).astype(np.int32)
        self._certain = np.where((small_paper > 0) | (self._deep > 0), regions, 0).astype(np.int32)
        self._paper = paper
        self._margin = math.ceil(1.25 * _DEEP * max(paper.shape) / max(small_paper.shape))

    def tiles(self) -> Iterator[Tile]:
        """The tiles of the full page."""
        return tiles(self._paper.shape, (_TILE, _TILE), self._margin)

    def at(self, small: Regions, place: Box) -> Regions:
        """A plane of the reduced page, enlarged (nearest neighbor) within a box of the full page."""
        rows, columns = (
            (np.arange(side.start, side.stop) * (short / long)).astype(np.intp)
            for side, short, long in zip(place, small.shape, self._paper.shape, strict=True)
        )
        wide = small[rows[0] : rows[-1] + 1].take(columns, axis=1)
        return np.asarray(wide.take(rows - rows[0], axis=0), np.int32)

    def __call__(self, tile: Tile) -> Regions:
        """The regions of a tile's own pixels."""
        seeds, paper = self.at(self._certain, tile.outer), self._paper[tile.outer]
        if seeds.all() and paper.all():
            return seeds[tile.own]
        return _spread(seeds, paper, seeds * self.at(self._deep, tile.outer))[tile.own]


def nearest(labels: Regions) -> Regions:
    """Give each pixel of label 0 the nearest other label; in place."""
    known = labels > 0
    if not known.any():
        return labels
    unknown = (~known).view(np.uint8)
    _, places = cv2.distanceTransformWithLabels(unknown, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    here = np.flatnonzero(~known)
    nearest = places.ravel()[here] - 1  # OpenCV numbers known pixels from 1, row by row
    labels.put(here, labels[known][nearest])
    return labels


def _numbered(regions: Regions) -> Regions:
    """The same regions, numbered anew from 1 in the order of their first pixels; in place."""
    order = np.argsort(_firsts(regions))
    table = np.zeros(order.size, np.int32)
    table[order] = np.arange(1, order.size + 1)
    for rows in bands(regions.shape):
        regions[rows] = table.take(regions[rows])
    return regions


def _firsts(labels: Regions) -> NDArray[np.intp]:
    """The flat index of the first pixel of each label; the array's size for a label that is nowhere."""
    firsts = np.full(int(labels.max()) + 1, labels.size, np.intp)
    for rows in reversed(list(bands(labels.shape))):
        flat = labels[rows].ravel()
        starts = np.append(0, np.flatnonzero(flat[1:] != flat[:-1]) + 1)[::-1]
        firsts[flat[starts]] = starts + rows.start * labels.shape[1]
    return firsts
