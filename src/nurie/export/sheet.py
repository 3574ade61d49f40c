"""The sheet: a sketch and its colorings side by side, numbered."""

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from nurie.arrays import Bytes

_COLUMNS = 5
_CELL = 320  # px, the long side of each picture
_KEPT = 2  # the long side, in cells, of what is kept of a large picture, at least
_GAP = 16
_LABEL = 28
_NARROWEST = 64  # px, for the word "sketch" under a tall, thin picture


def thumbnail(rgb: Bytes, shape: tuple[int, ...] | None = None) -> Image.Image:
    """A copy of a picture whose long side is as large as a cell of the sheet.

    Args:
        rgb: (H, W, 3) bytes, the picture, or its `reduced` bands one below the other.
        shape: of the whole picture, where `rgb` is made of bands.
    """
    height, width = (shape or rgb.shape)[:2]
    rgb = reduced(rgb, max(rgb.shape))
    scale = _CELL / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return Image.fromarray(np.asarray(cv2.resize(rgb, size, interpolation=way), np.uint8))


def reduced(band: Bytes, long_side: int) -> Bytes:
    """Some rows of a large picture, small enough to keep until all make a thumbnail.

    Args:
        band: (n, W, 3) bytes.
        long_side: of the whole picture, in px.
    """
    factor = max(1, long_side // (_KEPT * _CELL))
    for _ in range(factor.bit_length() - 1):
        size = max(1, round(band.shape[1] / 2)), max(1, round(band.shape[0] / 2))
        # At half the size a linear filter is the mean of four pixels, far sooner than an area filter's.
        band = np.asarray(cv2.resize(band, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    return band


def sheet(sketch: Image.Image, colorings: Sequence[Image.Image]) -> Image.Image:
    """Lay out the sketch and then its colorings, numbered from 1, in rows of five.

    Args:
        sketch: RGB, as large as `thumbnail` makes it.
        colorings: RGB, of its size.
    """
    cells = [("sketch", sketch), *((str(number), image) for number, image in enumerate(colorings, start=1))]
    width = max(_NARROWEST, *(picture.width for _, picture in cells))
    height = max(picture.height for _, picture in cells)
    rows = -(-len(cells) // _COLUMNS)
    step_x, step_y = width + _GAP, height + _LABEL + _GAP
    page = Image.new("RGB", (_GAP + _COLUMNS * step_x, _GAP + rows * step_y), "white")
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=18)
    for index, (label, picture) in enumerate(cells):
        middle = _GAP + index % _COLUMNS * step_x + width // 2
        left, top = middle - picture.width // 2, _GAP + index // _COLUMNS * step_y
        page.paste(picture, (left, top))
        draw.rectangle((left - 1, top - 1, left + picture.width, top + picture.height), outline="#d0d0d0")
        draw.text((middle, top + height + _LABEL // 2), label, fill="#404040", font=font, anchor="mm")
    return page
