"""What hints make of a sketch: regions divided where they must be, colors, and materials.

A hint gives its regions its color, exactly and everywhere. With the scope "flow" the color goes on to the
rest of the same material of the same figure, with "everywhere" to that material on the whole page.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import get_args

import cv2
import numpy as np
import numpy.typing as npt

from nurie.colorize.grow import grow, nearest
from nurie.colorize.hints import Hint, Hints, HintScope
from nurie.colorize.marks import Mark, find_marks
from nurie.colorize.materials import Materials
from nurie.images import Bytes
from nurie.lineart.layout import Layout
from nurie.lineart.regions import Regions, enlarged, reduced_regions
from nurie.schemes.parts import Part

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
Colors = dict[int, tuple[int, int, int]]

_WHOLE = (Part.SKIN, Part.HAIR, Part.EYE_WHITE, Part.IRIS, Part.MOUTH)
"""Materials that are one thing on a figure, however large the hinted piece is."""
_LARGER = 4  # times the hinted piece of other materials: what is larger is another piece
_ALIKE = 0.3  # how far the votes of two pieces of one garment lie apart at most, as the sum over the parts
_WIDEST = 0.1  # of the long side: the widest gap that a hint closes
_ROOMIER = 1.3  # times the gap: how wide a thing is at least, or the gap is no gap
_PIECE = 0.6  # of its region: what is more is the region itself
_OPENING = 0.2  # of its edge: what of a piece runs through open paper at most
_STEPS = 16  # from the narrowest to the widest


@dataclass(frozen=True, eq=False)
class Hinted:
    """A sketch with hints.

    Attributes:
        materials: those of the sketch, some regions divided, some of another material.
        colors: "wanted" colors by region.
    """

    materials: Materials
    colors: Colors


def apply_hints(
    materials: Materials,
    layout: Layout,
    lines: Bytes,
    hints: Hints,
    scope: HintScope,
    locked: Collection[int] = (),
) -> Hinted:
    """Give the regions that hints mean their colors.

    Args:
        materials: what the regions of the sketch are.
        layout: of the sketch.
        lines: (H, W) bytes, its clean line art, ink 0, paper 255.
        hints: dots and strokes; those that name a material give it to their regions.
        scope: how far hints reach that say nothing themselves; see `HintScope`.
        locked: regions that no hint divides, colors or names.
    """
    if not hints:
        return Hinted(materials, {})
    shape = layout.clearance.shape
    small = reduced_regions(materials.regions, max(shape))
    marks = list(find_marks(hints.rasterize(*shape)))
    pieces = _Pieces(small, layout.clearance, len(materials.parts), locked)
    meant: dict[int, list[Mark]] = {}
    for mark in marks:
        for region in pieces.meant(mark):
            meant.setdefault(region, []).append(mark)
    for region, marked in list(meant.items()):
        if len({mark.rgb for mark in marked}) > 1:
            del meant[region]
            meant |= pieces.shared_out(region, marked)
    materials = _divided(materials, lines, pieces)
    named = {
        region: hint.material
        for hint in hints
        if hint.material is not None
        for mark in find_marks(Hints((hint,)).rasterize(*shape))
        for region in mark.means(pieces.regions, np.bincount(pieces.regions.ravel()))
        if region not in locked
    }
    materials = materials.having(named)
    colors = {region: marked[0].rgb for region, marked in meant.items()}
    scopes = _scopes(meant, hints, scope, shape)
    return Hinted(materials, _flowed(colors, scopes, materials, pieces.regions, locked))


def _scopes(
    meant: dict[int, list[Mark]], hints: Hints, usual: HintScope, shape: tuple[int, ...]
) -> dict[int, HintScope]:
    """How far the color of each hinted region reaches: as far as the hint that lies on top there says."""
    names = get_args(HintScope)
    if all(hint.scope is None for hint in hints):
        return dict.fromkeys(meant, usual)
    coded = tuple(replace(hint, color=f"#{names.index(hint.scope or usual):02x}0000") for hint in hints)
    codes = Hints(coded).rasterize(shape[0], shape[1])[..., 0]
    return {
        region: names[int(np.bincount(codes[tuple(marked[0].places)]).argmax())]
        for region, marked in meant.items()
    }


def reach(materials: Materials, hint: Hint, scope: HintScope, locked: Collection[int] = ()) -> list[int]:
    """The regions that a hint would color, if it divides none.

    Args:
        materials: what the regions of the sketch, at any size, are.
        hint: a dot or stroke.
        scope: how far it reaches if it says nothing itself.
        locked: regions that no hint colors.
    """
    areas = np.bincount(materials.regions.ravel(), minlength=len(materials.parts))
    meant: dict[tuple[int, int], list[int]] = {}
    for mark in find_marks(Hints((hint,)).rasterize(*materials.regions.shape)):
        for region in mark.means(materials.regions, areas):
            if region not in locked:
                kind = int(materials.parts[region]), int(materials.figures[region])
                meant.setdefault(kind, []).append(region)
    found: set[int] = set()
    for hinted in meant.values():
        found |= set(np.flatnonzero(reached(materials, areas, hinted, hint.scope or scope)).tolist())
    return sorted(found - set(locked))


class _Pieces:
    """The regions of a sketch at the size of its layout, while hints divide them.

    Attributes:
        regions: (h, w), with new numbers for what was divided.
        owners: the region that each new number was part of.
    """

    def __init__(
        self, regions: Regions, clearance: npt.NDArray[np.float32], count: int, locked: Collection[int]
    ) -> None:
        self.regions = regions.copy()
        self.owners: dict[int, int] = {}
        self._clearance = clearance
        self._next = count
        self._locked = locked

    def meant(self, mark: Mark) -> list[int]:
        """The regions that a mark means; a piece that a wide gap joins to another is a region of its own."""
        areas = np.bincount(self.regions.ravel())
        found = [region for region in mark.means(self.regions, areas) if region not in self._locked]
        if len(found) != 1:
            return found
        piece = self._enclosed(found[0], mark)
        return found if piece is None else [self._cut(found[0], piece)]

    def shared_out(self, region: int, marks: list[Mark]) -> dict[int, list[Mark]]:
        """Divide a region among marks of several colors, along lines where there are some."""
        box, inside = self._box(region)
        seeds = np.zeros(inside.shape, np.int32)
        colors = sorted({mark.rgb for mark in marks})
        for mark in marks:
            rows, columns = mark.places[0] - box[0].start, mark.places[1] - box[1].start
            there = (rows >= 0) & (columns >= 0) & (rows < inside.shape[0]) & (columns < inside.shape[1])
            rows, columns = rows[there], columns[there]
            kept = inside[rows, columns]
            seeds[rows[kept], columns[kept]] = colors.index(mark.rgb) + 1
        grown = grow(seeds, inside, self._clearance[box])
        meant = {region: [mark for mark in marks if mark.rgb == colors[0]]}
        for number, color in enumerate(colors[1:], start=2):
            if (grown == number).any():
                piece = np.zeros(self.regions.shape, np.bool_)
                piece[box] = grown == number
                meant[self._cut(region, piece)] = [mark for mark in marks if mark.rgb == color]
        return meant

    def _cut(self, region: int, piece: Mask) -> int:
        """Make a piece of a region one of its own."""
        number, self._next = self._next, self._next + 1
        self.regions[piece] = number
        self.owners[number] = self.owners.get(region, region)
        return number

    def _box(self, region: int) -> tuple[tuple[slice, slice], Mask]:
        mask = self.regions == region
        left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
        box = slice(top, top + height), slice(left, left + width)
        return box, mask[box]

    def _enclosed(self, region: int, mark: Mark) -> Mask | None:
        """The piece of a region around a mark that is closed but for gaps, if there is one.

        A ball rolls around the mark. The smallest ball that cannot roll on into the rest of the region tells
        the gap that closes the piece.
        """
        box, inside = self._box(region)
        clearance = np.where(inside, self._clearance[box], 0)
        rows, columns = mark.places[0] - box[0].start, mark.places[1] - box[1].start
        there = (rows >= 0) & (columns >= 0) & (rows < inside.shape[0]) & (columns < inside.shape[1])
        rows, columns = rows[there], columns[there]
        if not rows.size:
            return None
        at = clearance[rows, columns].argmax()
        seed = rows[at], columns[at]
        widest = _WIDEST / 2 * max(self.regions.shape)
        for least in np.geomspace(1.0, widest, _STEPS):
            if clearance[seed] <= least:
                return None
            _, parts = cv2.connectedComponents((clearance > least).view(np.uint8), connectivity=4)
            core = parts == parts[seed]
            if core.sum() > _PIECE * (parts > 0).sum():
                continue
            room = float(clearance[core].max())
            if room < _ROOMIER * least:
                return None
            radius = max(float(least), min(3 * float(least), 0.6 * room))  # a wider ball bulges less
            others = (parts > 0) & ~core
            piece = _filled(core & (clearance > radius), radius, others, float(least), inside)
            if _opening(piece, inside, self._clearance[box]) <= _OPENING:
                found = np.zeros(self.regions.shape, np.bool_)
                found[box] = piece
                return found
        return None


def _filled(core: Mask, radius: float, others: Mask, other_radius: float, inside: Mask) -> Mask:
    """What a ball covers while its center rolls over a core, and what is nearer to that than to the rest.

    The rest is what another ball covers over the other cores.
    """
    covered = np.zeros(inside.shape, np.int32)
    for number, place, ball in ((2, others, other_radius), (1, core, radius)):
        reach = cv2.distanceTransform((~place).view(np.uint8), cv2.DIST_L2, 5)
        covered[inside & (reach <= ball)] = number
    return np.asarray(inside & (nearest(covered) == 1))


def _opening(piece: Mask, inside: Mask, clearance: npt.NDArray[np.float32]) -> float:
    """How much of the edge of a piece, ink included, runs through open paper."""
    edge = cv2.morphologyEx(piece.view(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    rest = cv2.dilate((inside & ~piece).view(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return float((edge & rest & (clearance > 3)).sum() / max(1, edge.sum() / 2))


def _divided(materials: Materials, lines: Bytes, pieces: _Pieces) -> Materials:
    """The materials of the regions as hints divided them, at full size."""
    if not pieces.owners:
        return materials
    count = len(materials.parts)
    owners = np.array([pieces.owners[number] for number in range(count, count + len(pieces.owners))])
    table = np.concatenate([np.arange(count), owners])
    new = np.where(pieces.regions >= count, pieces.regions, 0).astype(np.int32)
    return replace(
        materials,
        regions=enlarged(new, materials.regions, lines),
        parts=materials.parts.take(table),
        confidence=materials.confidence.take(table),
        figures=materials.figures.take(table),
        votes=materials.votes.take(table, axis=0),
    )


def _flowed(
    colors: Colors,
    scopes: dict[int, HintScope],
    materials: Materials,
    regions: Regions,
    locked: Collection[int],
) -> Colors:
    """Carry each color on as far as its hint reaches; the nearest hint prevails."""
    areas = np.bincount(regions.ravel(), minlength=len(materials.parts))
    rows, columns = (
        np.bincount(regions.ravel(), axis.ravel().astype(np.float64)) for axis in np.indices(regions.shape)
    )
    centers = np.stack([rows, columns], axis=1) / np.maximum(areas, 1)[:, None]
    nearest = np.full(len(areas), np.inf)
    flowed = dict(colors)
    pieces: dict[tuple[int, int, tuple[int, int, int], HintScope], list[int]] = {}
    for region, color in colors.items():
        key = int(materials.parts[region]), int(materials.figures[region]), color, scopes[region]
        pieces.setdefault(key, []).append(region)
    for (_, _, color, scope), hinted in pieces.items():
        alike = reached(materials, areas, hinted, scope)
        alike[[0, *colors, *locked]] = False
        for region in np.flatnonzero(alike).tolist():
            distance = float(np.linalg.norm(centers[hinted] - centers[region], axis=1).min())
            if distance < nearest[region]:
                nearest[region], flowed[region] = distance, color
    return flowed


def reached(materials: Materials, areas: Places, hinted: list[int], scope: HintScope) -> Mask:
    """What a color on some regions of one material of one figure goes on to: (n + 1,), themselves included.

    Args:
        materials: what the regions are.
        areas: (n + 1,), the area of each region in px; what is not on the page is reached by nothing.
        hinted: the regions that have the color.
        scope: how far it reaches.
    """
    part = materials.parts[hinted[0]]
    alike: Mask = np.zeros(len(areas), np.bool_)
    alike[hinted] = True
    if scope == "region" or not materials.named:
        return alike
    if scope == "everywhere":
        alike |= (materials.parts == part) & (areas > 0)
        return alike
    same = (materials.parts == part) & (materials.figures == materials.figures[hinted[0]]) & (areas > 0)
    if part not in _WHOLE:
        same &= areas <= _LARGER * areas[hinted].max()
        apart = np.abs(materials.votes[:, None] - materials.votes[hinted]).sum(axis=2).min(axis=1)
        same &= apart <= _ALIKE
    alike |= same
    return alike
