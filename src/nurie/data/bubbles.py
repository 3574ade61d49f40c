"""Comic pages whose bubbles are known, and some places of the other parts."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from nurie.arrays import Bytes
from nurie.data import augment
from nurie.data.config import SourceConfig
from nurie.data.gallery import Gallery
from nurie.data.sample import NOT_BUBBLE, UNKNOWN, Sample, extract, picture_sample, read_rgb
from nurie.data.seeded import grown, load_seeds
from nurie.errors import DataError
from nurie.export import files
from nurie.lineart.grays import without_grays
from nurie.schemes.parts import Part

_GRAY = 1 / 3
"""Share of the samples with the lines that cleaning leaves of a page in gray, if the source has no grays; the
others' are extracted."""


class BubbleSource:
    """A folder of NAME.page.webp in color with NAME.mask.png: 255 in bubbles, 0 in art, else not known.

    Pages that have seeds (`nurie.data.seeded`) are there without letters, too, as NAME.art.webp.
    """

    def __init__(self, config: SourceConfig, fold: int = 1) -> None:
        self.config, self.fold = config, fold
        paths = files.below(Path(config.path), "*.mask.png")
        if not paths:
            raise DataError(f"{config.path} holds no NAME.mask.png; set the source's path to such a folder.")
        self._seeds = load_seeds(Path(config.seeds)) if config.seeds else {}
        self._pictures = Gallery(config, paths, self._page)

    def sample(self, rng: np.random.Generator, size: tuple[int, int], hinted: bool) -> Sample:
        """A sample of `size` (height, width)."""
        page = self._pictures.draw(rng)
        view = augment.random_view(rng, page.rgb.shape[:2], size, self.config.zoom)
        seen = view.warp(page.rgb, 255)
        known = view.warp(page.parts, UNKNOWN, nearest=True)
        if rng.random() >= (self.config.grays or _GRAY):
            return picture_sample(rng, extract(rng, view, page.rgb, self.fold), seen, known, hinted)
        large = view.enlarged(self.fold)
        under = large.warp(page.rgb, 255) if self.config.grays else None
        return picture_sample(rng, large.warp(page.line, 255), seen, known, hinted, under)

    def _page(self, path: Path) -> "_MaskedPage":
        stem = path.name.removesuffix(".mask.png")
        mask = read_rgb(path)[..., 0]
        rgb = read_rgb(path.with_name(f"{stem}.page.webp"))
        if rgb.shape[:2] != mask.shape:
            raise DataError(f"{path} has another size than its page; save both at one size.")
        parts = np.where(mask == 0, np.uint8(NOT_BUBBLE), np.uint8(UNKNOWN))
        parts[mask == 255] = Part.BUBBLE
        if stem in self._seeds:
            known = grown(read_rgb(path.with_name(f"{stem}.art.webp")), self._seeds[stem])
            if known.shape != mask.shape:
                raise DataError(f"{path} has another size than {stem}.art.webp; save both at one size.")
            named = (mask == 0) & (known != UNKNOWN)
            parts[named] = known[named]
        everywhere = np.ones(mask.shape, np.bool_)
        line = without_grays(np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8), everywhere)
        return _MaskedPage(rgb, line, parts)


@dataclass(frozen=True)
class _MaskedPage:
    """A page, (H, W, 3), its lines as cleaning leaves them, and what is known of its parts, (H, W) both."""

    rgb: Bytes
    line: Bytes
    parts: Bytes

    @property
    def nbytes(self) -> int:
        return self.rgb.nbytes + self.line.nbytes + self.parts.nbytes
