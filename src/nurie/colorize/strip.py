"""Reads a webtoon strip piece by piece, and merges the readings.

A thing on both sides of a cut becomes one region with one decision, so that its color is even across the cut.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Regions
from nurie.colorize.look import Seen
from nurie.colorize.materials import Materials
from nurie.colorize.model import Network
from nurie.colorize.reading import Reading, read
from nurie.lineart.layout import GRID, Layout
from nurie.lineart.regions import PAPER
from nurie.lineart.strips import long_side
from nurie.schemes.parts import PART_COUNT

_Number = TypeVar("_Number", bound=np.generic)

# Chosen by hand; tests/colorize/test_strip.py checks the result.
_MEETS = 0.5  # least overlap of two regions' edges along a cut, as a share of the shorter


def read_strip(network: Network, lines: Bytes, size: int, pieces: Sequence[range]) -> Reading:
    """Read a strip.

    Args:
        network: what colors.
        lines: (H, W) bytes, clean line art, ink 0, paper 255.
        size: the long side, in px, at which a piece is shown.
        pieces: the rows of each (`nurie.lineart.strips.pieces_of`), two at least.

    Raises:
        ModelError: the network failed.
    """
    regions = np.empty(lines.shape, np.int32)
    readings, first = [], 0
    bubbles: set[int] = set()
    for rows in pieces:
        piece = slice(rows.start, rows.stop)
        reading = read(network, np.ascontiguousarray(lines[piece]), size)
        np.add(reading.materials.regions, np.int32(first), out=regions[piece])
        bubbles |= {number + first for number in reading.layout.bubbles}
        first += len(reading.materials.parts) - 1
        readings.append(_small(reading, lines.shape, rows, size // network.fold))
    materials, new = _united(regions, [one.materials for one in readings], lines, pieces)
    layout = Layout(
        materials.regions,
        _numbered([one.layout.panels for one in readings]),
        np.vstack([one.layout.outside for one in readings]),
        np.vstack([one.layout.clearance for one in readings]),
        frozenset(int(new[number]) for number in bubbles),
        tuple(slice(rows.start, rows.stop) for rows in pieces),
    )
    parts = [one.seen.parts for one in readings if one.seen.parts is not None]
    seen = Seen(
        np.vstack([one.seen.lines for one in readings]),
        np.concatenate([one.seen.colors for one in readings], axis=1),
        np.concatenate(parts, axis=1) if parts else None,
    )
    return Reading(layout, seen, materials)


def _small(reading: Reading, strip: tuple[int, int], rows: range, size: int) -> Reading:
    """A reading without its regions, with all planes at the size that they have in the strip's."""
    layout, seen = reading.layout, reading.seen
    grid, answer = (_shape(strip, rows, min(1.0, side / long_side(strip))) for side in (GRID, size))
    ratio = grid[0] / layout.clearance.shape[0]
    nothing = np.zeros((1, 1), np.int32)
    small = Layout(
        nothing,
        np.asarray(_resized(layout.panels, grid, cv2.INTER_NEAREST), np.int32),
        np.asarray(_resized(layout.outside.view(np.uint8), grid, cv2.INTER_NEAREST), np.bool_),
        np.multiply(_resized(layout.clearance, grid), ratio, dtype=np.float32),
    )
    lines, colors = _resized(seen.lines, answer), np.stack([_resized(one, answer) for one in seen.colors])
    parts = None if seen.parts is None else np.stack([_resized(plane, answer) for plane in seen.parts])
    return Reading(small, Seen(lines, colors, parts), replace(reading.materials, regions=nothing))


def _shape(strip: tuple[int, int], rows: range, scale: float) -> tuple[int, int]:
    """Height and width of a piece in a strip that is reduced."""
    height = max(1, round(strip[0] * scale))
    first, last = (round(row * height / strip[0]) for row in (rows.start, rows.stop))
    return last - first, max(1, round(strip[1] * scale))


def _resized(
    plane: npt.NDArray[_Number], shape: tuple[int, int], way: int = cv2.INTER_LINEAR
) -> npt.NDArray[_Number]:
    if not shape[0]:  # a piece of a few bare rows may round to no row
        return np.zeros((*shape, *plane.shape[2:]), plane.dtype)
    return np.asarray(cv2.resize(np.ascontiguousarray(plane), shape[::-1], interpolation=way), plane.dtype)


def _numbered(planes: Sequence[Regions]) -> Regions:
    """Planes stacked, with the numbers of each starting after those of the one before."""
    stacked = np.vstack(planes)
    first, top = 0, 0
    for plane in planes:
        rows = stacked[top : top + len(plane)]
        rows[rows > 0] += first
        first += int(plane.max(initial=0))
        top += len(plane)
    return stacked


def _united(
    regions: Regions, decided: Sequence[Materials], lines: Bytes, pieces: Sequence[range]
) -> tuple[Materials, npt.NDArray[np.intp]]:
    """The materials of a strip, from those of its pieces, and its numbers, which `regions` gets in place."""
    parts, confidence, votes = (
        np.concatenate([getattr(decided[0], name)[:1], *(getattr(one, name)[1:] for one in decided)])
        for name in ("parts", "confidence", "votes")
    )
    figures = np.concatenate([[0], *_numbered([one.figures[1:, None] for one in decided]).T])
    owner = _owners(regions, parts, lines, [rows.start for rows in pieces[1:]])
    kept, new = np.unique(owner, return_inverse=True)  # 0 is unused and stays
    areas = np.zeros(len(parts))
    for rows in pieces:
        piece = regions[rows.start : rows.stop]
        areas += np.bincount(piece.ravel(), minlength=len(parts))
        piece[:] = new.astype(np.int32).take(piece)
    weight = np.maximum(areas, 1e-3)
    belief, heard = np.zeros((len(kept), PART_COUNT)), np.zeros((len(kept), PART_COUNT))
    np.add.at(belief, (new, parts), weight * confidence)
    np.add.at(heard, new, votes * weight[:, None])
    total = np.bincount(new, weight)
    united = Materials(
        regions,
        belief.argmax(axis=1).astype(np.uint8),
        (belief.max(axis=1) / total).astype(np.float32),
        figures[kept].astype(np.int32),
        (heard / total[:, None]).astype(np.float32),
        decided[0].named,
    )
    return united, new


def _owners(regions: Regions, parts: Bytes, lines: Bytes, cuts: Sequence[int]) -> npt.NDArray[np.intp]:
    """For each region the lowest number among those that are joined to it across the cuts.

    In bare paper a thing ends at the cut that closes it; what goes on is of one material on both sides.
    """
    owner = np.arange(len(parts))
    for cut in cuts:
        above, below = regions[cut - 1], regions[cut]
        is_open = (lines[cut - 1] > PAPER) & (lines[cut] > PAPER)
        bare = bool((lines[cut] > PAPER).all())
        pairs, lengths = np.unique(np.stack([above, below])[:, is_open], axis=1, return_counts=True)
        for (one, other), length in zip(pairs.T.tolist(), lengths.tolist(), strict=True):
            shorter = min((above == one).sum(), (below == other).sum())
            if length >= _MEETS * shorter and (not bare or parts[one] == parts[other]):
                first, second = sorted((int(owner[one]), int(owner[other])))
                owner[owner == second] = first
    return owner
