"""Eyes: the shadow of the upper lid, a point of light, and a glow in the lower half of the iris."""

import math

import cv2
import numpy as np

from nurie.arrays import Bytes
from nurie.schemes import Part

_LID = 0.24  # of an eye's height: how far the lid shades it
_SMALLEST = 4.0  # px: the radius of an iris with room for a point of light
_POINT = 0.22  # of the iris's radius: the point's
_PLACES = (
    0.5,
    0.62,
    0.75,
)  # the same: how far from the middle it may lie; the first that the pupil leaves free
_CLEAR = 0.8  # the share of it that must be free
_NOTCH = 0.012  # of the iris: the smallest highlight of the sketch's own, white or a notch of the pupil
_OFF = 0.15  # of the iris's radius: how far from its middle such a notch lies
_CORE = 0.6  # of the iris's radius: where the sketch's own highlight would lie
_GLOW = 0.45  # how bright the glow is beside the point


def shade_eyes(parts: Bytes, paper: Bytes, toward: tuple[float, float]) -> tuple[Bytes, Bytes]:
    """Shadow and light in eyes; where the sketch has a highlight of its own, no other is added.

    Args:
        parts: (h, w), `Part` values.
        paper: (h, w), 1 on paper, 0 on lines.
        toward: the unit vector to the light.

    Returns:
        (h, w), 1 in shadow; (h, w), light 0..255.
    """
    iris = (parts == Part.IRIS).view(np.uint8)
    eyes = iris | (parts == Part.EYE_WHITE).view(np.uint8)
    shadow, light = np.zeros_like(eyes), np.zeros_like(eyes)
    if not iris.any():
        return shadow, light
    left, top, width, height = cv2.boundingRect(eyes)
    whole = np.s_[top : top + height, left : left + width]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(eyes[whole], connectivity=8)
    for label, (x, y, width, height, _) in enumerate(stats[1:].tolist(), start=1):
        box = np.s_[top + y : top + y + height, left + x : left + x + width]
        eye = labels[y : y + height, x : x + width] == label
        own = iris[box] & eye
        if own.any():
            lid = max(1, round(_LID * height))
            above = np.zeros_like(eye)
            above[lid:] = eye[:-lid]
            shadow[box] |= eye & ~above
            light[box] |= _shine(own, (eye & (own == 0)).view(np.uint8), paper[box], toward[0])
    return shadow, light


def _shine(iris: Bytes, white: Bytes, paper: Bytes, aside: float) -> Bytes:
    """Point and glow of one iris, in the box around its eye."""
    moments = cv2.moments(iris, binaryImage=True)
    x, y = moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]
    radius = math.sqrt(moments["m00"] / math.pi)
    shine = np.zeros_like(iris)
    if radius < _SMALLEST:
        return shine
    _disc(shine, (x, y + 0.55 * radius), (0.6 * radius, 0.4 * radius), round(255 * _GLOW))
    place = _free_place(iris, white, paper, (x, y), radius, aside)
    if place:
        _disc(shine, place, (_POINT * radius, _POINT * radius), 255)
    return shine * iris * paper


def _free_place(
    iris: Bytes, white: Bytes, paper: Bytes, middle: tuple[float, float], radius: float, aside: float
) -> tuple[float, float] | None:
    """Where an iris has room for a point of light; None where the sketch has one, or there is no room."""
    x, y = middle
    core = np.zeros_like(iris)
    _disc(core, middle, (_CORE * radius, _CORE * radius), 1)
    if (core & white).sum() >= _NOTCH * iris.sum():
        return None
    notch = _notch(core & iris & (1 - paper)) & paper
    if notch.sum() >= _NOTCH * iris.sum():
        cut = cv2.moments(notch, binaryImage=True)
        across, down = cut["m10"] / cut["m00"], cut["m01"] / cut["m00"]
        if math.hypot(across - x, down - y) > _OFF * radius:  # else a pupil drawn as a ring
            return across, down
    for reach in _PLACES:
        place = x + 0.6 * reach * radius * aside, y - 0.8 * reach * radius
        point = np.zeros_like(iris)
        _disc(point, place, (_POINT * radius, _POINT * radius), 1)
        if (point & paper).sum() >= _CLEAR * point.sum():
            return place
    return None


def _disc(plane: Bytes, middle: tuple[float, float], radii: tuple[float, float], value: int) -> None:
    """Fill an ellipse, to a sixteenth of a pixel."""
    (x, y), (wide, tall) = (tuple(round(16 * number) for number in pair) for pair in (middle, radii))
    way = cv2.LINE_AA if value > 1 else cv2.LINE_8
    cv2.ellipse(plane, (x, y), (wide, tall), 0, 0, 360, value, cv2.FILLED, way, shift=4)


def _notch(pupil: Bytes) -> Bytes:
    """What is cut out of a pupil, 1 there: where the sketch leaves room for a highlight."""
    hull = np.zeros_like(pupil)
    points = cv2.findNonZero(pupil)
    if points is not None:
        cv2.fillConvexPoly(hull, cv2.convexHull(points), 1)
    return hull & (1 - pupil)
