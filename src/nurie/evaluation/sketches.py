"""Sketches whose truth is unknown: what is judged is whether their colors melt and whether they keep."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from nurie import images
from nurie.arrays import Bytes
from nurie.data.tolerance import Losses
from nurie.errors import DataError, ImageError
from nurie.export import files

SIZES = (512, 1024, 2048, 4096)
"""Long sides in px: the first is compared with each of the others."""
_SUFFIXES = {".png", ".webp", ".jpg", ".jpeg"}


@dataclass(frozen=True)
class Sketch:
    """One sketch as it was saved."""

    name: str
    rgb: Bytes
    """(H, W, 3)."""


def sketches(root: Path) -> Iterator[Sketch]:
    """The pictures below a folder, by name; those that cannot be read are skipped.

    Raises:
        DataError: there is no picture, or more than 5 % of them cannot be read.
    """
    paths = [path for path in files.below(root) if path.suffix.lower() in _SUFFIXES]
    if not paths:
        raise DataError(f"{root} holds no picture; choose a folder of sketches.")
    losses = Losses(str(root), len(paths))
    for path in paths:
        name = path.relative_to(root).as_posix()
        try:
            yield Sketch(name, images.load(path).rgb)
        except (OSError, ImageError) as error:
            losses.add(name, str(error))


def digest(found: Iterable[Sketch]) -> str:
    """SHA-256 over the names and pixels of sketches, in hexadecimal: another set has another one."""
    total = hashlib.sha256()
    for sketch in found:
        total.update(f"{sketch.name}\n{sketch.rgb.shape}\n".encode())
        total.update(sketch.rgb.tobytes())
    return total.hexdigest()


def scaled(sketch: Sketch, size: int) -> Bytes:
    """The sketch with a long side of `size` px, (h, w, 3)."""
    scale = size / max(sketch.rgb.shape[:2])
    height, width = (max(1, round(side * scale)) for side in sketch.rgb.shape[:2])
    return fitted(sketch.rgb, (height, width))


def fitted(rgb: Bytes, shape: tuple[int, ...]) -> Bytes:
    """A picture (H, W, 3) at the height and width of `shape`."""
    way = cv2.INTER_AREA if shape[0] < len(rgb) else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(rgb, shape[1::-1], interpolation=way), np.uint8)
