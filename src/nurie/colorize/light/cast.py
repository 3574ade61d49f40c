"""Cast shadows: a thing darkens what lies under it, on the side away from the light."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles, Floats, Mask
from nurie.colorize.light.things import Things
from nurie.schemes import PART_COUNT, Part

# Chosen by hand; `python benchmarks/run.py light` measures the result (docs/light.md).
_SKY = 0.6
"""Added to the direction of the light, upwards: so a fringe shades the face even in light from the side."""
_LONGEST = 0.035  # longest shadow, as a share of the long side
_THICK = 1.5  # longest shadow, in half widths of the thing that throws it
# sample points along the shadow, as shares of its length; several, so that a thin strand is not missed
_STEPS = (0.25, 0.5, 0.75, 1.0)
_CHIN = 0.8  # length of the chin's shadow on the neck, in half widths of the face
_BELOW = 0.75  # least cosine between the direction from face to neck and that away from the light

# Length of a shadow, in half widths of the thing that it falls on.
_ON_FACE, _ON_LIMB, _ON_CLOTH, _ON_HAIR = 0.4, 0.6, 0.14, 0.25

_THROWS = {
    Part.SKIN: (Part.HAIR, Part.ACCESSORY, Part.CLOTHES, Part.CLOTHES_2),
    Part.HAIR: (Part.ACCESSORY,),
    Part.CLOTHES: (Part.HAIR, Part.SKIN, Part.ACCESSORY, Part.CLOTHES_2),
    Part.CLOTHES_2: (Part.HAIR, Part.SKIN, Part.ACCESSORY, Part.CLOTHES),
}
"""For each material the materials that throw shadows on it."""


def find_cast(things: Things, size: Floats, toward: tuple[float, float]) -> Bytes:
    """Find cast shadows: follow the way to the light from each pixel, and see what lies there.

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
    """For each thing the length of shadows on it, in px."""
    factor = np.zeros(PART_COUNT, np.float32)
    factor[[Part.CLOTHES, Part.CLOTHES_2]] = _ON_CLOTH
    factor[Part.HAIR], factor[Part.SKIN] = _ON_HAIR, _ON_LIMB
    long = max(things.labels.shape)
    lengths = np.minimum(size * np.where(things.face, _ON_FACE, factor[things.part]), _LONGEST * long)
    chin = np.minimum(_CHIN * size[heads], 2 * _LONGEST * long)
    return np.asarray(np.where(heads > 0, np.maximum(lengths, chin), lengths), np.float32)


def _heads(things: Things, away: tuple[float, float]) -> npt.NDArray[np.int64]:
    """For each thing that is a neck (skin that hangs from a face, away from the light) that face, else 0."""
    one, other = things.touching.T
    middle = _middles(things.labels, len(things.part))
    step = middle[one] - middle[other]
    neck = (things.part[one] == Part.SKIN) & ~things.face[one] & things.face[other]
    neck &= step @ np.array(away) > _BELOW * np.hypot(*step.T)
    heads = np.zeros(len(things.part), np.int64)
    heads[one[neck]] = other[neck]
    return heads


def _middles(labels: npt.NDArray[np.int32], count: int) -> Doubles:
    """The centroid of each label, (count, 2), x and y; measured at a stride of 2 px."""
    row, column = np.indices(labels[::2, ::2].shape, np.float64) * 2
    flat = labels[::2, ::2].ravel()
    area = np.maximum(np.bincount(flat, minlength=count), 1)
    return np.stack([np.bincount(flat, plane.ravel(), count) / area for plane in (column, row)], axis=1)


def _throws() -> Mask:
    """(parts, parts): whether the first receives shadows of the second."""
    table = np.zeros((PART_COUNT, PART_COUNT), np.bool_)
    for part, throwers in _THROWS.items():
        table[part, list(throwers)] = True
    return table
