"""What palette files have in common: bytes read in order, and colors of all kinds as sRGB bytes."""

import struct
from collections.abc import Iterable

from nurie.errors import PaletteError

RGB = tuple[int, int, int]
PaletteEntry = tuple[str, RGB]
"""A name and a color, 0..255 for each of the three."""

_CUT_SHORT = "it ends in the middle of a color: save it again."


class ByteReader:
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
        """UTF-16 text of `units` code units, its closing zero included."""
        return self.bytes(2 * units).decode("utf-16-be", "replace").rstrip("\0")


def from_cmyk(inks: Iterable[float]) -> RGB:
    """Ideal inks, for a palette file names no profile."""
    cyan, magenta, yellow, black = inks
    return to_bytes((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))


def from_lab(lightness: float, a: float, b: float) -> RGB:
    """CIELAB under D50, as Adobe means it, to sRGB."""
    y = (lightness + 16) / 116
    cubes = (t**3 if t > 6 / 29 else 3 * (6 / 29) ** 2 * (t - 4 / 29) for t in (y + a / 500, y, y - b / 200))
    x_y_z = [white * value for white, value in zip((0.96422, 1.0, 0.82521), cubes, strict=True)]
    linear = (sum(weight * value for weight, value in zip(row, x_y_z, strict=True)) for row in _D50_TO_SRGB)
    return to_bytes(12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in linear)


_D50_TO_SRGB = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
"""From XYZ under D50 to linear sRGB, the Bradford adaptation to D65 included."""


def to_bytes(channels: Iterable[float]) -> RGB:
    """Channels in 0..1 to 0..255; what lies outside, or is no number, is brought inside."""
    red, green, blue = (round(255 * min(max(value, 0.0), 1.0)) if value == value else 0 for value in channels)
    return red, green, blue
