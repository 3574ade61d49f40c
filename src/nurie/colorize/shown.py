"""Options of what is shown: lines, colors or both, and the ground."""

from typing import Literal

import numpy as np

from nurie.arrays import Bytes, Mask
from nurie.colorize.colorization import Colorization
from nurie.colorize.compose import clear_ink, compose, shaded
from nurie.colorize.mix import Mix
from nurie.errors import MaterialError
from nurie.schemes.parts import Part

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
    if shown == "lines":
        return clear_ink(coloring.drawing)
    colors = on_ground(coloring, coloring.colors(which), ground)
    rgb = colors if shown == "colors" else compose(colors, coloring.drawing)
    if ground != "transparent":
        return rgb
    bare = ground_regions(coloring).take(coloring.regions)
    alpha = np.where(bare, np.uint8(0), np.uint8(255))
    rgba = np.dstack([rgb, alpha])
    rgba[bare] = 0 if shown == "colors" else clear_ink(shaded(coloring.drawing, coloring.shade))[bare]
    return rgba


def on_ground(coloring: Colorization, colors: Bytes, ground: Ground) -> Bytes:
    """Colors, (H, W, 3) bytes, on another ground, below its tones; a transparent one is white.

    Raises:
        MaterialError: as for `picture`.
    """
    if ground == "scheme":
        return colors
    white = shaded(np.full_like(colors, 255), coloring.shade)
    return np.where(ground_regions(coloring).take(coloring.regions)[..., None], white, colors)


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
