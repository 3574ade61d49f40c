"""A character sheet read off a colored picture: its lines are extracted, and its materials found in them."""

from pathlib import Path

import cv2
import numpy as np

from nurie import images
from nurie.arrays import Bytes
from nurie.colorize.character import Character
from nurie.colorize.colorizer import Colorizer
from nurie.colorize.model import Network
from nurie.colorize.options import ColorOptions
from nurie.errors import CharacterError, MaterialError
from nurie.lineart.extract import high_pass
from nurie.lineart.inks import is_colored

_SIDE = 1024  # px: long side at which colors are read
_LINE = 500  # the width of lines is about the long side divided by this
_INK = 160  # darker (of 255) is line


def read_reference(
    source: images.Source, model: str | Path | Network | None = None, name: str = ""
) -> Character:
    """Read a character's colors off a colored picture.

    Args:
        source: a path, a file's bytes, a PIL image, or an array as for :func:`nurie.images.load`.
        model: as for :class:`nurie.Colorizer`.
        name: the character's.

    Raises:
        CharacterError: the picture has no colors, or shows no figure.
        ImageError: the picture cannot be read, or its size is outside the limits.
        MaterialError: the model names no materials.
        ModelError: the model is missing, broken or of another kind.
    """
    picture = images.load(source)
    rgb = _reduced(picture.rgb)
    if not is_colored(rgb):
        raise CharacterError(f"{picture.name} has no colors: use a colored picture of the character.")
    lines = line_art(rgb)
    materials = Colorizer(model).color(lines, options=ColorOptions(steps=frozenset())).materials
    if materials is None:
        raise MaterialError("this model names no materials: use one that does, such as the shipped one.")
    return Character.read_off(rgb, materials.part_map(), lines < _INK, name)


def line_art(rgb: Bytes) -> Bytes:
    """The lines of a colored picture, (H, W, 3) bytes: (H, W) bytes, ink 0, paper 255."""
    return high_pass(rgb, max(rgb.shape) / _LINE)


def _reduced(rgb: Bytes) -> Bytes:
    """The picture with a long side of at most `_SIDE` px."""
    scale = _SIDE / max(rgb.shape)
    if scale >= 1:
        return rgb
    height, width = (max(1, round(side * scale)) for side in rgb.shape[:2])
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
