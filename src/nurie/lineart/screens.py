"""The screen of a tone: a lattice of spots, which is continued under lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Floats, Mask
from nurie.lineart.screentone import EQUAL, beside, neighbors

# Chosen by hand; tests/lineart/test_untoned.py checks the result.
_FEWEST = 12  # fewest spots of a tone
_SAMPLE = 24  # spots of a tone whose neighbors are measured
_JOINED = 1.6  # greatest distance between neighboring spots of a tone, in spacings
_LIKE = 0.25  # greatest difference of two vectors between spots that count as the same, in spacings


@dataclass(frozen=True, eq=False)
class Screen:
    """The spots of screentones.

    Attributes:
        spots: (H, W), the spots that were found.
        hidden: (H, W), where the lattice predicts others, hidden or touched by lines.
        area: (H, W), what tones cover, 1 or 0.
        pitch: px from one spot to the next, of the widest tone.
        size: px across a spot, of the largest.
    """

    spots: Mask = field(repr=False)
    hidden: Mask = field(repr=False)
    area: Bytes = field(repr=False)
    pitch: float
    size: float


def find_screen(spots: Mask, largest: int) -> Screen | None:
    """Find areas in which spots stand in a regular lattice, as on a screen; None if there is none.

    Args:
        spots: (H, W), small round spots.
        largest: px across the largest.
    """
    plane = spots.view(np.uint8)
    _, _, stats, places = cv2.connectedComponentsWithStats(plane, connectivity=4)
    order = 1 + np.argsort(places[1:, 1], kind="stable")
    centers, inked = places[order].astype(np.float32), stats[order, cv2.CC_STAT_AREA]
    near = neighbors(centers, _some(np.arange(len(centers)), 8 * _SAMPLE), 6 * largest)
    apart = np.percentile(near[:, 0], 75)
    if not np.isfinite(apart):
        return None
    count, areas, boxes, _ = cv2.connectedComponentsWithStats(joined(spots, float(apart)), connectivity=4)
    columns, rows = np.rint(centers).astype(np.intp).T
    owner = areas[rows, columns]
    held = np.bincount(owner, minlength=count)
    hidden, kept = np.zeros(spots.shape, np.bool_), np.zeros(count, np.bool_)
    pitches, sizes = [0.0], [0.0]
    for area in (np.flatnonzero(held[1:] >= _FEWEST) + 1).tolist():
        inside = np.flatnonzero(owner == area)
        some = _some(inside, _SAMPLE)
        near = neighbors(centers, some, 6 * largest)
        if np.isinf(near).mean() > 0.5 or not np.median(near[:, 1]) < EQUAL * np.median(near[:, 0]):
            continue
        kept[area] = True
        pitches.append(float(np.median(near[:, 0])))
        sizes.append(2 * float(np.sqrt(np.percentile(inked[inside], 90) / np.pi)))
        left, top, width, height, _ = boxes[area].tolist()
        margin = round(pitches[-1])
        place = (
            slice(max(0, top - margin), top + height + margin),
            slice(max(0, left - margin), left + width + margin),
        )
        steps = list(_steps(centers, some, pitches[-1]))
        hidden[place] |= _goes_on(spots[place], steps)
    if not kept.any():
        return None
    area_plane = kept.take(np.asarray(areas))
    return Screen(spots & area_plane, hidden, area_plane.view(np.uint8), max(pitches), max(sizes))


def joined(spots: Mask, pitch: float) -> Bytes:
    """The area covered by spots of this spacing in px, 1 or 0: a morphological closing."""
    side = round(_JOINED * pitch)
    closed = cv2.morphologyEx(spots.view(np.uint8), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return np.asarray(closed, np.uint8)


def _some(numbers: npt.NDArray[np.intp], most: int) -> npt.NDArray[np.intp]:
    return numbers[np.linspace(0, len(numbers) - 1, min(len(numbers), most)).astype(np.intp)]


def _steps(centers: Floats, some: npt.NDArray[np.intp], pitch: float) -> Iterator[tuple[int, int]]:
    """The vectors, (rows, columns), from a spot to its neighbors in the lattice, from a sample of spots."""
    all_steps = np.concatenate(list(beside(centers, some, _JOINED * pitch)))
    length = np.linalg.norm(all_steps, axis=1)
    all_steps = all_steps[(length > 0.5 * pitch) & (length < _JOINED * pitch)]
    left = np.ones(len(all_steps), np.bool_)
    while left.any():
        first = all_steps[left][0]
        like = left & (np.linalg.norm(all_steps - first, axis=1) < _LIKE * pitch)
        if like.sum() > len(some) / 4:
            column, row = np.rint(np.median(all_steps[like], axis=0)).astype(int).tolist()
            yield row, column
        left &= ~like


def _goes_on(spots: Mask, steps: list[tuple[int, int]]) -> Mask:
    """The spots, shifted by each lattice vector: where the lattice predicts spots."""
    result = np.zeros_like(spots)
    height, width = spots.shape
    for row, column in steps:
        into = slice(max(0, row), height + min(0, row)), slice(max(0, column), width + min(0, column))
        of = slice(max(0, -row), height + min(0, -row)), slice(max(0, -column), width + min(0, -column))
        result[into] |= spots[of]
    return result
