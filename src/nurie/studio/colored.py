"""A sketch in the colors that were decided for it."""

from dataclasses import dataclass

from nurie.colorize.colorization import Colorization
from nurie.studio.pictures import Snapshot
from nurie.studio.project import Work


@dataclass(frozen=True)
class Colored:
    """Decisions and the page that was made for them.

    Attributes:
        work: the decisions.
        page: the sketch with their hints and materials.
    """

    work: Work
    page: Snapshot

    def at(self, size: int) -> Colorization:
        """The colorings that were decided, with a long side of at most `size` px."""
        return self.page.at(size, self.work)

    @property
    def coloring(self) -> Colorization:
        """The same at full size."""
        return self.at(max(self.page.height, self.page.width))
