"""The whole way from a sketch to nine colorings; read it from top to bottom."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload

import cv2
import numpy as np
from PIL import Image

from nurie import images
from nurie.colorize.compose import compose
from nurie.colorize.enforce import enforce
from nurie.colorize.fullsize import FullSize
from nurie.colorize.hints import Hints
from nurie.colorize.runtime import OUTPUTS, Model, default_model, default_threads
from nurie.export import files, png, sheet
from nurie.images import Bytes, Picture
from nurie.lineart import clean

_MULTIPLE = 32  # the network halves its input five times
_THINNEST_BOOST = 2.0  # how much darker a line may become to survive the reduction to the working size


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
    ) -> "Colorization":
        """Color one sketch in nine ways.

        Args:
            image: a path, a file's bytes, a PIL image, or an array as for :func:`nurie.images.load`.
            hints: colors that must appear at their places.
            size: the long side, in px, that the network sees; None for what the model was trained for.
            max_pixels: refuse larger pictures.

        Raises:
            ImageError: the picture cannot be read, or its size is outside the limits.
            ModelError: the network failed, for instance for want of memory.
        """
        picture = images.load(image, max_pixels)
        gray = clean.to_gray(picture.rgb)
        lines, drawing = clean.clean(gray), clean.level(picture.rgb)

        small = reduce_lines(lines, size or self.model.working_size)
        hint_map = (hints or Hints()).rasterize(*small.shape)
        colors = self._run(small, hint_map)
        colors = enforce(colors, small, hint_map)

        notices = (*picture.notices, *clean.notices(gray, picture.name))
        if hints and self.model.inputs == 1:
            notices += (f"{self.model.name} knows no hints: they were painted into its colors afterwards.",)
        return Colorization(picture, drawing, colors, FullSize(lines, small.shape), notices, self.threads)

    def _run(self, lines: Bytes, hint_map: Bytes) -> Bytes:
        """Pad with white paper, run the network, crop: (9, h, w, 3) bytes."""
        height, width = lines.shape
        top, left = -height % _MULTIPLE // 2, -width % _MULTIPLE // 2
        inside = slice(top, top + height), slice(left, left + width)
        padded = height + -height % _MULTIPLE, width + -width % _MULTIPLE

        channels = np.zeros((self.model.inputs, *padded), np.float32)
        channels[0] = 255
        channels[0][inside] = lines
        if self.model.inputs == 5:
            channels[1:, *inside] = hint_map.transpose(2, 0, 1)
        return self.model(channels)[:, *inside]


@dataclass(frozen=True, eq=False)
class Colorization:
    """Nine colorings of one sketch. Full-size pictures are made when they are asked for.

    Attributes:
        picture: the sketch as decoded.
        drawing: (H, W, 3) bytes, what lies over the colors: the sketch on white paper.
        color_maps: (9, h, w, 3) bytes, the colors at the working size.
        notices: sentences that the user should read.
    """

    picture: Picture
    drawing: Bytes = field(repr=False)
    color_maps: Bytes = field(repr=False)
    _full_size: FullSize = field(repr=False)
    notices: tuple[str, ...]
    _threads: int = field(repr=False)

    @property
    def sketch(self) -> Image.Image:
        """The sketch as decoded, RGB."""
        return Image.fromarray(self.picture.rgb)

    @property
    def images(self) -> Sequence[Image.Image]:
        """The nine colorings, RGB, of the sketch's own size; each is composed anew when it is asked for."""
        return _Images(self)

    def flat(self, index: int) -> Bytes:
        """The colors of one coloring, 0..8, without the lines: (H, W, 3) bytes."""
        return self._full_size(self.color_maps[index])

    def composed(self, index: int) -> Bytes:
        """One coloring, 0..8, with the lines: (H, W, 3) bytes."""
        return compose(self.flat(index), self.drawing)

    def sheet(self) -> Image.Image:
        """The sketch and the nine colorings side by side, numbered from 1."""
        return sheet.sheet(self.sketch, [sheet.thumbnail(image) for image in self.images])

    def encoded(self, index: int) -> bytes:
        """One coloring, 0..8, as a PNG file in memory."""
        return png.encode(self.composed(index), self.picture.dpi, self.picture.icc)

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


def reduce_lines(lines: Bytes, size: int) -> Bytes:
    """Bring clean line art to the working size, keeping thin lines dark enough to be seen.

    Args:
        lines: (H, W) bytes, ink 0, paper 255.
        size: the long side to come, in px.
    """
    scale = size / max(lines.shape)
    height, width = (max(1, round(side * scale)) for side in lines.shape)
    if scale >= 1:
        return np.asarray(cv2.resize(lines, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    small = cv2.resize(lines, (width, height), interpolation=cv2.INTER_AREA)
    boost = min(scale**-0.5, _THINNEST_BOOST)
    return np.asarray(255 - cv2.convertScaleAbs(255 - small, alpha=boost), dtype=np.uint8)
