"""The materials of a colored page, with their colors and regions."""

import numpy as np

from nurie.colorize.colorization import Colorization
from nurie.colorize.mix import Mix
from nurie.schemes import PART_COUNT, Part, name_of
from nurie.studio.messages import PageMaterialsForm, RegionMaterialForm, SwatchForm

_SURE = 0.6  # regions with less confidence are shown as unsure
_LARGE = 3e-4  # smallest region that is shown as unsure, as a share of the page


def page_materials(view: Colorization, which: int | Mix) -> PageMaterialsForm:
    """The materials of a page with their colors in one coloring or a mix, and what each region is."""
    if view.materials is None:
        return PageMaterialsForm(materials=[], regions=[])
    flats, parts, sure = view.flats(which), view.materials.parts, view.materials.confidence
    count, whole = min(len(parts), len(flats.colors)), view.whole_regions
    shares = np.bincount(view.regions.ravel(), minlength=count)[:count] / view.regions.size
    covered = np.bincount(parts[:count], shares, PART_COUNT)
    regions = [
        RegionMaterialForm(
            region=region,
            material=name_of(Part(int(parts[region]))),
            figure=int(view.materials.figures[region]),
            piece=region >= whole,
            color=f"#{flats.colors[region].tobytes().hex()}",
            unsure=bool(sure[region] < _SURE and shares[region] >= _LARGE),
        )
        for region in np.flatnonzero(shares).tolist()
    ]
    materials = []
    for part in Part:
        mine = np.flatnonzero((parts[:count] == part) & (shares > 0))
        if mine.size:
            colors, kind = np.unique(flats.colors[mine], axis=0, return_inverse=True)
            usual = colors[np.bincount(kind, shares[mine]).argmax()]
            swatch = SwatchForm(
                material=name_of(part), color=f"#{usual.tobytes().hex()}", share=min(1.0, covered[part])
            )
            materials.append(swatch)
    return PageMaterialsForm(materials=materials, regions=regions)
