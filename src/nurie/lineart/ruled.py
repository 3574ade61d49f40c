"""Panels between gutters with straight strokes on both sides, however roughly their corners are drawn.

Frames by hand have double strokes, gaps at the corners and lines that run past them, so that gutters are open
to panels, or closed. A gutter is still a narrow band of bare paper with long straight strokes on both sides,
and open at one of its ends. The page is cut along such bands again and again (X-Y cuts, Nagy and Seth 1984),
slanted ones, too, and across bubbles and figures that reach over them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.arrays import Bytes, Doubles, Mask, Regions
from nurie.lineart.regions import reduced

# Chosen by hand on pages of the artist's (nurie.data.drawn); docs/pages.md has the counts.
_GRID = 800  # px: a larger page is looked at in this size; all lengths below are shares of its long side
_INK = 200  # darker is ink
_PAD = 4  # px of bare paper around the page
_STROKE = 0.05  # least length of a straight stroke
_TILT = 18  # degrees by which strokes and gutters may slant
_WIDEST = 0.05  # widest gutter
_OPEN = 0.5  # share of a cut that must run through a gutter
_STRAIGHT = 0.4  # share of a cut along which one straight line borders the gutter, on either side
_SHORTEST = 0.1  # shortest cut
_LEAST = 0.02  # smallest panel, as a share of the page
_PLACES = 8  # cuts in each direction that are looked at closely
_APART = 0.02  # least distance between such cuts
_END = 0.03  # length of the end of a gutter, where strokes may close it
_BESIDE = 2  # px by which frames may miss a straight line
_EDGE = 0.5  # share of a side of a panel along which its frame is one straight line
_SIDES = 0.6  # share of the outer sides of panels that must have a frame
_BEYOND = 0.15  # most ink beyond the frame of a panel, such as hair that breaks out of it, as a share
_FINE = np.tan(np.radians(np.arange(-6, 6.1, 0.5)))  # by which frames may slant other than their gutter
_SLOPES = np.tan(np.radians(np.arange(-_TILT, _TILT + 1)))  # of gutters


class _Rule(NamedTuple):
    """A straight line of places at + slope * along: y of x for axis 0, x of y for axis 1."""

    axis: int
    slope: float
    at: float

    def beyond(self, places: Doubles) -> Doubles:
        """(n,), how far places, (n, 2), x and y, lie below it, or right of it."""
        return np.asarray(places[:, 1 - self.axis] - self.slope * places[:, self.axis] - self.at, np.float64)


@dataclass(frozen=True, eq=False)
class _Sheet:
    """A page on the grid. What has an axis is there twice, the second time transposed.

    Attributes:
        ink: 1 on ink.
        strokes: 1 on long straight strokes along the rows.
        gaps: paper between two such strokes, one above and one below.
        above: the row of the nearest ink above.
        below: likewise.
    """

    ink: tuple[Bytes, Bytes]
    strokes: tuple[Bytes, Bytes]
    gaps: tuple[Mask, Mask]
    above: tuple[NDArray[np.int16], NDArray[np.int16]]
    below: tuple[NDArray[np.int16], NDArray[np.int16]]

    @classmethod
    def of(cls, ink: Bytes) -> "_Sheet":
        """From a mask (h, w) of ink."""
        turned = ink, np.ascontiguousarray(ink.T)
        side = max(ink.shape)
        strokes = _straight(turned[0], side), _straight(turned[1], side)
        (gaps, above, below), (across, left, right) = (
            _between(plane, stroke, side) for plane, stroke in zip(turned, strokes, strict=True)
        )
        return cls(turned, strokes, (gaps, across), (above, left), (below, right))

    @property
    def side(self) -> int:
        """The long side in px."""
        return int(max(self.ink[0].shape))

    def bounds(self, cut: _Rule, ends: Doubles) -> tuple[tuple[_Rule, int], tuple[_Rule, int]]:
        """The straight lines on both sides of the gutter of a cut, and how long each is seen."""
        along = np.arange(max(0, int(ends[0])), min(self.ink[cut.axis].shape[1] - 1, int(ends[1])) + 1)
        rows = np.rint(cut.at + cut.slope * along).astype(np.intp)
        held = (rows >= 0) & (rows < self.ink[cut.axis].shape[0])
        along, rows = along[held], rows[held]
        held = self.gaps[cut.axis][rows, along]
        along, rows = along[held], rows[held]
        first, last = (
            _fitted(cut.axis, along, bound[cut.axis][rows, along], cut.slope)
            for bound in (self.above, self.below)
        )
        return first, last


@dataclass(frozen=True, eq=False)
class _Block:
    """A part of a page, not yet cut, or a panel.

    Attributes:
        outline: (n, 2), x and y of the corners of a convex shape.
        sides: the frames along which it was cut off, each with 1 if it is below or right of it, or -1.
        gaps: for each axis (n, 2), the places in gaps in it.
        strokes: likewise.
    """

    outline: Doubles
    sides: tuple[tuple[_Rule, int], ...]
    gaps: tuple[Doubles, Doubles]
    strokes: tuple[Doubles, Doubles]

    def cut_off(self, frame: _Rule, way: int) -> "_Block":
        """What lies on one side of a frame, the frame included."""
        edge = frame._replace(at=frame.at + way * _BESIDE)
        held = [
            [places[way * edge.beyond(places) <= 0] for places in pair] for pair in (self.gaps, self.strokes)
        ]
        gaps, strokes = ((pair[0], pair[1]) for pair in held)
        return _Block(_clipped(self.outline, edge, way), (*self.sides, (frame, way)), gaps, strokes)


def find_ruled(page: Bytes) -> Regions:
    """Find panels by the straight strokes on both sides of gutters.

    Args:
        page: (h, w) bytes, ink 0, paper 255.

    Returns:
        (h, w), the number of the panel at each pixel, from 1, and 0 outside; 0 everywhere where there are not
        two at least.
    """
    none = np.broadcast_to(np.int32(0), page.shape)
    ink = np.pad((reduced(page, _GRID) < _INK).view(np.uint8), _PAD)
    if not _has_frame(ink):
        return none
    sheet = _Sheet.of(ink)
    left, top, width, height = cv2.boundingRect(ink)
    right, low = left + width - 1, top + height - 1
    corners = np.array([(left, top), (right, top), (right, low), (left, low)], np.float64)
    thick = [_thickened(strokes) for strokes in sheet.strokes]
    whole = _Block(corners, (), _places(*sheet.gaps), _places(*thick))
    blocks = list(_split(whole, sheet))
    frames = [_frame(block, ink) for block in blocks]
    missing = sum(frame is None for found in frames for frame in found)
    if len(blocks) < 2 or missing > (1 - _SIDES) * sum(map(len, frames)):
        return none
    panels = np.zeros(page.shape, np.int32)
    scale = max(page.shape) / (max(ink.shape) - 2 * _PAD)
    for block, found in zip(blocks, frames, strict=True):
        sides = [*block.sides, *(side for side in found if side is not None)]
        outline = reduce(lambda rest, side: _clipped(rest, *side), sides, block.outline)
        corners = np.rint((outline - _PAD) * scale).astype(np.int32)
        if len(corners) > 2 and cv2.contourArea(corners) >= _LEAST * page.size:
            cv2.fillConvexPoly(panels, corners, int(panels.max()) + 1)
    return panels if panels.max() > 1 else none


def _split(block: _Block, sheet: _Sheet) -> Iterator[_Block]:
    """Cut a block along its gutters: the panels."""
    cut = max((_best_cut(block, sheet, axis) for axis in (0, 1)), key=lambda found: found[0])
    if not cut[1]:
        yield block
        return
    (first, _), (last, _) = cut[1]
    yield from _split(block.cut_off(first, 1), sheet)
    yield from _split(block.cut_off(last, -1), sheet)


def _best_cut(block: _Block, sheet: _Sheet, axis: int) -> tuple[float, tuple[tuple[_Rule, int], ...]]:
    """The clearest cut in one direction: how much of it is open, and the frames on both sides; 0 for none."""
    found = []
    for slope in _SLOPES.tolist():
        levels = np.rint(block.gaps[axis][:, 1 - axis] - slope * block.gaps[axis][:, axis]).astype(np.intp)
        if not levels.size:
            return 0.0, ()
        lowest = int(levels.min())
        open_ = np.bincount(levels - lowest)
        at = np.flatnonzero(open_ >= _OPEN * _SHORTEST * sheet.side)
        ends = _ends(block.outline, axis, slope, at + lowest)
        length = np.maximum(ends[:, 1] - ends[:, 0], 1)
        for k in np.flatnonzero((length >= _SHORTEST * sheet.side) & (open_[at] >= _OPEN * length)).tolist():
            found.append(
                (float(open_[at[k]] / length[k]), _Rule(axis, slope, float(at[k] + lowest)), ends[k])
            )
    tried: list[float] = []
    for clear, cut, ends in sorted(found, key=lambda one: -one[0]):
        middle = cut.at + cut.slope * float(ends.mean())
        if any(abs(middle - other) < _APART * sheet.side for other in tried):
            continue
        tried.append(middle)
        if len(tried) > _PLACES:
            break
        bounds = sheet.bounds(cut, ends)
        is_straight = min(seen for _, seen in bounds) >= _STRAIGHT * np.ptp(ends)
        if is_straight and _is_useful(block, bounds, sheet) and not _is_closed(block, cut, ends, sheet):
            return clear, bounds
    return 0.0, ()


def _is_useful(block: _Block, bounds: tuple[tuple[_Rule, int], ...], sheet: _Sheet) -> bool:
    """Whether a panel may lie on either side, and each is smaller than the block, so that cutting ends."""
    least = _LEAST * sheet.ink[0].size
    whole = cv2.contourArea(block.outline.astype(np.float32))
    sides = [block.cut_off(frame, way).outline for (frame, _), way in zip(bounds, (1, -1), strict=True)]
    return all(least <= cv2.contourArea(side.astype(np.float32)) <= whole - least for side in sides)


def _is_closed(block: _Block, cut: _Rule, ends: Doubles, sheet: _Sheet) -> bool:
    """Whether strokes close both ends of a gutter: then it is a band within a panel, such as a shelf."""
    gaps, beyond = block.gaps[cut.axis], cut.beyond(block.gaps[cut.axis])
    near = abs(beyond) <= _WIDEST / 2 * sheet.side
    along, beyond = gaps[near, cut.axis], beyond[near]
    on = along[abs(beyond) <= 0.6]
    paper, reach = 1 - sheet.ink[cut.axis], _END * sheet.side
    for way, inner, end in ((-1, on.min(), ends[0]), (1, on.max(), ends[1])):
        local = beyond[abs(along - inner) <= reach]
        start = way * min(way * inner, way * end) - way * reach
        columns = np.arange(int(start), int(end) + way * _PAD, way)
        columns = columns[(columns >= 0) & (columns < paper.shape[1])]
        levels = np.arange(int(np.floor(local.min())), int(np.ceil(local.max())) + 1)
        rows = np.rint(cut.at + cut.slope * columns).astype(np.intp)[None] + levels[:, None]
        _, parts = cv2.connectedComponents(
            paper[rows.clip(0, paper.shape[0] - 1), columns[None]], connectivity=4
        )
        inside = parts[:, : max(2, int(reach))]
        if np.isin(parts[:, -1][parts[:, -1] > 0], inside).any():
            return False
    return True


def _frame(block: _Block, ink: Bytes) -> list[tuple[_Rule, int] | None]:
    """The outermost straight strokes on the sides where a block was not cut off; None for a side without.

    Args:
        block: a panel.
        ink: (h, w), 1 on ink.
    """
    known = {(rule.axis, way) for rule, way in block.sides}
    inside = cv2.fillConvexPoly(np.zeros_like(ink), np.rint(block.outline).astype(np.int32), 1)
    drawn = np.argwhere(cv2.bitwise_and(inside, ink))[:, ::-1].astype(np.float64)
    found: list[tuple[_Rule, int] | None] = []
    for axis, way in ((0, -1), (0, 1), (1, -1), (1, 1)):
        if (axis, way) not in known:
            side = _outermost(block.strokes[axis], axis, way, float(np.ptp(block.outline[:, axis])))
            is_outer = side and len(drawn) and (way * side[0].beyond(drawn) > _BESIDE).mean() <= _BEYOND
            found.append(side if is_outer else None)
    return found


def _has_frame(ink: Bytes) -> bool:
    """Whether three sides of what is drawn are straight; those of most drawings that are no pages are not."""
    places = _places(ink, ink.T)
    sides = [
        _outermost(places[axis], axis, way, float(np.ptp(places[axis][:, axis])))
        for axis in (0, 1)
        for way in (-1, 1)
        if len(places[axis])
    ]
    return sum(side is not None for side in sides) >= 3


def _outermost(places: Doubles, axis: int, way: int, length: float) -> tuple[_Rule, int] | None:
    """The straight line that most outermost places, (n, 2), lie on; None if it is short."""
    if not len(places):
        return None
    along = places[:, axis].astype(np.intp)
    outer = np.full(int(along.max()) + 1, -np.inf)
    np.maximum.at(outer, along, way * places[:, 1 - axis])
    columns = np.flatnonzero(np.isfinite(outer))
    rule, seen = _fitted(axis, columns, way * outer[columns], 0.0)
    return (rule, way) if seen >= _EDGE * length else None


def _fitted(
    axis: int, along: NDArray[np.intp], across: NDArray[np.generic], slope: float
) -> tuple[_Rule, int]:
    """The line of about a slope that most places lie on, and how many."""
    best = _Rule(axis, slope, 0.0), 0
    for tilt in (slope + _FINE).tolist() if along.size else ():
        levels = np.rint(across - tilt * along).astype(np.intp)
        counts = np.convolve(np.bincount(levels - levels.min()), np.ones(2 * _BESIDE + 1, np.intp))
        if counts.max() > best[1]:
            at = float(counts.argmax() - _BESIDE + levels.min())
            best = _Rule(axis, tilt, at), int(counts.max())
    return best


def _clipped(outline: Doubles, line: _Rule, way: int) -> Doubles:
    """The part of a convex shape, (n, 2), above or left of a line, or, if `way` is -1, of the other side."""
    if not len(outline):
        return outline
    beyond = way * line.beyond(outline)
    corners = []
    for k in range(len(outline)):
        here, before = beyond[k], beyond[k - 1]
        if (here <= 0) != (before <= 0):
            corners.append(outline[k - 1] + (outline[k] - outline[k - 1]) * before / (before - here))
        if here <= 0:
            corners.append(outline[k])
    return np.array(corners, np.float64).reshape(-1, 2)


def _ends(outline: Doubles, axis: int, slope: float, at: NDArray[np.intp]) -> Doubles:
    """(m, 2), from where to where each of m parallel lines, at (m,), runs in a convex shape, (n, 2)."""
    along = outline[:, axis]
    beyond = (outline[:, 1 - axis] - slope * along)[None] - at[:, None]
    then = np.roll(beyond, -1, axis=1)
    crossed = (beyond <= 0) != (then <= 0)
    share = beyond / np.where(crossed, beyond - then, 1)
    place = along + share * (np.roll(along, -1) - along)
    first = np.where(crossed, place, np.inf).min(axis=1)
    last = np.where(crossed, place, -np.inf).max(axis=1)
    return np.where(np.isfinite(first)[:, None], np.stack([first, last], axis=1), 0.0)


def _straight(ink: Bytes, side: int) -> Bytes:
    """Long straight strokes that run about along the rows, 1 in (h, w) bytes."""
    near, length = _thickened(ink), round(_STROKE * side)
    strokes = np.zeros_like(ink)
    for slope in np.tan(np.radians(np.arange(-_TILT, _TILT + 1, 3))).tolist():
        steps = np.arange(length) - length // 2
        rows = np.rint(steps * slope).astype(np.intp)
        kernel = np.zeros((2 * int(abs(rows).max()) + 1, length), np.uint8)
        kernel[rows + kernel.shape[0] // 2, np.arange(length)] = 1
        strokes |= np.asarray(cv2.morphologyEx(near, cv2.MORPH_OPEN, kernel), np.uint8)
    return strokes


def _between(ink: Bytes, strokes: Bytes, side: int) -> tuple[Mask, NDArray[np.int16], NDArray[np.int16]]:
    """Paper in a narrow band between two strokes, and the rows of the nearest ink above and below."""
    height = ink.shape[0]
    rows = np.arange(height, dtype=np.int16)[:, None]
    above = np.maximum.accumulate(np.where(ink > 0, rows, np.int16(-1)), axis=0)
    below = np.minimum.accumulate(np.where(ink > 0, rows, np.int16(height))[::-1], axis=0)[::-1]
    gaps = (ink == 0) & (above >= 0) & (below < height) & (below - above <= _WIDEST * side)
    row, column = np.nonzero(gaps)
    ruled = (strokes[above[row, column], column] & strokes[below[row, column], column]) > 0
    gaps[row[~ruled], column[~ruled]] = False
    return gaps, above, below


def _thickened(ink: Bytes) -> Bytes:
    """Ink dilated by a pixel up and down."""
    return np.asarray(cv2.dilate(ink, np.ones((3, 1), np.uint8)), np.uint8)


def _places(rows: NDArray[np.generic], columns: NDArray[np.generic]) -> tuple[Doubles, Doubles]:
    """The places, x and y, (n, 2), that are set in a plane, and in another that is transposed."""
    across, down = (np.argwhere(plane).astype(np.float64) for plane in (rows, columns))
    return np.ascontiguousarray(across[:, ::-1]), down
