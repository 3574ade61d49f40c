"""Locked regions: no hint, material, pick, mix or palette changes them.

A lock names a region by a point in it. A region that hints had divided is locked piece by piece, and so are
regions that borders had split or joined: the lock keeps those strokes, so that the same pixels are found
again when they are gone.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np

from nurie.arrays import Bytes, Mask, Regions
from nurie.colorize.bordered import apply_borders
from nurie.colorize.borders import Borders
from nurie.colorize.hinted import apply_hints
from nurie.colorize.hints import Hints
from nurie.colorize.materials import Materials
from nurie.colorize.mix import Choice, region_at
from nurie.colorize.recolor import recolor
from nurie.lineart.layout import Layout, StripLayout
from nurie.packed import Held, held
from nurie.schemes.parts import Part


@dataclass(frozen=True, eq=False)
class Locks:
    """What is locked.

    Attributes:
        materials: of the sketch without hints; locked pieces are regions of their own in it.
        sources: the number, 1..9, of the coloring that each locked region shows, or its color, "#rrggbb".
    """

    materials: Materials
    sources: dict[int, int | str]

    def painted(self, table: Bytes, tables: Iterable[Bytes]) -> Bytes:
        """A color table, (n + 1, 3) bytes, in which locked regions have their colors.

        Args:
            table: the color of each region; numbers that are none are ignored.
            tables: the same of the nine colorings, asked for only where a lock shows one of them.
        """
        result = table.copy()
        nine: list[Bytes] | None = None
        for region, source in self.sources.items():
            if isinstance(source, str):
                result[region] = tuple(bytes.fromhex(source[1:]))
            else:
                nine = list(tables) if nine is None else nine
                result[region] = nine[source - 1][region]
        return result

    def laid_over(self, soft: Bytes, regions: Regions, plain: Callable[[int], Bytes]) -> Bytes:
        """The network's own colors under those of what is locked, each (H, W, 3) bytes.

        Args:
            soft: the colors of a coloring.
            regions: (H, W), the number of the region at each pixel.
            plain: gives the colors of one of the nine, 0..8, as the network answered. Regions of a fixed
                color have the light and shade of the first.
        """
        result = soft.copy()
        for number in {source for source in self.sources.values() if isinstance(source, int)}:
            here = _mask(regions, [region for region, source in self.sources.items() if source == number])
            result[here] = plain(number - 1)[here]
        fixed = {region: source for region, source in self.sources.items() if isinstance(source, str)}
        if fixed:
            here = _mask(regions, fixed)
            result[here] = recolor(plain(0), regions, fixed)[here]
        return result

    def mask(self, regions: Regions) -> Mask:
        """(H, W), which pixels of a region map are locked."""
        return _mask(regions, self.sources)


def _mask(regions: Regions, chosen: Iterable[int]) -> Mask:
    numbers = list(chosen)
    table = np.zeros(max(int(regions.max()), *numbers) + 1, np.bool_)
    table[numbers] = True
    return np.asarray(table.take(regions))


def find_locks(
    materials: Materials, layout: Layout | StripLayout, lines: Held[np.uint8], choices: Iterable[Choice]
) -> Locks:
    """Find what is locked.

    Args:
        materials: of the sketch without hints.
        layout: of the sketch.
        lines: (H, W) bytes, its clean line art, ink 0, paper 255.
        choices: those of a mix; what is not locked is passed over.
    """
    sources: dict[int, int | str] = {}
    parts: dict[int, Part] = {}
    pieces = _DividedSketch(materials, layout, lines)
    for choice in choices:
        if not choice.locked:
            continue
        for x, y in choice.points:
            region = region_at(x, y, materials.regions)
            if (choice.hints or choice.borders) and region not in sources:
                piece = pieces.at(x, y, choice)
                if piece is not None:
                    materials, region = _with_piece(materials, region, piece, sources)
            if region not in sources:
                sources[region] = choice.source
                if choice.material is not None:
                    parts[region] = choice.material
    return Locks(materials.having(parts) if materials.named and parts else materials, sources)


class _DividedSketch:
    """The pieces into which strokes divide a sketch, each a whole region or some other part of it."""

    def __init__(self, materials: Materials, layout: Layout | StripLayout, lines: Held[np.uint8]) -> None:
        self._whole, self._layout, self._lines = materials, layout, lines
        self._divided: dict[tuple[Hints, Borders], Regions] = {}

    def at(self, x: float, y: float, choice: Choice) -> Mask | None:
        """(H, W), the piece at a place as a choice's strokes divide the sketch; None if that is a region."""
        strokes = choice.hints, choice.borders
        if strokes not in self._divided:
            split = apply_borders(self._whole, self._layout, self._lines, None, choice.borders)
            hinted = apply_hints(split, self._layout, self._lines, choice.hints, "region")
            self._divided[strokes] = np.asarray(hinted.materials.regions)
        regions, whole = self._divided[strokes], np.asarray(self._whole.regions)
        piece = np.asarray(regions == region_at(x, y, regions))
        return None if np.array_equal(piece, whole == region_at(x, y, whole)) else piece


def _with_piece(
    materials: Materials, region: int, piece: Mask, locked: Collection[int]
) -> tuple[Materials, int]:
    """The materials with a mask, part of one or several regions, split off as a new region; its number."""
    number = len(materials.parts)
    table = np.append(np.arange(number), region)
    regions = np.asarray(materials.regions)
    free = ~np.isin(regions, list(locked))
    cut = replace(
        materials,
        regions=held(np.where(piece & free, np.int32(number), regions)),
        parts=materials.parts.take(table),
        confidence=materials.confidence.take(table),
        figures=materials.figures.take(table),
        votes=materials.votes.take(table, axis=0),
    )
    return cut, number
