"""The colors of inks: blue pencil, colored lines, and pages that are colored already."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Mask
from nurie.color.channels import brightest, darkest
from nurie.packed import Held

# Chosen by hand; tests/lineart/test_clean.py checks the result on pages in ink, pencil and color.
_LOOK = 3  # stride in px at which pixels are sampled
_GRAY = 6  # channels that differ by no more are gray
_INK = 160  # a pixel is ink if its darkest channel is below this
_STRONG = 48  # channels of colored ink differ by more than this
_COLORED_INK = 0.05  # share of the ink that must be colored
_BLUE = 24  # least difference of blue and red in blue pencil
_BLUE_AREA = 0.001  # share of the page that must be blue pencil
_OTHER_INK = 0.1  # least ratio of neutral ink to blue pencil; with less the drawing itself is blue
_FILL = 10.0  # distance from gray and from paper, in the a-b plane of CIELAB, from which a pixel is colored
_FILLED = 0.02  # share of the page that must be colored areas
_MOSTLY = 0.2  # share from which colored areas of one hue suffice
_ONE_HUE = 0.994  # length of the mean of unit vectors in the a-b plane from which all areas have one hue
_SMALL = 160  # px: long side at which areas are told from lines


_Channel = npt.NDArray[Any]


@dataclass(frozen=True)
class Inks:
    """The colors of the inks on a page with white paper, judged from a sample of its pixels.

    Attributes:
        gray: whether there is no color at all.
        colored: whether lines are drawn in colored ink.
        color: its median color, "#rrggbb".
        blue_pencil: whether there is blue pencil beside other ink.
    """

    gray: bool
    colored: bool
    color: str
    blue_pencil: bool


def look(rgb: Held[np.uint8]) -> Inks:
    """Judge the inks of a page, (H, W, 3) bytes, on white paper."""
    seen = np.ascontiguousarray(rgb[::_LOOK, ::_LOOK])
    red, green, blue = cv2.split(seen)
    lowest = darkest(seen)
    difference = cv2.subtract(brightest(seen), lowest)
    if difference.max() <= _GRAY:
        return Inks(True, False, "#000000", False)
    ink = lowest < _INK
    strong = ink & (difference > _STRONG)
    colored = bool(strong.sum() > max(8, _COLORED_INK * ink.sum()))
    usual = np.median(seen[strong], axis=0).astype(np.uint8) if colored else np.zeros(3, np.uint8)
    pencil = _is_blue(red, green, blue)
    neutral = (ink & ~pencil).sum()
    beside = pencil.sum() > max(8, _BLUE_AREA * pencil.size) and neutral > _OTHER_INK * pencil.sum()
    return Inks(False, colored, f"#{usual.tobytes().hex()}", bool(beside))


def is_colored(rgb: Bytes) -> bool:
    """Whether a page, (H, W, 3) bytes, has areas in several colors, or a large part of it in one.

    Colored lines are no areas, and areas filled with one colored ink, like spot blacks, are of one hue.
    """
    scale = min(1.0, _SMALL / max(rgb.shape))
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    color = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)[..., 1:].astype(np.float32)
    from_paper = color - np.median(color, axis=(0, 1))
    strength = np.linalg.norm(from_paper, axis=2)
    away = np.minimum(strength, np.linalg.norm(color - 128, axis=2)) > _FILL
    areas = cv2.morphologyEx(away.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    if areas.mean() < _FILLED:
        return False
    hues = from_paper[areas] / strength[areas][:, None]
    return bool(areas.mean() > _MOSTLY or np.linalg.norm(hues.mean(axis=0)) < _ONE_HUE)


def strongest(rgb: Bytes) -> Bytes:
    """(H, W, 3) to (H, W): how strong the ink is, whatever its color."""
    red, green, blue = cv2.split(rgb)
    return np.asarray(cv2.min(cv2.min(red, green), blue), dtype=np.uint8)


def without_blue(rgb: Bytes) -> Bytes:
    """The page without its blue pencil, the ink over it kept.

    Pencil and ink are taken for layers of dye, whose optical densities (negative logarithms of the light that
    passes) add up. Black ink has the same density in all channels, so the difference of red and blue measures
    the pencil; what the pencil does not explain of the density of blue is ink.

    Args:
        rgb: (H, W, 3) bytes on white paper.
    """
    red, green, blue = (np.ascontiguousarray(rgb[..., channel]) for channel in range(3))
    pencil = (
        cv2.dilate(_is_blue(red, green, blue, _BLUE // 4).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    )
    density = -np.log((rgb[pencil].astype(np.float32) + 1) / 256)
    amount = density[:, 0] - density[:, 2]
    pure = amount > np.percentile(amount, 75) if amount.size else np.zeros(0, np.bool_)
    share = np.percentile(density[pure, 2] / amount[pure], 25) if pure.any() else 0.0
    ink = np.exp(-np.maximum(density[:, 2] - share * np.maximum(amount, 0), 0))
    result = rgb.copy()
    result[pencil] = np.rint(256 * ink - 1).clip(0, 255).astype(np.uint8)[:, None]
    return result


def _is_blue(red: _Channel, green: _Channel, blue: _Channel, by: int = _BLUE) -> Mask:
    """Whether pixels are light, with blue above red by `by` at least and green between them."""
    red, green, blue = (channel.astype(np.int16) for channel in (red, green, blue))
    return np.asarray((blue - red > by) & (blue > 120) & (green + 8 >= red) & (green <= blue))
