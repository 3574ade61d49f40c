"""Comic pages seen panel by panel against pages seen whole: how far their colors are from the true ones.

Pages by the procedural artist that no recipe trains on; coloring number k answers for the k-th scheme,
without light, as the true colors have none.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import mean
from unittest.mock import patch

import numpy as np
from harness import Limit, Options, Result

from nurie.lineart.layout import Layout, find_layout

PAGES = 12
FIRST_SEED = 9_500_000
SIZE = 1000, 720
CLOSE = 16
"""CIEDE2000 up to which a pixel has its part's color."""


def without_panels(lines: np.ndarray, *known: object) -> Layout:
    """The layout of a page that is taken for one drawing."""
    layout = find_layout(lines, *known)
    return replace(layout, panels=np.zeros_like(layout.panels))


def measure(options: Options) -> Result:
    """Color every page both ways; the result is always the same, so once is enough."""
    from nurie import Colorizer, ColorOptions
    from nurie.color.difference import ciede2000
    from nurie.data.drawn import SCHEMES, draw, paint
    from nurie.schemes.parts import Part

    colorizer, flat = Colorizer(options.model), ColorOptions(finish="flat")
    errors: dict[str, list[float]] = {"whole": [], "by panel": []}
    right: dict[str, list[float]] = {}
    seed, found = FIRST_SEED, 0
    while len(errors["whole"]) < PAGES:
        seed += 1
        page = draw(seed, SIZE)
        if page.kind != "page":
            continue
        with patch("nurie.colorize.reading.find_layout", without_panels):
            whole = colorizer.color(page.line, options=flat)
        by_panel = colorizer.color(page.line, options=flat)
        found += bool(by_panel.layout.panels.any())
        paper = page.line[::4, ::4] > 200
        parts = page.parts[::4, ::4][paper]
        for name, coloring in (("whole", whole), ("by panel", by_panel)):
            apart = []
            for k, scheme in enumerate(SCHEMES):
                truth, ours = (rgb[::4, ::4][paper] for rgb in (paint(page, scheme), coloring.colors(k)))
                apart.append(ciede2000(truth.astype(float), ours.astype(float)))
            errors[name].append(float(np.mean(apart)))
            for part in (Part.SKIN, Part.HAIR, Part.CLOTHES, Part.GROUND):
                here = np.array(apart)[:, parts == part]
                if here.size:
                    share = float((here <= CLOSE).mean())
                    right.setdefault(f"{part.name.lower()} right, {name}", []).append(share)
    ratio = mean(errors["by panel"]) / mean(errors["whole"])
    facts: dict[str, object] = {"pages": PAGES, "pages with panels found": found}
    facts |= {name: round(mean(shares), 3) for name, shares in right.items()}
    return Result("panels", errors, "CIEDE2000", [Limit("by panel / whole", ratio, 0.9)], facts)
