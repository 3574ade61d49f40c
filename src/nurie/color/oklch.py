"""OKLCH, the perceptual space in which rules for colors are written: lightness, chroma, hue.

Source: Björn Ottosson, "A perceptual color space for image processing", 2020; its matrices for sRGB.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from nurie.arrays import Doubles

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_OKLAB = (
    (0.3963377774, 0.2158037573),
    (-0.1055613458, -0.0638541728),
    (-0.0894841775, -1.2914855480),
)
"""The shares of a and b; that of lightness is 1."""
_FROM_LMS = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
_STEP = 0.001  # of chroma, given up until a color can be shown
_OUTSIDE = 1e-4  # of a linear channel: so little outside 0..1 cannot be seen


def oklch(colors: ArrayLike) -> Doubles:
    """Lightness 0..1, chroma from 0 and hue 0..360 of sRGB colors 0..255, shape (..., 3)."""
    rgb = np.asarray(colors, np.float64) / 255.0
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    lightness, a, b = np.moveaxis(np.cbrt(linear @ _TO_LMS.T) @ _TO_OKLAB.T, -1, 0)
    return np.stack([lightness, np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360], axis=-1)


def srgb(lightness: float, chroma: float, hue: float) -> tuple[int, int, int]:
    """The sRGB color 0..255 of a lightness 0..1, a chroma and a hue in degrees.

    A color that sRGB cannot show keeps its lightness and hue and gives up chroma.
    """
    cosine, sine = math.cos(math.radians(hue)), math.sin(math.radians(hue))
    while True:
        lms = [lightness + chroma * (a * cosine + b * sine) for a, b in _FROM_OKLAB]
        linear = [sum(weight * value**3 for weight, value in zip(row, lms, strict=True)) for row in _FROM_LMS]
        if chroma <= 0 or (min(linear) >= -_OUTSIDE and max(linear) <= 1 + _OUTSIDE):
            red, green, blue = (_encoded(min(max(channel, 0.0), 1.0)) for channel in linear)
            return red, green, blue
        chroma = max(chroma - _STEP, 0.0)


def _encoded(linear: float) -> int:
    """A linear channel 0..1 as an sRGB byte."""
    return round(255 * (12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055))
