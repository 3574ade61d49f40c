"""Applies hints: divides regions where needed, and gives regions colors and materials.

A hint gives its regions its color, exactly and everywhere. With the scope "flow" the color goes on to the
rest of the same material of the same figure, with "everywhere" to that material on the whole page.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import get_args
from weakref import WeakKeyDictionary

import numpy as np

from nurie.arrays import Floats, Mask, Places, Regions
from nurie.colorize.hints import Hint, Hints, HintScope
from nurie.colorize.marks import Mark, find_marks
from nurie.colorize.materials import Materials
from nurie.colorize.pieces import Enclosed, Pieces
from nurie.lineart.layout import Layout, StripLayout
from nurie.lineart.regions import enlarged, reduced_regions
from nurie.packed import Held, held
from nurie.schemes.parts import Part

RegionColors = dict[int, tuple[int, int, int]]

# Chosen by hand; tests/colorize/test_hinted.py checks the result.
_WHOLE = (Part.SKIN, Part.HAIR, Part.EYE_WHITE, Part.IRIS, Part.MOUTH)
"""Materials of which a figure has one piece: all of it takes the color, whatever its size."""
_LARGER = 4  # greatest area, in areas of the hinted piece, that other materials have to take its color
_PIECES: "WeakKeyDictionary[Materials, Enclosed]" = WeakKeyDictionary()
"""Cache of the pieces found in regions, for as long as the materials of a sketch live."""
_ALIKE = 0.3  # greatest L1 distance between the votes of two pieces of one garment


@dataclass(frozen=True, eq=False)
class Hinted:
    """A sketch with hints.

    Attributes:
        materials: those of the sketch, some regions divided, some of another material.
        colors: "wanted" colors by region.
    """

    materials: Materials
    colors: RegionColors


def apply_hints(
    materials: Materials,
    layout: Layout | StripLayout,
    lines: Held[np.uint8],
    hints: Hints,
    scope: HintScope,
    locked: Collection[int] = (),
) -> Hinted:
    """Give regions the colors of the hints that mean them.

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
    clearance = np.asarray(layout.clearance)
    shape = clearance.shape
    small = reduced_regions(materials.regions, max(shape))
    known = _PIECES.setdefault(materials, {})  # strokes come one by one: only the newest is computed
    pieces = Pieces(small, clearance, len(materials.parts), locked, materials.joined, known)
    meant: dict[int, list[Mark]] = {}
    for mark in find_marks(hints.rasterize(*shape)):
        for region in pieces.meant(mark):
            meant.setdefault(region, []).append(mark)
    for region, marked in list(meant.items()):
        if len({mark.rgb for mark in marked}) > 1:
            del meant[region]
            meant |= pieces.shared_out(region, marked)
    materials = _divided(materials, lines, pieces)
    named = {
        region: part
        for part, mark in _named(hints, shape)
        for region in mark.means(pieces.regions, pieces.areas)
        if region not in locked
    }
    materials = materials.having(named)
    colors = {region: marked[0].rgb for region, marked in meant.items()}
    scopes = _scopes(meant, hints, scope, shape)
    return Hinted(materials, _flowed(colors, scopes, materials, pieces.regions, locked))


def _scopes(
    meant: dict[int, list[Mark]], hints: Hints, usual: HintScope, shape: tuple[int, int]
) -> dict[int, HintScope]:
    """The scope of the color of each hinted region: that of the topmost hint there."""
    if all(hint.scope is None for hint in hints):
        return dict.fromkeys(meant, usual)
    names = get_args(HintScope)
    codes = np.array([0, *(names.index(hint.scope or usual) for hint in hints)])
    numbers = hints.numbered(*shape)
    return {
        region: names[int(np.bincount(codes[numbers[tuple(marked[0].places)]]).argmax())]
        for region, marked in meant.items()
    }


def _named(hints: Hints, shape: tuple[int, int]) -> Iterator[tuple[Part, Mark]]:
    """The marks that name a material, each with the material."""
    naming = [hint for hint in hints if hint.material is not None]
    numbers = Hints(tuple(naming)).numbered(*shape)
    flat = numbers.ravel()
    order = np.argsort(flat, kind="stable")
    starts = np.searchsorted(flat[order], np.arange(1, len(naming) + 2))
    for hint, start, end in zip(naming, starts[:-1], starts[1:], strict=True):
        if hint.material is not None and start < end:
            yield hint.material, Mark(hint.rgb, np.stack(np.unravel_index(order[start:end], shape)))


def _divided(materials: Materials, lines: Held[np.uint8], pieces: Pieces) -> Materials:
    """The materials of the regions as hints divided them, at full size."""
    if not pieces.owners:
        return materials
    count = len(materials.parts)
    owners = np.array([pieces.owners[number] for number in range(count, count + len(pieces.owners))])
    table = np.concatenate([np.arange(count), owners])
    new = np.where(pieces.regions >= count, pieces.regions, 0).astype(np.int32)
    return replace(
        materials,
        regions=held(enlarged(new, np.asarray(materials.regions), np.asarray(lines))),
        parts=materials.parts.take(table),
        confidence=materials.confidence.take(table),
        figures=materials.figures.take(table),
        votes=materials.votes.take(table, axis=0),
    )


def _flowed(
    colors: RegionColors,
    scopes: dict[int, HintScope],
    materials: Materials,
    regions: Regions,
    locked: Collection[int],
) -> RegionColors:
    """Spread each color over the scope of its hint; where scopes overlap, the nearest hint wins."""
    count = len(materials.parts)
    areas = np.bincount(regions.ravel(), minlength=count)
    rows, columns = (
        np.bincount(regions.ravel(), axis.ravel().astype(np.float64), count)
        for axis in np.indices(regions.shape)
    )
    centers = np.stack([rows, columns], axis=1) / np.maximum(areas, 1)[:, None]
    nearest = np.full(len(areas), np.inf)
    flowed = dict(colors)
    pieces: dict[tuple[int, int, tuple[int, int, int], HintScope], list[int]] = {}
    for region, color in colors.items():
        key = int(materials.parts[region]), int(materials.figures[region]), color, scopes[region]
        pieces.setdefault(key, []).append(region)
    for (_, _, color, scope), hinted in pieces.items():
        alike = _reached(materials, areas, hinted, scope)
        alike[[0, *colors, *locked]] = False
        for region in np.flatnonzero(alike).tolist():
            distance = float(np.linalg.norm(centers[hinted] - centers[region], axis=1).min())
            if distance < nearest[region]:
                nearest[region], flowed[region] = distance, color
    return flowed


def _reached(materials: Materials, areas: Places, hinted: list[int], scope: HintScope) -> Mask:
    """The regions, (n + 1,), that take the color of some regions of one material and figure, those included.

    Args:
        materials: what the regions are.
        areas: (n + 1,), the area of each region in px; a region of area 0 takes no color.
        hinted: the regions that have the color.
        scope: how far it reaches.
    """
    part, figure = materials.parts[hinted[0]], materials.figures[hinted[0]]
    alike: Mask = np.zeros(len(areas), np.bool_)
    if scope != "region" and materials.named:
        alike = (materials.parts == part) & (areas > 0)
    if scope == "flow":
        alike &= materials.figures == figure
        if part not in _WHOLE:
            alike &= areas <= _LARGER * areas[hinted].max()
            alike[alike] = _apart(materials.votes[alike], materials.votes[hinted]) <= _ALIKE
    alike[hinted] = True
    return alike


def reach(materials: Materials, hint: Hint, scope: HintScope, locked: Collection[int] = ()) -> list[int]:
    """The regions that a hint would color, if it divides none.

    Args:
        materials: what the regions of the sketch, at any size, are.
        hint: a dot or stroke.
        scope: how far it reaches if it says nothing itself.
        locked: regions that no hint colors.
    """
    regions = np.asarray(materials.regions)
    areas = np.bincount(regions.ravel(), minlength=len(materials.parts))
    height, width = regions.shape
    meant: dict[tuple[int, int], list[int]] = {}
    for mark in find_marks(Hints((hint,)).rasterize(height, width)):
        for region in mark.means(regions, areas):
            if region not in locked:
                kind = int(materials.parts[region]), int(materials.figures[region])
                meant.setdefault(kind, []).append(region)
    found: set[int] = set()
    for hinted in meant.values():
        found |= set(np.flatnonzero(_reached(materials, areas, hinted, hint.scope or scope)).tolist())
    return sorted(found - set(locked))


def _apart(votes: Floats, others: Floats) -> Floats:
    """(n,), the L1 distance of each vote to the nearest of the others."""
    apart = np.full(len(votes), np.inf, np.float32)
    for other in others:
        np.minimum(apart, np.abs(votes - other).sum(axis=1), out=apart)
    return apart
