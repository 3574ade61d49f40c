"""Divides regions by hints: at wide gaps in lines, and between hints of several colors."""

from collections.abc import Collection
from dataclasses import dataclass

import cv2
import numpy as np

from nurie.arrays import Floats, Mask, Places, Regions
from nurie.colorize.grow import grow
from nurie.colorize.marks import Mark
from nurie.lineart.strips import long_side
from nurie.tiles import Box

# Chosen by hand; tests/colorize/test_hinted.py checks the result.
_WIDEST = 0.1  # widest gap that a hint closes, as a share of the long side
_ROOMIER = 1.3  # least width of a thing on each side of a gap, in widths of the gap
_PIECE = 0.6  # largest piece that is split off, as a share of its region
_CORNER = (
    1.45  # in radii: from a ball's center to the corner of two lines that touch it, 1.41, with some slack
)
_OPENING = 0.13  # most of the edge of a piece that runs through open paper, as a share
_STEPS = 16  # gap widths tried, from the narrowest to the widest


Enclosed = dict[tuple[int, bytes, bytes], tuple[Box, Mask | None]]
"""The piece of a region around the places of a mark, in the region's box; None where it has none."""
_REMEMBERED = 64  # pieces kept in the cache


class Pieces:
    """The regions of a sketch at the size of its layout, while hints divide them.

    Attributes:
        regions: (h, w), with new numbers for what was divided.
        owners: the region that each new number was part of.

    Args:
        regions: (h, w), numbers below `count`.
        clearance: (h, w), px to the nearest ink.
        count: the first new number.
        locked: regions that no mark means.
        joined: regions that a mark means as a whole, whatever gaps are in them.
        known: a cache of pieces found in these regions; new ones are added.
    """

    def __init__(
        self,
        regions: Regions,
        clearance: Floats,
        count: int,
        locked: Collection[int],
        joined: Collection[int] = (),
        known: Enclosed | None = None,
    ) -> None:
        self.regions = regions.copy()
        self.owners: dict[int, int] = {}
        self._clearance = clearance
        self._locked, self._joined = locked, joined
        self._areas: list[int] = np.bincount(regions.ravel(), minlength=count).tolist()
        self._rolled: dict[int, _Rolled] = {}  # computed once for all marks in a region
        self._known: Enclosed = {} if known is None else known
        self._names: dict[int, int] = {}  # numbers of divided regions: equal for equal pieces

    @property
    def areas(self) -> Places:
        """The area of each region, by its number."""
        return np.array(self._areas, np.intp)

    def meant(self, mark: Mark) -> list[int]:
        """The regions that a mark means; a piece behind a wide gap becomes a region of its own."""
        found = [region for region in mark.means(self.regions, self.areas) if region not in self._locked]
        if len(found) != 1 or found[0] in self._joined:
            return found
        region = found[0]
        box, piece = self._enclosed(region, mark)
        return found if piece is None else [self._cut(region, box, piece)]

    def _enclosed(self, region: int, mark: Mark) -> tuple[Box, Mask | None]:
        """The box of a region, and the piece of it that is closed around a mark but for gaps, if any."""
        key = self._names.get(region, region), mark.places[0].tobytes(), mark.places[1].tobytes()
        found = self._known.pop(key, None)
        if found is None:
            if region not in self._rolled:
                box, inside = self._box(region)
                self._rolled[region] = _Rolled(inside, self._clearance[box], box, self.regions.shape)
            found = self._rolled[region].box, self._rolled[region].enclosed(mark)
        self._known[key] = found
        for old in list(self._known)[:-_REMEMBERED]:
            self._known.pop(old, None)
        box, piece = found
        if piece is not None:  # it is cut off next, with the first free number
            self._names[region], self._names[len(self._areas)] = hash((key, "rest")), hash(key)
        return box, piece

    def shared_out(self, region: int, marks: list[Mark]) -> dict[int, list[Mark]]:
        """Divide a region among marks of several colors, along lines where there are some."""
        box, inside = self._box(region)
        seeds = np.zeros(inside.shape, np.int32)
        colors = sorted({mark.rgb for mark in marks})
        for mark in marks:
            rows, columns = _within(mark, box)
            kept = inside[rows, columns]
            seeds[rows[kept], columns[kept]] = colors.index(mark.rgb) + 1
        grown = grow(seeds, inside, self._clearance[box])
        meant = {region: [mark for mark in marks if mark.rgb == colors[0]]}
        for number, color in enumerate(colors[1:], start=2):
            piece = grown == number
            if piece.any():
                meant[self._cut(region, box, piece)] = [mark for mark in marks if mark.rgb == color]
        return meant

    def _cut(self, region: int, box: Box, piece: Mask) -> int:
        """Give a piece of a region, a mask within `box`, a number of its own."""
        number, area = len(self._areas), int(piece.sum())
        self.regions[box][piece] = number
        self._areas[region] -= area
        self._areas.append(area)
        self._rolled.pop(region, None)
        self.owners[number] = self.owners.get(region, region)
        return number

    def _box(self, region: int) -> tuple[Box, Mask]:
        mask = self.regions == region
        left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
        box = slice(top, top + height), slice(left, left + width)
        return box, mask[box]


@dataclass(frozen=True, eq=False)
class _Piece:
    """The piece that balls of one size fill around a core.

    Attributes:
        mask: (h, w), in the box of the region.
        opened: the share of its edge that runs through open paper.
        cut_off: the same along the edge of the page.
    """

    mask: Mask
    opened: float
    cut_off: float


class _Rolled:
    """Openings of one region by balls of several radii: the components in which a ball's center can move.

    Args:
        inside: (h, w), the region in its box.
        clearance: (h, w), px to the nearest ink.
        box: its place on the page.
        page: height and width of that.
    """

    def __init__(self, inside: Mask, clearance: Floats, box: Box, page: tuple[int, ...]) -> None:
        self.box = box
        self._page = page
        self._inside = inside
        self._around = clearance
        self._clearance = np.where(inside, clearance, np.float32(0))
        self._balls: list[float] = np.geomspace(1.0, _WIDEST / 2 * long_side(page), _STEPS).tolist()
        self._parts: list[tuple[Regions, Places]] = []  # for each ball: connected components, and their areas
        self._found: dict[tuple[int, int], _Piece | None] = {}

    def enclosed(self, mark: Mark) -> Mask | None:
        """The piece of the region around a mark that is closed but for gaps, if there is one.

        A ball rolls around the mark. The smallest ball that cannot roll on into the rest of the region tells
        the gap that closes the piece. What the page cuts off may hold a corner of the page besides: there a
        larger ball prevails, if its piece is less open, the page's edge included.
        """
        rows, columns = _within(mark, self.box)
        if not rows.size:
            return None
        at = self._clearance[rows, columns].argmax()
        seed = rows[at], columns[at]
        best, least_open = None, np.inf
        for step, least in enumerate(self._balls):
            if self._clearance[seed] <= least:
                break
            parts, areas = self._at(step)
            core = int(parts[seed])
            if areas[core] > _PIECE * areas[1:].sum():
                continue
            if (step, core) not in self._found:
                self._found[step, core] = self._piece(parts, core, least)
            piece = self._found[step, core]
            if piece is None:
                break
            if piece.opened > _OPENING or not piece.mask[seed]:  # a wide ball may not reach the mark itself
                continue
            if piece.opened + piece.cut_off < least_open:
                best, least_open = piece.mask, piece.opened + piece.cut_off
            if not piece.cut_off:
                break
        return best

    def _at(self, step: int) -> tuple[Regions, Places]:
        if step == len(self._parts):
            held = (self._clearance > self._balls[step]).view(np.uint8)
            _, parts, stats, _ = cv2.connectedComponentsWithStats(held, connectivity=4)
            self._parts.append((np.asarray(parts, np.int32), stats[:, cv2.CC_STAT_AREA].astype(np.intp)))
        return self._parts[step]

    def _piece(self, parts: Regions, number: int, least: float) -> _Piece | None:
        """The piece around a core; None where it is too narrow."""
        core = parts == number
        room = float(self._clearance[core].max())
        if room < _ROOMIER * least:
            return None
        radius = max(least, min(3 * least, 0.6 * room))  # a wider ball bulges less
        others = (parts > 0) & ~core
        mask = _filled(core & (self._clearance > radius), radius, others, least, self._clearance)
        return _Piece(mask, _opening(mask, self._inside, self._around), self._cut_off(mask))

    def _cut_off(self, piece: Mask) -> float:
        """The share of a piece's edge that lies on the edge of the page."""
        first, last = self.box[0].start == 0, self.box[0].stop == self._page[0]
        left, right = self.box[1].start == 0, self.box[1].stop == self._page[1]
        on_edge = first * piece[0].sum() + last * piece[-1].sum()
        on_edge += left * piece[:, 0].sum() + right * piece[:, -1].sum()
        whole = np.pad(piece, [(int(not first), int(not last)), (int(not left), int(not right))])
        return float(on_edge / max(1, _edge(whole).sum() / 2))


def _within(mark: Mark, box: Box) -> tuple[Places, Places]:
    """Rows and columns, counted from those of a box, of the pixels of a mark that lie in it."""
    rows, columns = mark.places[0] - box[0].start, mark.places[1] - box[1].start
    there = (rows >= 0) & (columns >= 0)
    there &= (rows < box[0].stop - box[0].start) & (columns < box[1].stop - box[1].start)
    return rows[there], columns[there]


def _filled(core: Mask, radius: float, others: Mask, other_radius: float, clearance: Floats) -> Mask:
    """A core dilated by a ball, and the paper that is nearer to that than to the rest.

    The rest is what another ball covers over the other cores. A square corner lies 1.41 radii from the center
    of the ball that touches its sides; what is further belongs to neither, as a corner of the page outside.
    """
    far, near = (cv2.distanceTransform((~place).view(np.uint8), cv2.DIST_L2, 5) for place in (others, core))
    inside = clearance > 0
    seeds = np.where(near <= radius, 1, np.where(far <= other_radius, 2, 0)).astype(np.int32)
    return np.asarray((grow(seeds, inside, clearance) == 1) & (near <= _CORNER * radius))


def _opening(piece: Mask, inside: Mask, clearance: Floats) -> float:
    """How much of the edge of a piece, ink included, runs through open paper."""
    edge = _edge(piece)
    rest = cv2.dilate((inside & ~piece).view(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return float((edge & rest & (clearance > 3)).sum() / max(1, edge.sum()))


def _edge(piece: Mask) -> Mask:
    """The pixels on both sides of the edge of a piece."""
    return np.asarray(
        cv2.morphologyEx(piece.view(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    )
