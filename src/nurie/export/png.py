"""PNG files, packed lightly and fast, band by band: nine of them are written for each sketch."""

import io
import struct
from collections.abc import Iterable
from typing import BinaryIO

import numpy as np
from isal import isal_zlib

from nurie.arrays import Bytes
from nurie.export.layers import LayeredImage
from nurie.threads import ahead
from nurie.tiles import bands

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KIND = {1: 0, 3: 2, 4: 6}  # PNG's color type by the number of channels
_UP = 2  # differences from the row above are mostly zeros in flat color
_LEVEL = 1  # of ISA-L, a sixth of zlib's time with run lengths; 2 packs flat color no smaller
_METERS_PER_INCH = 0.0254


def write(file: BinaryIO, image: LayeredImage, quality: int) -> None:
    """Write the merged picture; the quality changes nothing, for no pixel does."""
    file.write(encode(image.merged, image.dpi, image.icc))


def encode(pixels: Bytes, dpi: tuple[float, float] | None = None, icc: bytes | None = None) -> bytes:
    """A PNG file in memory.

    Args:
        pixels: (H, W) bytes of gray, (H, W, 3) of RGB, or (H, W, 4) with alpha.
        dpi: dots per inch to note in the file.
        icc: color profile to embed.
    """
    return encode_bands(pixels.shape, (pixels[rows] for rows in bands(pixels.shape)), dpi, icc)


def encode_bands(
    shape: tuple[int, ...],
    pixels: Iterable[Bytes],
    dpi: tuple[float, float] | None = None,
    icc: bytes | None = None,
) -> bytes:
    """A PNG file in memory of a picture that comes in bands and is never there as a whole.

    Args:
        shape: of the picture, as for `encode`.
        pixels: its rows from the top down, as for `encode`, some at a time; the next while some are packed.
        dpi: dots per inch to note in the file.
        icc: color profile to embed.
    """
    channels = shape[2] if len(shape) == 3 else 1
    file = io.BytesIO()
    file.write(_SIGNATURE)
    file.write(_chunk(b"IHDR", struct.pack(">IIBBBBB", shape[1], shape[0], 8, _KIND[channels], 0, 0, 0)))
    if icc:
        file.write(_chunk(b"iCCP", b"ICC Profile\0\0" + isal_zlib.compress(icc)))
    if dpi:
        across, down = (round(value / _METERS_PER_INCH) for value in dpi)
        file.write(_chunk(b"pHYs", struct.pack(">IIB", across, down, 1)))
    packer = isal_zlib.compressobj(_LEVEL)
    above = np.zeros((1, shape[1] * channels), np.uint8)
    for band in ahead(pixels):
        rows = band.reshape(len(band), -1)
        packed = packer.compress(_filtered(rows, above).data)
        above = rows[-1:].copy()
        if packed:
            file.write(_chunk(b"IDAT", packed))
    file.write(_chunk(b"IDAT", packer.flush()))
    file.write(_chunk(b"IEND", b""))
    return file.getvalue()


def _filtered(rows: Bytes, above: Bytes) -> Bytes:
    """(n, 1 + m), each row less the row above it, behind the number of that filter."""
    result = np.empty((len(rows), 1 + rows.shape[1]), np.uint8)
    result[:, 0] = _UP
    np.subtract(rows[:1], above, out=result[:1, 1:])
    np.subtract(rows[1:], rows[:-1], out=result[1:, 1:])
    return result


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = isal_zlib.crc32(body, isal_zlib.crc32(kind))
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)
