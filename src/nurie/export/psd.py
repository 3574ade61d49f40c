"""Photoshop files, which nearly every paint program opens with its layers."""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from nurie.arrays import Bytes
from nurie.errors import MissingExtraError
from nurie.export.formats import check_side
from nurie.export.layers import Group, Layer, LayeredImage, cropped

if TYPE_CHECKING:
    from psd_tools.psd.header import FileHeader
    from psd_tools.psd.image_data import ImageData
    from psd_tools.psd.image_resources import ImageResources
    from psd_tools.psd.layer_and_mask import ChannelDataList, LayerRecord

LARGEST_SIDE = 30_000
"""px; the format ends there."""
_PER_INCH, _INCHES = 1, 1  # PSD's codes for pixels per inch, and for inches on rulers


def require() -> None:
    """Check that Photoshop files can be written here.

    Raises:
        MissingExtraError: psd-tools is not installed.
    """
    if find_spec("psd_tools") is None:
        raise MissingExtraError(
            "PSD files need psd-tools, not installed here; in nurie's folder run: pip install '.[psd]'"
        )


def write(file: BinaryIO, page: LayeredImage, quality: int) -> None:
    """Write all layers, and the merged picture for programs that look at nothing else.

    The quality changes nothing, for no pixel does.

    Raises:
        MissingExtraError: psd-tools is not installed.
        OutputError: the page is too large for the format.
    """
    require()
    from psd_tools.psd import PSD
    from psd_tools.psd.header import FileHeader
    from psd_tools.psd.layer_and_mask import (
        ChannelImageData,
        GlobalLayerMaskInfo,
        LayerAndMaskInformation,
        LayerInfo,
        LayerRecords,
    )

    width, height = page.size
    check_side(page.size, "psd", LARGEST_SIDE, instead="ora")
    header = FileHeader(channels=3, height=height, width=width)
    records, channels = zip(*rows(page.children), strict=True)
    layers = LayerInfo(len(records), LayerRecords(records), ChannelImageData(channels))
    document = PSD(
        header=header,
        image_resources=_resources(page),
        layer_and_mask_information=LayerAndMaskInformation(layers, GlobalLayerMaskInfo()),
        image_data=_merged(page.merged, header),
    )
    document.write(file)


def rows(
    children: "Sequence[Layer | Group]", version: int = 1
) -> "Iterator[tuple[LayerRecord, ChannelDataList]]":
    """The format's flat list, the lowest first: a group is what lies between two dividers.

    Args:
        children: layers and groups, the lowest first.
        version: of the format: 1 for PSD, 2 for PSB.
    """
    from psd_tools.constants import SectionDivider

    for child in children:
        if isinstance(child, Layer):
            yield _layer(child, version)
        else:
            yield _divider("</Layer group>", SectionDivider.BOUNDING_SECTION_DIVIDER, True)
            yield from rows(child.children, version)
            yield _divider(child.name, SectionDivider.CLOSED_FOLDER, child.visible)


def _layer(layer: Layer, version: int) -> "tuple[LayerRecord, ChannelDataList]":
    from psd_tools.constants import BlendMode

    left, top, pixels = cropped(layer.paint())
    record = _record(layer.name, layer.visible)
    record.blend_mode = BlendMode[layer.blend.name]
    record.left, record.top = left, top
    record.right, record.bottom = left + pixels.shape[1], top + pixels.shape[0]
    return record, _packed(pixels, version)


def _divider(name: str, kind: int, visible: bool) -> "tuple[LayerRecord, ChannelDataList]":
    from psd_tools.constants import Tag

    record = _record(name, visible)
    record.tagged_blocks.set_data(Tag.SECTION_DIVIDER_SETTING, kind=kind)
    return record, _packed(np.empty((0, 0, 4), np.uint8), 1)


def _record(name: str, visible: bool) -> "LayerRecord":
    """What the file says of a layer; it holds the name twice, in old Macintosh letters and in any."""
    from psd_tools.constants import ChannelID, Tag
    from psd_tools.psd.layer_and_mask import ChannelInfo, LayerFlags, LayerRecord

    planes = (ChannelID.TRANSPARENCY_MASK, ChannelID.CHANNEL_0, ChannelID.CHANNEL_1, ChannelID.CHANNEL_2)
    old_name = name.encode("macroman", "replace")[:255].decode("macroman")
    record = LayerRecord(
        channel_info=[ChannelInfo(plane) for plane in planes],
        flags=LayerFlags(visible=visible),
        name=old_name,
    )
    record.tagged_blocks.set_data(Tag.UNICODE_LAYER_NAME, name)
    return record


def _packed(pixels: Bytes, version: int) -> "ChannelDataList":
    """Alpha, red, green and blue, run-length encoded: all programs read that."""
    from psd_tools.constants import Compression
    from psd_tools.psd.layer_and_mask import ChannelData, ChannelDataList

    height, width = pixels.shape[:2]
    channels = ChannelDataList()
    for plane in (3, 0, 1, 2):
        channel = ChannelData(Compression.RLE if pixels.size else Compression.RAW)
        if pixels.size:
            channel.set_data(pixels[..., plane].tobytes(), width, height, 8, version)
        channels.append(channel)
    return channels


def _merged(rgb: Bytes, header: "FileHeader") -> "ImageData":
    from psd_tools.constants import Compression
    from psd_tools.psd.image_data import ImageData

    merged = ImageData(Compression.RLE)
    merged.set_data([np.moveaxis(rgb, -1, 0).tobytes()], header)  # one plane after the other
    return merged


def _resources(page: LayeredImage) -> "ImageResources":
    """The resolution and the color profile."""
    from psd_tools.constants import Resource
    from psd_tools.psd.image_resources import ImageResource, ImageResources, ResoulutionInfo

    resources = ImageResources.new()
    if page.dpi:
        x, y = (min(round(value * 65536), 2**32 - 1) for value in page.dpi)
        info = ResoulutionInfo(x, _PER_INCH, _INCHES, y, _PER_INCH, _INCHES)
        resources[Resource.RESOLUTION_INFO] = ImageResource(key=Resource.RESOLUTION_INFO, data=info.tobytes())
    if page.icc:
        resources[Resource.ICC_PROFILE] = ImageResource(key=Resource.ICC_PROFILE, data=page.icc)
    return resources
