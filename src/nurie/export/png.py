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
    file = io.BytesIO()
    writer = Writer(file, shape, dpi, icc)
    for band in ahead(pixels):
        writer.add(band)
    writer.finish()
    return file.getvalue()


class Writer:
    """Writes a PNG file a few rows at a time.

    Args:
        file: to write to.
        shape: of the picture, as for `encode`.
        dpi: dots per inch to note in the file.
        icc: color profile to embed.
    """

    def __init__(
        self,
        file: BinaryIO,
        shape: tuple[int, ...],
        dpi: tuple[float, float] | None = None,
        icc: bytes | None = None,
    ) -> None:
        channels = shape[2] if len(shape) == 3 else 1
        self._file, self._packer = file, isal_zlib.compressobj(_LEVEL)
        self._above = np.zeros((1, shape[1] * channels), np.uint8)
        file.write(_SIGNATURE)
        self._write(b"IHDR", struct.pack(">IIBBBBB", shape[1], shape[0], 8, _KIND[channels], 0, 0, 0))
        if icc:
            self._write(b"iCCP", b"ICC Profile\0\0" + isal_zlib.compress(icc))
        if dpi:
            across, down = (round(value / _METERS_PER_INCH) for value in dpi)
            self._write(b"pHYs", struct.pack(">IIB", across, down, 1))

    def add(self, pixels: Bytes) -> None:
        """The next rows, from the top down."""
        rows = pixels.reshape(len(pixels), -1)
        packed = self._packer.compress(_filtered(rows, self._above).data)
        self._above = rows[-1:].copy()
        if packed:
            self._write(b"IDAT", packed)

    def finish(self) -> None:
        """Write what is left after the last row."""
        self._write(b"IDAT", self._packer.flush())
        self._write(b"IEND", b"")

    def _write(self, kind: bytes, body: bytes) -> None:
        check = isal_zlib.crc32(body, isal_zlib.crc32(kind))
        self._file.write(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check))


def _filtered(rows: Bytes, above: Bytes) -> Bytes:
    """(n, 1 + m), each row less the row above it, behind the number of that filter."""
    result = np.empty((len(rows), 1 + rows.shape[1]), np.uint8)
    result[:, 0] = _UP
    np.subtract(rows[:1], above, out=result[:1, 1:])
    np.subtract(rows[1:], rows[:-1], out=result[1:, 1:])
    return result
