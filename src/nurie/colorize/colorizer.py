"""The whole way from a sketch to nine colorings; read it from top to bottom."""

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import overload

import cv2
import numpy as np
from PIL import Image

from nurie import images
from nurie.colorize.compose import compose
from nurie.colorize.enforce import Enforcement
from nurie.colorize.flats import flatten
from nurie.colorize.flow import flow
from nurie.colorize.fullsize import FullSize
from nurie.colorize.hints import Hints, HintScope, check_scope
from nurie.colorize.mix import Mix, apply
from nurie.colorize.palette import Palette, snap
from nurie.colorize.runtime import OUTPUTS, Model, default_model, default_threads
from nurie.export import files, png, sheet
from nurie.images import Bytes, Picture
from nurie.lineart.clean import clean
from nurie.lineart.panels import Mask
from nurie.lineart.regions import Regions
from nurie.lineart.steps import AUTO, Step

_MULTIPLE = 32  # the network halves its input five times
_LARGEST_PAGE = 3.0  # times the working size, at which a page with panels is worked on
_USUAL_INK = 170  # of 255, how dark lines are at the working size in the pictures that models are trained on
_LARGEST_BOOST = 2.0  # how much darker a thin line may become


class Colorizer:
    """Colors sketches with one model.

    Args:
        model: an ONNX file made by ``nurie export``; None for the shipped model.
        threads: how many processors to use; None for all.

    Raises:
        ModelError: the model is missing, broken or of another kind.
    """

    def __init__(self, model: str | Path | None = None, threads: int | None = None) -> None:
        self.threads = threads or default_threads()
        self.model = Model(Path(model) if model else default_model(), self.threads)

    def color(
        self,
        image: images.Source,
        hints: Hints | None = None,
        size: int | None = None,
        max_pixels: int = images.MAX_PIXELS,
        steps: Collection[Step] = AUTO,
        hint_scope: HintScope = "flow",
    ) -> "Colorization":
        """Color one sketch in nine ways.

        Args:
            image: a path, a file's bytes, a PIL image, or an array as for :func:`nurie.images.load`.
            hints: colors that must appear at their places.
            size: the long side, in px, that the network sees of a drawing, or of the largest panel of a comic
                page, whose panels it sees one by one; None for what the model was trained for.
            max_pixels: refuse larger pictures.
            steps: of cleaning that may be taken; see :class:`nurie.lineart.steps.Step`.
            hint_scope: "flow" colors everything that is of one material with a hinted place; "region" colors
                only the regions that hold hints, and all else stays as it is without them.

        Raises:
            HintError: the hints were painted for a picture of another shape, or the scope is unknown.
            ImageError: the picture cannot be read, or its size is outside the limits.
            ModelError: the network failed, for instance for want of memory.
        """
        hints = hints or Hints()
        check_scope(hint_scope)
        picture = images.load(image, max_pixels)
        hints.check_shape(picture.rgb.shape[1], picture.rgb.shape[0])
        cleaned = clean(picture, steps)
        lines = cleaned.lines

        size = size or self.model.working_size
        small = reduce_lines(lines, size)
        with ThreadPoolExecutor(1) as pool:  # regions are found while the network runs
            full_size = pool.submit(FullSize, lines, small.shape)
            seen = _Seen(small, self._run(small))
        geometry = full_size.result()
        panels = geometry.panels
        if panels.any():
            small = reduce_lines(lines, round(size * _enlargement(panels)))
            seen = _Seen(small, self._run_each(small, panels))
            geometry = FullSize(lines, small.shape, geometry.regions, panels)

        notices = (*picture.notices, *cleaned.notices)
        bare = Colorization(picture, cleaned.drawing, seen.colors, seen, geometry, notices, self.threads)
        return bare.with_hints(hints, hint_scope)

    def _run_each(self, lines: Bytes, panels: Regions) -> Bytes:
        """Run the network on each panel by itself, white outside: (9, h, w, 3) bytes."""
        colors = np.full((OUTPUTS, *lines.shape, 3), 255, np.uint8)
        numbers = cv2.resize(panels, lines.shape[::-1], interpolation=cv2.INTER_NEAREST_EXACT)
        for number in np.unique(numbers[numbers > 0]):
            inside = np.asarray(numbers == number)
            box = _box(inside)
            alone = np.where(inside, lines, 255).astype(np.uint8)[box]
            colors[:, inside] = self._run(alone)[:, inside[box]]
        return colors

    def _run(self, lines: Bytes) -> Bytes:
        """Pad with white paper, run the network, crop: (9, h, w, 3) bytes.

        The network is told of no hints, even where it could be: docs/deviations-from-paper.md says why.
        """
        height, width = lines.shape
        top, left = -height % _MULTIPLE // 2, -width % _MULTIPLE // 2
        inside = slice(top, top + height), slice(left, left + width)
        padded = height + -height % _MULTIPLE, width + -width % _MULTIPLE

        channels = np.zeros((self.model.inputs, *padded), np.float32)
        channels[0] = 255
        channels[0][inside] = lines
        return self.model(channels)[:, *inside]


@dataclass(frozen=True, eq=False)
class _Seen:
    """What the network was shown and what it answered, which no hint changes.

    Attributes:
        lines: (h, w) bytes, ink 0, paper 255.
        colors: (9, h, w, 3) bytes.
    """

    lines: Bytes
    colors: Bytes


@dataclass(frozen=True, eq=False)
class Colorization:
    """Nine colorings of one sketch. Full-size pictures are made when they are asked for.

    Attributes:
        picture: the sketch as decoded.
        drawing: (H, W, 3) bytes, what lies over the colors: the sketch on white paper.
        color_maps: (9, h, w, 3) bytes, the colors at the working size, hints flowed into them.
        notices: sentences that the user should read.
        hints: colors that the colorings show at their places; see :meth:`with_hints`.
        palette: whose colors the colorings have, if any; see :meth:`with_palette`.
        even: whether each region has one even color; see :meth:`as_flats`.
    """

    picture: Picture
    drawing: Bytes = field(repr=False)
    color_maps: Bytes = field(repr=False)
    _seen: _Seen = field(repr=False)
    _full_size: FullSize = field(repr=False)
    notices: tuple[str, ...]
    _threads: int = field(repr=False)
    hints: Hints = field(default_factory=Hints)
    palette: Palette | None = None
    even: bool = False

    @property
    def sketch(self) -> Image.Image:
        """The sketch as decoded, RGB."""
        return Image.fromarray(self.picture.rgb)

    @property
    def images(self) -> Sequence[Image.Image]:
        """The nine colorings, RGB, of the sketch's own size; each is composed anew when it is asked for."""
        return _Images(self)

    @property
    def regions(self) -> Regions:
        """(H, W), the number, from 1, of the region at each pixel: what one color fills, gaps or no gaps."""
        return self._full_size.regions

    def with_hints(self, hints: Hints, hint_scope: HintScope = "flow") -> "Colorization":
        """The same sketch with other hints: what a fresh coloring with them would be, without the network.

        Args:
            hints: colors that must appear at their places, instead of the present ones.
            hint_scope: as for :meth:`Colorizer.color`.

        Raises:
            HintError: the hints were painted for a picture of another shape, or the scope is unknown.
        """
        check_scope(hint_scope)
        hints.check_shape(self.picture.rgb.shape[1], self.picture.rgb.shape[0])
        colors = self._seen.colors
        if hints and hint_scope == "flow":
            colors = flow(colors, self._seen.lines, hints.rasterize(*self._seen.lines.shape))
        return replace(self, color_maps=colors, hints=hints)

    def with_palette(self, palette: Palette | None) -> "Colorization":
        """The same colorings in the colors of a palette; None for the network's own."""
        return replace(self, palette=palette)

    def as_flats(self) -> "Colorization":
        """The same colorings with one even color a region, without light and shade."""
        return replace(self, even=True)

    def flat(self, which: int | Mix) -> Bytes:
        """The colors of one coloring, 0..8, or of a mix of them, without the lines: (H, W, 3) bytes."""
        if isinstance(which, Mix):
            return apply(which, self.flat, self.regions)
        colors = self._full_size(self.color_maps[which])
        if self.palette is not None:
            colors = snap(colors, self.regions, self.palette)
        if self.hints:
            colors = self._enforcement(colors)
        return flatten(colors, self.regions).plain() if self.even else colors

    @cached_property
    def _enforcement(self) -> Enforcement:
        return Enforcement(self.regions, self.hints)

    def composed(self, which: int | Mix) -> Bytes:
        """One coloring, 0..8, or a mix of them, with the lines: (H, W, 3) bytes."""
        return compose(self.flat(which), self.drawing)

    def sheet(self) -> Image.Image:
        """The sketch and the nine colorings side by side, numbered from 1."""
        return sheet.sheet(self.sketch, [sheet.thumbnail(image) for image in self.images])

    def encoded(self, which: int | Mix) -> bytes:
        """One coloring, 0..8, or a mix of them, as a PNG file in memory."""
        return png.encode(self.composed(which), self.picture.dpi, self.picture.icc)

    def save(self, folder: str | Path, overwrite: bool = False) -> None:
        """Write ``1.png`` to ``9.png`` and ``sheet.png`` into a folder: all of them, or none.

        Raises:
            OutputError: one of the files exists and ``overwrite`` is false, or the folder cannot be written.
        """
        folder = Path(folder)
        if not overwrite:
            files.check_free([folder / name for name in files.COLORING_FILES])
        with files.staged_folder(folder) as stage, ThreadPoolExecutor(self._threads) as pool:
            paths = [stage / name for name in files.COLORING_FILES]
            thumbnails = list(pool.map(self._save_one, range(OUTPUTS), paths))
            page = sheet.sheet(self.sketch, thumbnails)
            paths[-1].write_bytes(png.encode(np.asarray(page)))

    def _save_one(self, index: int, path: Path) -> Image.Image:
        """Write one coloring; returns a small copy for the sheet."""
        rgb = self.composed(index)
        path.write_bytes(png.encode(rgb, self.picture.dpi, self.picture.icc))
        return sheet.thumbnail(Image.fromarray(rgb))


class _Images(Sequence[Image.Image]):
    """The colorings of a sketch, composed one at a time, so that nine large ones need not fit into memory."""

    def __init__(self, coloring: Colorization) -> None:
        self._coloring = coloring

    def __len__(self) -> int:
        return len(self._coloring.color_maps)

    @overload
    def __getitem__(self, index: int) -> Image.Image: ...
    @overload
    def __getitem__(self, index: slice) -> list[Image.Image]: ...
    def __getitem__(self, index: int | slice) -> Image.Image | list[Image.Image]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return Image.fromarray(self._coloring.composed(index))


def _enlargement(panels: Regions) -> float:
    """How many times larger than a drawing a page is worked on: its largest panel is seen as a drawing is."""
    boxes = (_box(panels == number) for number in np.unique(panels[panels > 0]))
    largest = max(side.stop - side.start for box in boxes for side in box)
    return float(min(_LARGEST_PAGE, max(panels.shape) / largest))


def _box(inside: Mask) -> tuple[slice, slice]:
    """Rows and columns of the smallest box around what is inside."""
    left, top, width, height = cv2.boundingRect(inside.astype(np.uint8))
    return slice(top, top + height), slice(left, left + width)


def reduce_lines(lines: Bytes, size: int) -> Bytes:
    """Bring clean line art to the working size, with lines as dark as the network knows them.

    Thin lines grow pale as a page is reduced. How pale is judged at the working size, so that a sketch looks
    the same to the network at whatever size it comes.

    Args:
        lines: (H, W) bytes, ink 0, paper 255.
        size: the long side to come, in px.
    """
    scale = size / max(lines.shape)
    height, width = (max(1, round(side * scale)) for side in lines.shape)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    ink = cv2.bitwise_not(cv2.resize(lines, (width, height), interpolation=way))
    darkness = np.square(ink, dtype=np.float32).sum() / max(ink.sum(), 1)
    boost = np.clip(_USUAL_INK / max(darkness, 1), 1, _LARGEST_BOOST)
    return np.asarray(255 - cv2.convertScaleAbs(ink, alpha=float(boost)), dtype=np.uint8)
