"""One sketch with its hints and materials at any size: cached by size, so that other changes are cheap."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nurie.arrays import Bytes, Regions
from nurie.color.channels import brightest, darkest
from nurie.colorize.character import Character
from nurie.colorize.colorization import Colorization
from nurie.colorize.light import Light
from nurie.colorize.options import Finish
from nurie.colorize.palette import Palette
from nurie.export import png
from nurie.schemes import schemes_of
from nurie.studio.project import Work

PREVIEW = 1024
"""The long side in px of the colors that the page shows, under lines of full size; exports are full size."""
_KEPT_VIEWS = 3
_KEPT_PAINTS = 6  # painted views that are kept, for quick comparisons
_BYTES_A_PIXEL = 16  # of a sketch in memory: decoded 3, drawing 3, lines 1, regions 4, and 4 more with hints
_BYTES_A_VIEW = 25_000_000


@dataclass(frozen=True)
class Paint:
    """Decisions that change colors only, and no region.

    Attributes:
        palette: to keep to.
        character: whose colors the materials have.
        schemes: the seed of the nine schemes; None for the built-in ones.
        finish: how colors are laid on.
        light_from: degrees clockwise from the top.
        light_strength: 0..2.
    """

    palette: Palette | None
    character: Character | None
    schemes: int | None
    finish: Finish | None
    light_from: float
    light_strength: float

    @classmethod
    def of(cls, work: Work) -> "Paint":
        """The paint of a work."""
        palette = work.palette if work.snap else None
        light = work.light_from, work.light_strength
        return cls(palette, work.character, work.schemes, work.finish, *light)

    def on(self, coloring: Colorization) -> Colorization:
        """A coloring with this paint; character and light are ignored if the model names no materials."""
        painted = coloring.with_palette(self.palette).with_schemes(schemes_of(self.schemes))
        if painted.materials is not None:
            light = Light(angle=self.light_from, strength=self.light_strength)
            painted = painted.with_character(self.character).with_light(light)
        elif self.finish in ("cel", "soft"):
            return painted
        return painted.with_finish(self.finish) if self.finish else painted


class Snapshot:
    """One sketch with some hints and materials. They never change, so that no request sees another's.

    Args:
        base: the sketch without hints.
        work: its locks, borders, materials and hints apply; materials are ignored if the model names none.
        before: an earlier snapshot of the sketch, reused if only the hints differ.

    Attributes:
        height: of the sketch, in px.
        width: of the sketch, in px.
        has_colored_ink: whether the drawing is more than gray.
    """

    def __init__(self, base: Colorization, work: Work, before: "Snapshot | None" = None) -> None:
        self._apart = work.shape[1:]  # all that decides regions but hints
        taken = before if before and before._apart == self._apart else None
        self._bare: Colorization = taken._bare if taken else _bare(base, work)
        shaped = self._bare.with_hints(work.hints)
        views = lru_cache(_KEPT_VIEWS)(shaped.at)

        @lru_cache(_KEPT_PAINTS)
        def painted(size: int, paint: Paint) -> Colorization:
            return paint.on(views(size))

        self.height: int = base.drawing.shape[0]
        self.width: int = base.drawing.shape[1]
        self.has_colored_ink: bool = (
            before.has_colored_ink if before else _has_color(np.asarray(base.drawing))
        )
        self._shaped = shaped
        self._painted = painted

    def at(self, size: int, work: Work) -> Colorization:
        """The colorings that a work decides, with a long side of at most `size` px."""
        if size >= max(self.height, self.width):
            return Paint.of(work).on(self._shaped)
        return self._painted(size, Paint.of(work))

    def paper(self) -> bytes:
        """How much color shines through the drawing, a gray PNG file of full size: 255 on white paper."""
        return png.encode(darkest(np.asarray(self._shaped.drawing)))

    def ink(self) -> bytes:
        """The drawing's own colors, to be added to what shines through: a PNG file of full size."""
        drawing = np.asarray(self._shaped.drawing)
        return png.encode(drawing - darkest(drawing)[..., None])


def _has_color(rgb: Bytes) -> bool:
    return not np.array_equal(darkest(rgb), brightest(rgb))


def _bare(base: Colorization, work: Work) -> Colorization:
    """A sketch with locks, borders and materials, but no hints."""
    parted = base.with_locked(work.mix.choices).with_borders(work.borders)
    if not work.materials or parted.materials is None:
        return parted
    return parted.with_materials(work.materials.resolved(parted.regions))


def memory_of(coloring: Colorization) -> int:
    """About how many bytes a sketch and its views take."""
    pixels = int(coloring.lines.size)
    return pixels * _BYTES_A_PIXEL + min(_BYTES_A_VIEW, pixels * 25)


def region_map(regions: Regions) -> bytes:
    """Region numbers as a PNG file: red + 256 green + 65536 blue."""
    coded: Bytes = np.stack([regions & 255, regions >> 8 & 255, regions >> 16], axis=-1).astype(np.uint8)
    return png.encode(coded)
