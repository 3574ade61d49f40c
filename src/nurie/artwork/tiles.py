"""How Krita stores the pixels of a layer: tiles of 64 px, each packed with LZF, channel after channel.

Source: Krita's ``kis_tiled_data_manager.cc``, ``kis_tile_compressor_2.cpp`` and ``kis_lzf_compression.cpp``.
"""

import re
from dataclasses import dataclass

import numpy as np

from nurie.arrays import Bytes

_HEAD = re.compile(rb"VERSION 2\nTILEWIDTH (\d+)\nTILEHEIGHT (\d+)\nPIXELSIZE (\d+)\nDATA (\d+)\n")
_TILE = re.compile(rb"(-?\d+),(-?\d+),LZF,(\d+)\n")
_LARGEST_SIDE = 1024  # px of a tile; Krita's have 64


@dataclass(frozen=True, eq=False)
class Tiles:
    """The tiles of a layer, still packed.

    Attributes:
        side: width and height of each, in px.
        channels: bytes of a pixel.
        packed: the left, top and content of each.
    """

    side: tuple[int, int]
    channels: int
    packed: tuple[tuple[int, int, bytes], ...]

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of all tiles, in px."""
        if not self.packed:
            return 0, 0, 0, 0
        lefts, tops, _ = zip(*self.packed, strict=True)
        return min(lefts), min(tops), max(lefts) + self.side[0], max(tops) + self.side[1]

    def pixels(self, ground: Bytes) -> Bytes:
        """All tiles in one plane, (h, w, channels) bytes of the size of `bounds`.

        Args:
            ground: (channels,) bytes, what is where no tile is.

        Raises:
            ValueError: a tile is damaged.
        """
        left, top, right, bottom = self.bounds
        plane = np.tile(ground, (bottom - top, right - left, 1))
        width, height = self.side
        for x, y, data in self.packed:
            tile = _unpacked(data, width * height, self.channels)
            plane[y - top : y - top + height, x - left : x - left + width] = tile.reshape(height, width, -1)
        return plane


def parse(data: bytes) -> Tiles:
    """Read the list of tiles without unpacking them.

    Raises:
        ValueError: it is no such list, or cut short.
    """
    head = _HEAD.match(data)
    if head is None:
        raise ValueError("no tiles of version 2")
    width, height, channels, count = (int(number) for number in head.groups())
    if not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE and 0 < channels <= 16):
        raise ValueError("tiles of an impossible size")
    place, packed = head.end(), []
    for _ in range(count):
        tile = _TILE.match(data, place)
        if tile is None:
            raise ValueError("a tile is missing")
        left, top, length = (int(number) for number in tile.groups())
        place = tile.end() + length
        packed.append((left, top, data[tile.end() : place]))
    return Tiles((width, height), channels, tuple(packed))


def _unpacked(data: bytes, pixels: int, channels: int) -> Bytes:
    """One tile, (pixels, channels) bytes; its first byte says whether it is packed."""
    if data[:1] == b"\x01":
        planes = np.frombuffer(unpack_lzf(data[1:], pixels * channels), np.uint8)
        return planes.reshape(channels, pixels).T
    plain = np.frombuffer(data[1:], np.uint8)
    if data[:1] != b"\x00" or plain.size != pixels * channels:
        raise ValueError("a tile is damaged")
    return plain.reshape(pixels, channels)


def unpack_lzf(data: bytes, size: int) -> bytes:
    """Unpack LZF, Marc Lehmann's compression, to `size` bytes.

    Raises:
        ValueError: it unpacks to another number of bytes.
    """
    out = bytearray()
    place, end = 0, len(data)
    try:
        while place < end and len(out) <= size:
            order = data[place]
            place += 1
            if order < 32:  # a literal run: that many bytes follow as they are
                out += data[place : place + order + 1]
                place += order + 1
                continue
            length = order >> 5
            if length == 7:
                length += data[place]
                place += 1
            start = len(out) - ((order & 31) << 8) - data[place] - 1
            place += 1
            length += 2
            if start < 0:
                raise ValueError("a copy from before the beginning")
            piece = out[start : start + length]
            out += (piece * (length // len(piece) + 1))[:length]  # source and target of a copy may overlap
    except IndexError:
        raise ValueError("cut short") from None
    if len(out) != size:
        raise ValueError(f"{len(out)} bytes instead of {size}")
    return bytes(out)
