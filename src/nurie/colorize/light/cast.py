"""Cast shadows: what lies over another thing darkens it on the side away from the light."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles, Floats, Mask
from nurie.colorize.light.things import Things
from nurie.schemes import PART_COUNT, Part

_SKY = 0.6
"""How much the light of the sky pulls shadows down: a fringe shades a face in light from the side, too."""
_LONGEST = 0.035  # of the long side
_THICK = 1.5  # half widths: how long the shadow of a thing is at most
_STEPS = (
    0.25,
    0.5,
    0.75,
    1.0,
)  # where a shadow looks for what throws it, so that a strand and its shadow stay joined
_CHIN = 0.8  # of a face's half width: how far it shades the neck
_BELOW = 0.75  # the cosine within which a neck must hang away from the light

# How long a shadow is, in half widths of the thing it falls on.
_ON_FACE, _ON_LIMB, _ON_CLOTH, _ON_HAIR = 0.4, 0.6, 0.14, 0.25

_THROWS = {
    Part.SKIN: (Part.HAIR, Part.ACCESSORY, Part.CLOTHES, Part.CLOTHES_2),
    Part.HAIR: (Part.ACCESSORY,),
    Part.CLOTHES: (Part.HAIR, Part.SKIN, Part.ACCESSORY, Part.CLOTHES_2),
    Part.CLOTHES_2: (Part.HAIR, Part.SKIN, Part.ACCESSORY, Part.CLOTHES),
}
"""For each material those that throw shadows on it."""


def find_cast(things: Things, size: Floats, toward: tuple[float, float]) -> Bytes:
    """Where a shadow falls.

    Args:
        things: what the drawing is made of.
        size: (m + 1,), half the width of each thing, in px.
        toward: the unit vector to the light.

    Returns:
        (h, w), 1 in shadow, else 0.
    """
    labels = things.labels
    height, width = labels.shape
    x, y = toward[0], toward[1] - _SKY
    far = math.hypot(x, y)
    heads = _heads(things, (-x / far, -y / far))
    lengths = _lengths(things, size, heads).take(labels)
    column, row = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    row_of = things.part.astype(np.intp).take(labels) * PART_COUNT
    throws = _throws().ravel()
    head = heads.take(labels)
    facing = head > 0
    shadow = np.zeros(labels.shape, np.bool_)
    source = labels.astype(np.float32)  # remapping has no 32-bit integers; exact up to 16 million things
    for step in _STEPS:
        thrower = cv2.remap(
            source,
            column + lengths * np.float32(step * x / far),
            row + lengths * np.float32(step * y / far),
            cv2.INTER_NEAREST,
            borderMode=cv2.BORDER_REPLICATE,
        ).astype(np.int32)
        thick = _THICK * size.take(thrower) >= lengths * np.float32(step)
        shadow |= throws.take(row_of + things.part.take(thrower)) & thick
        shadow |= facing & (thrower == head)
    return shadow.view(np.uint8)


def _lengths(things: Things, size: Floats, heads: npt.NDArray[np.int64]) -> Floats:
    """For each thing how far shadows reach on it, in px."""
    factor = np.zeros(PART_COUNT, np.float32)
    factor[[Part.CLOTHES, Part.CLOTHES_2]] = _ON_CLOTH
    factor[Part.HAIR], factor[Part.SKIN] = _ON_HAIR, _ON_LIMB
    long = max(things.labels.shape)
    lengths = np.minimum(size * np.where(things.face, _ON_FACE, factor[things.part]), _LONGEST * long)
    chin = np.minimum(_CHIN * size[heads], 2 * _LONGEST * long)
    return np.asarray(np.where(heads > 0, np.maximum(lengths, chin), lengths), np.float32)


def _heads(things: Things, away: tuple[float, float]) -> npt.NDArray[np.int64]:
    """For each piece of skin the face that it touches on the side away from the light; 0 where none is."""
    one, other = things.touching.T
    middle = _middles(things.labels, len(things.part))
    step = middle[one] - middle[other]
    neck = (things.part[one] == Part.SKIN) & ~things.face[one] & things.face[other]
    neck &= step @ np.array(away) > _BELOW * np.hypot(*step.T)
    heads = np.zeros(len(things.part), np.int64)
    heads[one[neck]] = other[neck]
    return heads


def _middles(labels: npt.NDArray[np.int32], count: int) -> Doubles:
    """The middle of each label, (count, 2), x and y; from every other pixel, which is enough."""
    row, column = np.indices(labels[::2, ::2].shape, np.float64) * 2
    flat = labels[::2, ::2].ravel()
    area = np.maximum(np.bincount(flat, minlength=count), 1)
    return np.stack([np.bincount(flat, plane.ravel(), count) / area for plane in (column, row)], axis=1)


def _throws() -> Mask:
    """(receiver, thrower) by part."""
    table = np.zeros((PART_COUNT, PART_COUNT), np.bool_)
    for part, throwers in _THROWS.items():
        table[part, list(throwers)] = True
    return table
