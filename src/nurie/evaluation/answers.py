"""What a coloring takes each pixel for."""

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.colorize.colorization import Colorization
from nurie.schemes.parts import Part
from nurie.schemes.scheme import SCHEMES

READ = tuple(part for part in Part if part != Part.BUBBLE)
"""The parts that nine colors can tell: bubbles are as white as eyes in every scheme."""
_LIGHTNESS = 0.6
"""How much a difference of lightness counts beside one of hue."""
_FARTHEST = 60.0
"""From here on, one color is as far from another as it can be."""

Bytes = NDArray[np.uint8]
Shares = NDArray[np.float32]


def part_map(coloring: Colorization) -> Bytes | None:
    """The `Part` a coloring takes each pixel for, (H, W); None where its model names no materials."""
    return None if coloring.materials is None else coloring.materials.part_map()


def network_parts(coloring: Colorization) -> Bytes:
    """The likeliest `Part` of each pixel by the network alone, (h, w): what it or its colors say."""
    seen = coloring.seen
    if seen.parts is not None:
        return np.asarray(seen.parts.argmax(axis=0), np.uint8)
    return np.asarray(np.array(READ, np.uint8)[distances(seen.colors).argmin(axis=0)])


def distances(colors: Bytes) -> Shares:
    """How far nine colorings (9, h, w, 3) are from each part of `READ` in the nine schemes: (parts, h, w).

    The mean over the nine of the distance in CIELAB, in which lightness counts 0.6 times and which is 60 at
    most.
    """
    tables = np.stack([scheme.table()[list(READ)] for scheme in SCHEMES])
    weight = np.array([_LIGHTNESS, 1, 1], np.float32)
    result = np.zeros((len(READ), *colors.shape[1:3]), np.float32)
    for one, table in zip(colors, _lab(tables), strict=True):
        lab = _lab(one)
        for place, target in enumerate(table):
            apart = np.sqrt(np.square((lab - target) * weight).sum(axis=-1))
            result[place] += np.minimum(apart, _FARTHEST) / len(colors)
    return result


def _lab(rgb: NDArray[np.generic]) -> Shares:
    """CIELAB (D65) of sRGB colors 0..255, (a, b, 3)."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
