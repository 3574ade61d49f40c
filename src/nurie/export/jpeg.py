"""JPEG files, with resolution and color profile."""

from typing import BinaryIO

from PIL import Image

from nurie.export.formats import check_alpha, check_side, named
from nurie.export.layers import LayeredImage

_LARGEST_SIDE = 65_500  # px; what libjpeg writes
_SHARP = 85  # up from this quality colors keep their full resolution, for halved ones bleed over lines


def write(file: BinaryIO, image: LayeredImage, quality: int) -> None:
    """Write the merged picture.

    Raises:
        OutputError: it is too large for the format, or transparent.
    """
    if image.merged.shape[2] == 4:
        check_alpha(named("jpeg"))
    check_side(image.size, "jpeg", _LARGEST_SIDE)
    notes = {"dpi": tuple(round(value) for value in image.dpi)} if image.dpi else {}
    subsampling = 0 if quality >= _SHARP else 2
    Image.fromarray(image.merged).save(
        file, "JPEG", quality=quality, subsampling=subsampling, icc_profile=image.icc, **notes
    )
