"""Things: groups of regions that are shaded as one body; masses: groups of touching things of one material.

A face with its eyes, nose and mouth is one thing; so are two strands without a line between them. An upper
arm and a trunk with a line between them are two things of one mass.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles, Mask, Regions
from nurie.schemes import PART_COUNT, Part

UNLIT = int(Part.GROUND)
"""The material that stands for "takes neither light nor shade"."""
# Chosen by hand; `python benchmarks/run.py light` measures the result (docs/light.md).
_SMALLER = 0.3  # largest area of a thing that lies upon another, as a share of the other
_OPEN = 0.5  # share of a border without a line from which two regions are one thing
_ENCLOSED = 0.6  # share of a border on one neighbor from which that neighbor encloses the region
_FEATURE = 0.15  # largest area of a feature enclosed in skin, as a share of that skin
# share of the border of an eye or a mouth on skin from which it is in the face; hair may hide the rest
_ON_SKIN = 0.3
_FEATURES = (Part.EYE_WHITE, Part.IRIS, Part.MOUTH)
_REACH = 0.006  # half the width of the thickest outline, as a share of the long side


@dataclass(frozen=True, eq=False)
class Things:
    """The things and masses of a drawing, numbered from 1.

    Attributes:
        labels: (h, w), the thing at each pixel of the grid.
        of_region: (n + 1,), the thing that each region belongs to; 0 for a region too small for the grid.
        mass: (m + 1,), the mass that each thing belongs to.
        part: (m + 1,), the material of each thing; `UNLIT` for what takes no light, `Part.SKIN` for a face
            with its features.
        face: (m + 1,), whether a thing is a face.
        touching: (k, 2), pairs of things that share a border, each pair in both orders.
        below: (m + 1,), the thing that each one lies upon, such as hair for a ribbon; itself if none.
    """

    labels: Regions
    of_region: Regions
    mass: Regions
    part: Bytes
    face: Mask
    touching: npt.NDArray[np.int64]
    below: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Borders:
    """Pairs of neighbors, in both orders: length of their border, and its length without a line, in px."""

    one: npt.NDArray[np.int64]
    other: npt.NDArray[np.int64]
    length: Doubles
    free: Doubles


def find_things(regions: Regions, parts: Bytes, paper: Bytes) -> Things:
    """Group the regions of a drawing into things and masses.

    Args:
        regions: (h, w), the number of the region at each pixel, from 1.
        parts: (h, w), `Part` values, one for each region.
        paper: (h, w), 1 on paper, 0 on lines.
    """
    count = int(regions.max()) + 1
    area = np.bincount(regions.ravel(), minlength=count)
    votes = np.bincount((regions * PART_COUNT + parts).ravel(), minlength=count * PART_COUNT)
    part = votes.reshape(count, PART_COUNT).argmax(axis=1).astype(np.uint8)
    borders = _borders(regions, paper)
    material = part.copy()
    material[np.isin(part, _FEATURES)] = Part.SKIN
    material[part == Part.BUBBLE] = UNLIT
    thing = _united(count, *_bonds(borders, area, part, material))
    kinds = np.zeros(int(thing.max()) + 1, np.uint8)
    solid = ~np.isin(part, _FEATURES)
    kinds[thing[solid]] = material[solid]  # a feature on no skin stays unlit
    face = np.zeros(kinds.size, bool)
    face[thing[~solid & (area > 0)]] = True
    face &= kinds == Part.SKIN
    between = _of_things(borders, thing)
    kinds[_stage(kinds, between, thing[_framed(regions, part, borders)])] = UNLIT
    touching = np.stack([between.one, between.other], axis=1)
    alike = touching[kinds[between.one] == kinds[between.other]]
    mass = _united(kinds.size, alike[:, 0], alike[:, 1])
    total = np.bincount(thing, area, kinds.size).astype(np.float64)
    below = _below(between, total, kinds)
    thing[area == 0] = 0
    return Things(thing.take(regions), thing, mass, kinds, face, touching, below)


def outlines(labels: Regions, paper: Bytes, blank: Bytes) -> Bytes:
    """A mask, 0 on outlines and 1 elsewhere; the edges of page, panels and bubbles are no outlines.

    Args:
        labels: (h, w), the number of the thing or mass at each pixel.
        paper: (h, w), 1 on paper, 0 on lines.
        blank: (h, w), 1 on bubbles and gutters and their lines, 0 elsewhere.
    """
    edge = np.zeros(labels.shape, np.uint8)
    across, down = labels[:, 1:] != labels[:, :-1], labels[1:] != labels[:-1]
    edge[:, 1:] |= across
    edge[:, :-1] |= across
    edge[1:] |= down
    edge[:-1] |= down
    reach = 2 * round(_REACH * max(labels.shape)) + 1
    near = np.asarray(cv2.dilate(edge, np.ones((reach, reach), np.uint8)), np.uint8)
    return 1 - (edge | near & (1 - paper)) | blank


def widened(mask: Bytes) -> Bytes:
    """A mask (h, w) of 0 and 1, dilated by the width of the thickest outline."""
    reach = 2 * round(2 * _REACH * max(mask.shape)) + 1
    return np.asarray(cv2.dilate(mask, np.ones((reach, reach), np.uint8)), np.uint8)


def _borders(regions: Regions, paper: Bytes) -> _Borders:
    count = int(regions.max()) + 1
    keys, free = [], []
    for here, there in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        border = regions[here] != regions[there]
        one, other = regions[here][border].astype(np.int64), regions[there][border].astype(np.int64)
        keys += [one * count + other, other * count + one]
        free += [(paper[here] & paper[there])[border]] * 2
    pairs, place = np.unique(np.concatenate(keys), return_inverse=True)
    length = np.bincount(place, minlength=pairs.size).astype(np.float64)
    open_length = np.bincount(place, np.concatenate(free), pairs.size).astype(np.float64)
    return _Borders(pairs // count, pairs % count, length, open_length)


def _of_things(borders: _Borders, thing: Regions) -> _Borders:
    """The borders between things, from those between regions."""
    count = int(thing.max()) + 1
    one, other = thing[borders.one].astype(np.int64), thing[borders.other].astype(np.int64)
    apart = one != other
    pairs, place = np.unique((one * count + other)[apart], return_inverse=True)
    length, free = (
        np.bincount(place, weights[apart], pairs.size).astype(np.float64)
        for weights in (borders.length, borders.free)
    )
    return _Borders(pairs // count, pairs % count, length, free)


def _below(borders: _Borders, area: Doubles, part: Bytes) -> npt.NDArray[np.int64]:
    """For each thing the larger one that encloses it; itself where none does."""
    whole = np.bincount(borders.one, borders.length, minlength=area.size)
    around = borders.length >= _ENCLOSED * whole[borders.one]
    around &= (area[borders.one] <= _SMALLER * area[borders.other]) & (part[borders.other] != UNLIT)
    below = np.arange(area.size)
    below[borders.one[around]] = borders.other[around]
    return below


def _framed(regions: Regions, part: Bytes, borders: _Borders) -> Mask:
    """Which regions touch the edge of the page, of a panel or of a bubble."""
    framed = np.zeros(part.size, np.bool_)
    for edge in (regions[0], regions[-1], regions[:, 0], regions[:, -1]):
        framed[edge] = True
    framed[borders.one[part[borders.other] == Part.BUBBLE]] = True
    return framed


def _stage(part: Bytes, borders: _Borders, framed: Regions) -> Mask:
    """Scenery that takes no light: what lies behind other things, and what the page or a panel cuts off."""
    stage = np.zeros(part.size, np.bool_)
    stage[framed] = True
    stage[borders.one[~np.isin(part[borders.other], (UNLIT, Part.SCENERY))]] = True
    return np.asarray(stage & (part == Part.SCENERY))


def _bonds(
    borders: _Borders, area: npt.NDArray[np.int64], part: Bytes, material: Bytes
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs of regions that belong to one thing."""
    one, other = borders.one, borders.other
    alike = (material[one] == material[other]) & (material[one] != UNLIT)
    feature = np.isin(part, _FEATURES)
    whole = np.bincount(one, borders.length, minlength=area.size)
    skin = np.bincount(one, borders.length * (material[other] == Part.SKIN), minlength=area.size)
    inside = np.where(
        feature[one], skin[one] >= _ON_SKIN * whole[one], borders.length >= _ENCLOSED * whole[one]
    )
    on_skin = alike & (material[one] == Part.SKIN)
    small = inside & (area[one] <= _FEATURE * area[other])
    bond = alike & (borders.free > _OPEN * borders.length) & ~feature[one] & ~feature[other]
    bond |= on_skin & (small & ~feature[one] & ~feature[other] | feature[one] & feature[other])
    bond |= _longest(one, np.where(on_skin & small & feature[one] & ~feature[other], borders.length, 0))
    return one[bond], other[bond]


def _longest(one: npt.NDArray[np.int64], length: Doubles) -> Mask:
    """A mask of pairs: for each first region its pair with the longest border, where that is above 0."""
    order = np.argsort(length, kind="stable")
    last = np.zeros(int(one.max(initial=0)) + 1, np.int64)
    last[one[order]] = order
    chosen = np.zeros(one.size, np.bool_)
    chosen[last[np.unique(one)]] = True
    return chosen & (length > 0)


def _united(count: int, one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> Regions:
    """Connected components of items 0..count - 1 (union-find), numbered from 1; item 0 stays 0."""
    owner = list(range(count))

    def root(item: int) -> int:
        while owner[item] != item:
            owner[item] = owner[owner[item]]
            item = owner[item]
        return item

    for first, second in zip(one.tolist(), other.tolist(), strict=True):
        owner[max(root(first), root(second))] = min(root(first), root(second))
    roots = np.array([root(item) for item in range(count)])
    if count == 1:
        return np.zeros(1, np.int32)
    _, numbers = np.unique(roots[1:], return_inverse=True)
    return np.append(0, numbers + 1).astype(np.int32)
