"""Paints materials in a scheme, and gives scenery without figures more than one tint.

To the network hills, trees and houses are all scenery. Large things are taken for land, one hill behind the
other: the higher on the page, the nearer to the sky's color (aerial perspective). Small things get one of a
    few quiet colors; things of like size and shape, such as trees, get the same one.
"""

import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles
from nurie.color.oklch import oklch, srgb
from nurie.colorize.materials import Materials
from nurie.lineart.regions import reduced_regions
from nurie.schemes.parts import Part
from nurie.schemes.scheme import Scheme

# Chosen by hand; tests/colorize/test_scenery.py checks the result.
_GRID = 256  # px: places and sizes of things are measured at this size
_FIGURE = 0.02  # share of the page from which figures make scenery a quiet background
_LARGE = 0.03  # share of the page from which a thing is land, not an object on it
_HAZE = 0.5  # share of the sky's color that is mixed into the farthest land
# degrees of hue between scenery and kinds of small things, in turn
_TURNS = (135.0, 60.0, -60.0, 195.0, 20.0)
_CHROMA = 0.07  # chroma of small things; the quiet grounds of the schemes have 0.02 to 0.06
# greatest |log2| of the ratio of areas, and of aspect ratios, of things of one kind
_SIZES, _SHAPES = 1.0, 0.4

_BODY = (Part.SKIN, Part.HAIR, Part.EYE_WHITE, Part.IRIS, Part.MOUTH, Part.CLOTHES, Part.CLOTHES_2)
_TOLD_APART = (Part.SCENERY, Part.PROP)


def paint(materials: Materials, scheme: Scheme) -> Bytes:
    """Paint materials in a scheme, the things of a picture without figures in colors of their own.

    Args:
        materials: what the regions are.
        scheme: the color of each material.

    Returns:
        (n + 1, 3) bytes, the color of each region.
    """
    table = np.rint(scheme.table()).astype(np.uint8).take(materials.parts, axis=0)
    regions = reduced_regions(materials.regions, _GRID)
    areas = np.bincount(regions.ravel(), minlength=len(table)) / regions.size
    if areas[np.isin(materials.parts, _BODY)].sum() > _FIGURE:
        return table
    things = np.flatnonzero(np.isin(materials.parts, _TOLD_APART) & (areas > 0))
    if things.size < 2:
        return table
    result = table.copy()
    land = things[areas[things] >= _LARGE]
    sky = table[np.flatnonzero(materials.parts == Part.GROUND)]
    if land.size and sky.size:
        heights = _middles(regions, len(table))[land]
        far = (heights.max() - heights) / max(float(np.ptp(heights)), 1e-6)
        near = table[land].astype(np.float64)
        result[land] = np.rint(near + _HAZE * far[:, None] * (sky[0].astype(np.float64) - near))
    small = things[areas[things] < _LARGE]
    kinds = _kinds(regions, small, areas)
    for region, kind in zip(small.tolist(), kinds, strict=True):
        lightness, chroma, hue = oklch(table[region]).tolist()
        result[region] = srgb(lightness, max(chroma, _CHROMA), hue + _TURNS[kind % len(_TURNS)])
    return result


def _middles(regions: npt.NDArray[np.int32], count: int) -> Doubles:
    """(count,), the mean row of each region."""
    rows = np.repeat(np.arange(regions.shape[0], dtype=np.float64), regions.shape[1])
    return np.bincount(regions.ravel(), rows, count) / np.maximum(
        np.bincount(regions.ravel(), minlength=count), 1
    )


def _kinds(regions: npt.NDArray[np.int32], things: npt.NDArray[np.intp], areas: Doubles) -> list[int]:
    """The number of the kind of each thing, from 0: those alike in size and proportion are of one kind."""
    kinds: list[tuple[float, float]] = []
    found = []
    for region in things.tolist():
        rows, columns = np.nonzero(regions == region)
        size = float(np.log2(areas[region]))
        proportion = float(np.log2((np.ptp(rows) + 1) / (np.ptp(columns) + 1)))
        alike = [abs(size - s) < _SIZES and abs(proportion - p) < _SHAPES for s, p in kinds]
        if True not in alike:
            kinds.append((size, proportion))
            alike.append(True)
        found.append(alike.index(True))
    return found
