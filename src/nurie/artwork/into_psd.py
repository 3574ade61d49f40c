"""A group put into a Photoshop document, all else as it was."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from nurie.arrays import Bytes
from nurie.artwork import psd
from nurie.artwork.document import Document
from nurie.export import files
from nurie.export import psd as export
from nurie.export.layers import Group

if TYPE_CHECKING:
    from psd_tools import PSDImage
    from psd_tools.psd import PSD
    from psd_tools.psd.layer_and_mask import LayerRecord

_COLORS = 3  # planes of RGB; alpha and saved channels follow them


def is_kept(data: bytes) -> bool:
    """Whether what psd-tools writes of a document is, part by part, what it read."""
    from psd_tools.psd import PSD

    written = io.BytesIO()
    document = PSD.read(io.BytesIO(data))
    document.write(written)
    return written.getvalue() == data or PSD.read(io.BytesIO(written.getvalue())) == document


def write(
    path: Path, data: bytes, document: Document, index: tuple[int, ...], group: Group, merged: Bytes
) -> None:
    """Write a document with one more group.

    Args:
        path: of the file to write.
        data: the document's file, of 8 bits and RGB.
        document: the same, read.
        index: where the group goes: the numbers of the groups around it, from the outermost, and its own.
        group: the layers to add.
        merged: (H, W, 4) bytes, how all looks together.

    Raises:
        OutputError: the file cannot be written.
    """
    image = psd.opened(data, document.name)
    record = image._record
    info = record.layer_and_mask_information.layer_info
    assert info is not None  # it has layers
    place = _flat_place(image, index)
    records, channels = zip(*export.rows([group], record.header.version), strict=True)
    info.layer_records[place:place] = list(records)
    info.channel_image_data[place:place] = list(channels)
    has_alpha = info.layer_count < 0
    info.layer_count = len(info.layer_records) * (-1 if has_alpha else 1)
    _tell_resources(record, place, len(records))
    _replace_merged(record, merged, has_alpha)
    with files.replaced_file(path) as file:
        record.write(file)


def _flat_place(image: "PSDImage", index: tuple[int, ...]) -> int:
    """The number, in the format's flat list, of what is at a place in the tree; of a group its lower end."""
    layer = image[index[0]]
    for number in index[1:]:
        layer = layer[number]  # type: ignore[index]  # all but the last are groups
    first: LayerRecord = layer._bounding_record if layer.is_group() else layer._record  # type: ignore[attr-defined]
    info = image._record.layer_and_mask_information.layer_info
    assert info is not None
    return next(number for number, record in enumerate(info.layer_records) if record is first)


def _tell_resources(record: "PSD", place: int, count: int) -> None:
    """Lists that have one entry a layer get entries for the new ones; the old thumbnail goes."""
    from psd_tools.constants import Resource

    resources = record.image_resources
    for key, value in ((Resource.LAYER_GROUP_INFO, 0), (Resource.LAYER_GROUPS_ENABLED_ID, 1)):
        if key in resources:
            entries = resources.get_data(key)
            entries[place:place] = [value] * count
    for key in (Resource.THUMBNAIL_RESOURCE, Resource.THUMBNAIL_RESOURCE_PS4):
        if key in resources:
            del resources[key]


def _replace_merged(record: "PSD", merged: Bytes, has_alpha: bool) -> None:
    """The merged picture anew; planes that an artist has saved beside it stay."""
    from psd_tools.constants import Compression

    planes = record.image_data.get_data(record.header)
    assert isinstance(planes, list)
    flat = Image.alpha_composite(
        Image.new("RGBA", (merged.shape[1], merged.shape[0]), "white"), Image.fromarray(merged)
    )
    planes[:_COLORS] = [plane.tobytes() for plane in np.moveaxis(np.asarray(flat)[..., :_COLORS], -1, 0)]
    if has_alpha and len(planes) > _COLORS:
        planes[_COLORS] = merged[..., 3].tobytes()
    record.image_data.compression = Compression.RLE
    record.image_data.set_data(planes, record.header)
