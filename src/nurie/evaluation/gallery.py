"""Color pictures to judge by, from a folder or from shards, with their exact line art if there is any."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie import images
from nurie.arrays import Bytes
from nurie.data import shards
from nurie.data.keyed import Key, PartKeys
from nurie.data.sample import read_rgb
from nurie.data.tolerance import Losses
from nurie.errors import DataError, ImageError
from nurie.export import files

_SUFFIXES = {".webp", ".png", ".jpg", ".jpeg"}


@dataclass(frozen=True)
class GalleryPicture:
    """One picture."""

    name: str
    rgb: Bytes
    """(H, W, 3)."""
    line: Bytes | None
    """(H, W), the artist's own lines, where they are known."""
    key: Key | None
    """Its key colors, where they are known."""


Loader = Callable[[], tuple[NDArray[np.uint8], NDArray[np.uint8] | None]]


def pictures(root: Path, keys: PartKeys | None = None, most: int | None = None) -> Iterator[GalleryPicture]:
    """The pictures below a folder, or in the shards there, by name; those that cannot be read are skipped.

    Args:
        root: a folder of pictures, NAME.line.png beside NAME.png, or one that `nurie prepare` wrote.
        keys: take only the pictures that these name.
        most: how many to take at most, spread evenly over all.

    Raises:
        DataError: there is no picture, or more than 5 % of them cannot be read.
    """
    loaders = dict(_shards(root) if files.exists(root / shards.MANIFEST) else _folder(root))
    found = {name: keys.find(name) if keys else None for name in loaders}
    names = [name for name, key in found.items() if key or not keys]
    if not names:
        named = " that the keys name" if keys else ""
        raise DataError(f"{root} holds no picture{named}; choose another folder or file.")
    if most is not None and most < len(names):
        names = [names[round(place)] for place in np.linspace(0, len(names) - 1, most)]
    losses = Losses(str(root), len(names))
    for name in names:
        try:
            rgb, line = loaders[name]()
        except (OSError, ImageError, DataError):
            losses.add(name, f"{name} of {root} cannot be read as a picture; remove it or save it again.")
            continue
        yield GalleryPicture(name, rgb, line, found[name])


def _folder(root: Path) -> Iterator[tuple[str, Loader]]:
    for path in files.below(root):
        if path.suffix.lower() in _SUFFIXES and ".line" not in path.suffixes:
            yield path.relative_to(root).as_posix(), partial(_read, path)


def _read(path: Path) -> tuple[Bytes, Bytes | None]:
    twin = path.with_name(f"{path.stem}.line{path.suffix}")
    return read_rgb(path), _gray(read_rgb(twin)) if files.exists(twin) else None


def _shards(root: Path) -> Iterator[tuple[str, Loader]]:
    for row in shards.load_manifest(root)["shards"]:
        if row["group"] == "color":
            found, _ = shards.samples(root / row["path"])
            for key, files in found.items():
                yield key, partial(_unpack, files)


def _unpack(files: dict[str, shards.FileSlice]) -> tuple[Bytes, Bytes | None]:
    picture = next(ending for ending in shards.PICTURES if ending in files)
    rgb = np.array(images.load(files[picture].read()).rgb)
    return rgb, _gray(images.load(files[shards.TWIN].read()).rgb) if shards.TWIN in files else None


def _gray(rgb: Bytes) -> Bytes:
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
