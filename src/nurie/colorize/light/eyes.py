"""Eyes: the shadow of the upper lid, a point of light, and a glow in the lower half of the iris."""

import math

import cv2
import numpy as np

from nurie.arrays import Bytes
from nurie.schemes import Part

# Chosen by hand; `python benchmarks/run.py light` measures the result (docs/light.md).
_LID = 0.24  # height of the upper lid's shadow, as a share of the eye's height
_SMALLEST = 4.0  # px: radius of the smallest iris that gets a point of light
_POINT = 0.22  # radius of the point of light, as a share of the iris's
# distances of the point of light from the iris's center to try, in iris radii; the first free one wins
_PLACES = (0.5, 0.62, 0.75)
_CLEAR = 0.8  # share of the point of light that must lie on paper
_NOTCH = 0.012  # least area of the sketch's own highlight, as a share of the iris
# least distance of such a highlight from the iris's center, in iris radii; nearer it is a ring's hole
_OFF = 0.15
_CORE = 0.6  # radius within which the sketch may have a highlight of its own, in iris radii
_GLOW = 0.45  # brightness of the glow, where the point of light is 1


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
    """The point of light and the glow of one iris, in the box around its eye."""
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
    """Fill an ellipse given in fractions of a pixel (fixed point, 1/16)."""
    (x, y), (wide, tall) = (tuple(round(16 * number) for number in pair) for pair in (middle, radii))
    way = cv2.LINE_AA if value > 1 else cv2.LINE_8
    cv2.ellipse(plane, (x, y), (wide, tall), 0, 0, 360, value, cv2.FILLED, way, shift=4)


def _notch(pupil: Bytes) -> Bytes:
    """1 where the pupil is not convex: the notch that the sketch leaves for a highlight."""
    hull = np.zeros_like(pupil)
    points = cv2.findNonZero(pupil)
    if points is not None:
        cv2.fillConvexPoly(hull, cv2.convexHull(points), 1)
    return hull & (1 - pupil)
