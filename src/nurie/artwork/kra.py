"""Krita documents: their paint layers in 8 bits of RGB or gray, else the merged picture that they hold."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from xml.etree import ElementTree

import numpy as np

from nurie import images
from nurie.arrays import Bytes
from nurie.artwork import tiles
from nurie.artwork.document import Bounds, Document, LayerKind, Node
from nurie.artwork.zipped import Archive
from nurie.export.layers import Blend

TYPE = "application/x-krita"
_MERGED = "mergedimage.png"
_SPACE = "{http://www.calligra.org/DTD/krita}"
_BLENDS = {"normal": Blend.NORMAL, "multiply": Blend.MULTIPLY, "screen": Blend.SCREEN}
_PLANES = {"RGBA": [2, 1, 0, 3], "GRAYA": [0, 0, 0, 1]}
"""Where red, green, blue and alpha are in a pixel of the color spaces of 8 bits."""


def read(data: bytes, name: str) -> Document:
    """Read a document; pixels are unpacked only when they are asked for.

    Raises:
        ImageError: the file is damaged or locked.
    """
    archive = Archive(data, name)
    image = archive.xml("maindoc.xml").find(f"{_SPACE}IMAGE")
    if image is None:
        raise archive.damaged()
    try:
        size = int(image.attrib["width"]), int(image.attrib["height"])
        dpi = float(image.get("x-res", 0)), float(image.get("y-res", 0))
    except (KeyError, ValueError):
        raise archive.damaged() from None
    merged = partial(_merged, archive) if _MERGED in archive else None
    dots = dpi if min(dpi) > 1 else None
    spaces = {one.get("colorspacename", "RGBA") for one in image.iter(f"{_SPACE}layer")}
    if merged and not spaces <= _PLANES.keys():
        odd = ", ".join(sorted(spaces - _PLANES.keys()))
        notice = (
            f"{name}: its merged picture was read, for its layers are in {odd}: convert it to RGB of 8 bits "
            "for nurie to find the line layer."
        )
        return Document(name, "KRA", size, (), merged, dots, notices=(notice,))
    reader = _Reader(archive, f"{image.get('name', '')}/layers/", size)
    try:
        return Document(name, "KRA", size, tuple(reader.nodes(image)), merged, dots)
    except ValueError:  # not a number
        raise archive.damaged() from None


def _merged(archive: Archive) -> Bytes:
    return images.load_rgba(archive.read(_MERGED))


class _Reader:
    """Reads the layers of one document, whose pixels are in one folder of the archive."""

    def __init__(self, archive: Archive, folder: str, size: tuple[int, int]) -> None:
        self._archive, self._folder, self._size = archive, folder, size

    def nodes(self, parent: ElementTree.Element) -> Iterable[Node]:
        """The layers of a group, the lowest first."""
        layers = parent.find(f"{_SPACE}layers")
        for element in reversed([] if layers is None else layers.findall(f"{_SPACE}layer")):
            blend = element.get("compositeop", "normal")
            bare = Node(
                element.get("name", ""),
                LayerKind.OTHER,
                opacity=int(element.get("opacity", 255)),
                blend=_BLENDS.get(blend),
                visible=element.get("visible", "1") != "0",
                effects=element.get("layerstyle", "") != "",
            )
            kind = element.get("nodetype", "")
            if kind == "grouplayer":
                passes = element.get("passthrough", "0") == "1"
                yield replace(bare, kind=LayerKind.GROUP, passes=passes, children=tuple(self.nodes(element)))
            elif kind == "paintlayer" and f"{self._folder}{element.get('filename')}" in self._archive:
                yield self._paint_layer(element, bare)
            else:
                yield bare

    def _paint_layer(self, element: ElementTree.Element, bare: Node) -> Node:
        member = f"{self._folder}{element.attrib['filename']}"
        planes = _PLANES[element.get("colorspacename", "RGBA")]
        packed, ground = self._plane(member, max(planes) + 1)
        bounds = _moved(packed.bounds, element)
        if ground[planes[-1]]:  # not clear where it has no tiles
            bounds, layer = (0, 0, *self._size), bounds
            paint = partial(self._on, ground, layer, packed)
        else:
            paint = partial(self._unpacked, packed, ground)
        mask = self._mask(element)
        return replace(
            bare, kind=LayerKind.PIXELS, bounds=bounds, paint=lambda: paint()[..., planes], mask=mask
        )

    def _mask(self, element: ElementTree.Element) -> Callable[[], Bytes] | None:
        """The first transparency mask that is switched on; a second one on a layer is rare, and left out."""
        for mask in element.iterfind(f"{_SPACE}masks/{_SPACE}mask[@nodetype='transparencymask']"):
            member = f"{self._folder}{mask.get('filename')}.pixelselection"
            if mask.get("visible", "1") != "0" and member in self._archive:
                packed, ground = self._plane(member, 1)
                paint = partial(self._on, ground, _moved(packed.bounds, mask), packed)
                return lambda: paint()[..., 0]
        return None

    def _plane(self, member: str, channels: int) -> tuple[tiles.Tiles, Bytes]:
        """The tiles of a layer, and the pixel that missing tiles are filled with."""
        try:
            packed = tiles.parse(self._archive.read(member))
        except ValueError:
            raise self._archive.damaged() from None
        ground = np.zeros(packed.channels, np.uint8)
        if f"{member}.defaultpixel" in self._archive:
            ground = np.frombuffer(self._archive.read(f"{member}.defaultpixel"), np.uint8)
        if len(ground) != packed.channels or packed.channels < channels:
            raise self._archive.damaged()
        return packed, ground

    def _unpacked(self, packed: tiles.Tiles, ground: Bytes) -> Bytes:
        try:
            return packed.pixels(ground)
        except ValueError:
            raise self._archive.damaged() from None

    def _on(self, ground: Bytes, bounds: Bounds, packed: tiles.Tiles) -> Bytes:
        """The pixels of tiles on a ground as large as the page."""
        width, height = self._size
        page = np.tile(ground, (height, width, 1))
        left, top = max(bounds[0], 0), max(bounds[1], 0)
        right, bottom = min(bounds[2], width), min(bounds[3], height)
        if left < right and top < bottom:
            pixels = self._unpacked(packed, ground)
            piece = pixels[top - bounds[1] : bottom - bounds[1], left - bounds[0] : right - bounds[0]]
            page[top:bottom, left:right] = piece
        return page


def _moved(bounds: Bounds, element: ElementTree.Element) -> Bounds:
    x, y = int(element.get("x", 0)), int(element.get("y", 0))
    return bounds[0] + x, bounds[1] + y, bounds[2] + x, bounds[3] + y
