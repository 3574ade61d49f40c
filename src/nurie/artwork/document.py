"""An artist's document with layers, as plain data, whatever the file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from nurie.arrays import Bytes
from nurie.export.layers import Blend

DocumentFormat = Literal["PSD", "PSB", "ORA", "KRA", "CLIP"]
Bounds = tuple[int, int, int, int]
"""Left, top, right, bottom in px of the page; right and bottom lie outside."""


class LayerKind(StrEnum):
    """What a layer is."""

    PIXELS = "pixels"
    GROUP = "group"
    TEXT = "text"
    TONE = "tone"
    OTHER = "other"
    """What has no pixels of its own that nurie could read: adjustments, fills, vectors."""


def _nothing() -> Bytes:
    raise AssertionError("a layer without pixels is not painted")


@dataclass(frozen=True, eq=False)
class Node:
    """A layer or a group.

    Attributes:
        name: as the artist reads it.
        kind: what it is.
        bounds: of its pixels; empty for groups and for layers without any.
        paint: makes its pixels, (h, w, 4) bytes of the size of its bounds, mask and opacity not applied.
        mask: makes its mask, (H, W) bytes of the page's size, 255 where it shows; None for no mask.
        opacity: 0..255.
        blend: how it joins what lies under it; None for a way that nurie does not work out.
        visible: whether it is switched on.
        clipped: whether it shows only on the layer below it.
        passes: whether a group's layers join what lies under the group one by one.
        effects: whether it has effects, such as an outline or a glow, that nurie does not work out.
        children: of a group, the lowest first.
    """

    name: str
    kind: LayerKind
    bounds: Bounds = (0, 0, 0, 0)
    paint: Callable[[], Bytes] = field(default=_nothing, repr=False)
    mask: Callable[[], Bytes] | None = field(default=None, repr=False)
    opacity: int = 255
    blend: Blend | None = Blend.NORMAL
    visible: bool = True
    clipped: bool = False
    passes: bool = False
    effects: bool = False
    children: "tuple[Node, ...]" = ()

    @property
    def is_group(self) -> bool:
        """Whether it holds layers; a group of tones is one, too."""
        return self.kind is LayerKind.GROUP or bool(self.children)

    @property
    def is_empty(self) -> bool:
        """Whether it has no pixels of its own."""
        return self.bounds[2] <= self.bounds[0] or self.bounds[3] <= self.bounds[1]


@dataclass(frozen=True, eq=False)
class PlacedLayer:
    """A layer and where it is.

    Attributes:
        node: the layer.
        index: its number among its siblings, from the lowest, and before it those of its groups.
        path: its name and before it those of its groups, with slashes between.
        shown: whether it and all its groups are switched on.
    """

    node: Node
    index: tuple[int, ...]
    path: str
    shown: bool


@dataclass(frozen=True, eq=False)
class Document:
    """A whole document.

    Attributes:
        name: of the file.
        format: of the file.
        size: width and height in px.
        layers: the lowest first; none for a flat picture, and where nurie cannot read them.
        merged: makes the picture that the file holds beside its layers, (h, w, 4) bytes; None for none.
        dpi: dots per inch, horizontal and vertical, if the file says so.
        icc: the RGB color profile, if it has one.
        colors: why the file cannot take colored layers, to stand after "is"; None if it can.
        notices: sentences that the user should read.
    """

    name: str
    format: DocumentFormat
    size: tuple[int, int]
    layers: tuple[Node, ...]
    merged: Callable[[], Bytes] | None = field(default=None, repr=False)
    dpi: tuple[float, float] | None = None
    icc: bytes | None = field(default=None, repr=False)
    colors: str | None = None
    notices: tuple[str, ...] = ()

    def places(self) -> Iterator[PlacedLayer]:
        """All layers and groups from the top; a group comes before its layers."""
        yield from _walked(self.layers, (), "", True)


def _walked(nodes: tuple[Node, ...], index: tuple[int, ...], path: str, shown: bool) -> Iterator[PlacedLayer]:
    for number in reversed(range(len(nodes))):
        node = nodes[number]
        place = PlacedLayer(node, (*index, number), f"{path}{node.name}", shown and node.visible)
        yield place
        yield from _walked(node.children, place.index, f"{place.path}/", place.shown)
