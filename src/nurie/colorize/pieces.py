"""The regions of a sketch while hints divide them: at wide gaps, and between colors."""

import cv2
import numpy as np
import numpy.typing as npt

from nurie.colorize.grow import grow, nearest
from nurie.colorize.marks import Mark
from nurie.lineart.regions import Regions

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
Box = tuple[slice, slice]

_WIDEST = 0.1  # of the long side: the widest gap that a hint closes
_ROOMIER = 1.3  # times the gap: how wide a thing is at least, or the gap is no gap
_PIECE = 0.6  # of its region: what is more is the region itself
_OPENING = 0.2  # of its edge: what of a piece runs through open paper at most
_STEPS = 16  # from the narrowest to the widest


class Pieces:
    """The regions of a sketch at the size of its layout, while hints divide them.

    Attributes:
        regions: (h, w), with new numbers for what was divided.
        owners: the region that each new number was part of.
    """

    def __init__(self, regions: Regions, clearance: Floats) -> None:
        self.regions = regions.copy()
        self.owners: dict[int, int] = {}
        self._clearance = clearance
        self._areas: list[int] = np.bincount(regions.ravel()).tolist()
        self._rolled: dict[int, _Rolled] = {}  # worked out once for all marks in a region

    @property
    def areas(self) -> Places:
        """The area of each region, by its number."""
        return np.array(self._areas, np.intp)

    def meant(self, mark: Mark) -> list[int]:
        """The regions that a mark means; a piece that a wide gap joins to another is a region of its own."""
        found = mark.means(self.regions, self.areas)
        if len(found) != 1:
            return found
        region = found[0]
        if region not in self._rolled:
            box, inside = self._box(region)
            self._rolled[region] = _Rolled(inside, self._clearance[box], box, max(self.regions.shape))
        piece = self._rolled[region].enclosed(mark)
        return found if piece is None else [self._cut(region, self._rolled[region].box, piece)]

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
        """Make a piece of a region, given within its box, one of its own."""
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


class _Rolled:
    """Balls that roll over one region: what each of them, wherever it is, cannot leave.

    Args:
        inside: (h, w), the region in its box.
        clearance: (h, w), px to the nearest ink.
        box: its place on the page.
        long_side: of the page, in px.
    """

    def __init__(self, inside: Mask, clearance: Floats, box: Box, long_side: int) -> None:
        self.box = box
        self._inside = inside
        self._around = clearance
        self._clearance = np.where(inside, clearance, np.float32(0))
        self._balls: list[float] = np.geomspace(1.0, _WIDEST / 2 * long_side, _STEPS).tolist()
        self._parts: list[tuple[Regions, Places]] = []  # by ball: what hangs together, and the areas
        self._found: dict[tuple[int, int], Mask | bool] = {}

    def enclosed(self, mark: Mark) -> Mask | None:
        """The piece of the region around a mark that is closed but for gaps, if there is one.

        A ball rolls around the mark. The smallest ball that cannot roll on into the rest of the region tells
        the gap that closes the piece.
        """
        rows, columns = _within(mark, self.box)
        if not rows.size:
            return None
        at = self._clearance[rows, columns].argmax()
        seed = rows[at], columns[at]
        for step, least in enumerate(self._balls):
            if self._clearance[seed] <= least:
                return None
            parts, areas = self._at(step)
            core = int(parts[seed])
            if areas[core] > _PIECE * areas[1:].sum():
                continue
            if (step, core) not in self._found:
                self._found[step, core] = self._piece(parts, core, least)
            found = self._found[step, core]
            if found is not True:
                return None if found is False else found
        return None

    def _at(self, step: int) -> tuple[Regions, Places]:
        if step == len(self._parts):
            held = (self._clearance > self._balls[step]).view(np.uint8)
            _, parts, stats, _ = cv2.connectedComponentsWithStats(held, connectivity=4)
            self._parts.append((np.asarray(parts, np.int32), stats[:, cv2.CC_STAT_AREA].astype(np.intp)))
        return self._parts[step]

    def _piece(self, parts: Regions, number: int, least: float) -> Mask | bool:
        """The piece around a core; False where it is too narrow, True where a wider ball may find it."""
        core = parts == number
        room = float(self._clearance[core].max())
        if room < _ROOMIER * least:
            return False
        radius = max(least, min(3 * least, 0.6 * room))  # a wider ball bulges less
        piece = _filled(core & (self._clearance > radius), radius, (parts > 0) & ~core, least, self._inside)
        return piece if _opening(piece, self._inside, self._around) <= _OPENING else True


def _within(mark: Mark, box: Box) -> tuple[Places, Places]:
    """Rows and columns, counted from those of a box, of the pixels of a mark that lie in it."""
    rows, columns = mark.places[0] - box[0].start, mark.places[1] - box[1].start
    there = (rows >= 0) & (columns >= 0)
    there &= (rows < box[0].stop - box[0].start) & (columns < box[1].stop - box[1].start)
    return rows[there], columns[there]


def _filled(core: Mask, radius: float, others: Mask, other_radius: float, inside: Mask) -> Mask:
    """What a ball covers while its center rolls over a core, and what is nearer to that than to the rest.

    The rest is what another ball covers over the other cores.
    """
    covered = np.zeros(inside.shape, np.int32)
    for number, place, ball in ((2, others, other_radius), (1, core, radius)):
        reach = cv2.distanceTransform((~place).view(np.uint8), cv2.DIST_L2, 5)
        covered[inside & (reach <= ball)] = number
    return np.asarray(inside & (nearest(covered) == 1))


def _opening(piece: Mask, inside: Mask, clearance: Floats) -> float:
    """How much of the edge of a piece, ink included, runs through open paper."""
    edge = cv2.morphologyEx(piece.view(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    rest = cv2.dilate((inside & ~piece).view(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return float((edge & rest & (clearance > 3)).sum() / max(1, edge.sum() / 2))
