"""Comic pages seen panel by panel against pages seen whole: how far their colors are from the true ones.

Pages by the procedural artist that no recipe trains on; coloring number k answers for the k-th scheme.
"""

from __future__ import annotations

from statistics import mean
from unittest.mock import patch

from harness import Limit, Options, Result

PAGES = 12
FIRST_SEED = 9_500_000
SIZE = 1000, 720
CLOSE = 16
"""CIEDE2000 up to which a pixel has its part's color."""


def measure(options: Options) -> Result:
    """Color every page both ways; the result is always the same, so once is enough."""
    import numpy as np

    from nurie import Colorizer
    from nurie.color.difference import ciede2000
    from nurie.data.drawn import SCHEMES, draw, paint
    from nurie.schemes.parts import Part

    colorizer = Colorizer(options.model)
    errors: dict[str, list[float]] = {"whole": [], "by panel": []}
    right: dict[str, list[float]] = {}
    seed, found = FIRST_SEED, 0
    while len(errors["whole"]) < PAGES:
        seed += 1
        page = draw(seed, SIZE)
        if page.kind != "page":
            continue
        with patch("nurie.colorize.fullsize.find_panels", lambda regions, _: np.zeros_like(regions)):
            whole = colorizer.color(page.line)
        by_panel = colorizer.color(page.line)
        found += whole.color_maps.shape != by_panel.color_maps.shape
        paper = page.line[::4, ::4] > 200
        parts = page.parts[::4, ::4][paper]
        for name, coloring in (("whole", whole), ("by panel", by_panel)):
            apart = []
            for k, scheme in enumerate(SCHEMES):
                truth, ours = (rgb[::4, ::4][paper] for rgb in (paint(page, scheme), coloring.flat(k)))
                apart.append(ciede2000(truth.astype(float), ours.astype(float)))
            errors[name].append(float(np.mean(apart)))
            for part in (Part.SKIN, Part.HAIR, Part.CLOTHES, Part.GROUND):
                here = np.array(apart)[:, parts == part]
                if here.size:
                    share = float((here <= CLOSE).mean())
                    right.setdefault(f"{part.name.lower()} right, {name}", []).append(share)
    ratio = mean(errors["by panel"]) / mean(errors["whole"])
    facts = {"pages": PAGES, "pages with panels found": found}
    facts |= {name: round(mean(shares), 3) for name, shares in right.items()}
    return Result("panels", errors, "CIEDE2000", [Limit("by panel / whole", ratio, 0.9)], facts)
