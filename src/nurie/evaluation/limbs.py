"""Where on a body is it right: hands, arms and legs, hair far from the head; by the true part map alone."""

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask
from nurie.schemes.parts import Part

LEAST = 0.0002
"""Share of the picture below which a place is not judged."""
_EYES = (Part.IRIS, Part.EYE_WHITE)


def places(truth: Bytes) -> dict[str, Mask]:
    """Masks (H, W) of hands, limbs and loose hair; none where no eye says which skin is a face.

    A piece is connected skin. One with an eye in it, or within 2 % of the long side of one, is a head, with
    all bare skin that joins it. Of the others those smaller than half the mean head are "hands" (feet,
    too), the larger ones "limbs". "loose_hair" is farther from every head than 0.6 of its mean diameter.

    Args:
        truth: (H, W), the true `Part`; other values are nothing.
    """
    reach = 2 * round(0.02 * max(truth.shape)) + 1
    eyes = cv2.dilate(np.isin(truth, _EYES).astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    count, pieces, stats, _ = cv2.connectedComponentsWithStats((truth == Part.SKIN).astype(np.uint8))
    area = stats[:, cv2.CC_STAT_AREA]
    numbers = np.arange(1, count)
    is_head = np.isin(numbers, np.unique(pieces[eyes])) & (area[1:] >= LEAST * truth.size)
    heads, others = numbers[is_head], numbers[~is_head]
    if not len(heads):
        return {}
    size = float(area[heads].mean())
    small = area[others] < size / 2
    away = cv2.distanceTransform((~np.isin(pieces, heads)).astype(np.uint8), cv2.DIST_L2, 5)
    return {
        "hands": np.isin(pieces, others[small]),
        "limbs": np.isin(pieces, others[~small]),
        "loose_hair": (truth == Part.HAIR) & (away > 0.6 * np.sqrt(4 * size / np.pi)),
    }


def by_place(right: Mask, truth: Bytes, judged: Mask) -> dict[str, float]:
    """The share that is right of each of the `places`, as "right_NAME"; without those that are hardly there.

    Args:
        right: (H, W), whether the answer is right.
        truth: (H, W), the true `Part`.
        judged: (H, W), where it is judged.
    """
    found = {name: judged & place for name, place in places(truth).items()}
    return {
        f"right_{name}": float(right[place].mean())
        for name, place in found.items()
        if place.sum() >= LEAST * place.size
    }
