"""Form: how far each surface turns away from the light.

Every thing is taken for a relief: near its outline a quarter circle in section, flat farther in. The circle's
radius is half the thing's width, so that an arm and a trunk, a near and a far figure are shaded alike. Masses
(a whole head of hair) and the paper between lines (folds, strands) have such a relief, too; the three are
added by weights.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Floats
from nurie.colorize.light.things import Things, outlines, widened
from nurie.schemes import PART_COUNT, Part
from nurie.threads import at_once

# Chosen by hand; `python benchmarks/run.py light` measures the result (docs/light.md).
_ROUND = 2.0  # width of the rounding, in mean distances to the outline: 2.0 is half the width of a limb
_WIDEST = 0.09  # widest rounding, as a share of the long side
_FOLD = 0.022  # widest rounding beside a line within a thing, as a share of the long side
_FACE = 0.38  # width of a face's rounding as a share of the usual one: faces are nearly flat
_NARROWER = {Part.HAIR: 0.85, Part.CLOTHES: 0.6, Part.CLOTHES_2: 0.6, Part.PROP: 0.6}
"""The same for hair, which ends in thin tips, cloth, which hangs, and props, which have flat sides."""


# weights of thing, mass and fold in the slope of a part
_WEIGHTS = {Part.SKIN: (1.0, 0.0, 0.0), Part.HAIR: (0.55, 0.65, 0.55), Part.PROP: (0.9, 0.0, 0.0)}
_CLOTH = (0.9, 0.15, 0.45)
_SCENERY = (0.9, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Relief:
    """How surfaces are turned to the light; planes are (h, w).

    Attributes:
        slope: -1 towards the light to 1 away from it.
        mass: the same of the masses alone.
        fold: the same of the paper between lines alone.
        depth: 0 at the outline of the mass to 1 where it is flat.
        size: (m + 1,), half the width of each thing, in px of the grid.
    """

    slope: Floats
    mass: Floats
    fold: Floats
    depth: Floats
    size: Floats


def find_form(things: Things, paper: Bytes, blank: Bytes, toward: tuple[float, float]) -> Relief:
    """Work out the relief of a drawing.

    Args:
        things: what the drawing is made of.
        paper: (h, w), 1 on paper, 0 on lines.
        blank: (h, w), 1 on bubbles and gutters.
        toward: the unit vector to the light.
    """
    long = max(paper.shape)
    labels = things.labels
    masses = things.mass.take(labels)
    ground = things.below.astype(np.int32).take(labels)
    upon = ground != labels
    near, far, line, own = at_once(
        _distances,
        (
            lambda: outlines(ground, paper, blank),
            lambda: outlines(things.mass.take(ground), paper, blank),
            lambda: paper | blank | widened(upon.view(np.uint8)),
            lambda: outlines(labels, paper, blank),
        ),
    )
    np.copyto(near, own, where=upon)
    size = _half_widths(near, labels, len(things.part))
    narrower = np.array([_NARROWER.get(part, 1.0) for part in Part])
    narrow = np.where(things.face, _FACE, narrower[things.part])
    reach = np.clip(size * narrow, 1, _WIDEST * long).astype(np.float32)
    wide = np.clip(_half_widths(far, masses, int(things.mass.max()) + 1), 1, _WIDEST * long)
    fold = np.minimum(reach, _FOLD * long)
    surfaces = (near, reach, labels), (far, wide, masses), (line, fold, labels)
    (slope, _), (turned, depth), (folded, _) = at_once(
        lambda surface: _slope(surface[0], surface[1].take(surface[2]), toward), surfaces
    )
    weights = _table()[things.part]
    slope = slope * weights[:, 0].take(labels)
    slope += turned * weights[:, 1].take(labels)
    slope += folded * weights[:, 2].take(labels)
    return Relief(slope, turned, folded, depth, size)


def _distances(bound: Callable[[], Bytes]) -> Floats:
    """The distance in px to the nearest 0 of the mask that `bound` returns; the long side if it has none."""
    inside = bound()
    return np.minimum(cv2.distanceTransform(inside, cv2.DIST_L2, 5), np.float32(max(inside.shape)))


def _half_widths(distance: Floats, labels: npt.NDArray[np.int32], count: int) -> Floats:
    """For each label half the width of a strip of the same mean distance to outlines (stride 2 px)."""
    few = np.ascontiguousarray(distance[::2, ::2]), labels[::2, ::2].ravel()
    total = np.bincount(few[1], few[0].ravel(), count)
    area = np.bincount(few[1], few[0].ravel() > 0, count)
    return (_ROUND * total / np.maximum(area, 1)).astype(np.float32)


def _slope(distance: Floats, reach: Floats, toward: tuple[float, float]) -> tuple[Floats, Floats]:
    """The slope, -1 towards the light to 1 away from it, and the depth, 0 at the outline to 1 where flat."""
    x, y = (cv2.Sobel(distance, cv2.CV_32F, *way, ksize=3, scale=1 / 8) for way in ((1, 0), (0, 1)))
    depth = np.minimum(distance / reach, np.float32(1))
    rise = x * np.float32(toward[0]) + y * np.float32(toward[1])
    return np.asarray(rise * (1 - depth), np.float32), depth


def _table() -> Floats:
    """The weights of thing, mass and fold in the slope of each part: (parts, 3)."""
    table = np.zeros((PART_COUNT, 3), np.float32)
    table[[Part.CLOTHES, Part.CLOTHES_2, Part.ACCESSORY]] = _CLOTH
    table[Part.SCENERY] = _SCENERY
    for part, weights in _WEIGHTS.items():
        table[part] = weights
    return table
