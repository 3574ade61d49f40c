"""Photoshop documents (PSD, PSB), read with psd-tools."""

import io
import struct
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from nurie.arrays import Bytes
from nurie.artwork.document import Document, DocumentFormat, LayerKind, Node
from nurie.errors import ImageError, NurieError
from nurie.export import psd
from nurie.export.layers import Blend

if TYPE_CHECKING:
    from psd_tools import PSDImage
    from psd_tools.api.layers import Layer

SIGNATURE = b"8BPS"
_HEADER = struct.Struct(">4sH6xHIIHH")  # signature, version, channels, height, width, depth, mode
_LARGE = 2  # the version of PSB files
_FIXED = 65536  # resolutions are fixed-point numbers with 16 bits after the point


def opened(data: bytes, name: str) -> "PSDImage":
    """A document in psd-tools' form.

    Raises:
        ImageError: psd-tools cannot read it.
        MissingExtraError: psd-tools is not installed.
    """
    psd.require()
    from psd_tools import PSDImage

    try:
        return PSDImage.open(io.BytesIO(data))
    except Exception:  # a reader may raise anything on a hostile file
        raise ImageError(f"{name} holds layers that cannot be read: save it again in its program.") from None


def read(data: bytes, name: str) -> Document:
    """Read a document; pixels are unpacked only when they are asked for.

    Where layers cannot be read, the document has none, and a notice says why.

    Raises:
        ImageError: the file is cut short.
    """
    try:
        _, version, _, height, width, _, _ = _HEADER.unpack_from(data)
    except struct.error:
        raise ImageError(f"{name} is damaged or cut short: save it again.") from None
    form: DocumentFormat = "PSB" if version == _LARGE else "PSD"
    try:
        image = opened(data, name)
    except NurieError as error:
        notice = f"{name}: its merged picture was read. {str(error)[0].upper()}{str(error)[1:]}"
        return Document(name, form, (width, height), (), notices=(notice,))
    from psd_tools.constants import Resource

    resources = image.image_resources
    dpi = None
    if Resource.RESOLUTION_INFO in resources:
        found = resources.get_data(Resource.RESOLUTION_INFO)
        dpi = (found.horizontal / _FIXED, found.vertical / _FIXED)
    icc = resources.get_data(Resource.ICC_PROFILE) if Resource.ICC_PROFILE in resources else None
    return Document(
        name,
        form,
        image.size,
        tuple(_nodes(image, image.size, name)),
        dpi=dpi if dpi and min(dpi) > 0 else None,
        icc=icc if isinstance(icc, bytes) and icc[16:20] == b"RGB " else None,
        colors=_why_no_colors(image),
    )


def _why_no_colors(image: "PSDImage") -> str | None:
    """Why colored layers of 8 bits cannot join a document; None if they can."""
    mode = image.color_mode.name
    if mode != "RGB":
        label = {"CMYK": "in CMYK", "GRAYSCALE": "in gray", "LAB": "in Lab"}.get(
            mode, "in a mode without RGB colors"
        )
        return f"{label} and nurie's layers are in RGB: change its mode to RGB"
    if image.depth != 8:
        return f"of {image.depth} bits a channel and nurie's layers are of 8: change it to 8 bits"
    return None


def _nodes(layers: "Iterable[Layer]", size: tuple[int, int], name: str) -> Iterable[Node]:
    for layer in layers:
        mode = layer.blend_mode.name
        yield Node(
            layer.name.rstrip("\0"),
            _kind(layer),
            (0, 0, 0, 0) if layer.is_group() else layer.bbox,
            _guarded(partial(_pixels, layer), layer, name),
            _mask(layer, size, name),
            layer.opacity,
            Blend[mode] if mode in Blend.__members__ else Blend.NORMAL if mode == "PASS_THROUGH" else None,
            layer.visible,
            bool(layer._record.clipping),
            mode == "PASS_THROUGH",
            bool(layer.has_effects()),
            tuple(_nodes(layer, size, name)) if layer.is_group() else (),  # type: ignore[arg-type]
        )


def _kind(layer: "Layer") -> LayerKind:
    if layer.is_group():
        return LayerKind.GROUP
    if layer.kind == "type":
        return LayerKind.TEXT
    drawn = layer.kind in ("pixel", "smartobject", "shape")
    return LayerKind.PIXELS if drawn and (layer.kind == "pixel" or layer.has_pixels()) else LayerKind.OTHER


def _pixels(layer: "Layer") -> Bytes:
    """RGB and alpha without the mask, (h, w, 4) bytes; CMYK and gray are turned into RGB."""
    from psd_tools.constants import ChannelID

    width, height = layer.size
    planes = {info.id for info in layer._record.channel_info}
    image = layer.topil(apply_icc=False)
    if image is None:
        return np.zeros((height, width, 4), np.uint8)
    alpha = layer.topil(ChannelID.TRANSPARENCY_MASK) if ChannelID.TRANSPARENCY_MASK in planes else None
    cover = np.full((height, width), 255, np.uint8) if alpha is None else np.asarray(alpha.convert("L"))
    return np.dstack([np.asarray(image.convert("RGB")), cover])


def _mask(layer: "Layer", size: tuple[int, int], name: str) -> Callable[[], Bytes] | None:
    mask = layer.mask
    if mask is None or mask.disabled:
        return None

    def make() -> Bytes:
        page = Image.new("L", size, mask.background_color)
        pixels = mask.topil()
        if pixels is not None:
            page.paste(pixels.convert("L"), (mask.left, mask.top))
        return np.asarray(page)

    return _guarded(make, layer, name)


def _guarded(make: Callable[[], Bytes], layer: "Layer", name: str) -> Callable[[], Bytes]:
    def made() -> Bytes:
        try:
            return make()
        except Exception:  # a decoder may raise anything on a hostile file
            raise ImageError(
                f'the layer "{layer.name}" of {name} is damaged: save the file again in its program.'
            ) from None

    return made
