"""OpenRaster files: the open format for layers, read by Krita, GIMP, MyPaint and others."""

import zipfile
from collections.abc import Sequence
from typing import BinaryIO
from xml.etree import ElementTree

import cv2
import numpy as np

from nurie.arrays import Bytes
from nurie.export import png
from nurie.export.layers import Blend, Group, Layer, LayeredImage, cropped

_THUMBNAIL = 256  # px, the long side
MERGED, THUMBNAIL = "mergedimage.png", "Thumbnails/thumbnail.png"
_COMPOSITE = {Blend.NORMAL: "svg:src-over", Blend.MULTIPLY: "svg:multiply", Blend.SCREEN: "svg:screen"}


def write(file: BinaryIO, page: LayeredImage, quality: int) -> None:
    """Write all layers, merged picture and thumbnail; the quality changes nothing, for no pixel does."""
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "image/openraster")  # first, and stored as it is
        width, height = page.size
        image = ElementTree.Element("image", version="0.0.5", w=str(width), h=str(height))
        if page.dpi:
            image.set("xres", str(round(page.dpi[0])))
            image.set("yres", str(round(page.dpi[1])))
        add(ElementTree.SubElement(image, "stack"), page.children, page, archive, "data/layer")
        archive.writestr(
            zipfile.ZipInfo("stack.xml"), ElementTree.tostring(image, "utf-8", xml_declaration=True)
        )
        add_pictures(archive, page)


def add_pictures(archive: zipfile.ZipFile, page: LayeredImage) -> None:
    """Store the merged picture and a thumbnail."""
    archive.writestr(zipfile.ZipInfo(MERGED), _encoded(page.merged, page))
    archive.writestr(zipfile.ZipInfo(THUMBNAIL), _thumbnail(page.merged))


def add(
    stack: ElementTree.Element,
    children: "Sequence[Layer | Group]",
    page: LayeredImage,
    archive: zipfile.ZipFile,
    names: str,
) -> None:
    """Describe layers in a stack, the topmost first, and store their pixels.

    Args:
        stack: gets them.
        children: the layers, the lowest first.
        page: whose resolution and color profile they have.
        archive: gets their pixels.
        names: what the names of its new members begin with.
    """
    for child in reversed(children):
        shown = "visible" if child.visible else "hidden"
        if isinstance(child, Group):
            group = ElementTree.SubElement(stack, "stack", name=child.name, visibility=shown)
            group.set("isolation", "isolate")
            add(group, child.children, page, archive, names)
            continue
        name = f"{names}{len(archive.namelist())}.png"
        left, top = _store(child, page, archive, name)
        layer = ElementTree.SubElement(stack, "layer", name=child.name, visibility=shown, src=name)
        layer.set("x", str(left))
        layer.set("y", str(top))
        layer.set("composite-op", _COMPOSITE[child.blend])


def _store(layer: Layer, page: LayeredImage, archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """Store the pixels of one layer, which go before the next are painted; returns their left and top."""
    left, top, pixels = cropped(layer.paint())
    archive.writestr(zipfile.ZipInfo(name), _encoded(pixels, page))
    return left, top


def _encoded(pixels: Bytes, page: LayeredImage) -> bytes:
    return png.encode(pixels, page.dpi, page.icc)


def _thumbnail(rgb: Bytes) -> bytes:
    height, width = rgb.shape[:2]
    scale = min(1, _THUMBNAIL / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return png.encode(np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8))
