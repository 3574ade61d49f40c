"""A character sheet read off a colored picture: its lines are extracted, and its materials found in them."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from nurie import images
from nurie.color.difference import lab
from nurie.colorize.character import Character
from nurie.colorize.colorizer import Colorization, Colorizer
from nurie.errors import CharacterError
from nurie.images import Bytes
from nurie.lineart.extract import high_pass
from nurie.lineart.inks import is_colored
from nurie.schemes.parts import PART_COUNT
from nurie.schemes.scheme import SCHEMES

_SIDE = 1024  # px: enough of a picture to know its colors
_LINE = 500  # lines are about this part of the long side wide
_INK = 160  # of 255: darker is line


def read_reference(source: images.Source, model: str | Path | None = None, name: str = "") -> Character:
    """Read a character's colors off a colored picture.

    Args:
        source: a path, a file's bytes, a PIL image, or an array as for :func:`nurie.images.load`.
        model: as for :class:`nurie.Colorizer`.
        name: the character's.

    Raises:
        CharacterError: the picture has no colors, or shows no figure.
        ImageError: the picture cannot be read, or its size is outside the limits.
        ModelError: the model is missing, broken or of another kind.
    """
    picture = images.load(source)
    rgb = _reduced(picture.rgb)
    if not is_colored(rgb):
        raise CharacterError(f"{picture.name} has no colors: use a colored picture of the character.")
    lines = line_art(rgb)
    coloring = Colorizer(model).color(lines, steps=frozenset())
    return Character.read_off(rgb, part_map(coloring), lines < _INK, name)


def line_art(rgb: Bytes) -> Bytes:
    """The lines of a colored picture, (H, W, 3) bytes: (H, W) bytes, ink 0, paper 255."""
    return high_pass(rgb, max(rgb.shape) / _LINE)


def part_map(coloring: Colorization) -> npt.NDArray[np.uint8]:
    """What each pixel of a sketch shows, (H, W) values of `Part`: one for each region.

    The part of a pixel is read from how near its nine colors are to those of the nine schemes.
    """
    away = _distances(coloring.color_maps)
    odds = np.exp(-(away - away.min(axis=0)) / 3)
    odds /= odds.sum(axis=0)
    regions = coloring.regions
    height, width = regions.shape
    paper = (coloring.drawing.min(axis=2) > _INK).astype(np.float32) + np.float32(1e-3)
    votes = [
        np.bincount(regions.ravel(), (cv2.resize(part, (width, height)) * paper).ravel()) for part in odds
    ]
    return np.asarray(np.argmax(votes, axis=0).astype(np.uint8)[regions])


def _distances(maps: Bytes) -> npt.NDArray[np.float32]:
    """(9, h, w, 3) bytes to (12, h, w): how far the nine colors of a pixel are from those of each part."""
    scale = np.array([0.6, 1.0, 1.0])
    result = np.zeros((PART_COUNT, *maps.shape[1:3]), np.float32)
    for colors, scheme in zip(maps, SCHEMES, strict=True):
        seen, known = lab(colors) * scale, lab(scheme.table()) * scale
        for part in range(PART_COUNT):
            result[part] += np.minimum(np.linalg.norm(seen - known[part], axis=-1), 60) / len(SCHEMES)
    return result


def _reduced(rgb: Bytes) -> Bytes:
    """The picture with a long side of at most `_SIDE` px."""
    scale = _SIDE / max(rgb.shape)
    if scale >= 1:
        return rgb
    height, width = (max(1, round(side * scale)) for side in rgb.shape[:2])
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
