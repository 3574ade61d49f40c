"""The base colors of a figure in a colored picture, without light and shade."""

from collections.abc import Iterable, Mapping
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles, Mask
from nurie.color.difference import ciede2000, lab
from nurie.color.oklch import oklch
from nurie.colorize.palette_values import RGB
from nurie.schemes.parts import Part

# Chosen by hand; tests/colorize/test_reference.py checks the result.
_LARGE = {Part.SKIN: 0.004, Part.HAIR: 0.004, Part.CLOTHES: 0.004, Part.CLOTHES_2: 0.003}
_SMALL = (Part.ACCESSORY, Part.IRIS, Part.EYE_WHITE, Part.MOUTH)
_ENOUGH = 0.0003
"""The least share of the picture from which the color of a material is read."""
_SAME = 8.0  # CIEDE2000 below which a small thing is taken for part of the large one beside it

_CELL = 4.0  # side of the cells in CIELAB in which colors are counted
_NEAR = 8.0  # distance in CIELAB within which colors belong to one flat
_PEAKS = 48  # most common cells that are tried as the center of a flat
# area of a lighter flat, as a share of the most common one, from which it is the lit color and that its
# shadow
_LIT = 0.6
_CLEAR = 12.0  # distance in CIELAB beyond which a color is another flat
_WARM = 3.0  # prior weight of warm colors for skin; other colors have 1
_FEW = 24  # px: with fewer pixels away from lines, those beside lines count, too
_MOST = 200_000  # px: most pixels that are sampled


def figure_colors(rgb: Bytes, parts: Bytes, ink: Mask) -> dict[Part, RGB]:
    """The usual color of each material of a figure that enough is seen of.

    Small things are easily taken for what lies around them: an accessory in the color of a large material and
    eyes in that of skin or hair are left out, and so are a mouth that is not red and eye white that is not
    white.

    Args:
        rgb: (H, W, 3) bytes.
        parts: (H, W), what each pixel shows, as values of `Part`.
        ink: (H, W), where lines are.
    """
    colors: dict[Part, RGB] = {}
    for part, enough in _LARGE.items():
        inside = (parts == part) & ~ink
        if inside.sum() >= enough * inside.size:
            color = usual_color(rgb, inside, ink, part)
            if part is not Part.CLOTHES_2 or _is_new(color, [*colors.values()]):
                colors[part] = color
    face = [colors[part] for part in (Part.SKIN, Part.HAIR) if part in colors]
    large = [*colors.values()]
    for part in _SMALL:
        around = large if part is Part.ACCESSORY else face
        inside = (parts == part) & ~ink
        if part is Part.IRIS:
            inside[inside] = _is_clear(rgb[inside], face)
        if inside.sum() >= _ENOUGH * inside.size:
            color = usual_color(rgb, inside, ink, part)
            if _is_new(color, around) and _is_likely(part, color):
                colors[part] = color
    return colors


def is_figure(colors: Mapping[Part, RGB]) -> bool:
    """Whether colors that were read are those of a figure.

    Wood and walls are easily taken for skin: it counts with hair beside it, or when it has a color of people
    and eyes or a mouth.
    """
    skin, hair = colors.get(Part.SKIN), colors.get(Part.HAIR)
    if skin is None:
        return hair is not None
    if hair is None:
        return _is_natural(skin) and bool({Part.IRIS, Part.MOUTH} & set(colors))
    return _is_natural(skin) or _is_new(hair, [skin])


def _is_natural(skin: RGB) -> bool:
    """Whether skin has a color of people; a figure's may have any, but then it has hair as well."""
    lightness, chroma, hue = oklch(skin)
    return bool(lightness > 0.35 and 0.015 < chroma < 0.13 and 25 < hue < 85)


def _is_new(color: RGB, others: Iterable[RGB]) -> bool:
    return all(ciede2000(color, other) >= _SAME for other in others)


def _is_clear(pixels: Bytes, others: Iterable[RGB]) -> Mask:
    """Whether pixels, (n, 3) bytes, may be of an iris: no gloss, no white, no pupil, not what lies around."""
    places = lab(pixels)
    clear = (np.hypot(places[:, 1], places[:, 2]) > 12) & (places[:, 0] > 15) & (places[:, 0] < 85)
    for other in others:
        clear &= np.linalg.norm(places - lab(other), axis=1) > _SAME
    return clear


def _is_likely(part: Part, color: RGB) -> bool:
    """Whether eye white is white, and a mouth red."""
    lightness, a, b = lab(color)
    if part is Part.EYE_WHITE:
        return bool(lightness > 85 and np.hypot(a, b) < 15)
    return part is not Part.MOUTH or bool(a > 10 and abs(b) < 1.2 * a and lightness < 75)


def usual_color(rgb: Bytes, inside: Mask, ink: Mask, part: Part) -> RGB:
    """The flat color of a thing: that of most pixels, or the lighter of two that nearly share it.

    A cel shadow may cover half of a thing; gloss and light cover less. The color is the median of its flat,
    so that even colors come out exactly.

    Args:
        rgb: (H, W, 3) bytes.
        inside: (H, W), where the thing is, at least one pixel.
        ink: (H, W), where lines are; the pixels beside them, which lines tint, do not count.
        part: what the thing is; warm colors count for more in skin, strong ones in an iris, which is glossy.
    """
    beside = cv2.dilate(ink.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    edge = cv2.erode(inside.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0
    choices = (inside & ~beside & ~edge, inside & ~beside, inside)
    for chosen in choices[part is Part.IRIS :]:  # an iris is small, and its gloss has edges of its own
        if chosen.sum() >= _FEW:
            break
    pixels = rgb[chosen]
    pixels = np.ascontiguousarray(pixels[:: max(1, len(pixels) // _MOST)])
    places = lab(pixels)
    cells, counts = np.unique(np.floor(places / _CELL).astype(np.int32), axis=0, return_counts=True)
    middles = (cells + 0.5) * _CELL
    peaks = middles[np.argsort(-counts, kind="stable")[:_PEAKS]]
    apart = np.linalg.norm(peaks[:, None] - middles, axis=2)
    sizes = (counts * np.exp(-((apart / (_NEAR / 2)) ** 2))).sum(axis=1)
    sizes *= _weights(peaks, part)
    best = int(sizes.argmax())
    lighter = (peaks[:, 0] > peaks[best, 0]) & (np.linalg.norm(peaks - peaks[best], axis=1) > _CLEAR)
    rivals = np.flatnonzero(lighter & (sizes >= _LIT * sizes[best]))
    if len(rivals) and part is not Part.IRIS:
        best = int(rivals[sizes[rivals].argmax()])
    red, green, blue = np.median(pixels[np.linalg.norm(places - peaks[best], axis=1) < _NEAR], axis=0)
    return int(red), int(green), int(blue)


def _weights(places: npt.NDArray[Any], part: Part) -> Doubles:
    """How much more than others the colors, (n, 3) in CIELAB, are to be expected of a part."""
    _, a, b = places.T
    if part is Part.IRIS:
        return np.asarray(a**2 + b**2)
    if part is Part.SKIN:
        return np.where((a > 2) & (b > 2) & (b < 4 * a), _WARM, 1.0)
    return np.ones(len(places))
