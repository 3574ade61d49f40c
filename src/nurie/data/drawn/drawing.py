"""What the artist hands over: exact lines and what lies under them."""

from dataclasses import dataclass
from typing import Literal

from nurie.arrays import Bytes

Subject = Literal["figures", "closeup", "page", "place", "panel"]


@dataclass(frozen=True)
class Drawing:
    """One drawing; all arrays have shape (H, W) and type uint8."""

    line: Bytes
    """Ink on paper, 0 (black) to 255 (paper)."""
    parts: Bytes
    """`Part` values; they go on under the lines."""
    shadow: Bytes
    """How much a pixel lies in cel shadow, 0..255."""
    light: Bytes
    """Highlights: gloss of the hair, sparkle of the eyes, shine, 0..255."""
    blush: Bytes
    """Blush of cheeks, 0..255."""
    seed: int
    """The seed that draws this again."""
    kind: Subject = "figures"
    """One view of figures, hands or legs from near, a page with panels, a place without anybody,
    or one panel of a page."""

    @property
    def nbytes(self) -> int:
        """The memory that its planes take."""
        return sum(plane.nbytes for plane in (self.line, self.parts, self.shadow, self.light, self.blush))
