"""Gives regions other colors and keeps their light and shade, without the network."""

from collections.abc import Mapping

import cv2
import numpy as np

from nurie.arrays import Bytes, Floats, Mask, Regions
from nurie.colorize.flats import Flats, flatten, lab

_SLAB = 1_000_000  # px converted at a time, which bounds the memory
_LIMITS = (30.0, 10.0, 10.0)  # greatest difference of shading from the flat color, in L, a and b of CIELAB
_ROOM = np.float32(1e-3)  # least distance to black or white, so that nothing is divided by zero


def recolor(colors: Bytes, regions: Regions, wanted: Mapping[int, str]) -> Bytes:
    """Give regions the colors that are wanted.

    A region's median color becomes exactly the wanted one. What differs from the median keeps its difference
    in CIELAB, within limits, for what differs by more is no shading but another color. Where the new color
    leaves less room for light or shade than the old one had, they shrink.

    Args:
        colors: (H, W, 3) bytes, a coloring without lines.
        regions: (H, W), the number of the region at each pixel, from 1.
        wanted: "#rrggbb" for each region to change; numbers of no region are ignored.

    Returns:
        (H, W, 3) bytes; the same array where nothing changes.
    """
    goals = np.zeros((int(regions.max()) + 1, 3), np.uint8)
    changes = np.zeros(len(goals), np.bool_)
    for region, color in wanted.items():
        if 0 < region < len(goals):
            goals[region] = tuple(bytes.fromhex(color[1:]))
            changes[region] = True
    inside = np.flatnonzero(changes.take(regions))
    if not inside.size:
        return colors
    medians = goals.copy()
    changing = flatten(colors.reshape(-1, 3)[None, inside], regions.ravel()[None, inside], similar=0).colors
    medians[: len(changing)] = changing
    return carry(colors, Flats(regions, medians), goals, changes)


def carry(colors: Bytes, flats: Flats, goals: Bytes, changes: Mask) -> Bytes:
    """Carry regions from one color to another, as :func:`recolor` does.

    Args:
        colors: (H, W, 3) bytes.
        flats: the regions and their colors now.
        goals: (n + 1, 3) bytes, their new colors; those of regions that do not change are ignored.
        changes: (n + 1,), which regions change.
    """
    old, new = lab(flats.colors), lab(goals)
    shade = np.minimum((new[:, 0] + _ROOM) / (old[:, 0] + _ROOM), 1)
    light = np.minimum((100 - new[:, 0] + _ROOM) / (100 - old[:, 0] + _ROOM), 1)
    inexact = goals / np.float32(255) - _rgb(new)
    result = colors.copy()
    flat_result, numbers = result.reshape(-1, 3), flats.regions.ravel()
    for start in range(0, numbers.size, _SLAB):
        places = start + np.flatnonzero(changes.take(numbers[start : start + _SLAB]))
        if not places.size:
            continue
        region = numbers[places]
        difference = lab(flat_result.take(places, axis=0)) - old.take(region, axis=0)
        for axis, limit in enumerate(_LIMITS):
            np.clip(difference[:, axis], -limit, limit, out=difference[:, axis])
        lightness = difference[:, 0]
        lightness *= np.where(lightness < 0, shade.take(region), light.take(region))
        difference += new.take(region, axis=0)
        rgb = _rgb(difference)
        rgb += inexact.take(region, axis=0)
        flat_result[places] = cv2.convertScaleAbs(np.maximum(rgb, 0, out=rgb), alpha=255)
    return result


def _rgb(lab_colors: Floats) -> Floats:
    """(n, 3) CIELAB to RGB in 0..1."""
    return np.asarray(cv2.cvtColor(lab_colors[None], cv2.COLOR_LAB2RGB)[0], dtype=np.float32)
