"""OpenRaster documents, as GIMP, Krita and MyPaint write them."""

import io
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from xml.etree import ElementTree

from PIL import Image

from nurie import images
from nurie.arrays import Bytes
from nurie.artwork.document import Document, LayerKind, Node
from nurie.artwork.zipped import Archive
from nurie.errors import ImageError
from nurie.export.layers import Blend

TYPE = "image/openraster"
STACK = "stack.xml"
_BLENDS = {"svg:src-over": Blend.NORMAL, "svg:multiply": Blend.MULTIPLY, "svg:screen": Blend.SCREEN}


def read(data: bytes, name: str) -> Document:
    """Read a document; pixels are unpacked only when they are asked for.

    Raises:
        ImageError: the file is damaged or locked.
    """
    archive = Archive(data, name)
    image = archive.xml(STACK)
    stack = image.find("stack")
    try:
        size = int(image.attrib["w"]), int(image.attrib["h"])
        dpi = float(image.get("xres", 0)), float(image.get("yres", 0))
    except (KeyError, ValueError):
        raise archive.damaged() from None
    if stack is None or min(size) < 1:
        raise archive.damaged()
    return Document(
        name,
        "ORA",
        size,
        tuple(_nodes(stack, archive)),
        partial(_picture, archive, "mergedimage.png") if "mergedimage.png" in archive else None,
        dpi if min(dpi) > 1 else None,
    )


def children(stack: ElementTree.Element) -> list[ElementTree.Element]:
    """The layers and groups of a stack, the lowest first."""
    return [child for child in reversed(stack) if child.tag in ("layer", "stack", "text")]


def _nodes(stack: ElementTree.Element, archive: Archive) -> Iterable[Node]:
    for element in children(stack):
        operator = element.get("composite-op", "svg:src-over")
        bare = Node(
            element.get("name", ""),
            LayerKind.TEXT if element.tag == "text" else LayerKind.OTHER,
            opacity=_opacity(element, archive),
            blend=_BLENDS.get(operator),
            visible=element.get("visibility", "visible") == "visible",
        )
        if element.tag == "stack":
            passes = element.get("isolation") == "auto" and operator == "svg:src-over"
            yield replace(bare, kind=LayerKind.GROUP, passes=passes, children=tuple(_nodes(element, archive)))
        elif element.tag == "layer" and "src" in element.attrib:
            paint = partial(_picture, archive, element.attrib["src"])
            yield replace(bare, kind=LayerKind.PIXELS, bounds=_bounds(element, archive), paint=paint)
        else:
            yield bare


def _opacity(element: ElementTree.Element, archive: Archive) -> int:
    try:
        return round(min(max(float(element.get("opacity", 1)), 0), 1) * 255)
    except ValueError:
        raise archive.damaged() from None


def _bounds(element: ElementTree.Element, archive: Archive) -> tuple[int, int, int, int]:
    try:
        left, top = int(element.get("x", 0)), int(element.get("y", 0))
        with Image.open(io.BytesIO(archive.read(element.attrib["src"]))) as image:
            return left, top, left + image.width, top + image.height
    except ImageError:
        raise
    except Exception:  # a decoder may raise anything on a hostile file
        raise archive.damaged() from None


def _picture(archive: Archive, member: str) -> Bytes:
    try:
        return images.load_rgba(archive.read(member))
    except ImageError as error:
        raise ImageError(str(error).replace("the picture", f"{member} in {archive.name}")) from None
