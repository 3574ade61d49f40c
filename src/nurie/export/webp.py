"""WebP files, with resolution and color profile."""

from typing import BinaryIO

from PIL import Image

from nurie.export.formats import check_side
from nurie.export.layers import LayeredImage

_LARGEST_SIDE = 16_383  # px; the format ends there


def write(file: BinaryIO, image: LayeredImage, quality: int) -> None:
    """Write the merged picture.

    Raises:
        OutputError: it is too large for the format.
    """
    check_side(image.size, "webp", _LARGEST_SIDE)
    Image.fromarray(image.merged).save(
        file, "WEBP", quality=quality, method=4, icc_profile=image.icc or b"", exif=_resolution(image.dpi)
    )


def _resolution(dpi: tuple[float, float] | None) -> Image.Exif:
    """A resolution as EXIF data, which is the only place that WebP files have for it."""
    exif = Image.Exif()
    if dpi:
        exif[0x011A], exif[0x011B] = dpi  # XResolution, YResolution
        exif[0x0128] = 2  # to the inch
    return exif
