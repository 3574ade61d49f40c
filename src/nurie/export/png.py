"""PNG files, made fast."""

import struct
import zlib

import numpy as np

from nurie.images import Bytes

_ROW_FILTER_UP = 2
_INCHES_PER_METER = 39.37007874


def encode(rgb: Bytes, dpi: tuple[float, float] | None = None, icc: bytes | None = None) -> bytes:
    """A PNG file in memory.

    Every row is stored as its difference to the row above, run-length coded: larger than the smallest file by
    about a quarter, and several times faster to write.

    Args:
        rgb: (H, W, 3) bytes.
        dpi: dots per inch to note in the file.
        icc: color profile to embed.
    """
    height, width, _ = rgb.shape
    pixels = rgb.reshape(height, 3 * width)
    rows = np.empty((height, 1 + 3 * width), np.uint8)
    rows[:, 0] = _ROW_FILTER_UP
    rows[0, 1:] = pixels[0]
    np.subtract(pixels[1:], pixels[:-1], out=rows[1:, 1:])
    packer = zlib.compressobj(level=1, strategy=zlib.Z_RLE)
    data = packer.compress(rows.data) + packer.flush()

    chunks = [_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))]
    if icc:
        chunks.append(_chunk(b"iCCP", b"icc\0\0" + zlib.compress(icc)))
    if dpi:
        per_meter = (round(value * _INCHES_PER_METER) for value in dpi)
        chunks.append(_chunk(b"pHYs", struct.pack(">IIB", *per_meter, 1)))
    return b"\x89PNG\r\n\x1a\n" + b"".join([*chunks, _chunk(b"IDAT", data), _chunk(b"IEND", b"")])


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
