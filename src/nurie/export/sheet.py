"""The sheet: a sketch and its colorings side by side, numbered."""

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

_COLUMNS = 5
_CELL = 320  # px, the long side of each picture
_GAP = 16
_LABEL = 28
_NARROWEST = 64  # px, for the word "sketch" under a tall, thin picture


def thumbnail(image: Image.Image) -> Image.Image:
    """A copy whose long side is as large as a cell of the sheet."""
    scale = _CELL / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return Image.fromarray(np.asarray(cv2.resize(np.asarray(image), size, interpolation=way), np.uint8))


def sheet(sketch: Image.Image, colorings: Sequence[Image.Image]) -> Image.Image:
    """Lay out the sketch and then its colorings, numbered from 1, in rows of five.

    Args:
        sketch: RGB, of any size.
        colorings: RGB, of the sketch's shape, at any size.
    """
    cells = [("sketch", thumbnail(sketch))]
    cells += [(str(number), thumbnail(image)) for number, image in enumerate(colorings, start=1)]
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
