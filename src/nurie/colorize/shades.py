"""A cache of light and shade, shared by all results of one sketch."""

import threading
from dataclasses import dataclass

import numpy as np

from nurie.colorize.light import Light, Shading, shade
from nurie.colorize.materials import Materials
from nurie.lineart.layout import Layout, StripLayout
from nurie.packed import Held
from nurie.tiles import looked_up

_KEPT = 4  # results that are kept: the page's and those of its previews


class Shades:
    """Remembers the last few; safe to be asked by several threads."""

    def __init__(self) -> None:
        self._known: list[tuple[Materials, Light, Lit]] = []
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type["Shades"], tuple[()]]:
        """Pickled as an empty cache."""
        return Shades, ()

    def __call__(
        self, materials: Materials, lines: Held[np.uint8], light: Light, layout: Layout | StripLayout
    ) -> "Lit":
        """The light and shade of a sketch.

        Args:
            materials: of its regions, (H, W); entries of the cache are found by the identity of this object.
            lines: (H, W) bytes, ink 0, paper 255.
            light: how it is lit.
            layout: its panels, and the pieces of a strip, each of which is lit by itself.
        """
        with self._lock:
            for known, asked, lit in self._known:
                if known is materials and asked == light:
                    return lit
            pieces = []
            for rows, piece in layout.apart():
                regions = materials.regions[rows]
                parts = looked_up(materials.parts, regions)
                shading = shade(parts, regions, lines[rows], light, piece.panels)
                pieces.append((rows, shading.packed() if isinstance(layout, StripLayout) else shading))
            lit = Lit(tuple(pieces))
            self._known = [(materials, light, lit), *self._known[: _KEPT - 1]]
            return lit


@dataclass(frozen=True, eq=False)
class Lit:
    """Light and shade of a sketch: of the pieces of a strip one by one, for together they would be twice.

    Attributes:
        pieces: from the top down, the rows of each and their light and shade.
    """

    pieces: tuple[tuple[slice, Shading], ...]

    def at(self, rows: slice) -> Shading:
        """That of some rows."""
        found = [
            shading.at(slice(max(rows.start, at.start) - at.start, min(rows.stop, at.stop) - at.start))
            for at, shading in self.pieces
            if at.start < rows.stop and rows.start < at.stop
        ]
        return found[0] if len(found) == 1 else Shading.stacked(found)
