"""A network that knows what one drawing shows: hair, skin, clothes and two things that it is unsure of."""

import cv2
import numpy as np

from nurie.arrays import Bytes, Floats
from nurie.colorize.model import Answer
from nurie.schemes import PART_COUNT, SCHEMES, Part

HAIR = (0.5, 0.18)
SKIN = (0.5, 0.45)
CLOTHES = (0.5, 0.78)
UNSURE = (0.15, 0.3)
"""A place of each, in shares of the page."""

_BALLS = (
    (Part.HAIR, HAIR, 0.13),
    (Part.SKIN, SKIN, 0.11),
    (Part.CLOTHES, CLOTHES, 0.17),
    (Part.PROP, UNSURE, 0.06),
    (Part.PROP, (1 - UNSURE[0], UNSURE[1]), 0.06),
)
"""What, where, and the radius in shares of the height. The same in the mirror."""


def _balls(height: int, thickness: int, ground: int, colors: list[int]) -> Bytes:
    width = round(0.8 * height)
    canvas = np.full((height, width), ground, np.uint8)
    for (_, (x, y), radius), color in zip(_BALLS, colors, strict=True):
        center = round(x * (width - 1)), round(y * height)
        cv2.circle(canvas, center, round(radius * height), color, thickness)
    return canvas


def page_of(height: int) -> Bytes:
    """The drawing in black ink: (height, 0.8 height) bytes."""
    return _balls(height, max(2, round(height / 130)), 255, [0] * len(_BALLS))


class Knowing:
    """Answers what the drawing shows, in the built-in schemes but a little darker, whatever it is asked."""

    name = "knowing"
    inputs = 1
    fold = 1
    grays = False
    working_size = 160  # a page of 160 x 128 px, which needs no padding

    def __call__(self, sketch: Floats) -> Answer:
        """The answer to a drawing of `page_of`."""
        parts = _balls(sketch.shape[1], cv2.FILLED, Part.GROUND, [part for part, *_ in _BALLS])
        assert parts.shape == sketch.shape[1:]
        likely = np.full((PART_COUNT, *parts.shape), 0.001, np.float32)
        np.put_along_axis(likely, parts[None].astype(np.intp), 0.989, axis=0)
        unsure = parts == Part.PROP
        likely[Part.PROP, unsure], likely[Part.ACCESSORY, unsure] = 0.52, 0.47
        tables = np.float32(0.9) * np.stack([scheme.table().astype(np.float32) for scheme in SCHEMES])
        return Answer(tables[:, parts], likely)
