"""Clip Studio Paint documents: the preview that they hold, for their layers are not documented.

The file is a list of chunks: 8 letters of a name, 8 bytes of a length, the content. One is an SQLite
database.
"""

import struct
from contextlib import closing
from functools import partial

from nurie import images
from nurie.artwork.document import Document
from nurie.errors import ImageError

SIGNATURE = b"CSFCHUNK"
_HEAD = 24  # bytes before the first chunk
_DATABASE = b"CHNKSQLi"


def read(data: bytes, name: str) -> Document:
    """Read the preview of a document.

    Raises:
        ImageError: the file is damaged or holds no preview.
    """
    import sqlite3  # imported here, so that coloring a PNG file does not wait for it

    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(_database(data))
            preview = database.execute("SELECT ImageData FROM CanvasPreview LIMIT 1").fetchone()
            canvas = database.execute("SELECT CanvasWidth, CanvasHeight FROM Canvas LIMIT 1").fetchone()
    except (sqlite3.Error, LookupError, struct.error, OverflowError, UnicodeError):
        raise ImageError(
            f"{name} is damaged or of an unknown version: save it in Clip Studio as PSD."
        ) from None
    if preview is None or not isinstance(preview[0], bytes):
        raise ImageError(f"{name} holds no preview: save it in Clip Studio as PSD.")
    try:
        picture = images.load_rgba(preview[0])
    except ImageError:
        raise ImageError(
            f"{name} holds a preview that cannot be read: save it in Clip Studio as PSD."
        ) from None
    height, width = picture.shape[:2]
    whole = f" of a page of {canvas[0]:.0f} x {canvas[1]:.0f} px" if canvas and all(canvas) else ""
    return Document(
        name,
        "CLIP",
        (width, height),
        (),
        partial(lambda: picture),
        notices=(
            f"{name}: only its preview of {width} x {height} px{whole} was read, for nurie cannot read the "
            "layers of Clip Studio files: save it as PSD for its lines at full size.",
        ),
    )


def _database(data: bytes) -> bytes:
    place = _HEAD
    while True:
        label = data[place : place + 8]
        (length,) = struct.unpack(">Q", data[place + 8 : place + 16])
        if label == _DATABASE:
            return data[place + 16 : place + 16 + length]
        place += 16 + length
