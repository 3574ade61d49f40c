"""Light and shade of a drawing, from its lines and the material of each region."""

from dataclasses import replace

import cv2
import numpy as np

from nurie.arrays import Bytes, Floats, Regions
from nurie.colorize.light import carry
from nurie.colorize.light.blush import find_blush
from nurie.colorize.light.cast import find_cast
from nurie.colorize.light.eyes import shade_eyes
from nurie.colorize.light.form import find_form
from nurie.colorize.light.gloss import find_gloss
from nurie.colorize.light.light import Light
from nurie.colorize.light.shading import Shading
from nurie.colorize.light.things import UNLIT, find_things, widened
from nurie.lineart.regions import paper_mask, reduced, reduced_regions
from nurie.schemes import Part
from nurie.threads import beside

# px: long side of the grid for drawings (640 overlaps with the artist no more, docs/light.md) and for pages
_GRID, _PAGE_GRID = 560, 960
# slope at which form shadow begins: so low that each of 40 figures has a tenth or more in shadow
# Where nothing else is said: chosen by hand; `python benchmarks/run.py light` measures the result.
_EDGE = 0.345
_CRISP, _BLENDED = 12.0, 2.0  # steepness of the edge of a shadow, cel and soft, per unit of slope
_GLOSSY = 5.0  # steepness of the edge of gloss with the soft finish
_SECOND = 0.35  # slope beyond _EDGE at which the second shadow begins
_CALM = 0.0060  # sigma by which slopes are blurred, as a share of the long side
_STEADY = 0.0024  # sigma by which shadows are blurred before a crisp edge is cut, as a share of the long side
_SOFT = 0.0045  # sigma of blended edges, as a share of the long side
# side of the smallest spot of shadow, as a share of the long side; above _FAINT a pixel belongs to a spot
_SPECK, _FAINT = 0.011, 0.3
_SHARP = 1.5  # px at full size: width of crisp edges
_FEATURES = (Part.EYE_WHITE, Part.IRIS, Part.MOUTH)


def shade(
    parts: Bytes, regions: Regions, lines: Bytes, light: Light, panels: Regions | None = None
) -> Shading:
    """Work out the light of a drawing.

    Args:
        parts: (H, W), `nurie.schemes.Part` values: what each region is.
        regions: (H, W), the number of the region at each pixel, from 1 (`nurie.lineart.regions.segment`).
        lines: (H, W) bytes, clean line art, ink 0, paper 255.
        light: how it is lit.
        panels: the number of the panel at each pixel of a comic page, 0 outside, where no light falls; at
            any size. All 0 is no page.
    """
    if light.finish == "flat" or light.strength == 0:
        return Shading.none(light, parts)
    soft = light.finish == "soft"
    if panels is not None and not panels.any():
        panels = None
    side = _GRID if panels is None else _PAGE_GRID
    grid, kinds = reduced_regions(regions, side), reduced_regions(parts, side)
    if panels is not None:
        small = cv2.resize(panels, grid.shape[::-1], interpolation=cv2.INTER_NEAREST)
        kinds = np.where(small > 0, kinds, np.uint8(Part.BUBBLE))
    long = max(grid.shape)
    paper, blank = paper_mask(reduced(lines, side)), widened((kinds == Part.BUBBLE).view(np.uint8))
    things = find_things(grid, kinds, paper)
    form = find_form(things, paper, blank, light.toward)
    steep = _BLENDED if soft else _CRISP
    thrown = beside(find_cast, things, form.size, light.toward)
    cheeks = beside(find_blush, things, form.size, kinds, paper)
    countries = carry.color_map(things, regions)
    certain = paper.astype(np.float32) + np.float32(1e-3)
    slope, mass = carry.smooth((form.slope, form.mass), certain, countries, _CALM * long)
    shining = beside(find_gloss, things, replace(form, mass=mass))
    slope[np.isin(kinds, _FEATURES)] = -1
    lid, shine = shade_eyes(kinds, paper, light.toward)
    cast = thrown() | lid
    cast[(things.part == UNLIT).take(things.labels)] = 0
    tone = _without_specks(np.maximum(_ramp(slope - _EDGE, steep), cast))
    band = _without_specks(_ramp(shining(), _GLOSSY if soft else _CRISP))
    deep = np.minimum(_ramp(slope - _EDGE - _SECOND, steep), tone)
    blur = (_SOFT if soft else _STEADY) * long
    planes = carry.enlarge((tone, band, deep) if soft else (tone, band), countries, blur)
    if not soft:
        edge = max(1.0, 2.5 * blur * max(regions.shape) / long / _SHARP)
        planes = [*(_steeper(plane, edge) for plane in planes), _nothing(regions)]
    shadow, gloss, second = planes
    np.maximum(gloss, _masked(shine, parts, Part.IRIS), out=gloss)
    blush = _masked(np.rint(cheeks() * 255).astype(np.uint8), parts, Part.SKIN)
    return Shading(light, parts, shadow, second, gloss, blush)


def _nothing(regions: Regions) -> Bytes:
    """A plane of 0 at full size that takes no memory (broadcast)."""
    return np.broadcast_to(np.uint8(0), regions.shape)


def _ramp(plane: Floats, steep: float) -> Floats:
    """A linear ramp from 0 to 1 around 0, `steep` per unit."""
    return np.asarray(np.clip(plane * np.float32(steep) + np.float32(0.5), 0, 1), np.float32)


def _without_specks(plane: Floats) -> Floats:
    """A plane without spots smaller than _SPECK, which no painter would paint."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((plane > _FAINT).view(np.uint8), connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= (_SPECK * max(plane.shape)) ** 2
    return np.asarray(plane * kept.astype(np.float32).take(labels), np.float32)


def _masked(plane: Bytes, parts: Bytes, part: Part) -> Bytes:
    """A soft plane of the grid enlarged to full size, 0 outside one part."""
    if not plane.any():
        return np.broadcast_to(np.uint8(0), parts.shape)
    large = cv2.resize(plane, parts.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.copyTo(large, (parts == part).view(np.uint8)), np.uint8)


def _steeper(plane: Bytes, factor: float) -> Bytes:
    """A plane with its contrast around 127.5 multiplied by `factor`; in place."""
    table = np.clip((np.arange(256) - 127.5) * factor + 127.5, 0, 255)
    return np.asarray(cv2.LUT(plane, np.rint(table).astype(np.uint8), dst=plane), np.uint8)
