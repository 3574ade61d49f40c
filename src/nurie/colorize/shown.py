"""Options of what is shown: lines, colors or both, and the ground."""

from collections.abc import Iterator
from typing import Literal

import numpy as np

from nurie.arrays import Bytes, Mask
from nurie.colorize.colorization import Colorization
from nurie.colorize.compose import clear_ink, compose, shaded
from nurie.colorize.mix import Mix
from nurie.errors import MaterialError
from nurie.schemes.parts import Part
from nurie.tiles import bands

Shown = Literal["all", "colors", "lines"]
"""Colors under lines, or one of the two; lines alone are on a transparent ground."""
Ground = Literal["scheme", "white", "transparent"]
"""What is where the material is ground: the scheme's color, white, or nothing."""


def picture(
    coloring: Colorization, which: int | Mix, shown: Shown = "all", ground: Ground = "scheme"
) -> Bytes:
    """One coloring, 0..8, or a mix of them: (H, W, 3) bytes, or (H, W, 4) where some of it is transparent.

    Raises:
        MaterialError: another ground is asked for, and the model names no materials.
    """
    clear = shown == "lines" or ground == "transparent"
    result = np.empty((*coloring.drawing.shape[:2], 4 if clear else 3), np.uint8)
    if shown == "lines":
        for rows in bands(coloring.drawing.shape):
            result[rows] = clear_ink(coloring.drawing[rows])
        return result
    for rows, colors in ground_bands(coloring, which, ground):
        result[rows, :, :3] = colors if shown == "colors" else compose(colors, coloring.drawing[rows])
        if clear:
            result[rows, :, 3] = 255
            bare = ground_regions(coloring).take(coloring.decided.regions[rows])
            result[rows][bare] = 0 if shown == "colors" else clear_ink(_toned(coloring, rows))[bare]
    return result


def ground_bands(coloring: Colorization, which: int | Mix, ground: Ground) -> Iterator[tuple[slice, Bytes]]:
    """The colors of one coloring, 0..8, or a mix of them, on another ground, below its tones, band by band.

    A transparent ground is white.

    Yields:
        Rows, from the top down, and their colors without lines, (n, W, 3) bytes.

    Raises:
        MaterialError: as for `picture`.
    """
    bare = None if ground == "scheme" else ground_regions(coloring)
    for rows, colors in coloring.color_bands(which):
        if bare is not None:
            white = shaded(np.full_like(colors, 255), _tones(coloring, rows))
            colors = np.where(bare.take(coloring.decided.regions[rows])[..., None], white, colors)
        yield rows, colors


def _tones(coloring: Colorization, rows: slice) -> Bytes | None:
    return None if coloring.shade is None else coloring.shade[rows]


def _toned(coloring: Colorization, rows: slice) -> Bytes:
    """Some rows of the drawing with the tones that were taken out of it."""
    return shaded(coloring.drawing[rows], _tones(coloring, rows))


def ground_regions(coloring: Colorization) -> Mask:
    """(n + 1,), whether the material of each region is ground.

    Raises:
        MaterialError: the model names no materials.
    """
    if coloring.materials is None:
        raise MaterialError(
            "this model names no materials, so nothing is known to be ground: use one that does, such as the "
            "shipped one."
        )
    return np.asarray(coloring.materials.parts == Part.GROUND, np.bool_)
