"""From an artist's document to the picture that is colored: its lines on white paper."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from nurie import images
from nurie.arrays import Bytes
from nurie.artwork import clip, kra, line_layer, ora, psd, zipped
from nurie.artwork.document import Document
from nurie.errors import ImageError
from nurie.images import Picture

ENDINGS = (".psd", ".psb", ".ora", ".kra", ".clip")
"""Of the names of documents."""
_LONGEST_HEAD = 8
_ZIPPED: dict[str, Callable[[bytes, str], Document]] = {ora.TYPE: ora.read, kra.TYPE: kra.read}


def open_document(source: images.Source, max_pixels: int = images.MAX_PIXELS) -> Document | None:
    """Read the list of layers of a document; None for a picture without layers.

    Args:
        source: a path or the bytes of a file; of other sources none is a document.
        max_pixels: refuse larger documents.

    Raises:
        ImageError: the document is damaged, locked or too large.
    """
    if not isinstance(source, str | Path | bytes):
        return None
    data, name = (source, "the picture") if isinstance(source, bytes) else _file(Path(source))
    read = _reader(data)
    if read is None:
        if isinstance(source, str | Path) and Path(source).suffix.lower() in ENDINGS and data:
            raise ImageError(
                f"{name} is damaged or no {Path(source).suffix[1:].upper()} file: save it again."
            )
        return None
    document = read(data, name)
    images.check_size(document.size, name, max_pixels)
    return replace(document, layers=line_layer.sorted_by_name(document.layers))


def is_document(data: bytes) -> bool:
    """Whether these are the bytes of a document of a kind that nurie reads."""
    return _reader(data) is not None


def load(source: images.Source, max_pixels: int = images.MAX_PIXELS, layer: str | None = None) -> Picture:
    """Read a sketch: of a document the line layers on white paper, and any other picture as it is.

    Args:
        source: as for `nurie.images.load`.
        max_pixels: refuse larger pictures.
        layer: the name or path of the layer that holds the lines; None to find it.

    Raises:
        ImageError: the picture cannot be read, its size is outside the limits, or it has no such layer.
    """
    name = None
    if not isinstance(source, str | Path | bytes | Picture | Image.Image | np.ndarray):
        source, name = images.bytes_of(source)
    document = open_document(source, max_pixels)
    if document is not None and (document.layers or document.merged):
        return _picture(document, layer, max_pixels)
    if layer is not None:
        name = Path(source).name if isinstance(source, str | Path) else name or "the picture"
        more = "".join(f" {notice}" for notice in document.notices) if document else ""
        raise ImageError(f"{name} has no layers that nurie can read: leave layer=NAME out.{more}")
    picture = images.load(source, max_pixels, name)
    return replace(picture, notices=(*picture.notices, *document.notices)) if document else picture


def _picture(document: Document, layer: str | None, max_pixels: int) -> Picture:
    notices = document.notices
    choice = line_layer.choose(document, layer)
    if document.layers:
        rgba = line_layer.picture_of(document, choice)
        notices += line_layer.notices(document, choice)
    else:
        rgba = _whole(document)
    picture = images.load(np.ascontiguousarray(rgba), max_pixels, document.name)
    return replace(picture, dpi=document.dpi, icc=document.icc, notices=notices)


def _whole(document: Document) -> Bytes:
    assert document.merged is not None
    return document.merged()


def _file(path: Path) -> tuple[bytes, str]:
    """The bytes of a document, or the first ones of any other file, and the file's name."""
    try:
        with path.open("rb") as file:
            head = file.read(_LONGEST_HEAD)
    except (OSError, ValueError):
        return b"", path.name  # the reader of pictures raises the error
    is_document = head.startswith((psd.SIGNATURE, zipped.SIGNATURE, clip.SIGNATURE))
    return images.read(path) if is_document else head, path.name


def _reader(data: bytes) -> Callable[[bytes, str], Document] | None:
    if data.startswith(psd.SIGNATURE):
        return psd.read
    if data.startswith(clip.SIGNATURE):
        return clip.read
    return _ZIPPED.get(zipped.kind(data)) if data.startswith(zipped.SIGNATURE) else None
