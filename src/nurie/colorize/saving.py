"""The nine colorings of a sketch as files, composed a few rows at a time."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from nurie.arrays import Bytes
from nurie.colorize.band import Composed
from nurie.colorize.model import OUTPUTS
from nurie.export import files, png, sheet
from nurie.threads import ahead

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
        if coloring.is_even:  # all nine together share the work on a band
            thumbnails = _save(coloring, range(OUTPUTS), paths, pool.map)
        else:  # of these each is held whole: as many at a time as there are processors
            alone = pool.map(lambda index: _save(coloring, [index], paths[index:], map), range(OUTPUTS))
            thumbnails = [small for made in alone for small in made]
        page = sheet.sheet(sheet.thumbnail(coloring.picture.rgb), thumbnails)
        paths[-1].write_bytes(png.encode(np.asarray(page)))


def _save(
    coloring: "Colorization",
    numbers: Sequence[int],
    paths: Sequence[Path],
    each: Callable[[Callable[[int], None], Sequence[int]], Iterable[None]],
) -> list[Image.Image]:
    """Write some colorings, each to a path; returns small copies for the sheet.

    Args:
        coloring: of a sketch.
        numbers: which of the nine, 0..8.
        paths: one at least for each.
        each: does something for each of them, as `map` does.
    """
    shape, small = coloring.drawing.shape, [list[Bytes]() for _ in numbers]
    with ExitStack() as opened:
        to = [opened.enter_context(path.open("wb")) for path, _ in zip(paths, numbers, strict=False)]
        writers = [png.Writer(file, shape, coloring.picture.dpi, coloring.picture.icc) for file in to]

        def add(composed: Composed, index: int) -> None:
            band = composed(index)
            small[index].append(sheet.reduced(band, max(shape)))
            writers[index].add(band)

        for _, composed in ahead(coloring.bands(numbers)):
            list(each(partial(add, composed), range(len(numbers))))
        for writer in writers:
            writer.finish()
    return [sheet.thumbnail(np.concatenate(bands), shape) for bands in small]
