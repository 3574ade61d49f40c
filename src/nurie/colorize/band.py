"""A sketch band by band, each ready to be colored as often as there are colorings."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from nurie.arrays import Bytes, Regions
from nurie.colorize.compose import compose, shaded
from nurie.colorize.flats import Flats
from nurie.colorize.light import Shading
from nurie.colorize.runs import Runs
from nurie.packed import Held
from nurie.tiles import bands


class Band:
    """What the colors of some rows follow from, the same for all colorings; one pixel a run of equal ones.

    Args:
        tables: of each coloring the color of each region, (n + 1, 3) bytes.
        regions: (H, W), the number of the region at each pixel, from 1.
        shading: light and shade of the rows; None for flat colors.
        tone: (H, W) bytes, the gray of screentone that multiplies the colors; None if there is none.
        drawing: (H, W, 3) bytes, what lies over the colors; None for colors alone.
    """

    def __init__(
        self,
        tables: Sequence[Bytes],
        regions: Regions,
        shading: Shading | None = None,
        tone: Bytes | None = None,
        drawing: Bytes | None = None,
    ) -> None:
        self._tables = tables
        planes = [plane for plane in (regions, tone, drawing) if plane is not None]
        self._runs = Runs(*planes, *(shading.planes if shading else ()))
        first = self._runs.first
        self._regions = first(regions)
        self._shading = shading and shading.mapped(first)
        self._tone = None if tone is None else first(tone)
        self._drawing = None if drawing is None else first(drawing)

    def colored(self, index: int) -> Bytes:
        """The rows in the colors of one of the tables, (H, W, 3) bytes."""
        colors = Flats(self._regions, self._tables[index]).picture()
        if self._shading is not None:
            colors = self._shading.on(colors)
        colors = shaded(colors, self._tone)
        return self._runs.spread(colors if self._drawing is None else compose(colors, self._drawing))


Composed = Callable[[int], Bytes]
"""Gives some rows, (n, W, 3) bytes, of the coloring of an index."""


def even_bands(
    tables: Sequence[Bytes],
    regions: Held[np.int32],
    shading: Callable[[slice], Shading] | None,
    tone: Held[np.uint8] | None,
    drawing: Held[np.uint8] | None,
) -> Iterator[tuple[slice, Composed]]:
    """Bands of colorings with one even color a region, from the top down; the arguments are as for `Band`."""
    for rows in bands(regions.shape):
        light = None if shading is None else shading(rows)
        yield rows, Band(tables, regions[rows], light, _rows(tone, rows), _rows(drawing, rows)).colored


def soft_bands(
    colors: Sequence[Bytes], tone: Held[np.uint8] | None, drawing: Held[np.uint8] | None
) -> Iterator[tuple[slice, Composed]]:
    """Bands of colorings that are pictures, (H, W, 3) bytes each, from the top down."""
    for rows in bands(colors[0].shape):
        yield rows, partial(_softly, colors, rows, _rows(tone, rows), _rows(drawing, rows))


def _softly(
    colors: Sequence[Bytes], rows: slice, tone: Bytes | None, drawing: Bytes | None, index: int
) -> Bytes:
    toned = shaded(colors[index][rows], tone)
    return toned if drawing is None else compose(toned, drawing)


def _rows(plane: Held[np.uint8] | None, rows: slice) -> Bytes | None:
    return None if plane is None else plane[rows]
