"""Some rows of a sketch, ready to be colored as often as there are colorings."""

from collections.abc import Sequence

from nurie.arrays import Bytes, Regions
from nurie.colorize.compose import compose, shaded
from nurie.colorize.flats import Flats
from nurie.colorize.light import Shading
from nurie.colorize.runs import Runs


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
