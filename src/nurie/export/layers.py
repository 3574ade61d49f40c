"""A page in layers, as plain data: what paint programs open, whatever the file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

import cv2
import numpy as np

from nurie.arrays import Bytes


class Blend(Enum):
    """How a layer joins what lies under it; for colors a over b in 0..1."""

    NORMAL = "normal"
    """a"""
    MULTIPLY = "multiply"
    """a b"""
    SCREEN = "screen"
    """1 - (1 - a) (1 - b)"""


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer.

    Attributes:
        name: as people read it.
        paint: makes the layer, (H, W, 4) bytes of the page's size, when it is written: all at once would fill
            the memory.
        blend: how it joins what lies under it.
        visible: whether it shows when the file is opened.
    """

    name: str
    paint: Callable[[], Bytes] = field(repr=False)
    blend: Blend = Blend.NORMAL
    visible: bool = True


@dataclass(frozen=True, eq=False)
class Group:
    """Layers, the lowest first, that are shown, moved and folded together."""

    name: str
    children: "tuple[Layer | Group, ...]"
    visible: bool = True


@dataclass(frozen=True, eq=False)
class LayeredImage:
    """A picture and the layers that it is made of.

    Attributes:
        children: its layers, the lowest first; formats without layers do without.
        merged: (H, W, 3) bytes, how the visible layers look together, or (H, W, 4) with alpha, which formats
            with layers do not take.
        dpi: dots per inch, horizontal and vertical.
        icc: the color profile of all pixels.
    """

    children: tuple[Layer | Group, ...]
    merged: Bytes = field(repr=False)
    dpi: tuple[float, float] | None = None
    icc: bytes | None = field(default=None, repr=False)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return self.merged.shape[1], self.merged.shape[0]


def cropped(rgba: Bytes) -> tuple[int, int, Bytes]:
    """The left and top of what can be seen of a layer, and only that; one pixel where it is empty.

    Args:
        rgba: (H, W, 4) bytes.
    """
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(rgba[..., 3]))
    return left, top, rgba[top : top + max(height, 1), left : left + max(width, 1)]
