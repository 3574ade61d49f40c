"""Reads a webtoon strip piece by piece, and merges the readings.

A thing on both sides of a cut becomes one region with one decision, so that its color is even across the cut.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Regions
from nurie.colorize.look import StripSeen
from nurie.colorize.materials import Materials
from nurie.colorize.model import Network
from nurie.colorize.reading import Reading, read
from nurie.lineart.layout import GRID, StripLayout
from nurie.lineart.regions import PAPER
from nurie.lineart.strips import long_side
from nurie.packed import Held, Packed
from nurie.schemes.parts import PART_COUNT

_Number = TypeVar("_Number", bound=np.generic)

# Chosen by hand; tests/colorize/test_strip.py checks the result.
_MEETS = 0.5  # least overlap of two regions' edges along a cut, as a share of the shorter


@dataclass(frozen=True, eq=False)
class StripReading:
    """What was found in a strip; see `nurie.colorize.reading.Reading`."""

    layout: StripLayout
    seen: StripSeen
    materials: Materials


@dataclass(frozen=True, eq=False)
class _Piece:
    """What was found in a piece; its planes, but for the regions, are as large as in the strip's.

    Attributes:
        materials: its regions are packed.
    """

    panels: Packed[np.int32]
    outside: Packed[np.bool_]
    clearance: Packed[np.float32]
    bubbles: frozenset[int]
    seen: StripSeen
    materials: Materials


def read_strip(
    network: Network,
    lines: Held[np.uint8],
    size: int | None,
    pieces: Sequence[range],
    painted: Held[np.uint8] | None = None,
) -> StripReading:
    """Read a strip.

    Args:
        network: what colors.
        lines: (H, W) bytes, clean line art, ink 0, paper 255.
        size: the long side, in px, at which a piece is shown; None as for `nurie.colorize.reading.read`.
        pieces: the rows of each (`nurie.lineart.strips.pieces_of`), two at least.
        painted: (H, W, 3) bytes, the drawing, if it is painted in gray.

    Raises:
        ModelError: the network failed.
    """
    answered, read_pieces = (size or network.working_size) // network.fold, []
    for rows in pieces:
        here = slice(rows.start, rows.stop)
        drawing = None if painted is None else painted[here]
        reading = read(network, np.ascontiguousarray(lines[here]), size, drawing)
        read_pieces.append(_small(reading, (lines.shape[0], lines.shape[1]), rows, answered))
    materials, new = _united(
        [one.materials for one in read_pieces], lines, [rows.start for rows in pieces[1:]]
    )
    layout = StripLayout(
        materials.regions,
        Packed(_following(np.asarray(one.panels) for one in read_pieces)),
        Packed(one.outside for one in read_pieces),
        Packed(one.clearance for one in read_pieces),
        frozenset(
            int(table[number]) for one, table in zip(read_pieces, new, strict=True) for number in one.bubbles
        ),
        tuple(slice(rows.start, rows.stop) for rows in pieces),
    )
    parts = [one.seen.rows_of_parts for one in read_pieces if one.seen.rows_of_parts is not None]
    seen = StripSeen(
        np.vstack([one.seen.lines for one in read_pieces]),
        Packed(one.seen.rows_of_colors for one in read_pieces),
        Packed(parts) if parts else None,
    )
    return StripReading(layout, seen, materials)


def _small(reading: Reading, strip: tuple[int, int], rows: range, size: int) -> _Piece:
    layout, seen = reading.layout, reading.seen
    grid, answer = (_shape(strip, rows, min(1.0, side / long_side(strip))) for side in (GRID, size))
    ratio = grid[0] / layout.clearance.shape[0]
    colors = np.stack([_resized(one, answer) for one in seen.colors], axis=1)
    parts = None if seen.parts is None else np.stack([_resized(one, answer) for one in seen.parts], axis=1)
    small = StripSeen(
        _resized(seen.lines, answer), Packed([colors]), None if parts is None else Packed([parts])
    )
    return _Piece(
        Packed([_resized(layout.panels, grid, cv2.INTER_NEAREST)]),
        Packed([np.asarray(_resized(layout.outside.view(np.uint8), grid, cv2.INTER_NEAREST), np.bool_)]),
        Packed([np.multiply(_resized(layout.clearance, grid), ratio, dtype=np.float32)]),
        layout.bubbles,
        small,
        replace(reading.materials, regions=Packed([np.asarray(reading.materials.regions)])),
    )


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


def _following(planes: Iterable[Regions]) -> Iterator[Regions]:
    """Planes with the numbers of each starting after those of the one before."""
    first = 0
    for plane in planes:
        yield np.where(plane > 0, plane + np.int32(first), np.int32(0))
        first += int(plane.max(initial=0))


def _united(
    decided: Sequence[Materials], lines: Held[np.uint8], cuts: Sequence[int]
) -> tuple[Materials, list[npt.NDArray[np.int32]]]:
    """The materials of a strip, from those of its pieces, and by piece the new numbers of its regions."""
    parts, confidence, votes = (
        np.concatenate([getattr(decided[0], name)[:1], *(getattr(one, name)[1:] for one in decided)])
        for name in ("parts", "confidence", "votes")
    )
    figures = np.concatenate([[0], *_following(one.figures[1:] for one in decided)])
    counts = [len(one.parts) - 1 for one in decided]
    before = np.cumsum([0, *counts[:-1]]).tolist()  # how many regions the pieces above have
    owner = _owners(decided, before, parts, lines, cuts)
    kept, new = np.unique(owner, return_inverse=True)  # 0 is unused and stays
    tables = [
        new[first : first + len(one.parts)].astype(np.int32)
        for first, one in zip(before, decided, strict=True)
    ]
    areas = np.concatenate([[0], *(_areas(one)[1:] for one in decided)])
    weight = np.maximum(areas, 1e-3)
    belief, heard = np.zeros((len(kept), PART_COUNT)), np.zeros((len(kept), PART_COUNT))
    np.add.at(belief, (new, parts), weight * confidence)
    np.add.at(heard, new, votes * weight[:, None])
    total = np.bincount(new, weight)
    united = Materials(
        Packed(table.take(np.asarray(one.regions)) for table, one in zip(tables, decided, strict=True)),
        belief.argmax(axis=1).astype(np.uint8),
        (belief.max(axis=1) / total).astype(np.float32),
        figures[kept].astype(np.int32),
        (heard / total[:, None]).astype(np.float32),
        decided[0].named,
    )
    return united, tables


def _areas(materials: Materials) -> npt.NDArray[np.intp]:
    """(n + 1,), how many pixels each region has."""
    return np.bincount(np.asarray(materials.regions).ravel(), minlength=len(materials.parts))


def _owners(
    decided: Sequence[Materials],
    before: Sequence[int],
    parts: Bytes,
    lines: Held[np.uint8],
    cuts: Sequence[int],
) -> npt.NDArray[np.intp]:
    """For each region the lowest number among those that are joined to it across the cuts.

    In bare paper a thing ends at the cut that closes it; what goes on is of one material on both sides.
    """
    owner = np.arange(len(parts))
    for cut, ((one_first, upper), (other_first, lower)) in zip(
        cuts, pairwise(zip(before, decided, strict=True)), strict=True
    ):
        above, below = upper.regions[-1] + one_first, lower.regions[0] + other_first
        is_open = (lines[cut - 1] > PAPER) & (lines[cut] > PAPER)
        bare = bool((lines[cut] > PAPER).all())
        pairs, lengths = np.unique(np.stack([above, below])[:, is_open], axis=1, return_counts=True)
        for (one, other), length in zip(pairs.T.tolist(), lengths.tolist(), strict=True):
            shorter = min((above == one).sum(), (below == other).sum())
            if length >= _MEETS * shorter and (not bare or parts[one] == parts[other]):
                first, second = sorted((int(owner[one]), int(owner[other])))
                owner[owner == second] = first
    return owner
