"""Is each thing taken for what it is? Part maps in, numbers out; docs/evaluation.md defines each in words."""

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask
from nurie.evaluation.limbs import by_place
from nurie.schemes.parts import PART_COUNT, Part

GROUPS: dict[str, tuple[Part, ...]] = {
    "skin": (Part.SKIN,),
    "hair": (Part.HAIR,),
    "eyes": (Part.IRIS, Part.EYE_WHITE),
    "mouth": (Part.MOUTH,),
    "clothes": (Part.CLOTHES, Part.CLOTHES_2),
    "accessories": (Part.ACCESSORY,),
    "props": (Part.PROP,),
    "ground": (Part.GROUND, Part.SCENERY),
    "bubbles": (Part.BUBBLE,),
}
"""The parts that each row by part sums up."""
LEAST = 0.0002
"""Share of the picture below which a part or a region is not judged."""
_CLOTH = (Part.CLOTHES, Part.CLOTHES_2)
_WORN = (*_CLOTH, Part.ACCESSORY)


def materials(found: Bytes, truth: Bytes, paper: Mask) -> dict[str, float]:
    """How much of a picture is taken for what it is.

    Args:
        found: (H, W), the `Part` that is answered at each pixel.
        truth: (H, W), the true `Part`; other values are not judged.
        paper: (H, W), where no line lies; what lies under lines is not judged.

    Returns:
        Shares in 0..1: "right" with the two garments alike, "right_worn" with accessories like them too,
        "right_strict" with nothing alike, "right_figure" without what lies behind, "right_regions",
        "right_NAME" for each of `GROUPS`, and what `by_place` and `skin_and_cloth` return. What has no
        meaning here is missing; nothing is returned where nothing is judged.
    """
    judged = paper & (truth < PART_COUNT)
    if not judged.any():
        return {}
    right = np.asarray(_alike(found, _CLOTH) == _alike(truth, _CLOTH))
    values = {
        "right": _share(right, judged),
        "right_worn": _share(np.asarray(_alike(found, _WORN) == _alike(truth, _WORN)), judged),
        "right_strict": _share(np.asarray(found == truth), judged),
    }
    figure = judged & ~np.isin(truth, (*GROUPS["ground"], *GROUPS["bubbles"]))
    if figure.any():
        values["right_figure"] = _share(right, figure)
    if (regions := regions_right(right, truth, judged)) is not None:
        values["right_regions"] = regions
    for name, parts in GROUPS.items():
        here = judged & np.isin(truth, parts)
        if here.sum() >= LEAST * here.size:
            values[f"right_{name}"] = _share(right, here)
    return values | by_place(right, truth, judged) | skin_and_cloth(found, truth, judged)


def regions_right(right: Mask, truth: Bytes, judged: Mask) -> float | None:
    """Share of the regions more than half of whose area is right; None where there is no region.

    A region is a connected piece (4 neighbors) of one true part, cut by lines: it follows from the truth
    alone, not from what any program finds.

    Args:
        right: (H, W), whether the answer is right.
        truth: (H, W), the true `Part`.
        judged: (H, W), where it is judged.
    """
    verdicts: list[bool] = []
    for part in np.unique(truth[judged]).tolist():
        inside = (judged & (truth == part)).astype(np.uint8)
        count, regions = cv2.connectedComponents(inside, connectivity=4)
        area = np.bincount(regions.ravel(), minlength=count)[1:]
        held = np.bincount(regions.ravel(), right.ravel(), minlength=count)[1:]
        verdicts += (held > area / 2)[area >= LEAST * truth.size].tolist()
    return float(np.mean(verdicts)) if verdicts else None


def skin_and_cloth(found: Bytes, truth: Bytes, judged: Mask) -> dict[str, float]:
    """Bare or clothed: the share of the skin taken for something worn, and of garments taken for skin.

    Args:
        found: (H, W), the `Part` that is answered at each pixel.
        truth: (H, W), the true `Part`.
        judged: (H, W), where it is judged.
    """
    skin, cloth = judged & (truth == Part.SKIN), judged & np.isin(truth, _CLOTH)
    pairs = {
        "skin_as_cloth": (np.isin(found, _WORN), skin),
        "cloth_as_skin": (np.asarray(found == Part.SKIN), cloth),
    }
    return {
        name: _share(wrong, here) for name, (wrong, here) in pairs.items() if here.sum() >= LEAST * here.size
    }


def _alike(parts: Bytes, alike: tuple[Part, ...]) -> Bytes:
    """The same parts, some of them under one number."""
    table = np.arange(256, dtype=np.uint8)
    table[list(alike)] = alike[0]
    return np.asarray(table[parts])


def _share(held: Mask, where: Mask) -> float:
    return float(held[where].mean())
