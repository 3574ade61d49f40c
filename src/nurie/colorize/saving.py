"""The nine colorings of a sketch as files, composed a few rows at a time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from nurie.arrays import Bytes
from nurie.colorize.compose import compose
from nurie.colorize.model import OUTPUTS
from nurie.export import files, png, sheet

if TYPE_CHECKING:
    from nurie.colorize.colorization import Colorization


def save_nine(coloring: "Colorization", folder: Path, overwrite: bool) -> None:
    """Write ``1.png`` to ``9.png`` and ``sheet.png`` into a folder: all of them, or none.

    Raises:
        OutputError: one of the files exists and `overwrite` is false, or the folder cannot be written.
    """
    if not overwrite:
        files.check_free([folder / name for name in files.COLORING_FILES])
    with files.staged_folder(folder) as stage, ThreadPoolExecutor(coloring.threads) as pool:
        paths = [stage / name for name in files.COLORING_FILES]
        thumbnails = list(pool.map(lambda index: _save_one(coloring, index, paths[index]), range(OUTPUTS)))
        page = sheet.sheet(sheet.thumbnail(coloring.picture.rgb), thumbnails)
        paths[-1].write_bytes(png.encode(np.asarray(page)))


def _save_one(coloring: "Colorization", index: int, path: Path) -> Image.Image:
    """Write one coloring; returns a small copy for the sheet."""
    small = []
    drawing = coloring.drawing

    def pixels() -> Iterator[Bytes]:
        for rows, colors in coloring.color_bands(index):
            band = compose(colors, drawing[rows])
            small.append(sheet.reduced(band, max(drawing.shape)))
            yield band

    data = png.encode_bands(drawing.shape, pixels(), coloring.picture.dpi, coloring.picture.icc)
    path.write_bytes(data)
    return sheet.thumbnail(np.concatenate(small), drawing.shape)
