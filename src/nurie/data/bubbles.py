"""Comic pages of which only the bubbles are known."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nurie.arrays import Bytes
from nurie.data import augment
from nurie.data.config import SourceConfig
from nurie.data.gallery import Gallery
from nurie.data.sample import NOT_BUBBLE, UNKNOWN, Sample, extract, picture_sample, read_rgb
from nurie.errors import DataError
from nurie.export import files
from nurie.schemes.parts import Part


class BubbleSource:
    """A folder of NAME.page.webp in color with NAME.mask.png: 255 in bubbles, 0 in art, else not known."""

    def __init__(self, config: SourceConfig, fold: int = 1) -> None:
        self.config, self.fold = config, fold
        paths = files.below(Path(config.path), "*.mask.png")
        if not paths:
            raise DataError(f"{config.path} holds no NAME.mask.png; set the source's path to such a folder.")
        self._pictures = Gallery(config, paths, self._page)

    def sample(self, rng: np.random.Generator, size: tuple[int, int], hinted: bool) -> Sample:
        """A sample of `size` (height, width)."""
        page = self._pictures.draw(rng)
        view = augment.random_view(rng, page.rgb.shape[:2], size, self.config.zoom)
        seen = view.warp(page.rgb, 255)
        known = view.warp(page.parts, UNKNOWN, nearest=True)
        return picture_sample(rng, extract(rng, view, page.rgb, self.fold), seen, known, hinted)

    def _page(self, path: Path) -> "_MaskedPage":
        mask = read_rgb(path)[..., 0]
        rgb = read_rgb(path.with_name(path.name.replace(".mask.png", ".page.webp")))
        if rgb.shape[:2] != mask.shape:
            raise DataError(f"{path} has another size than its page; save both at one size.")
        parts = np.full(mask.shape, UNKNOWN, np.uint8)
        parts[mask == 255] = Part.BUBBLE
        parts[mask == 0] = NOT_BUBBLE
        return _MaskedPage(rgb, parts)


@dataclass(frozen=True)
class _MaskedPage:
    """A page (H, W, 3) and what is known of its parts, (H, W)."""

    rgb: Bytes
    parts: Bytes

    @property
    def nbytes(self) -> int:
        return self.rgb.nbytes + self.parts.nbytes
