"""A sketch in the colors that were decided for it."""

from dataclasses import dataclass

from nurie.colorize.colorizer import Colorization
from nurie.colorize.mix import Mix
from nurie.images import Bytes
from nurie.studio.pictures import Page
from nurie.studio.project import Work


@dataclass(frozen=True)
class Colored:
    """Decisions and the colors that were made for them.

    Attributes:
        work: the decisions.
        page: the geometry.
        color_maps: (9, h, w, 3) bytes.
    """

    work: Work
    page: Page
    color_maps: Bytes

    def flat(self, which: int | Mix, size: int) -> Bytes:
        """One coloring, 0..8, or a mix, without lines, with a long side of at most `size` px."""
        return self.page.view(size).flat(self.color_maps, which, self.work)

    def composed(self, which: int | Mix, size: int) -> Bytes:
        """The same with lines."""
        return self.page.view(size).composed(self.flat(which, size))

    @property
    def coloring(self) -> Colorization:
        """The sketch at full size in the colors that were decided for it."""
        return self.page.coloring(self.color_maps, self.work)
