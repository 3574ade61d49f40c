"""A cache of light and shade, shared by all results of one sketch."""

import threading

from nurie.arrays import Bytes
from nurie.colorize.light import Light, Shading, shade
from nurie.colorize.materials import Materials
from nurie.lineart.layout import Layout
from nurie.tiles import looked_up

_KEPT = 4  # results that are kept: the page's and those of its previews


class Shades:
    """Remembers the last few; safe to be asked by several threads."""

    def __init__(self) -> None:
        self._known: list[tuple[Materials, Light, Shading]] = []
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type["Shades"], tuple[()]]:
        """Pickled as an empty cache."""
        return Shades, ()

    def __call__(self, materials: Materials, lines: Bytes, light: Light, layout: Layout) -> Shading:
        """The light and shade of a sketch.

        Args:
            materials: of its regions, (H, W); entries of the cache are found by the identity of this object.
            lines: (H, W) bytes, ink 0, paper 255.
            light: how it is lit.
            layout: its panels, and the pieces of a strip, each of which is lit by itself.
        """
        with self._lock:
            for known, lit, shading in self._known:
                if known is materials and lit == light:
                    return shading
            regions = materials.regions
            shading = Shading.stacked(
                [
                    shade(
                        looked_up(materials.parts, regions[rows]),
                        regions[rows],
                        lines[rows],
                        light,
                        piece.panels,
                    )
                    for rows, piece in layout.apart()
                ]
            )
            self._known = [(materials, light, shading), *self._known[: _KEPT - 1]]
            return shading
