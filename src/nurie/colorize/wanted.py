"""The colors of regions after palette, character sheet and hints are applied."""

import numpy as np

from nurie.arrays import Bytes
from nurie.colorize.character import Character
from nurie.colorize.flats import Flats
from nurie.colorize.hinted import RegionColors
from nurie.colorize.materials import Materials
from nurie.colorize.palette import Palette, snapped
from nurie.schemes.parts import Part


def wanted_colors(
    colors: Bytes,
    materials: Materials,
    palette: Palette | None,
    character: Character | None,
    hinted: RegionColors,
    by_material: bool,
) -> Bytes:
    """The color of each region, (n + 1, 3) bytes; later arguments override earlier ones.

    Args:
        colors: (n + 1, 3) bytes, those without any of these.
        materials: what the regions are.
        palette: to keep to; where it has no white, speech bubbles and margins keep theirs.
        character: whose colors its materials have.
        hinted: colors by region.
        by_material: whether materials have colors of their own; then a palette whose names are those of
            materials gives them theirs.
    """
    table = colors.copy()
    if palette is not None:
        flats = Flats(np.asarray(materials.regions), colors)
        table = snapped(flats, palette, materials.parts == Part.BUBBLE if materials.named else None)
    sheets = (Character.from_palette(palette) if palette else None, character) if by_material else ()
    for sheet in filter(None, sheets):
        for part in sheet.colors:
            table[materials.parts == part] = sheet.rgb(part)
    for region, color in hinted.items():
        table[region] = color
    return table
