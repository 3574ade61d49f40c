"""One colored page at any size: made once a size, then cheap for every change of mind."""

import threading
from collections import deque
from dataclasses import replace

import cv2
import numpy as np

from nurie.colorize.colorizer import Colorization
from nurie.colorize.compose import compose
from nurie.colorize.enforce import Enforcement
from nurie.colorize.flats import Regions
from nurie.colorize.fullsize import FullSize
from nurie.colorize.hints import Hints
from nurie.colorize.mix import Mix, apply
from nurie.colorize.palette import Palette, snap
from nurie.export import png
from nurie.images import Bytes
from nurie.lineart.regions import reduced_regions
from nurie.studio.project import Work

PREVIEW = 1024
"""The long side in px of the colors that the page shows, under lines of full size; exports are full size."""
_KEPT_VIEWS = 3
_KEPT_FLATS = 4  # of a view: what is mixed at the moment
_BYTES_A_PIXEL = 30  # of a sketch in memory: decoded, drawing, regions, geometry
_BYTES_A_VIEW = 25_000_000


class Page:
    """The geometry of one sketch, and its looks.

    Args:
        coloring: any coloring of the sketch; what all colorings of it share is taken from it.
    """

    def __init__(self, coloring: Colorization) -> None:
        self._base = coloring.with_hints(Hints())
        self._views: dict[int, View] = {}
        self._lock = threading.Lock()

    def color_maps(self, hints: Hints) -> Bytes:
        """The nine colorings with some hints, (9, h, w, 3) bytes."""
        return self._base.with_hints(hints).color_maps

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the sketch."""
        height, width = self._base.drawing.shape[:2]
        return height, width

    @property
    def cost(self) -> int:
        """About how many bytes of memory this page holds."""
        height, width = self.shape
        return height * width * _BYTES_A_PIXEL + min(_BYTES_A_VIEW, height * width * 25)

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences that the user should read."""
        return self._base.notices

    @property
    def has_colored_ink(self) -> bool:
        """Whether the drawing is more than gray."""
        red, green, blue = cv2.split(self._base.drawing)
        return not (np.array_equal(red, green) and np.array_equal(green, blue))

    def coloring(self, color_maps: Bytes, work: Work) -> Colorization:
        """The sketch at full size in the colors that were decided for it.

        Args:
            color_maps: (9, h, w, 3) bytes.
            work: the decisions that the color maps were made for.
        """
        palette = work.palette if work.snap else None
        return replace(self._base, color_maps=color_maps, palette=palette, hints=work.hints)

    def view(self, size: int) -> "View":
        """The page with a long side of at most `size` px."""
        size = min(size, max(self.shape))
        with self._lock:
            view = self._views.pop(size, None) or View(self._base, size)
            self._views[size] = view
            while len(self._views) > _KEPT_VIEWS:
                del self._views[next(iter(self._views))]
        return view

    def paper(self) -> bytes:
        """How much color shines through the drawing, a gray PNG file of full size: 255 on white paper."""
        return png.encode(self._base.drawing.min(axis=2))

    def ink(self) -> bytes:
        """The drawing's own colors, to be added to what shines through: a PNG file of full size."""
        drawing = self._base.drawing
        return png.encode(drawing - drawing.min(axis=2, keepdims=True))


class View:
    """A page at one size.

    Args:
        base: any coloring of the page, without hints.
        size: the long side in px, at most the sketch's own.

    Attributes:
        drawing: (height, width, 3) bytes.
        regions: (height, width), with the numbers that they have at full size.
    """

    def __init__(self, base: Colorization, size: int) -> None:
        self._base = base
        self._geometry: FullSize | None = None
        self._flats: deque[tuple[Bytes, int, Hints, Palette | None, Bytes]] = deque(maxlen=_KEPT_FLATS)
        self._enforcement: tuple[Hints, Enforcement] | None = None
        self.drawing, self.regions = base.drawing, base.regions
        if size < max(base.drawing.shape):
            self.regions = reduced_regions(base.regions, size)
            area = self.regions.shape[1], self.regions.shape[0]
            drawing = cv2.resize(base.drawing, area, interpolation=cv2.INTER_AREA)
            self.drawing = np.asarray(drawing, np.uint8)
            gray = np.asarray(cv2.cvtColor(self.drawing, cv2.COLOR_RGB2GRAY), np.uint8)
            self._geometry = FullSize(gray, base.color_maps.shape[1:3], self.regions)

    def flat(self, color_maps: Bytes, which: int | Mix, work: Work) -> Bytes:
        """One coloring, 0..8, or a mix, as decided and without lines: (height, width, 3) bytes.

        Args:
            color_maps: (9, h, w, 3) bytes.
            which: the coloring.
            work: the decisions that the color maps were made for.
        """
        if isinstance(which, Mix):
            return apply(which, lambda index: self.flat(color_maps, index, work), self.regions)
        palette = work.palette if work.snap else None
        wanted = which, work.hints, palette
        for known_maps, *known, flat in tuple(self._flats):
            if known_maps is color_maps and tuple(known) == wanted:
                return flat
        if self._geometry:
            flat = self._geometry(color_maps[which])
        else:
            flat = replace(self._base, color_maps=color_maps).flat(which)
        if palette:
            flat = snap(flat, self.regions, palette)
        if work.hints:
            flat = self._enforced(work.hints)(flat)
        self._flats.append((color_maps, *wanted, flat))
        return flat

    def _enforced(self, hints: Hints) -> Enforcement:
        if self._enforcement is None or self._enforcement[0] != hints:
            self._enforcement = hints, Enforcement(self.regions, hints)
        return self._enforcement[1]

    def composed(self, colors: Bytes) -> Bytes:
        """Colors under the lines."""
        return compose(colors, self.drawing)


def region_map(regions: Regions) -> bytes:
    """Region numbers as a PNG file: red + 256 green + 65536 blue."""
    return png.encode(np.stack([regions & 255, regions >> 8 & 255, regions >> 16], axis=-1).astype(np.uint8))
