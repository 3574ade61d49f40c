"""Plain names for colors, as people who draw would say them."""

import colorsys
import math
from collections.abc import Sequence

from nurie.arrays import Bytes
from nurie.colorize.flats import lab

_GRAY = 8.0  # chroma in CIELAB below which a color is a gray
_PALE = 45.0  # chroma in CIELAB above which a color is too strong for "light"
_HUES = (
    (15, "red"),
    (44, "orange"),
    (68, "yellow"),
    (160, "green"),
    (190, "teal"),
    (255, "blue"),
    (310, "purple"),
    (342, "pink"),
    (360, "red"),
)
"""Where each name ends, in degrees of hue."""


def names(colors: Bytes) -> list[str]:
    """The name of each color, (n, 3) RGB bytes; the second of a kind is called "red 2", and so on."""
    return numbered(
        [_name(rgb, place) for rgb, place in zip(colors.tolist(), lab(colors).tolist(), strict=True)]
    )


def numbered(names: Sequence[str]) -> list[str]:
    """The same names, told apart by a number where they repeat."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return result


def _name(rgb: Sequence[int], place: Sequence[float]) -> str:
    lightness, chroma = place[0], math.hypot(place[1], place[2])
    hue = 360 * colorsys.rgb_to_hsv(*rgb)[0]
    if lightness < 12:
        return "black"
    if chroma < _GRAY:
        return "white" if lightness > 94 else f"{_shade(lightness, chroma)}gray"
    if 8 < hue < 40 and lightness > 62 and chroma < 40:
        return "skin tone"
    word = next(word for end, word in _HUES if hue <= end)
    if word == "orange" and lightness < 58:
        word = "brown"
    if word == "red" and lightness > 65:
        word = "pink"
    return f"{_shade(lightness, chroma)}{word}"


def _shade(lightness: float, chroma: float) -> str:
    return "dark " if lightness < 36 else "light " if lightness > 74 and chroma < _PALE else ""
