"""Removal of screentone: its dots are erased, and the gray that they are read as is returned as a shade.

Only dots of a regular screen are erased; all other ink stays as it is.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask
from nurie.lineart.screens import Screen, find_screen, joined
from nurie.lineart.screentone import ToneMap

# Chosen by hand; tests/lineart/test_untoned.py checks the result.
_SPREAD = 0.6  # sigma of the blur that turns dots into gray, in spacings of the dots
_FRINGE = 2  # px: width of the soft edge of a dot
_WIDE, _LONG = 2.0, 3.5  # least width, or else least length, of a pen stroke, in diameters of a dot
_DIRECTIONS = 12  # directions in which the length of strokes is tested
_ALONG = 1.3  # greatest distance between the visible pieces of a line among holes, in spacings
_GAMMA = 1 / 2.2  # exponent from linear light to gray values


@dataclass(frozen=True, eq=False)
class Untoned:
    """A drawing without its screentone.

    Attributes:
        drawing: (H, W, 3) bytes, without dots.
        shade: (H, W) bytes, the gray of the tone, which multiplies the colors; 255 where there is none.
    """

    drawing: Bytes = field(repr=False)
    shade: Bytes = field(repr=False)


def untoned(drawing: Bytes, tones: ToneMap) -> Untoned | None:
    """Remove the screentone from a drawing; None if it has none.

    The gray of a tone is the mean light of dots and paper, as the eye averages it from afar.

    Args:
        drawing: (H, W, 3) bytes, on white paper.
        tones: where dots were found on it.
    """
    dots, holes = (
        None if spots is None else find_screen(spots, tones.largest) for spots in (tones.dots, tones.holes)
    )
    pitches = [screen.pitch for screen in (dots, holes) if screen]
    if not pitches:
        return None
    gray, ink = tones.gray, tones.ink()
    gone, place = np.zeros(gray.shape, np.bool_), np.zeros(gray.shape, np.uint8)
    lines = ink
    if dots:
        lines = ink & ~dots.spots
        lines &= ~(dots.hidden & ~_strokes(lines, dots.size))
        gone = _with_fringe(dots.spots | (ink & ~lines), lines)
        covered = joined(dots.spots | (dots.hidden & ink), dots.pitch)
        place = _grown(covered, lines, round(dots.pitch / 2) + 1)
    if holes:
        dark = _between(holes, gray)
        lines = lines & ~dark
        gone |= dark
        place |= (dark | holes.spots).view(np.uint8)
    shade = _shade(gray, place, lines, max(pitches))
    if gray.shape != drawing.shape[:2]:
        size = drawing.shape[1], drawing.shape[0]
        shade = np.asarray(cv2.resize(shade, size, interpolation=cv2.INTER_LINEAR), np.uint8)
        gone = cv2.resize(gone.view(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    return Untoned(np.where(gone[..., None], np.uint8(255), drawing), shade)


def _strokes(ink: Mask, dot: float) -> Mask:
    """Pen strokes: ink wider than a dot, or longer than a dot that touches a line."""
    side = round(_WIDE * dot)
    plane: Bytes = ink.view(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    wide = np.asarray(cv2.morphologyEx(plane, cv2.MORPH_OPEN, disc), np.uint8)
    thin = plane & (1 - wide)
    long = np.zeros_like(plane)
    reach = round(_LONG * dot / 2)
    for angle in np.arange(_DIRECTIONS) * (np.pi / _DIRECTIONS):
        kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.uint8)
        x, y = round(reach * np.cos(angle)), round(reach * np.sin(angle))
        cv2.line(kernel, (reach - x, reach - y), (reach + x, reach + y), 1)
        long |= np.asarray(cv2.morphologyEx(thin, cv2.MORPH_OPEN, kernel), np.uint8)
    return np.asarray((wide | long) > 0)


def _with_fringe(spots: Mask, lines: Mask) -> Mask:
    """Spots with their soft edges, except where they touch lines."""
    wide = cv2.dilate(spots.view(np.uint8), np.ones((2 * _FRINGE + 1, 2 * _FRINGE + 1), np.uint8))
    beside = cv2.dilate(lines.view(np.uint8), np.ones((3, 3), np.uint8))
    return np.asarray(spots | (wide > beside))


def _grown(area: Bytes, lines: Mask, steps: int) -> Bytes:
    """An area grown by `steps` px over paper up to the lines around it, and 2 px under them."""
    paper: Bytes = (~lines).view(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    inside: Bytes = area & paper
    for _ in range(steps):
        inside = cv2.dilate(inside, kernel).astype(np.uint8) & paper
    below = cv2.dilate(inside, np.ones((5, 5), np.uint8)).astype(np.uint8) & (1 - paper)
    return np.asarray(inside | below, np.uint8)


def _between(holes: Screen, gray: Bytes) -> Mask:
    """The ink between the holes of a dark tone, without the lines that hide some of the holes."""
    spots, area = holes.spots.view(np.uint8), holes.area
    beside = np.asarray(cv2.dilate(spots, np.ones((3, 3), np.uint8)), np.uint8)
    covered = (holes.hidden & (gray < 128)).view(np.uint8) & area & (1 - beside)
    seen = cv2.morphologyEx(covered, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    side = round(_ALONG * holes.pitch)
    joined_up = cv2.morphologyEx(seen, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    lines = cv2.dilate(joined_up, np.ones((3, 3), np.uint8))
    return np.asarray((area > spots) & (lines == 0))


def _shade(gray: Bytes, place: Bytes, lines: Mask, pitch: float) -> Bytes:
    """The gray of tones, (H, W) bytes; 255 where there are none."""
    heard = place * cv2.erode((~lines).view(np.uint8), np.ones((3, 3), np.uint8))
    light = cv2.GaussianBlur(gray * (heard * np.float32(1 / 255)), (0, 0), _SPREAD * pitch)
    weight = cv2.GaussianBlur(heard.astype(np.float32), (0, 0), _SPREAD * pitch)
    left = np.clip(light / np.maximum(weight, 1e-3), 0, 1) ** np.float32(_GAMMA)
    left = np.where(weight > 1e-3, left, 1)
    cover = cv2.GaussianBlur(place.astype(np.float32), (0, 0), 0.8)
    return np.rint(255 * (1 - cover * (1 - left))).astype(np.uint8)
