"""Lettering: rows or columns of marks of like size, and the bubbles and captions that hold nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.arrays import Bytes, Mask, Regions
from nurie.lineart.regions import PAPER, reduced, reduced_regions
from nurie.lineart.strips import long_side
from nurie.lineart.tails import find_tails, without_tails

Boxes = NDArray[np.int32]

GRID = 1400
"""Px: lettering on a larger page is looked for at this size."""

# Chosen by hand; docs/pages.md says how many bubbles are found, and how much else is taken for one.
# widest gap, such as between dots, that is closed in the outline of a bubble, as a share of the long side
_GAP = 0.006
_SMALLEST, _LARGEST = 0.0006, 0.2  # smallest and largest bubble, as shares of the page
# least share of its convex hull that a bubble covers; bursts and short tails leave some of it free
_SOLID = 0.6
_MOSTLY = 0.6  # a region is a bubble if this share of it lies in one
_BLACK = 0.02  # least share of ink on a page that may have black bubbles
_FEWEST_LIGHT = 3  # fewest white letters on black, since two may be the highlights of an eye

# gray above ink up to which a stroke is pale; most pale pixels in a bubble, as a share of its ink
_PALE, _PALER = 222, 0.5
_LETTER = 0.05  # largest letter, as a share of the long side
_DENSE = 0.08  # least share of its bounding box that a letter covers
_OTHERS = 0.3  # most ink in a bubble that is no letter, as a share
_LIKE = 0.45, 2.2  # sizes of letters of usual size, in median sizes
_ALIKE = 0.7  # least share of letters of usual size
_FULL = 0.3  # least share of a block's bounding box that the boxes of its letters cover
_RAGGED = 0.7  # factor on _FULL for a text of _MANY letters or more, whose rows may be ragged
_IN_BLOCKS = 0.8  # least share of the letters of such a text that stand in blocks
_MANY = 12  # fewest letters of a text, whose size and rows are certain
# the same for bubbles with fewer than _MANY letters or long tails, measured without the tails
_SOLID_SHORT = 0.8
_ASIDE = 0.2  # greatest distance of such letters from the center of the box of that, as a share of its sides
_HOLLOW = 0.5  # most letters that are outlines, such as windows or buttons, as a share
_OUTLINE = 0.72  # a piece of ink is an outline if it covers less than this share of what it encloses
# most total area of the boxes of letters, in areas of their union: boxes of strokes overlap more
_OVERLAP = 1.4
_APART = 2.0  # widest gap between letters, in median sizes
_PAIR = 0.2  # greatest difference between two letters that stand alone, as a share of their size
_LETTERED = 0.0012  # least area of the square over the text's longer side, as a share of the bubble
_LETTERED_LARGE = 0.2  # the same in units of the bubble's share of the page; the larger of the two counts
_MARGIN = 0.97  # greatest width and height of a text, as shares of its bubble: a pattern runs on to the edge
_BETWEEN = 0.12  # most ink in a line between two rows, as a share of the fullest line
_ROW = 2.2  # greatest height of a row, in median sizes


@dataclass(frozen=True, eq=False)
class Lettering:
    """The lettering of a page; all planes are (h, w), h and w at most GRID.

    Attributes:
        bubbles: what bubbles and captions cover, letters included.
        letters: the ink of the letters in them.
        light: white letters on black.
    """

    bubbles: Mask
    letters: Mask
    light: Mask

    def erased(self, lines: Bytes) -> Bytes:
        """Line art, (H, W) bytes, without its dark letters, which would divide their bubble into regions."""
        if not self.letters.any():
            return lines
        return np.asarray(cv2.max(lines, _enlarged(self.letters, lines.shape) * np.uint8(255)), np.uint8)

    def among(self, regions: Regions, lines: Bytes) -> tuple[Regions, frozenset[int]]:
        """Which regions are bubbles, their tails, captions, or light letters.

        Args:
            regions: (H, W), the number, from 1, of the region at each pixel.
            lines: (H, W) bytes, ink 0, paper 255.

        Returns:
            (H, W), the regions with all white letters as one new region; and the numbers.
        """
        found: list[int] = []
        if self.bubbles.any():
            small = reduced_regions(regions, GRID)
            inside = np.bincount(small[self.bubbles])
            whole = np.bincount(small.ravel())[: inside.size]
            found += np.flatnonzero((inside > 0) & (inside >= _MOSTLY * whole)).tolist()
            found += find_tails(small, found)
        if self.light.any():
            number = int(regions.max()) + 1
            light = (_enlarged(self.light, lines.shape) > 0) & (lines > PAPER)
            regions = np.where(light, np.int32(number), regions)
            found.append(number)
        return regions, frozenset(found)


def _enlarged(mask: Mask, shape: tuple[int, ...]) -> Bytes:
    """A mask of a reduced page, dilated by a pixel, at full size: (H, W) bytes, 0 or 1."""
    wider = cv2.dilate(mask.view(np.uint8), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.resize(wider, (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST), np.uint8)


def find_lettering(lines: Bytes) -> Lettering:
    """Find the lettering of a page.

    Args:
        lines: (H, W) bytes, clean line art, ink 0, paper 255.
    """
    page = reduced(lines, GRID)
    ink = (page <= PAPER).view(np.uint8)
    reach = max(1, round(_GAP * long_side(page.shape)))
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    pale = (page <= _PALE) & (cv2.dilate(ink, np.ones((3, 3), np.uint8)) == 0)
    bubbles, letters = _written(ink, pale.view(np.uint8), (ink, np.asarray(closed, np.uint8)))
    light = np.zeros(ink.shape, np.bool_)
    if cv2.countNonZero(ink) >= _BLACK * ink.size:
        _, light = _written(1 - ink, np.zeros_like(ink), (1 - ink,), _FEWEST_LIGHT)
    return Lettering(bubbles, letters, light)


def _written(ink: Bytes, pale: Bytes, outlines: Sequence[Bytes], fewest: int = 2) -> tuple[Mask, Mask]:
    """The areas that hold letters and nothing else, filled, and the letters.

    Args:
        ink: (h, w), 1 where letters may be.
        pale: (h, w), 1 on pale strokes; their darker pieces are no letters, either.
        outlines: each (h, w), 1 where the outlines of bubbles may be.
        fewest: letters that make a text.
    """
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pieces, stats = np.asarray(labels, np.int32), np.asarray(boxes, np.int32)
    bubbles, letters = np.zeros(ink.shape, np.bool_), np.zeros(ink.shape, np.bool_)
    for place, filled in (found for one in outlines for found in _closed(one)):
        inner = cv2.erode(filled, np.ones((3, 3), np.uint8))
        inside = np.where(inner > 0, pieces[place], 0).astype(np.int32)
        corner = place[1].start, place[0].start
        if cv2.countNonZero(pale[place] & filled) > _PALER * cv2.countNonZero(inside):
            continue
        held = _letters_in(inside, filled, stats, ink.shape, corner)
        if held is not None and cv2.countNonZero(held.view(np.uint8)) >= fewest:
            bubbles[place] |= filled > 0
            letters[place] |= held.take(pieces[place]) & (filled > 0)
    return bubbles, letters


def _closed(outlines: Bytes) -> Iterator[tuple[tuple[slice, slice], Bytes]]:
    """Closed areas of the size of bubbles: for each its box, and a mask of it with its holes filled."""
    paper = np.asarray(1 - outlines, np.uint8)
    _, areas, stats, _ = cv2.connectedComponentsWithStats(paper, connectivity=4)
    least, most = _SMALLEST * outlines.size, _LARGEST * outlines.size
    for area in np.flatnonzero((stats[:, cv2.CC_STAT_AREA] >= 0.3 * least)[1:]) + 1:
        left, top, width, height, _ = stats[area].tolist()
        if not least <= width * height <= 4 * most:
            continue
        place = np.s_[top : top + height, left : left + width]
        inside = (areas[place] == area).view(np.uint8)
        found, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        outline = max(found, key=cv2.contourArea)
        size = cv2.contourArea(outline)
        if not least <= size <= most:
            continue
        filled = np.asarray(cv2.drawContours(inside, [outline], 0, 1, cv2.FILLED), np.uint8)
        is_solid = size >= _SOLID * cv2.contourArea(cv2.convexHull(outline))
        if is_solid or _solidity(without_tails(filled)) >= _SOLID_SHORT:
            yield place, filled


def _solidity(inside: Bytes) -> float:
    """The share of its convex hull that an area, 1 in (h, w) bytes, covers."""
    hull = cv2.contourArea(cv2.convexHull(cv2.findNonZero(inside)))
    return cv2.countNonZero(inside) / max(hull, 1.0)


def _aside(at: tuple[float, float], inside: Bytes) -> float:
    """The distance of a place (x, y) from the center of the box of an area, as a share of its sides."""
    left, top, width, height = cv2.boundingRect(inside)
    return max(abs((at[0] - left) / width - 0.5), abs((at[1] - top) / height - 0.5))


def _letters_in(
    pieces: Boxes, filled: Bytes, stats: Boxes, page: tuple[int, ...], place: tuple[int, int]
) -> Mask | None:
    """Which pieces of ink in an area are its letters; None if it does not hold letters and nothing else.

    Args:
        pieces: (h, w), the number of the piece of ink at each pixel in the area, 0 elsewhere.
        filled: (h, w), 1 in the area.
        stats: those of `cv2.connectedComponentsWithStats` for all pieces.
        page: the shape of the page.
        place: the column and the row of the area's corner.
    """
    whole = np.bincount(pieces.ravel(), minlength=len(stats))
    whole[0] = 0
    width, height, area = (stats[:, c] for c in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    side = np.maximum(width, height)
    letter = (whole == area) & (side <= _LETTER * long_side(page)) & (area >= _DENSE * width * height)
    letter &= side >= 2
    letter[0] = False
    held = np.flatnonzero(letter)
    if len(held) < 2 or area[held].sum() < (1 - _OTHERS) * whole.sum():
        return None
    shape = filled.shape
    left, top = stats[held, cv2.CC_STAT_LEFT], stats[held, cv2.CC_STAT_TOP]
    boxes = np.stack([left - left.min(), top - top.min(), width[held], height[held]], axis=1)
    wide, high = (boxes[:, :2] + boxes[:, 2:]).max(axis=0).tolist()
    size = cv2.countNonZero(filled)
    share = size / (page[0] * page[1])
    if len(held) < _MANY:
        body = without_tails(filled)
        at = left.min() - place[0] + wide / 2, top.min() - place[1] + high / 2
        if _solidity(body) < _SOLID_SHORT or _aside(at, body) > _ASIDE:
            return None
    if max(wide, high) ** 2 < max(_LETTERED, _LETTERED_LARGE * share) * size:
        return None
    if _hollow(pieces, held) > _HOLLOW:
        return None
    if min(wide / shape[1], high / shape[0]) > _MARGIN:
        return None
    return letter if _is_text(boxes, wide, high) else None


def _hollow(pieces: Boxes, letters: NDArray[np.intp]) -> float:
    """The share of letters that are outlines of something, such as windows or buttons."""
    chosen = np.isin(pieces, letters).view(np.uint8)
    outlines, _ = cv2.findContours(chosen, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    areas = np.bincount(pieces.ravel())
    hollow = 0
    for outline in outlines:
        column, row = outline[0, 0]
        whole = cv2.contourArea(outline) + len(outline) / 2 + 1
        hollow += int(areas[pieces[row, column]] < _OUTLINE * whole)
    return hollow / max(1, len(outlines))


def _is_text(boxes: Boxes, wide: int, high: int) -> bool:
    """Whether boxes (n, 4) of left, top, width and height, within (high, wide), are arranged as a text is."""
    if len(boxes) < _MANY:
        return _is_block(boxes, 1.0)
    covered = _covered(boxes, wide, high)
    reach = 1 + 2 * round(float(np.median(boxes[:, 2:].max(axis=1))))
    closed = cv2.morphologyEx(covered, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, blocks = cv2.connectedComponents(closed)
    block = blocks[boxes[:, 1] + boxes[:, 3] // 2, boxes[:, 0] + boxes[:, 2] // 2]
    good = sum(
        int((block == number).sum())
        for number in np.unique(block).tolist()
        if _is_block(boxes[block == number], _RAGGED)
    )
    return good >= _IN_BLOCKS * len(boxes)


def _covered(boxes: Boxes, wide: int, high: int) -> Bytes:
    covered = np.zeros((high, wide), np.uint8)
    for left, top, width, height in boxes.tolist():
        covered[top : top + height, left : left + width] = 1
    return covered


def _is_block(boxes: Boxes, strict: float) -> bool:
    """Whether boxes (n, 4) are arranged as the letters of one block of text, in rows or in columns."""
    boxes = boxes - np.array([*boxes[:, :2].min(axis=0), 0, 0], np.int32)
    wide, high = (boxes[:, :2] + boxes[:, 2:]).max(axis=0).tolist()
    side = boxes[:, 2:].max(axis=1)
    usual = float(np.median(side))
    covered = _covered(boxes, wide, high)
    area = cv2.countNonZero(covered)
    if area < strict * _FULL * wide * high or (boxes[:, 2] * boxes[:, 3]).sum() > _OVERLAP * area:
        return False
    if len(boxes) == 2:
        return any(
            max(np.ptp(boxes[:, 2 + axis]), np.ptp(boxes[:, axis])) <= _PAIR * boxes[:, 2 + axis].max()
            for axis in (0, 1)
        )
    if ((side >= _LIKE[0] * usual) & (side <= _LIKE[1] * usual)).mean() < _ALIKE:
        return False
    inked = covered.sum(axis=0), covered.sum(axis=1)
    return max(map(_widest_gap, inked)) <= _APART * usual and any(_stands_in_rows(i, usual) for i in inked)


def _widest_gap(inked: NDArray[np.int64]) -> int:
    """The longest run of lines without ink, from the ink in each line, (n,)."""
    return int(np.diff(np.flatnonzero(inked)).max(initial=1)) - 1


def _stands_in_rows(inked: NDArray[np.int64], usual: float) -> bool:
    """Whether the ink in each line, (n,), forms rows no higher than letters."""
    full = np.concatenate([[False], inked > _BETWEEN * inked.max(), [False]])
    edges = np.flatnonzero(full[1:] != full[:-1]).reshape(-1, 2)
    return bool(np.median(edges[:, 1] - edges[:, 0]) <= _ROW * usual)
