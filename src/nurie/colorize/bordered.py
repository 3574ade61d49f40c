"""Applies borders: splits and joins regions, and decides the materials of the new ones.

It runs on the reduced page, after all other decisions and without the network. Regions that no border touches
keep everything, their numbers included.
"""

from collections.abc import Collection
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles, Floats, Mask, Places, Regions
from nurie.colorize.borders import Border, Borders
from nurie.colorize.figures import find_figures
from nurie.colorize.grow import nearest
from nurie.colorize.look import Seen, StripSeen
from nurie.colorize.materials import Materials
from nurie.lineart.layout import Layout, StripLayout
from nurie.lineart.regions import enlarged, reduced_regions
from nurie.lineart.strips import long_side
from nurie.packed import Held, held
from nurie.schemes.parts import Part

# Chosen by hand; tests/colorize/test_borders.py checks the result.
_WIDTH = 3  # px of the reduced page: width of the line that a border draws
# greatest distance of the end of a border from a line that it still reaches, as a share of the long side
_NEAR = 0.01
_SPECK = 0.004  # side of the smallest piece that becomes a region, as a share of the long side
_CROSSED = 2  # px: least length of a stroke inside a region that it joins
_CLEAR = 2.0  # px: pixels nearer to ink have less weight in the vote of a region
_UNDER_INK = 0.02  # weight of a pixel beside ink; above zero, so that narrow pieces have a vote


def apply_borders(
    materials: Materials,
    layout: Layout | StripLayout,
    lines: Held[np.uint8],
    seen: Seen | StripSeen | None,
    borders: Borders,
    locked: Collection[int] = (),
) -> Materials:
    """Split and join regions.

    Args:
        materials: what the regions of the sketch are.
        layout: of the sketch.
        lines: (H, W) bytes, its clean line art, ink 0, paper 255.
        seen: what the network answered, by which new regions say what they are; None for what the regions
            were that they came from.
        borders: strokes.
        locked: regions that none changes.

    Returns:
        The same materials with further numbers; the numbers of regions that were joined to others are unused.
    """
    if not borders:
        return materials
    count, layout, lines = len(materials.parts), layout.whole(), np.asarray(lines)
    before = reduced_regions(materials.regions, max(layout.clearance.shape))
    drawing = _Drawing(before, layout.clearance > 0, count, locked)
    for border in borders:
        (drawing.split if border.kind == "split" else drawing.join)(border)
    if np.array_equal(before, drawing.regions):
        return materials
    atoms = _Atoms(before, drawing.regions, count, drawing.count)
    whole = np.asarray(materials.regions)
    divided = replace(
        materials,
        regions=held(atoms.number.take(enlarged(atoms.labels, whole, _walled(lines, drawing)))),
        parts=materials.parts.take(atoms.owner),
        confidence=materials.confidence.take(atoms.owner),
        figures=materials.figures.take(atoms.owner),
        votes=materials.votes.take(atoms.owner, axis=0),
        joined=materials.joined | drawing.joined,
    )
    likely = seen.likely if seen and materials.named else None
    if likely is None:
        return divided
    return _named(divided, drawing.regions, atoms.changed, layout, likely)


class _Atoms:
    """The common refinement of two divisions: an atom is a set of pixels of one region before and after.

    If no atom of a region kept its number, the largest one gets it back, so that no pixel of the region is
    left without an owner at full size, where lines lie slightly elsewhere.

    Args:
        before: (h, w), numbers below `count`.
        after: (h, w), numbers below `total`, some of which may be unused.
        count: how many numbers there were.
        total: how many there are.

    Attributes:
        labels: (h, w), the number, from `count` on, of each atom that changed its number; 0 elsewhere.
        number: by atom, the number of its final region.
        owner: by that number, the earlier region that most of it came from.
        changed: the final numbers of regions that lost or gained pixels.
    """

    def __init__(self, before: Regions, after: Regions, count: int, total: int) -> None:
        moved = np.flatnonzero(before != after)
        keys, place, sizes = np.unique(
            before.ravel()[moved].astype(np.int64) * total + after.ravel()[moved],
            return_inverse=True,
            return_counts=True,
        )
        was, now = keys // total, keys % total
        stayed = np.bincount(before.ravel(), minlength=total)
        stayed -= np.bincount(before.ravel()[moved], minlength=total)
        main = _largest(was, sizes) & (stayed[was] == 0)
        atoms = np.where(main, was, count + np.arange(len(keys)))
        self.labels: Regions = np.zeros(before.shape, np.int32)
        self.labels.ravel()[moved] = np.where(main, 0, atoms)[place]
        self.number = np.arange(count + len(keys), dtype=np.int32)
        self.number[atoms] = now
        lead = _largest(now, sizes)
        self.owner = np.arange(total)
        self.owner[count:] = 0  # a number whose piece was joined to another is unused
        self.owner[now[lead]] = np.where(sizes[lead] > stayed[now[lead]], was[lead], now[lead])
        self.changed: Places = np.union1d(now, was[stayed[was] > 0])


def _largest(keys: npt.NDArray[np.int64], sizes: Places) -> Mask:
    """A mask: the largest item of each key."""
    order = np.lexsort((-sizes, keys))
    found: Mask = np.zeros(len(keys), np.bool_)
    found[order[np.unique(keys[order], return_index=True)[1]]] = True
    return found


def _named(
    materials: Materials, regions: Regions, changed: Places, layout: Layout, likely: Floats
) -> Materials:
    """Decide the materials of new regions by the vote of their pixels; a piece of a bubble is a bubble.

    Args:
        materials: as the regions were before.
        regions: (h, w), of the reduced page.
        changed: the numbers of those that are new.
        layout: of the sketch.
        likely: (12, h', w'), the probability of each part.
    """
    size = likely.shape[2], likely.shape[1]
    small = cv2.resize(regions, size, interpolation=cv2.INTER_NEAREST_EXACT)
    weight = (cv2.resize(layout.clearance, size) / _CLEAR).clip(_UNDER_INK, 1)
    parts, confidence, votes = materials.parts.copy(), materials.confidence.copy(), materials.votes.copy()
    for region in changed.tolist():
        here = small == region
        if here.any():
            votes[region] = np.average(likely[:, here], axis=1, weights=weight[here])
            confidence[region] = votes[region].max()
            if parts[region] != Part.BUBBLE:
                parts[region] = votes[region].argmax()
    figures = _figured(materials.figures, find_figures(regions, parts, layout.panels), regions, changed)
    return replace(materials, parts=parts, confidence=confidence, votes=votes, figures=figures)


def _figured(
    before: npt.NDArray[np.int32], found: npt.NDArray[np.int32], regions: Regions, changed: Places
) -> npt.NDArray[np.int32]:
    """The figure of each region; new regions join figures that exist.

    Args:
        before: (n + 1,), the figure of each region before; that of new ones is undefined.
        found: (n + 1,), the figures anew, with numbers of their own.
        regions: (h, w), the number of the region at each pixel.
        changed: the numbers of those that are new.
    """
    areas = np.bincount(regions.ravel(), minlength=len(before))
    areas[changed] = 0
    result = before.copy()
    for region in changed.tolist():
        others = np.where(found == found[region], areas, 0)
        known = np.bincount(before, others)
        known[0] = 0
        same = int(known.argmax()) if known.any() else int(before.max() + found[region])
        result[region] = same if found[region] else 0
    return result


class _Drawing:
    """The regions of a reduced page while strokes split and join them.

    Attributes:
        regions: (h, w), with new numbers for what was split off.
        count: the next new number.
        joined: the regions that were joined.
        walls: (n, 2) each, strokes that split, in shares of the page, with what they lack to the lines.

    Args:
        regions: (h, w), numbers below `count`.
        paper: (h, w), where there is no ink.
        count: the first new number.
        locked: regions that stay as they are.
    """

    def __init__(self, regions: Regions, paper: Mask, count: int, locked: Collection[int]) -> None:
        self.regions, self.count = regions.copy(), count
        self.joined: set[int] = set()
        self.walls: list[Doubles] = []
        self._paper, self._locked = paper, locked
        self._wall: Bytes = np.zeros(regions.shape, np.uint8)
        self._size = np.array(regions.shape[::-1], np.int32)
        self._long = long_side(regions.shape)

    def split(self, border: Border) -> None:
        """Split the regions that a stroke runs through from line to line."""
        places = self._reaching(self._places(border))
        self.walls.append((places + 0.5) / self._size)
        stroke = np.zeros_like(self._wall)
        cv2.polylines(stroke, [places], False, 1, _WIDTH)
        self._wall |= stroke
        for region in np.unique(self.regions[(stroke > 0) & self._paper]).tolist():
            if region not in self._locked:
                self._part(region)

    def join(self, border: Border) -> None:
        """Join the regions that a stroke crosses; earlier splits between them are undone."""
        stroke = np.zeros_like(self._wall)
        cv2.polylines(stroke, [self._places(border)], False, 1)
        crossed = np.bincount(self.regions[(stroke > 0) & self._paper], minlength=self.count)
        crossed[list(self._locked)] = 0
        found = np.flatnonzero(crossed >= _CROSSED)
        if found.size > 1:
            areas = np.bincount(self.regions.ravel(), minlength=self.count)
            together, one = np.isin(self.regions, found), int(found[areas[found].argmax()])
            self.regions[together] = one
            self.joined.add(one)
            self._wall[together] = 0

    def _places(self, border: Border) -> Regions:
        """(n, 2), x and y of a stroke in px."""
        return np.minimum((np.array(border.points) * self._size).astype(np.int32), self._size - 1)

    def _reaching(self, places: Regions) -> Regions:
        """A stroke with its ends extended to each other, or each to the nearest line."""
        if len(places) > 2 and np.hypot(*(places[0] - places[-1])) <= _NEAR * self._long:
            return np.concatenate([places, places[:1]])
        return np.stack([self._anchor(places[0]), *places, self._anchor(places[-1])])

    def _anchor(self, place: Regions) -> Regions:
        """The nearest point on the edge of the region around a place, if near; else the place itself."""
        reach = int(_NEAR * self._long)
        around = np.arange(-reach, reach + 1)
        rows, columns = place[1] + around[:, None], place[0] + around
        on_page = (rows >= 0) & (rows < self._size[1]) & (columns >= 0) & (columns < self._size[0])
        there = rows.clip(0, self._size[1] - 1), columns.clip(0, self._size[0] - 1)
        region = self.regions[place[1], place[0]]
        is_open = on_page & self._paper[there] & (self._wall[there] == 0) & (self.regions[there] == region)
        away = np.where(is_open, np.inf, np.hypot(around[:, None], around))
        down, across = np.unravel_index(int(away.argmin()), away.shape)
        if away[down, across] > reach:
            return place
        return np.asarray(place + np.array([around[across], around[down]], np.int32), np.int32)

    def _part(self, region: int) -> None:
        """Give the pieces into which walls divide a region new numbers; the largest keeps the old one."""
        mask = self.regions == region
        left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
        box = np.s_[top : top + height, left : left + width]
        inside, paper = mask[box], (mask & self._paper)[box]
        _, whole = cv2.connectedComponents(paper.view(np.uint8), connectivity=4)
        free = (paper & (self._wall[box] == 0)).view(np.uint8)
        _, pieces, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=4)
        areas = stats[:, cv2.CC_STAT_AREA]
        within = np.zeros(len(areas), np.int32)
        within[pieces] = whole  # a piece lies within one
        number = np.zeros(len(areas), np.int32)
        parted = set()
        for piece in np.argsort(-areas, kind="stable").tolist():
            if piece == 0 or areas[piece] < (_SPECK * self._long) ** 2:
                continue
            number[piece] = self.count if within[piece] in parted else region
            self.joined |= {int(number[piece])} if region in self.joined else set()
            self.count += int(within[piece] in parted)
            parted.add(int(within[piece]))
        if number.any():
            self.regions[box][inside] = nearest(np.asarray(number.take(pieces), np.int32))[inside]


def _walled(lines: Bytes, drawing: _Drawing) -> Bytes:
    """Line art in which the strokes that split regions are lines."""
    result, size = lines.copy(), np.array(lines.shape[::-1])
    width = max(_WIDTH, round(_WIDTH * size[1] / len(drawing.regions)))
    cv2.polylines(result, [(wall * size).astype(np.int32) for wall in drawing.walls], False, 0, width)
    return result
