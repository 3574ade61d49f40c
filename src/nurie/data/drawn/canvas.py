"""The raster a drawing is made on, at twice its final size: ink, labels and tones, shape over shape."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.arrays import Bytes, Mask
from nurie.data.drawn.curves import Points
from nurie.schemes.parts import Part

SCALE = 2
"""Supersampling factor."""
SHADOW, LIGHT, BLUSH = 0, 1, 2
"""Tone channels."""
_SHIFT = 4


@dataclass(frozen=True)
class Area:
    """A shape that lies on the canvas: its number and its outline in canvas pixels, shape (N, 2)."""

    number: int
    outline: Points


class Canvas:
    """Ink, shape numbers and tones of size (H * SCALE, W * SCALE); a later shape hides what it covers."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.height, self.width = size[0] * SCALE, size[1] * SCALE
        self.ink = np.full((self.height, self.width), 255, np.uint8)
        self.numbers = np.zeros((self.height, self.width), np.uint16)
        self.tones = np.zeros((self.height, self.width, 3), np.uint8)
        self.part_of = [Part.GROUND]

    def fill(self, outline: Points, part: Part, within: tuple[int, ...] = ()) -> Area:
        """Cover a shape with paper and the label; `within` keeps it inside earlier shapes."""
        number = len(self.part_of)
        self.part_of.append(part)
        area = Area(number, outline)
        box = self._box(outline)
        if box is None:
            return area
        if within:
            mask = self._mask(outline, box) & self._inside(box, within)
            self.ink[box][mask] = 255
            self.numbers[box][mask] = number
            self.tones[box][mask] = 0
            return area
        fixed = _fixed(outline)
        cv2.fillPoly(self.ink, [fixed], 255, cv2.LINE_AA, _SHIFT)
        cv2.fillPoly(self.numbers, [fixed], number, cv2.LINE_8, _SHIFT)
        cv2.fillPoly(self.tones, [fixed], (0, 0, 0), cv2.LINE_8, _SHIFT)
        return area

    def blacken(self, outlines: list[Points], tone: int, within: tuple[int, ...] = ()) -> None:
        """Fill polygons with ink."""
        for outline in outlines:
            box = self._box(outline)
            if box is None:
                continue
            if not within:
                cv2.fillPoly(self.ink, [_fixed(outline)], tone, cv2.LINE_AA, _SHIFT)
                continue
            patch = self.ink[box].copy()
            cv2.fillPoly(patch, [_fixed(outline, box)], tone, cv2.LINE_AA, _SHIFT)
            inside = self._inside(box, within)
            self.ink[box] = np.where(inside, patch, self.ink[box])

    def whiten(self, outline: Points, within: tuple[int, ...]) -> None:
        """Take the ink away inside a polygon, on the given shapes only."""
        self.blacken([outline], 255, within)

    def tone(self, outline: Points, channel: int, amount: int, within: tuple[int, ...]) -> None:
        """Put a tone on the part of a polygon that lies on the given shapes."""
        box = self._box(outline)
        if box is None:
            return
        mask = self._mask(outline, box) & self._inside(box, within)
        self.tones[box][..., channel][mask] = amount

    def tone_except(self, area: Area, outline: Points, channel: int, amount: int) -> None:
        """Put a tone on what is visible of an area outside a polygon."""
        box = self._box(area.outline)
        if box is None:
            return
        mask = self._inside(box, (area.number,)) & ~self._mask(outline, box)
        self.tones[box][..., channel][mask] = amount

    def hatch(self, angle: float, spacing: float, width: float, tone: int, onto: tuple[Part, ...]) -> None:
        """Parallel lines over the cel shadow on some parts; angle in radians, spacing and width in pixels."""
        shaded = (self.tones[..., SHADOW] > 0) & np.isin(self.parts(), onto)
        y, x = np.mgrid[0 : self.height, 0 : self.width].astype(np.float32)
        across = (x * np.float32(np.sin(angle)) + y * np.float32(np.cos(angle))) % np.float32(spacing)
        cover = np.clip(width / 2 + 0.5 - np.abs(across - spacing / 2), 0.0, 1.0)
        inked = self.ink + (tone - self.ink.astype(np.float32)) * cover
        self.ink = np.where(shaded, np.minimum(inked, self.ink), self.ink).astype(np.uint8)

    def silhouette(self, first: int, width: float, tone: int) -> None:
        """A heavy line (width in pixels) around everything from shape number `first` on."""
        figure = (self.numbers >= first).astype(np.uint8)
        outlines, _ = cv2.findContours(figure, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        smooth = [cv2.approxPolyDP(outline, 0.8, True) for outline in outlines if len(outline) > 40]
        cv2.polylines(self.ink, smooth, True, tone, max(1, round(width)), cv2.LINE_AA)

    def paste(self, other: "Canvas", left: int, top: int, outline: Points) -> None:
        """Lay another canvas on this one at a place, as far as a polygon in this one's pixels shows it."""
        box = self._box(outline)
        if box is None:
            return
        mask = self._mask(outline, box)
        there = (
            slice(box[0].start - top, box[0].stop - top),
            slice(box[1].start - left, box[1].stop - left),
        )
        offset = len(self.part_of)
        self.part_of += other.part_of
        self.ink[box][mask] = other.ink[there][mask]
        self.numbers[box][mask] = other.numbers[there][mask] + offset
        self.tones[box][mask] = other.tones[there][mask]

    def parts(self) -> Bytes:
        """Labels at canvas size."""
        return np.asarray(self.part_of, np.uint8)[self.numbers]

    def touches(self, outline: Points) -> bool:
        """Whether the box around some points meets the canvas."""
        return self._box(outline) is not None

    def _box(self, outline: Points) -> tuple[slice, slice] | None:
        left, top = np.floor(outline.min(axis=0)).astype(int) - 1
        right, bottom = np.ceil(outline.max(axis=0)).astype(int) + 2
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, self.width), min(bottom, self.height)
        if left >= right or top >= bottom:
            return None
        return slice(top, bottom), slice(left, right)

    def _mask(self, outline: Points, box: tuple[slice, slice]) -> Mask:
        mask = np.zeros((box[0].stop - box[0].start, box[1].stop - box[1].start), np.uint8)
        cv2.fillPoly(mask, [_fixed(outline, box)], 1, cv2.LINE_8, _SHIFT)
        return mask.view(np.bool_)

    def _inside(self, box: tuple[slice, slice], within: tuple[int, ...]) -> Mask:
        numbers = self.numbers[box]
        mask: Mask = numbers == within[0]
        for number in within[1:]:
            mask |= numbers == number
        return mask


def _fixed(outline: Points, box: tuple[slice, slice] | None = None) -> NDArray[np.int32]:
    """Fixed-point coordinates for OpenCV, relative to a box; far-away points are held near the frame."""
    array = np.clip(outline, -20000.0, 20000.0) - 0.5
    if box is not None:
        array = array - (box[1].start, box[0].start)
    return np.rint(array * (1 << _SHIFT)).astype(np.int32)
