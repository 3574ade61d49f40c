"""Infers parts from nine colorings that follow the nine built-in schemes."""

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Floats
from nurie.schemes.parts import Part
from nurie.schemes.scheme import SCHEMES

# Chosen by hand; tests/colorize/test_read_parts.py checks the result.
_LIGHTNESS = 0.6  # weight of lightness in a distance: a part in shadow is the same part
_FARTHEST = 60.0  # CIELAB: distances are clipped, so that one wrong coloring cannot outweigh the others
_SOFTNESS = 3.0  # CIELAB: temperature of the softmax over mean distances
_NEAR = 9.0  # greatest mean distance at which nine colors are those of a part
_CLEAR = 0.25  # least share of pixels that must be so near to a part


def read_parts(colors: Bytes) -> Floats | None:
    """How likely each part is, from how near a pixel's nine colors are to the part's in the nine schemes.

    Args:
        colors: (9, h, w, 3) bytes.

    Returns:
        (12, h, w) probabilities; None where the colorings do not follow the schemes, as those of a model
        that was trained the paper's way.
    """
    distance = distances(colors)
    nearest = distance.min(axis=0)
    # What is white in all nine says nothing: any model leaves paper white.
    colored = distance.argmin(axis=0) != Part.EYE_WHITE
    if np.mean(colored & (nearest < _NEAR)) < _CLEAR:
        return None
    likely = np.exp((nearest - distance) / _SOFTNESS)
    return np.asarray(likely / likely.sum(axis=0), np.float32)


def distances(colors: Bytes) -> Floats:
    """How far nine colorings are from each part in the nine schemes.

    Args:
        colors: (9, h, w, 3) bytes.

    Returns:
        (12, h, w), the mean over the nine of the distance in CIELAB, in which lightness counts 0.6 times and
        which is 60 at most; infinite for bubbles, which are as white as eyes in every scheme.
    """
    tables = _lab(np.array([scheme.table() for scheme in SCHEMES], np.float32))
    result = np.zeros((tables.shape[1], *colors.shape[1:3]), np.float32)
    for picture, table in zip(colors, tables, strict=True):
        lab = _lab(picture)
        for part, color in enumerate(table):
            result[part] += np.minimum(np.linalg.norm(lab - color, axis=-1), _FARTHEST) / len(colors)
    result[Part.BUBBLE] = np.inf
    return result


def _lab(rgb: npt.NDArray[np.generic]) -> Floats:
    """(h, w, 3) RGB 0..255 to CIELAB, lightness weighted."""
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(lab * np.array([_LIGHTNESS, 1, 1], np.float32), np.float32)
