"""Nine colorings of one sketch, and everything that can be decided about them without the network."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import get_args

import numpy as np
from PIL import Image

from nurie.arrays import Bytes, Regions
from nurie.colorize.band import Composed, even_bands, soft_bands
from nurie.colorize.bordered import apply_borders
from nurie.colorize.borders import Borders
from nurie.colorize.character import Character
from nurie.colorize.checks import check_all, check_type, is_whole
from nurie.colorize.flats import Flats, flatten
from nurie.colorize.fullsize import FullSize
from nurie.colorize.fullstrip import FullStrip
from nurie.colorize.hinted import RegionColors, apply_hints, reach
from nurie.colorize.hints import Hint, Hints, HintScope, check_scope
from nurie.colorize.light import Light, Shading
from nurie.colorize.locks import Locks, find_locks
from nurie.colorize.look import Seen, StripSeen
from nurie.colorize.materials import Materials
from nurie.colorize.mix import Choice, Mix, check_which, chosen, chosen_table
from nurie.colorize.model import OUTPUTS
from nurie.colorize.nine import Nine
from nurie.colorize.options import Finish
from nurie.colorize.palette import Palette
from nurie.colorize.recolor import carry
from nurie.colorize.saving import save_nine
from nurie.colorize.scenery import paint
from nurie.colorize.shades import Shades
from nurie.colorize.views import reduced
from nurie.colorize.wanted import wanted_colors
from nurie.errors import MaterialError, OptionError
from nurie.export import formats, png, sheet
from nurie.export.formats import QUALITY
from nurie.export.layers import LayeredImage
from nurie.images import Picture
from nurie.lineart.layout import Layout, StripLayout
from nurie.packed import Held
from nurie.schemes.parts import Part
from nurie.schemes.scheme import SCHEMES, Scheme
from nurie.tiles import joined

_NAMELESS = "this model names no materials: use one that does, such as the shipped one."


@dataclass(frozen=True, eq=False, repr=False)
class Colorization:
    """Nine colorings of one sketch. Full-size pictures are made when they are asked for.

    Attributes:
        picture: the sketch as decoded.
        drawing: (H, W, 3) bytes, what lies over the colors: the sketch on white paper; of a strip `Packed`.
        lines: (H, W) bytes, the clean line art that was looked at; of a strip `Packed`.
        layout: its regions and panels.
        seen: what the network answered.
        decided: what the regions are, hints included; see :attr:`materials`.
        notices: sentences that the user should read.
        threads: how many processors to use.
        hints: colors that the colorings show at their places; see :meth:`with_hints`.
        hint_scope: how far hints reach.
        schemes: the nine that paint the materials.
        character: whose colors by material the colorings have, if any; see :meth:`with_character`.
        palette: whose colors the colorings have, if any; see :meth:`with_palette`.
        light: where the light comes from and how strong it is.
        finish: how colors are laid on; None for what fits the model: see :attr:`is_painted`.
        shade: (H, W) bytes, the gray of screentone, which multiplies the colors; None if it stays in the
            drawing; of a strip `Packed`.
        locks: what nothing changes, if anything is locked; see :meth:`with_locked`.
    """

    picture: Picture
    drawing: Held[np.uint8] = field(repr=False)
    lines: Held[np.uint8] = field(repr=False)
    layout: Layout | StripLayout = field(repr=False)
    seen: Seen | StripSeen = field(repr=False)
    decided: Materials = field(repr=False)
    notices: tuple[str, ...]
    threads: int = field(repr=False)
    hints: Hints = field(default_factory=Hints)
    hint_scope: HintScope = "flow"
    schemes: tuple[Scheme, ...] = field(default=SCHEMES, repr=False)
    character: Character | None = None
    palette: Palette | None = None
    light: Light = Light()  # noqa: RUF009  (frozen)
    finish: Finish | None = None
    shade: Held[np.uint8] | None = field(default=None, repr=False)
    locks: Locks | None = field(default=None, repr=False)
    _whole: Held[np.int32] | None = field(default=None, repr=False)
    _plain: Materials | None = field(default=None, repr=False)
    _hinted: RegionColors = field(default_factory=dict, repr=False)
    _shades: Shades = field(default_factory=Shades, repr=False)

    def __repr__(self) -> str:
        height, width = self.drawing.shape[:2]
        finish = self.finish or (self.light.finish if self.is_painted else "network")
        return f"<Colorization of {self.picture.name}, {width} x {height} px, {finish}>"

    @property
    def sketch(self) -> Image.Image:
        """The sketch as decoded, RGB."""
        return Image.fromarray(self.picture.rgb)

    @property
    def images(self) -> Sequence[Image.Image]:
        """The nine colorings, RGB, of the sketch's own size; each is composed anew when it is asked for."""
        return Nine(self.composed)

    @property
    def regions(self) -> Regions:
        """(H, W), the number, from 1, of the region at each pixel: what one color fills, gaps or no gaps."""
        return np.asarray(self.decided.regions)

    @property
    def materials(self) -> Materials | None:
        """What the regions are, hints included; None where the model does not follow the schemes."""
        return self.decided if self.decided.named else None

    @property
    def places(self) -> Held[np.int32]:
        """The regions in which the points of a mix lie: those of full size, in a view too."""
        return self.decided.regions if self._whole is None else self._whole

    def with_hints(self, hints: Hints, hint_scope: HintScope = "flow") -> "Colorization":
        """The same sketch with other hints: what a fresh coloring with them would be, without the network.

        Args:
            hints: colors that must appear at their places, instead of the present ones.
            hint_scope: see :class:`nurie.ColorOptions`.

        Raises:
            HintError: the hints were painted for a picture of another shape, or the scope is unknown.
        """
        check_scope(hint_scope)
        check_type("hints", hints, Hints, "Hints, such as Hints.load(PATH)")
        hints.check_shape(self.picture.pixels.shape[1], self.picture.pixels.shape[0])
        plain = self._plain or self.decided
        locked = self.locks.sources if self.locks else ()
        hinted = apply_hints(plain, self.layout, self.lines, hints, hint_scope, locked)
        asked = replace(self, hints=hints, hint_scope=hint_scope)
        return replace(asked, decided=hinted.materials, _plain=plain, _hinted=hinted.colors)

    def with_materials(self, parts: Mapping[int, Part]) -> "Colorization":
        """The same sketch with the materials of some regions corrected; colors and light follow.

        Args:
            parts: the material of each of these regions, by its number in :attr:`regions` without hints.

        Raises:
            MaterialError: there is no such region, or the model names no materials.
        """
        if self.materials is None:
            raise MaterialError(_NAMELESS)
        check_type("parts", parts, Mapping, "{region: Part, ...}")
        for part in parts.values():
            check_type("a value of parts", part, Part, "a Part, such as Part.HAIR")
        locked = self.locks.sources if self.locks else ()
        plain = (self._plain or self.decided).having({r: p for r, p in parts.items() if r not in locked})
        return replace(self, _plain=plain).with_hints(self.hints, self.hint_scope)

    def with_locked(self, choices: Iterable[Choice]) -> "Colorization":
        """The same sketch with the regions locked that a mix locks: only the light still changes them.

        Of several choices of a region the first counts. Call it before :meth:`with_materials`.
        """
        locks = find_locks(self._plain or self.decided, self.layout, self.lines, choices)
        kept = replace(self, locks=locks if locks.sources else None, _plain=locks.materials)
        return kept.with_hints(self.hints, self.hint_scope)

    def with_borders(self, borders: Borders) -> "Colorization":
        """The same, regions split or joined by strokes; after `with_locked`, before `with_materials`."""
        check_type("borders", borders, Borders, "Borders, such as Borders.load(PATH)")
        plain, locked = self._plain or self.decided, self.locks.sources if self.locks else ()
        plain = apply_borders(plain, self.layout, self.lines, self.seen, borders, locked)
        return replace(self, _plain=plain).with_hints(self.hints, self.hint_scope)

    @property
    def whole_regions(self) -> int:
        """The first region number of pieces that hints split off."""
        return len((self._plain or self.decided).parts)

    def reach(self, hint: Hint) -> list[int]:
        """The regions, by number, that one more hint would color."""
        return reach(self.decided, hint, self.hint_scope, self.locks.sources if self.locks else ())

    def with_schemes(self, schemes: Sequence[Scheme]) -> "Colorization":
        """The same sketch painted in nine other schemes.

        Raises:
            OptionError: there are not nine.
        """
        check_all("schemes", schemes, Scheme, "nine of nurie.schemes.Scheme")
        if len(schemes) != OUTPUTS:
            raise OptionError(f"{len(schemes)} schemes cannot paint nine colorings: give nine.")
        return replace(self, schemes=tuple(schemes))

    def with_character(self, character: Character | None) -> "Colorization":
        """The same colorings in the colors of a character sheet; what it does not name stays the schemes'.

        Raises:
            MaterialError: the model names no materials.
        """
        if character is not None:
            check_type("character", character, Character, "a Character, such as Character.load(PATH)")
            if self.materials is None:
                raise MaterialError(_NAMELESS)
        return replace(self, character=character)

    def with_palette(self, palette: Palette | None) -> "Colorization":
        """The same colorings in the colors of a palette alone; None for those of the schemes.

        A palette whose names are those of materials gives these materials their colors.
        """
        if palette is not None:
            check_type("palette", palette, Palette, "a Palette, such as Palette.load(PATH)")
        return replace(self, palette=palette)

    def with_light(self, light: Light) -> "Colorization":
        """The same colorings under another light, without the network.

        Raises:
            MaterialError: the model names no materials, by which light and shade are worked out.
        """
        check_type("light", light, Light, 'a Light, such as Light("soft")')
        if light.finish != "flat" and self.materials is None:
            raise MaterialError(_NAMELESS)
        return replace(self, light=light, finish=light.finish)

    def with_finish(self, finish: Finish) -> "Colorization":
        """The same colorings with another finish; see :class:`nurie.ColorOptions`.

        Raises:
            MaterialError: a light is asked for, and the model names no materials.
        """
        if finish not in get_args(Finish):
            raise OptionError(f"finish is {finish!r}: choose from {', '.join(get_args(Finish))}.")
        if finish == "network":
            return replace(self, finish=finish)
        return self.with_light(replace(self.light, finish=finish))

    def at(self, size: int) -> "Colorization":
        """The same colorings with a long side of at most `size` px, all decisions as they are at full size.

        Of a strip, the long side is that of its highest piece. A region keeps its number and its color.

        Raises:
            OptionError: the size is no number of pixels.
        """
        if not (is_whole(size) and size >= 1):
            raise OptionError(f"size is {size!r}: give a whole number of px, at least 1.")
        return reduced(self, size)

    def colors(self, which: int | Mix) -> Bytes:
        """The colors of one coloring, 0..8, or of a mix of them, without the lines: (H, W, 3) bytes.

        Raises:
            OptionError: there is no such coloring.
        """
        return joined(self.drawing.shape, self.color_bands(which))

    def color_bands(self, which: int | Mix) -> Iterator[tuple[slice, Bytes]]:
        """The same band by band, from the top down: rows, and their colors, (n, W, 3) bytes."""
        return ((rows, colored(0)) for rows, colored in self.bands([which], drawn=False))

    def bands(self, colorings: Sequence[int | Mix], drawn: bool = True) -> Iterator[tuple[slice, Composed]]:
        """Several colorings, or mixes; what they have in common, lines if `drawn`, is worked out once a band.

        Returns:
            Rows, from the top down, and what gives these rows, (n, W, 3) bytes, of the coloring of an index.
        """
        for which in colorings:
            check_which(which)
        drawing = self.drawing if drawn else None
        if not self.is_even:
            return soft_bands([self._soft(which) for which in colorings], self.shade, drawing)
        tables, shading = [self._table(which) for which in colorings], None if self.is_flat else self._shading
        return even_bands(tables, self.decided.regions, shading, self.shade, drawing)

    def _shading(self, rows: slice) -> Shading:
        """Light and shade of some rows; locked regions are lit as their locked materials."""
        lit = partial(self._shades, lines=self.lines, light=self.light, layout=self.layout)
        shading = lit(self.decided).at(rows)
        if self.locks and self.locks.materials is not self.decided:
            mask = self.locks.mask(self.decided.regions[rows])
            return lit(self.locks.materials).at(rows).over(shading, mask)
        return shading

    def _soft(self, which: int | Mix) -> Bytes:
        """The network's own colors, (H, W, 3) bytes, with what was decided about regions."""
        if isinstance(which, Mix):
            soft = chosen(which, self._soft, self.regions, self.places)
        else:
            soft = self._free_soft(which)
        if self.locks is None:
            return soft
        return self.locks.laid_over(soft, self.regions, lambda n: self._full_size(self.seen.colors[n]))

    def _free_soft(self, which: int) -> Bytes:
        """The same of one coloring, 0..8, as if nothing were locked."""
        soft = self._full_size(self.seen.colors[which])
        flats = flatten(soft, self.regions, similar=0)
        goals = self._ours(flats.colors)
        changes = (goals != flats.colors).any(axis=1)
        changes[list(self._hinted)] = True
        return carry(soft, flats, goals, changes) if changes.any() else soft

    def flats(self, which: int | Mix) -> Flats:
        """One even color a region, of one coloring, 0..8, or of a mix of them.

        With a palette each is one of its colors, but for hints, a character's materials and, where the
        palette has no white, speech bubbles and margins.

        Raises:
            OptionError: there is no such coloring.
        """
        check_which(which)
        return Flats(self.regions, self._table(which))

    @property
    def is_painted(self) -> bool:
        """Whether schemes paint the materials, rather than the network the pixels."""
        return self.materials is not None and self.finish != "network"

    @property
    def is_flat(self) -> bool:
        """Whether each region has one even color, without light and shade."""
        return self.finish == "flat" or (self.is_painted and self.light.finish == "flat")

    @property
    def is_even(self) -> bool:
        """Whether each region has one even color, below light and shade."""
        return self.is_painted or self.is_flat

    def _table(self, which: int | Mix) -> Bytes:
        """(n + 1, 3) bytes, the even color of each region."""
        if not self.is_painted and self.palette is None:
            return flatten(self._soft(which), self.regions).colors
        if isinstance(which, Mix):
            tables = np.stack([self._free_table(index) for index in range(OUTPUTS)])
            table = chosen_table(which, tables, self.places)
        else:
            table = self._free_table(which)
        nine = (self._free_table(index) for index in range(OUTPUTS))
        return self.locks.painted(table, nine) if self.locks else table

    def _free_table(self, which: int) -> Bytes:
        """The same of one coloring, 0..8, as if nothing were locked."""
        if self.is_painted:
            return self._ours(paint(self.decided, self.schemes[which]))
        return self._ours(flatten(self._full_size(self.seen.colors[which]), self.regions, similar=0).colors)

    def _ours(self, table: Bytes) -> Bytes:
        """(n + 1, 3) bytes, the color of each region with all that was decided."""
        return wanted_colors(table, self.decided, self.palette, self.character, self._hinted, self.is_painted)

    @cached_property
    def _full_size(self) -> FullSize | FullStrip:
        if isinstance(self.layout, StripLayout):
            return FullStrip(self.lines, self.seen.lines.shape, self.layout)
        return FullSize(np.asarray(self.lines), self.seen.lines.shape, self.layout)

    def composed(self, which: int | Mix) -> Bytes:
        """One coloring, 0..8, or a mix of them, with the lines: (H, W, 3) bytes."""
        return joined(self.drawing.shape, ((rows, composed(0)) for rows, composed in self.bands([which])))

    def sheet(self) -> Image.Image:
        """The sketch and the nine colorings side by side, numbered from 1."""
        thumbnails = [sheet.thumbnail(self.composed(index)) for index in range(OUTPUTS)]
        return sheet.sheet(sheet.thumbnail(self.picture.rgb), thumbnails)

    def encoded(self, which: int | Mix, kind: str = "png", quality: int = QUALITY) -> bytes:
        """One coloring, 0..8, or a mix of them, as a picture file in memory.

        Args:
            which: of the colorings.
            kind: "png", "jpeg", "webp", or another format without layers of `nurie.export.formats`.
            quality: of JPEG and WebP, 1..100.

        Raises:
            OutputError: there is no such format, or the picture is too large for it.
        """
        if kind == "png":  # packed band by band while the picture is composed
            pixels = (composed(0) for _, composed in self.bands([which]))
            return png.encode_bands(self.drawing.shape, pixels, self.picture.dpi, self.picture.icc)
        flat = LayeredImage((), self.composed(which), self.picture.dpi, self.picture.icc)
        return formats.named(kind, layered=False).encoded(flat, quality)

    def save(self, folder: str | Path, overwrite: bool = False) -> None:
        """Write ``1.png`` to ``9.png`` and ``sheet.png`` into a folder: all of them, or none.

        Raises:
            OutputError: one of the files exists and ``overwrite`` is false, or the folder cannot be written.
        """
        save_nine(self, Path(folder), overwrite)
