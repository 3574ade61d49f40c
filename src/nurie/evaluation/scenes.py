"""Sketches whose parts and colors are known, kept out of training."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.colorize.look import reduce_lines
from nurie.data.drawn import draw, paint, random_scheme
from nurie.data.keyed import label, load_keys
from nurie.data.sample import UNKNOWN
from nurie.evaluation.gallery import pictures
from nurie.lineart.extract import high_pass
from nurie.schemes.parts import Part

PAGE = 512
"""Side, in px, of the page that is colored."""
HELD_OUT_SEED = 9_000_000
"""Drawn pictures from here on are for judging; no recipe trains on them."""
NOWHERE = 253
"""The label of what lies around a picture and is not judged."""
_LEAST_PAPER = 200
_PEN = 1.5

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Scene:
    """A square sketch whose parts and colors are known."""

    name: str
    page: Bytes
    """(P, P), ink 0 and paper 255: what is colored."""
    sketch: Bytes
    """(S, S): the page at the network's working size."""
    parts: Bytes
    """(S, S) `Part` values, UNKNOWN or NOWHERE."""
    truth: Bytes
    """(S, S, 3): one true coloring."""

    @property
    def paper(self) -> NDArray[np.bool_]:
        """(S, S): where no line lies; what lies under lines, or around the picture, is not judged."""
        return np.asarray((self.sketch > _LEAST_PAPER) & (self.parts != NOWHERE))

    @property
    def lines(self) -> Bytes:
        """(S, S, 3): the sketch, black around the picture, to be laid over colors."""
        gray = np.where(self.parts == NOWHERE, np.uint8(0), self.sketch)
        return np.repeat(gray[..., None], 3, axis=-1)


def make_scene(name: str, page: Bytes, parts: Bytes, truth: Bytes, size: int) -> Scene:
    """A scene of a page (P, P), its parts (P, P) and colors (P, P, 3), judged at `size` px."""
    return Scene(
        name,
        page,
        reduce_lines(page, size),
        np.asarray(cv2.resize(parts, (size, size), interpolation=cv2.INTER_NEAREST), np.uint8),
        reduced(truth, size),
    )


def reduced(colors: Bytes, size: int) -> Bytes:
    """Square colors (P, P, 3), averaged to (size, size, 3)."""
    return np.asarray(cv2.resize(colors, (size, size), interpolation=cv2.INTER_AREA), np.uint8)


def drawn_scenes(first_seed: int, count: int, size: int) -> Iterator[Scene]:
    """Figures by the procedural artist, painted in a scheme that the nine of training do not hold.

    Of the drawings from `first_seed` on, those of pages and of places without anybody are left out.
    """
    drawings = (draw(seed, (PAGE, PAGE)) for seed in itertools.count(first_seed))
    for drawing in itertools.islice((one for one in drawings if one.kind == "figures"), count):
        seed = drawing.seed
        truth = paint(drawing, random_scheme(np.random.default_rng(seed)))
        yield make_scene(f"drawn {seed}", drawing.line, drawing.parts, truth, size)


def art_scenes(
    root: Path, size: int, keys_file: Path | None = None, most: int | None = None
) -> Iterator[Scene]:
    """The pictures of a folder or of shards on a square page, with their own lines or high-pass ones.

    With key colors only the pictures that they name are taken, as figures on white ground. Without, no part
    is known and what lies around the picture is not judged.

    Raises:
        DataError: there is no such picture, or more than 5 % of them cannot be read.
    """
    for picture in pictures(root, load_keys(keys_file) if keys_file else None, most):
        rgb, key = picture.rgb, picture.key
        lines = high_pass(rgb, _PEN) if picture.line is None else picture.line
        known = np.full(rgb.shape[:2], UNKNOWN, np.uint8) if key is None else label(rgb, key)
        scale = PAGE / max(rgb.shape)
        size_in = max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale))
        top, left = (PAGE - size_in[1]) // 2, (PAGE - size_in[0]) // 2
        place = np.s_[top : top + size_in[1], left : left + size_in[0]]
        page = np.full((PAGE, PAGE), 255, np.uint8)
        parts = np.full((PAGE, PAGE), NOWHERE if key is None else Part.GROUND, np.uint8)
        truth = np.full((PAGE, PAGE, 3), 255, np.uint8)
        smooth = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        page[place] = cv2.resize(lines, size_in, interpolation=smooth)
        parts[place] = cv2.resize(known, size_in, interpolation=cv2.INTER_NEAREST)
        truth[place] = cv2.resize(rgb, size_in, interpolation=smooth)
        yield make_scene(picture.name, page, parts, truth, size)
