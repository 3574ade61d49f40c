"""Palette files of other programs, byte for byte: GIMP's .gpl, Adobe's .ase and .aco.

A palette is here a list of (name, (red, green, blue)), with 0..255 for each of the three.
"""

import colorsys
import re
import struct
from collections.abc import Callable, Sequence

from nurie.colorize.palette_values import RGB, ByteReader, PaletteEntry, from_cmyk, from_lab, to_bytes
from nurie.errors import PaletteError

_GPL_LINE = re.compile(r"\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})(?:\s+(.*))?")


def read_gpl(data: bytes) -> list[PaletteEntry]:
    """GIMP: a text file, a line for each color.

    Raises:
        PaletteError: the bytes are no such file.
    """
    lines = data.decode("utf-8-sig", "replace").splitlines()
    if not lines or lines[0].strip() != "GIMP Palette":
        raise PaletteError('this is no GIMP palette, whose first line is "GIMP Palette": save it again.')
    entries: list[PaletteEntry] = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith(("#", "Name:", "Columns:")):
            continue
        found = _GPL_LINE.fullmatch(line)
        rgb = tuple(int(value) for value in found.groups()[:3]) if found else ()
        if found is None or max(rgb) > 255:
            raise PaletteError(f"line {number} is no color: write three numbers in 0..255 and a name.")
        entries.append((found[4] or "", (rgb[0], rgb[1], rgb[2])))
    return entries


def write_gpl(entries: Sequence[PaletteEntry], title: str) -> bytes:
    """The bytes of a .gpl file."""
    lines = ["GIMP Palette", f"Name: {title}", "Columns: 0", "#"]
    lines += [f"{red:3d} {green:3d} {blue:3d}\t{name}" for name, (red, green, blue) in entries]
    return ("\n".join(lines) + "\n").encode()


def read_ase(data: bytes) -> list[PaletteEntry]:
    """Adobe Swatch Exchange: blocks of a type, a length and a body; groups are read as one palette.

    Raises:
        PaletteError: the bytes are no such file, or a color is of an unknown kind.
    """
    if data[:4] != b"ASEF":
        raise PaletteError('this is no Adobe Swatch Exchange file, which begins with "ASEF": save it again.')
    reader = ByteReader(data, 8)
    entries: list[PaletteEntry] = []
    for _ in range(reader.one(">I")):
        kind, length = reader.many(">HI")
        body = ByteReader(reader.bytes(length))
        if kind == 1:
            name = body.text(body.one(">H"))
            entries.append((name, _ase_color(body)))
    return entries


def write_ase(entries: Sequence[PaletteEntry]) -> bytes:
    """The bytes of an .ase file, colors in RGB.

    Raises:
        PaletteError: a name is longer than the file can say.
    """
    parts = [b"ASEF", struct.pack(">HHI", 1, 0, len(entries))]
    for name, rgb in entries:
        text = _utf16(name)
        if len(text) // 2 > 65535:
            raise PaletteError(
                f"the name {name[:20]!r}... is too long for an .ase file, which holds 65534 characters: "
                "shorten it."
            )
        body = struct.pack(">H", len(text) // 2) + text
        body += b"RGB " + struct.pack(">3fH", *(value / 255 for value in rgb), 0)
        parts.append(struct.pack(">HI", 1, len(body)) + body)
    return b"".join(parts)


def read_aco(data: bytes) -> list[PaletteEntry]:
    """Adobe Photoshop swatches: version 1 has no names; version 2, which may follow it, has.

    Raises:
        PaletteError: the bytes are no such file, or a color is of an unknown kind.
    """
    reader = ByteReader(data)
    version = reader.one(">H") if len(data) >= 4 else 0
    if version not in (1, 2):
        raise PaletteError("this is no Adobe Photoshop palette of version 1 or 2: save it again.")
    entries = _aco_colors(reader, version)
    if version == 1 and reader.left >= 4 and reader.one(">H") == 2:
        return _aco_colors(reader, 2)
    return entries


def write_aco(entries: Sequence[PaletteEntry]) -> bytes:
    """The bytes of an .aco file, version 1 followed by version 2, colors in RGB.

    Raises:
        PaletteError: there are more colors than the file can count.
    """
    if len(entries) > 65535:
        raise PaletteError(f"{len(entries)} colors are too many for an .aco file: write an .ase file.")
    plain, named = [struct.pack(">HH", 1, len(entries))], [struct.pack(">HH", 2, len(entries))]
    for name, rgb in entries:
        color = struct.pack(">5H", 0, *(value * 257 for value in rgb), 0)
        text = _utf16(name)
        plain.append(color)
        named.append(color + struct.pack(">I", len(text) // 2) + text)
    return b"".join(plain + named)


def _utf16(text: str) -> bytes:
    return (text + "\0").encode("utf-16-be")


def _ase_color(body: ByteReader) -> RGB:
    model = body.bytes(4)
    if model == b"RGB ":
        return to_bytes(body.floats(3))
    if model == b"CMYK":
        return from_cmyk(body.floats(4))
    if model == b"LAB ":
        lightness, a, b = body.floats(3)
        return from_lab(100 * lightness, a, b)
    if model == b"Gray":
        return to_bytes(body.floats(1) * 3)
    raise PaletteError(f"its color model {model.decode('ascii', 'replace')!r} is unknown: save it in RGB.")


def _aco_colors(reader: ByteReader, version: int) -> list[PaletteEntry]:
    entries: list[PaletteEntry] = []
    for _ in range(reader.one(">H")):
        space, *values = reader.many(">5H")
        if space not in _ACO_SPACES:
            raise PaletteError(f"color {len(entries) + 1} is in the unknown color space {space}: use RGB.")
        name = reader.text(reader.one(">I")) if version == 2 else ""
        entries.append((name, _ACO_SPACES[space](values)))
    return entries


def _aco_lab(values: Sequence[int]) -> RGB:
    lightness, a, b = ((value ^ 0x8000) - 0x8000 for value in values[:3])  # signed
    return from_lab(lightness / 100, a / 100, b / 100)


_ACO_SPACES: dict[int, Callable[[Sequence[int]], RGB]] = {
    0: lambda values: to_bytes(value / 65535 for value in values[:3]),
    1: lambda values: to_bytes(colorsys.hsv_to_rgb(*(value / 65535 for value in values[:3]))),
    2: lambda values: from_cmyk([1 - value / 65535 for value in values]),
    7: _aco_lab,
    8: lambda values: to_bytes([values[0] / 10000] * 3),
    9: lambda values: from_cmyk([value / 10000 for value in values]),
}
"""How each color space of an .aco file becomes RGB; in space 2, 0 is full ink."""
