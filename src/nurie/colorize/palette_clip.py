"""Color sets of Clip Studio Paint, .cls; the layout is that which their users found out.

All numbers are little-endian. "SLCC" and a version; the name of the set in Shift JIS and in UTF-8; then for
each color its length, red, green, blue, alpha, whether it has a name, and the name in UTF-16.
"""

import struct
from collections.abc import Sequence

from nurie.colorize.palette_values import ByteReader, PaletteEntry
from nurie.errors import PaletteError

_HEAD = b"SLCC\0\1"
_NAME = 64  # UTF-16 units: what Clip Studio Paint gives a name, of a color or of a set
_BEFORE_COLORS = 4  # what the file says there, always


def read_cls(data: bytes) -> list[PaletteEntry]:
    """Transparent places of the set are left out.

    Raises:
        PaletteError: the bytes are no such file.
    """
    if data[: len(_HEAD)] != _HEAD:
        raise PaletteError('this is no Clip Studio Paint color set, which begins with "SLCC": save it again.')
    reader = ByteReader(data, len(_HEAD))
    reader.bytes(reader.one("<I"))
    _, count, _ = reader.many("<3I")
    entries: list[PaletteEntry] = []
    for _ in range(count):
        color = ByteReader(reader.bytes(reader.one("<I")))
        red, green, blue, alpha = color.bytes(4)
        named = color.left >= 4 and color.one("<I") != 0
        name = color.bytes(color.one("<H")).decode("utf-16-le", "replace") if named else ""
        if alpha:
            entries.append((name, (red, green, blue)))
    return entries


def write_cls(entries: Sequence[PaletteEntry], title: str) -> bytes:
    """The bytes of a .cls file.

    Raises:
        PaletteError: a name is longer than Clip Studio Paint allows.
    """
    colors = b""
    for name, rgb in entries:
        text = name.encode("utf-16-le")
        if len(text) > 2 * _NAME:
            raise PaletteError(
                f"the name {name[:20]!r}... is too long for a .cls file, which holds {_NAME} characters: "
                "shorten it."
            )
        color = bytes((*rgb, 255)) + struct.pack("<I", bool(text))
        color += struct.pack("<H", len(text)) + text if text else b""
        colors += struct.pack("<I", len(color)) + color
    short = title[: _NAME // 2]
    shift_jis, utf_8 = short.encode("cp932", "replace"), short.encode()
    head = struct.pack("<H", len(shift_jis)) + shift_jis + bytes(4) + struct.pack("<H", len(utf_8)) + utf_8
    counts = struct.pack("<3I", _BEFORE_COLORS, len(entries), len(colors))
    return _HEAD + struct.pack("<I", len(head)) + head + counts + colors
