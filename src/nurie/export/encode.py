"""Finished pictures as files of the usual kinds, with their resolution and color profile."""

import io

from PIL import Image

from nurie.arrays import Bytes
from nurie.errors import OutputError
from nurie.export import png
from nurie.export.formats import QUALITY, Format

_LARGEST = {"jpeg": 65_500, "webp": 16_383}  # px a side, as the formats have it


def encode(
    pixels: Bytes,
    kind: Format,
    quality: int = QUALITY,
    dpi: tuple[float, float] | None = None,
    icc: bytes | None = None,
) -> bytes:
    """A picture file in memory.

    JPEG keeps colors at full resolution up from quality 85, for halved ones bleed over lines.

    Args:
        pixels: (H, W, 3) bytes of RGB, or (H, W, 4) with alpha.
        kind: of file.
        quality: of JPEG and WebP, 1..100.
        dpi: dots per inch to note in the file.
        icc: color profile to embed.

    Raises:
        OutputError: the picture is too large for the kind of file, or transparent and for JPEG.
    """
    if kind == "png":
        return png.encode(pixels, dpi, icc)
    if kind == "jpeg" and pixels.shape[2] == 4:
        raise OutputError("JPEG files hold nothing transparent: write .png or .webp.")
    if max(pixels.shape[:2]) > _LARGEST[kind]:
        raise OutputError(
            f"the page is {pixels.shape[1]} x {pixels.shape[0]} px but {kind} holds at most {_LARGEST[kind]} "
            "a side: write a PNG file."
        )
    image = Image.fromarray(pixels)
    file = io.BytesIO()
    if kind == "jpeg":
        notes = {"dpi": tuple(round(value) for value in dpi)} if dpi else {}
        image.save(
            file, "JPEG", quality=quality, subsampling=0 if quality >= 85 else 2, icc_profile=icc, **notes
        )
    else:
        image.save(file, "WEBP", quality=quality, method=4, icc_profile=icc or b"", exif=_resolution(dpi))
    return file.getvalue()


def _resolution(dpi: tuple[float, float] | None) -> Image.Exif:
    """A resolution as EXIF data, which is the only place that WebP files have for it."""
    exif = Image.Exif()
    if dpi:
        exif[0x011A], exif[0x011B] = dpi  # XResolution, YResolution
        exif[0x0128] = 2  # to the inch
    return exif
