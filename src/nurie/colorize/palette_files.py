"""Palette files of other programs, byte for byte: GIMP's .gpl, Adobe's .ase and .aco.

A palette is here a list of (name, (red, green, blue)), with 0..255 for each of the three.
"""

import colorsys
import re
import struct
from collections.abc import Callable, Iterator, Sequence

from nurie.errors import PaletteError

RGB = tuple[int, int, int]
Entry = tuple[str, RGB]

_GPL_LINE = re.compile(r"\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})(?:\s+(.*))?")
_CUT_SHORT = "it ends in the middle of a color: save it again."


def read_gpl(data: bytes) -> list[Entry]:
    """GIMP: a text file, a line for each color.

    Raises:
        PaletteError: the bytes are no such file.
    """
    lines = data.decode("utf-8-sig", "replace").splitlines()
    if not lines or lines[0].strip() != "GIMP Palette":
        raise PaletteError('this is no GIMP palette, whose first line is "GIMP Palette": save it again.')
    entries: list[Entry] = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith(("#", "Name:", "Columns:")):
            continue
        found = _GPL_LINE.fullmatch(line)
        rgb = tuple(int(value) for value in found.groups()[:3]) if found else ()
        if found is None or max(rgb) > 255:
            raise PaletteError(f"line {number} is no color: write three numbers in 0..255 and a name.")
        entries.append((found[4] or "", (rgb[0], rgb[1], rgb[2])))
    return entries


def write_gpl(entries: Sequence[Entry], title: str) -> bytes:
    """The bytes of a .gpl file."""
    lines = ["GIMP Palette", f"Name: {title}", "Columns: 0", "#"]
    lines += [f"{red:3d} {green:3d} {blue:3d}\t{name}" for name, (red, green, blue) in entries]
    return ("\n".join(lines) + "\n").encode()


def read_ase(data: bytes) -> list[Entry]:
    """Adobe Swatch Exchange: blocks of a type, a length and a body; groups are read as one palette.

    Raises:
        PaletteError: the bytes are no such file, or a color is of an unknown kind.
    """
    if data[:4] != b"ASEF":
        raise PaletteError('this is no Adobe Swatch Exchange file, which begins with "ASEF": save it again.')
    reader = _Reader(data, 8)
    entries: list[Entry] = []
    for _ in range(reader.one(">I")):
        kind, length = reader.many(">HI")
        body = _Reader(reader.bytes(length))
        if kind == 1:
            name = body.text(body.one(">H"))
            entries.append((name, _ase_color(body)))
    return entries


def write_ase(entries: Sequence[Entry]) -> bytes:
    """The bytes of an .ase file, colors in RGB."""
    parts = [b"ASEF", struct.pack(">HHI", 1, 0, len(entries))]
    for name, rgb in entries:
        text = _utf16(name)
        body = struct.pack(">H", len(text) // 2) + text
        body += b"RGB " + struct.pack(">3fH", *(value / 255 for value in rgb), 0)
        parts.append(struct.pack(">HI", 1, len(body)) + body)
    return b"".join(parts)


def read_aco(data: bytes) -> list[Entry]:
    """Adobe Photoshop swatches: version 1 has no names; version 2, which may follow it, has.

    Raises:
        PaletteError: the bytes are no such file, or a color is of an unknown kind.
    """
    reader = _Reader(data)
    version = reader.one(">H") if len(data) >= 4 else 0
    if version not in (1, 2):
        raise PaletteError("this is no Adobe Photoshop palette of version 1 or 2: save it again.")
    entries = _aco_colors(reader, version)
    if version == 1 and reader.left >= 4 and reader.one(">H") == 2:
        return _aco_colors(reader, 2)
    return entries


def write_aco(entries: Sequence[Entry]) -> bytes:
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


class _Reader:
    """Bytes read one after the other; running out of them is an error of the palette."""

    def __init__(self, data: bytes, start: int = 0) -> None:
        self._data, self._place = data, start

    @property
    def left(self) -> int:
        return len(self._data) - self._place

    def bytes(self, count: int) -> bytes:
        if count > self.left:
            raise PaletteError(_CUT_SHORT)
        self._place += count
        return self._data[self._place - count : self._place]

    def many(self, layout: str) -> tuple[int, ...]:
        return struct.unpack(layout, self.bytes(struct.calcsize(layout)))

    def one(self, layout: str) -> int:
        return self.many(layout)[0]

    def floats(self, count: int) -> tuple[float, ...]:
        return struct.unpack(f">{count}f", self.bytes(4 * count))

    def text(self, units: int) -> str:
        """UTF-16 of so many units, the closing zero among them."""
        return self.bytes(2 * units).decode("utf-16-be", "replace").rstrip("\0")


def _utf16(text: str) -> bytes:
    return (text + "\0").encode("utf-16-be")


def _ase_color(body: _Reader) -> RGB:
    model = body.bytes(4)
    if model == b"RGB ":
        return _bytes(body.floats(3))
    if model == b"CMYK":
        return _from_cmyk(body.floats(4))
    if model == b"LAB ":
        lightness, a, b = body.floats(3)
        return _from_lab(100 * lightness, a, b)
    if model == b"Gray":
        return _bytes(body.floats(1) * 3)
    raise PaletteError(f"its color model {model.decode('ascii', 'replace')!r} is unknown: save it in RGB.")


def _aco_colors(reader: _Reader, version: int) -> list[Entry]:
    entries: list[Entry] = []
    for _ in range(reader.one(">H")):
        space, *values = reader.many(">5H")
        if space not in _ACO_SPACES:
            raise PaletteError(f"color {len(entries) + 1} is in the unknown color space {space}: use RGB.")
        name = reader.text(reader.one(">I")) if version == 2 else ""
        entries.append((name, _ACO_SPACES[space](values)))
    return entries


def _aco_lab(values: Sequence[int]) -> RGB:
    lightness, a, b = ((value ^ 0x8000) - 0x8000 for value in values[:3])  # signed
    return _from_lab(lightness / 100, a / 100, b / 100)


_ACO_SPACES: dict[int, Callable[[Sequence[int]], RGB]] = {
    0: lambda values: _bytes(value / 65535 for value in values[:3]),
    1: lambda values: _bytes(colorsys.hsv_to_rgb(*(value / 65535 for value in values[:3]))),
    2: lambda values: _from_cmyk([1 - value / 65535 for value in values]),
    7: _aco_lab,
    8: lambda values: _bytes([values[0] / 10000] * 3),
    9: lambda values: _from_cmyk([value / 10000 for value in values]),
}
"""How each color space of an .aco file becomes RGB; in space 2, 0 is full ink."""


def _from_cmyk(inks: Sequence[float]) -> RGB:
    """Ideal inks, for a palette file names no profile."""
    cyan, magenta, yellow, black = inks
    return _bytes((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))


def _from_lab(lightness: float, a: float, b: float) -> RGB:
    """CIELAB under D50, as Adobe means it, to sRGB."""
    y = (lightness + 16) / 116
    cubes = (t**3 if t > 6 / 29 else 3 * (6 / 29) ** 2 * (t - 4 / 29) for t in (y + a / 500, y, y - b / 200))
    x_y_z = [white * value for white, value in zip((0.96422, 1.0, 0.82521), cubes, strict=True)]
    linear = (sum(weight * value for weight, value in zip(row, x_y_z, strict=True)) for row in _D50_TO_SRGB)
    return _bytes(12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in linear)


_D50_TO_SRGB = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
"""From XYZ under D50 to linear sRGB, the Bradford adaptation to D65 included."""


def _bytes(channels: Iterator[float] | Sequence[float]) -> RGB:
    """Channels in 0..1 to 0..255; what lies outside, or is no number, is brought inside."""
    red, green, blue = (round(255 * min(max(value, 0.0), 1.0)) if value == value else 0 for value in channels)
    return red, green, blue
