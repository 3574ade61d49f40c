"""Sketches whose parts and colors are known, kept out of training."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask
from nurie.colorize.look import reduce_lines
from nurie.data.keyed import label, load_keys
from nurie.data.sample import UNKNOWN
from nurie.evaluation.gallery import pictures
from nurie.lineart.extract import high_pass
from nurie.schemes.parts import Part

PAGE = 512
"""Side, in px, of the page that is colored."""
NOWHERE = 253
"""The label of what lies around a picture and is not judged."""
_LEAST_PAPER = 200
_PEN = 1.5


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
    labels: Bytes
    """(P, P): the parts at the size of the page."""

    @property
    def paper(self) -> Mask:
        """(S, S): where no line lies; what lies under lines, or around the picture, is not judged."""
        return np.asarray((self.sketch > _LEAST_PAPER) & (self.parts != NOWHERE))

    @property
    def lines(self) -> Bytes:
        """(S, S, 3): the sketch, black around the picture, to be laid over colors."""
        gray = np.where(self.parts == NOWHERE, np.uint8(0), self.sketch)
        return np.repeat(gray[..., None], 3, axis=-1)

    @property
    def judged(self) -> Mask:
        """(P, P): the paper of the page that is judged."""
        return np.asarray((self.page > _LEAST_PAPER) & (self.labels != NOWHERE))


def digest(scenes: Iterable[Scene]) -> str:
    """SHA-256 over the names, pages and label maps of scenes, in hexadecimal: another set has another one."""
    total = hashlib.sha256()
    for scene in scenes:
        total.update(f"{scene.name}\n{scene.page.shape}\n".encode())
        total.update(scene.page.tobytes())
        total.update(scene.labels.tobytes())
    return total.hexdigest()


def make_scene(name: str, page: Bytes, parts: Bytes, truth: Bytes, size: int) -> Scene:
    """A scene of a page (P, P), its parts (P, P) and colors (P, P, 3), judged at `size` px."""
    return Scene(
        name,
        page,
        reduce_lines(page, size),
        np.asarray(cv2.resize(parts, (size, size), interpolation=cv2.INTER_NEAREST), np.uint8),
        reduced(truth, size),
        parts,
    )


def place_on_page(name: str, line: Bytes, parts: Bytes, rgb: Bytes, size: int, around: int) -> Scene:
    """A scene of a picture in the middle of a white page, judged at `size` px.

    Args:
        name: of the scene.
        line: (H, W), ink 0 and paper 255.
        parts: (H, W), `Part` values, UNKNOWN or NOWHERE.
        rgb: (H, W, 3), the true coloring.
        size: side in px at which colors are judged.
        around: the part of what lies around the picture; NOWHERE if it is not judged.
    """
    scale = PAGE / max(line.shape)
    size_in = max(1, round(line.shape[1] * scale)), max(1, round(line.shape[0] * scale))
    top, left = (PAGE - size_in[1]) // 2, (PAGE - size_in[0]) // 2
    place = np.s_[top : top + size_in[1], left : left + size_in[0]]
    page = np.full((PAGE, PAGE), 255, np.uint8)
    labels = np.full((PAGE, PAGE), around, np.uint8)
    truth = np.full((PAGE, PAGE, 3), 255, np.uint8)
    smooth = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    page[place] = cv2.resize(line, size_in, interpolation=smooth)
    labels[place] = cv2.resize(parts, size_in, interpolation=cv2.INTER_NEAREST)
    truth[place] = cv2.resize(rgb, size_in, interpolation=smooth)
    return make_scene(name, page, labels, truth, size)


def reduced(colors: Bytes, size: int) -> Bytes:
    """Square colors (P, P, 3), averaged to (size, size, 3)."""
    return np.asarray(cv2.resize(colors, (size, size), interpolation=cv2.INTER_AREA), np.uint8)


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
        around = NOWHERE if key is None else Part.GROUND
        yield place_on_page(picture.name, lines, known, rgb, size, around)
