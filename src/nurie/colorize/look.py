"""Runs the network: on a drawing and its mirror image, on a page panel by panel."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from nurie.arrays import Bytes, Floats, Regions
from nurie.colorize.model import MULTIPLE, Answer, Network
from nurie.colorize.read_parts import read_parts
from nurie.lineart.grays import on_grays
from nurie.lineart.layout import box
from nurie.packed import Packed
from nurie.schemes.parts import PART_COUNT, Part

_LARGEST_PAGE = 3.0  # greatest size at which a page with panels is shown, in working sizes
_USUAL_INK = 170  # mean darkness (of 255) of lines at the working size in the training pictures
_LARGEST_BOOST = 2.0  # greatest factor by which thin lines are made darker


@dataclass(frozen=True, eq=False)
class Seen:
    """The input and the answer of the network; later decisions do not change them.

    Attributes:
        lines: (h, w) bytes, ink 0, paper 255: the sketch at the size of the answer.
        colors: (9, h, w, 3) bytes, the network's own colorings.
        parts: (12, h, w), the probability of each `Part`; None where the network names no parts.
    """

    lines: Bytes
    colors: Bytes
    parts: Floats | None

    @cached_property
    def likely(self) -> Floats | None:
        """`parts`, or what the colorings say of them; None where they follow no schemes."""
        return read_parts(self.colors) if self.parts is None else self.parts


@dataclass(frozen=True, eq=False)
class StripSeen:
    """The same of a strip, packed.

    Attributes:
        lines: (h, w) bytes, as `Seen` has them.
        rows_of_colors: (h, 9, w, 3) bytes.
        rows_of_parts: (h, 12, w), or None.
    """

    lines: Bytes
    rows_of_colors: Packed[np.uint8]
    rows_of_parts: Packed[np.float32] | None

    @property
    def colors(self) -> Bytes:
        """(9, h, w, 3) bytes, the network's own colorings."""
        return np.ascontiguousarray(np.swapaxes(np.asarray(self.rows_of_colors), 0, 1))

    @property
    def parts(self) -> Floats | None:
        """(12, h, w), the probability of each `Part`; None where the network names no parts."""
        rows = self.rows_of_parts
        return None if rows is None else np.ascontiguousarray(np.swapaxes(np.asarray(rows), 0, 1))

    @property
    def likely(self) -> Floats | None:
        """As `Seen.likely`."""
        return read_parts(self.colors) if self.rows_of_parts is None else self.parts


def look(network: Network, lines: Bytes, panels: Regions, size: int, gray: Bytes | None = None) -> Seen:
    """Ask the network what a sketch shows.

    Args:
        network: what colors.
        lines: (H, W) bytes, clean line art, ink 0, paper 255.
        panels: (h, w), the number, from 1, of the panel at each pixel, as `Layout.panels`; each is shown by
            itself, all at one scale.
        size: the long side, in px, at which a drawing, or the largest panel of a page, is shown.
        gray: (H, W) bytes, a painted page in gray, for a network that knows grays.

    Raises:
        ModelError: the network failed.
    """
    fold = network.fold
    if panels.any():
        size = round(size * _enlargement(panels))
    small = reduce_lines(lines, max(1, round(size / fold)))
    large = reduce_lines(lines, fold * max(small.shape), fold)
    if gray is not None and network.grays:
        large = on_grays(large, np.asarray(cv2.resize(gray, large.shape[::-1], interpolation=cv2.INTER_AREA)))
    if not panels.any():
        return _seen(small, _answered(network, large))
    colors = np.full((9, *small.shape, 3), 255, np.float32)
    parts = np.zeros((PART_COUNT, *small.shape), np.float32)
    parts[Part.BUBBLE] = 1.0
    names_parts = False
    numbers = cv2.resize(panels, small.shape[::-1], interpolation=cv2.INTER_NEAREST_EXACT)
    fine = cv2.resize(panels, large.shape[::-1], interpolation=cv2.INTER_NEAREST_EXACT)
    for number in np.unique(numbers[numbers > 0]):
        inside = np.asarray(numbers == number)
        rows, columns = box(inside)
        place = tuple(slice(fold * side.start, fold * side.stop) for side in (rows, columns))
        alone = np.where(fine == number, large, 255).astype(np.uint8)[place]
        answer = _asked(network, alone)
        colors[:, inside] = answer.colors[:, inside[rows, columns]]
        if answer.parts is not None:
            names_parts = True
            parts[:, inside] = answer.parts[:, inside[rows, columns]]
    return _seen(small, Answer(colors, parts if names_parts else None))


def _seen(lines: Bytes, answer: Answer) -> Seen:
    return Seen(lines, np.rint(answer.colors).astype(np.uint8), answer.parts)


def _answered(network: Network, lines: Bytes) -> Answer:
    """The mean of the answers (h, w) to a sketch (fold h, fold w) and to its mirror image, turned back.

    The second run adds little accuracy, but makes a mirrored sketch get mirrored colors. Panels of a page are
    run once, since there time counts more.
    """
    one, other = _asked(network, lines), _asked(network, lines[:, ::-1])
    colors = (one.colors + other.colors[:, :, ::-1]) / np.float32(2)
    if one.parts is None or other.parts is None:
        return Answer(colors)
    return Answer(colors, (one.parts + other.parts[:, :, ::-1]) / np.float32(2))


def _asked(network: Network, lines: Bytes) -> Answer:
    """The answer (h, w) to a sketch (fold h, fold w), which is padded with white paper.

    The network is told of no hints, even where it could be: docs/deviations-from-paper.md says why.
    """
    fold = network.fold
    height, width = lines.shape
    padded = [side + -side % (MULTIPLE * fold) for side in (height, width)]
    top, left = ((large - side) // 2 // fold for large, side in zip(padded, (height, width), strict=True))
    channels = np.zeros((network.inputs, *padded), np.float32)
    channels[0] = 255
    channels[0, fold * top : fold * top + height, fold * left : fold * left + width] = lines
    answer = network(channels)
    inside = np.s_[:, top : top + height // fold, left : left + width // fold]
    return Answer(answer.colors[inside], None if answer.parts is None else answer.parts[inside])


def _enlargement(panels: Regions) -> float:
    """The scale of a page relative to a drawing, at which its largest panel is as large as a drawing."""
    numbers = np.unique(panels[panels > 0])
    boxes = (box(panels == number) for number in numbers)
    largest = max(side.stop - side.start for place in boxes for side in place)
    return float(min(_LARGEST_PAGE, max(panels.shape) / largest))


def reduce_lines(lines: Bytes, size: int, multiple: int = 1) -> Bytes:
    """Bring clean line art to the working size, with lines as dark as the network knows them.

    Thin lines get pale when a page is reduced. This is measured and corrected at the working size, so that a
    sketch looks the same to the network at any size.

    Args:
        lines: (H, W) bytes, ink 0, paper 255.
        size: the new long side, in px.
        multiple: of which both sides shall be multiples; so is `size`.
    """
    scale = size / max(lines.shape)
    height, width = (multiple * max(1, round(side * scale / multiple)) for side in lines.shape)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    ink = cv2.bitwise_not(cv2.resize(lines, (width, height), interpolation=way))
    darkness = np.square(ink, dtype=np.float32).sum() / max(ink.sum(), 1)
    boost = np.clip(_USUAL_INK / max(darkness, 1), 1, _LARGEST_BOOST)
    return np.asarray(255 - cv2.convertScaleAbs(ink, alpha=float(boost)), dtype=np.uint8)
