"""Colors under the artist's lines."""

import cv2
import numpy as np

from nurie.arrays import Bytes
from nurie.color.channels import darkest


def compose(colors: Bytes, drawing: Bytes) -> Bytes:
    """Lay a drawing over colors, so that pure ink stays exactly as drawn and white paper shows the color.

    Gray ink multiplies the color, as a paint program does. Colored ink is split into the paper that shows
    through, its smallest channel, which takes the color, and the ink itself, which stays.

    Args:
        colors: (H, W, 3) bytes, RGB.
        drawing: (H, W, 3) bytes, RGB on white paper.

    Returns:
        (H, W, 3) bytes, RGB.
    """
    paper = darkest(drawing)
    missing_light = cv2.multiply(cv2.bitwise_not(colors), cv2.merge((paper, paper, paper)), scale=1 / 255)
    return np.asarray(cv2.subtract(drawing, missing_light), dtype=np.uint8)


def shaded(colors: Bytes, shade: Bytes | None) -> Bytes:
    """Colors multiplied by the gray of a screentone: darker, of the same hue.

    Args:
        colors: (H, W, 3) bytes, RGB.
        shade: (H, W) bytes, the gray of the tone; None for no tone.
    """
    if shade is None:
        return colors
    return np.asarray(cv2.multiply(colors, cv2.merge((shade, shade, shade)), scale=1 / 255), np.uint8)


def clear_ink(drawing: Bytes) -> Bytes:
    """Ink on a transparent ground: (H, W, 4) bytes that over white look like the drawing, (H, W, 3) bytes."""
    cover = ~darkest(drawing)
    ink = cv2.divide(drawing - ~cover[..., None], cv2.merge((cover, cover, cover)), scale=255)
    return np.dstack([ink, cover])
