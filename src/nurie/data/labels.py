"""Pictures whose parts are known pixel by pixel: a color picture, its exact line art and a label map."""

from pathlib import Path

import cv2
import numpy as np

from nurie.arrays import Bytes
from nurie.data import augment
from nurie.data.config import SourceConfig
from nurie.data.drawn import Drawing
from nurie.data.gallery import Gallery
from nurie.data.keyed import relight
from nurie.data.sample import (
    UNKNOWN,
    ColorPicture,
    Sample,
    extract,
    in_view,
    read_rgb,
    scheme_sample,
    seen_under,
)
from nurie.errors import DataError, RecipeError, shown
from nurie.export import files
from nurie.schemes.parts import Part

_TWIN_SHARE = 0.85  # of the samples have the exact lines; the others are extracted
_FACE = 0.012  # of the long side: the margin around ignored areas that is ignored, too


class LabelSource:
    """A folder of NAME.label.png, each with NAME.webp in color and NAME.line.webp beside it (or .png)."""

    def __init__(self, config: SourceConfig, fold: int = 1) -> None:
        self.config, self.fold = config, fold
        self._table = table(config.names)
        paths = files.below(Path(config.path), "*.label.png")
        if not paths:
            raise DataError(f"{config.path} holds no NAME.label.png; set the source's path to such a folder.")
        self._pictures = Gallery(config, paths, self._picture)

    def sample(self, rng: np.random.Generator, size: tuple[int, int], hinted: bool) -> Sample:
        """A sample of `size` (height, width)."""
        picture = self._pictures.draw(rng)
        assert picture.layers is not None
        view = augment.random_view(rng, picture.rgb.shape[:2], size, self.config.zoom)
        if rng.random() < _TWIN_SHARE:
            sketch = view.enlarged(self.fold).warp(picture.layers.line, 255)
        else:
            sketch = extract(rng, view, picture.rgb, self.fold)
        is_rough = rng.random() < self.config.rough
        under = seen_under(rng, self.config.grays, view, picture.rgb, self.fold)
        return scheme_sample(rng, in_view(picture.layers, view), hinted, sketch, is_rough, under)

    def _picture(self, path: Path) -> ColorPicture:
        stem = path.name.removesuffix(".label.png")
        rgb, line = (_beside(path, f"{stem}{kind}") for kind in ("", ".line"))
        parts = self._table[read_rgb(path)[..., 0]]
        if not parts.shape == line.shape[:2] == rgb.shape[:2]:
            raise DataError(f"{path} and what lies beside it have several sizes; save all at one size.")
        reach = 2 * round(_FACE * max(parts.shape)) + 1
        vague = cv2.dilate((parts == UNKNOWN).astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
        known = np.where(vague, np.uint8(Part.GROUND), parts)
        shadow, light = relight(rgb, known)
        parts = np.where(vague, np.uint8(UNKNOWN), parts)
        layers = Drawing(line[..., 0].copy(), parts, shadow, light, np.zeros_like(shadow), 0)
        return ColorPicture(rgb, None, layers)


def table(names: tuple[str, ...]) -> Bytes:
    """(256,), the part that each value of a label map stands for; UNKNOWN where none is named.

    Raises:
        RecipeError: a name is no part's.
    """
    result = np.full(256, UNKNOWN, np.uint8)
    for value, name in enumerate(names):
        if name != "UNKNOWN" and name not in Part.__members__:
            raise RecipeError(
                f"the label {value} names the unknown part {shown(name)}; "
                f"use {', '.join(Part.__members__)} or UNKNOWN."
            )
        result[value] = UNKNOWN if name == "UNKNOWN" else Part[name]
    return result


def _beside(path: Path, stem: str) -> Bytes:
    """The picture of that name beside `path`."""
    for suffix in (".webp", ".png"):
        if files.exists(found := path.with_name(stem + suffix)):
            return read_rgb(found)
    raise DataError(
        f"{path.with_name(stem)}.webp is missing beside {path.name}; add it or remove the label map."
    )
