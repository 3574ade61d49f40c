"""What kind of picture is this, and was it there before?"""

from itertools import pairwise
from typing import Literal

import cv2
import imagehash
import numpy as np
from PIL import Image

from nurie.arrays import Bytes
from nurie.color.channels import brightest, darkest

PictureGroup = Literal["color", "gray", "lineart"]
GROUPS: tuple[PictureGroup, ...] = ("color", "gray", "lineart")

HASH_BITS = 192
_SIDE = 256  # px: kinds are told from a small copy
_COLORFUL, _COLORFUL_SHARE = 16, 0.005
_PAPER, _PAPER_SHARE = 215, 0.6
_THIN, _THICK_SHARE = 13, 0.05  # px of the small copy: the kernel of the closing that removes lines


def group(rgb: Bytes) -> PictureGroup:
    """Whether a picture (H, W, 3) is colored, gray, or line art: gray, mostly paper, and thin in its ink."""
    small = reduced(rgb, _SIDE)
    chroma = cv2.subtract(brightest(small), darkest(small))
    if (chroma > _COLORFUL).mean() > _COLORFUL_SHARE:
        return "color"
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    without_lines = cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((_THIN, _THIN), np.uint8))
    thin = (without_lines <= _PAPER).mean() < _THICK_SHARE
    return "lineart" if thin and (gray > _PAPER).mean() > _PAPER_SHARE else "gray"


def reduced(pixels: Bytes, side: int) -> Bytes:
    """A picture (H, W) or (H, W, 3) with a long side of at most `side` px; smaller ones stay as they are."""
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return pixels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def perceptual_hash(rgb: Bytes) -> int:
    """192 bits that hardly change when a picture (H, W, 3) is scaled or compressed.

    They are the perceptual hashes of its three channels, so that the same drawing in other colors differs.
    """
    small = reduced(rgb, _SIDE)
    channels = (imagehash.phash(Image.fromarray(small[..., channel])) for channel in range(3))
    return int("".join(str(channel) for channel in channels), 16)


class HashIndex:
    """The hashes of the pictures so far, searched without comparing each with all.

    Two hashes that differ in at most n bits agree in one of n + 1 bands of bits, so only hashes that share
    a band are compared.
    """

    def __init__(self, bits: int) -> None:
        """Hashes that differ in at most `bits` bits are of the same picture; -1 makes none the same."""
        edges = np.linspace(0, HASH_BITS, bits + 2).astype(int)
        self._bands = [(int(low), (1 << int(high - low)) - 1) for low, high in pairwise(edges)]
        self._bits = bits
        self._known: dict[tuple[int, int], list[tuple[int, str]]] = {}

    def find_or_add(self, value: int, name: str) -> str | None:
        """The name of the first picture that is the same, or None: the picture is new and is remembered."""
        keys = [(low, value >> low & mask) for low, mask in self._bands]
        for key in keys:
            for known, first in self._known.get(key, ()):
                if (known ^ value).bit_count() <= self._bits:
                    return first
        for key in keys:
            self._known.setdefault(key, []).append((value, name))
        return None
