"""One coloring as a file of any format; the ending of its name says which."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nurie.artwork import Home
from nurie.colorize import layers, shown
from nurie.colorize.colorization import Colorization
from nurie.colorize.mix import Mix
from nurie.colorize.shown import Ground, Shown
from nurie.errors import OutputError
from nurie.export import files, formats, png
from nurie.export.formats import QUALITY, Format
from nurie.export.layers import LayeredImage
from nurie.export.place import listed
from nurie.schemes.names import Language


@dataclass(frozen=True)
class Manner:
    """How files are written.

    Attributes:
        quality: of JPEG and WebP, 1..100.
        nine: whether files with layers hold all nine colorings, in hidden groups.
        language: of the names of layers.
        shown: colors under lines, or one of the two; files with layers show all.
        ground: what is where the material is ground.
    """

    quality: int = QUALITY
    nine: bool = False
    language: Language = "en"
    shown: Shown = "all"
    ground: Ground = "scheme"

    @property
    def is_plain(self) -> bool:
        """Whether a coloring is shown as a whole."""
        return self.shown == "all" and self.ground == "scheme"


def write(
    coloring: Colorization, which: int | Mix, target: Path, manner: Manner, home: Home | None = None
) -> None:
    """Write one coloring, 0..8, or a mix of them.

    Args:
        coloring: of a sketch.
        which: of its colorings.
        target: the file.
        manner: how it is written.
        home: the document that takes the colors, for a target of its kind; None for a file of its own.

    Raises:
        MissingExtraError: the format needs a package that is not installed.
        OutputError: there is no such format, the file cannot be written, or the format does not hold it.
    """
    if home is not None:
        home.write(target, layers.group(coloring, which, manner.nine, manner.language, manner.ground))
        return
    kind = formats.of(target)
    if kind is None:
        known = listed(formats.endings())
        raise OutputError(f"{target.name} is of no format that nurie writes: name a {known} file.")
    if kind.layered:
        kind.save(target, _layered(coloring, which, manner), manner.quality)
    else:
        files.write_file(target, encoded(coloring, which, kind, manner))


def encoded(coloring: Colorization, which: int | Mix, kind: Format, manner: Manner) -> bytes:
    """One coloring, 0..8, or a mix of them, as a file in memory.

    Raises:
        MaterialError: another ground is asked for, and the model names no materials.
        MissingExtraError: the format needs a package that is not installed.
        OutputError: the picture is too large for the format, or transparent and the format not.
    """
    if kind.layered:
        return kind.encoded(_layered(coloring, which, manner), manner.quality)
    if manner.is_plain:
        return coloring.encoded(which, kind.name, manner.quality)
    pixels = shown.picture(coloring, which, manner.shown, manner.ground)
    flat = LayeredImage((), pixels, coloring.picture.dpi, coloring.picture.icc)
    return kind.encoded(flat, manner.quality)


def _layered(coloring: Colorization, which: int | Mix, manner: Manner) -> LayeredImage:
    return layers.build(coloring, which, manner.nine, manner.language, manner.ground)


def write_all(
    coloring: Colorization,
    wanted: Mapping[str, int | Mix],
    folder: Path,
    sheet: bool,
    manner: Manner,
    home: Home | None = None,
) -> None:
    """Write several colorings into a folder: all of them, or none.

    Args:
        coloring: of a sketch.
        wanted: a coloring, 0..8, or a mix for the name of each file.
        folder: for the files; files of the same names are replaced.
        sheet: whether ``sheet.png`` shows all nine, too.
        manner: how files are written.
        home: as for `write`.

    Raises:
        MissingExtraError, OutputError: as for `write`.
    """
    if sheet and manner.is_plain and all(name.endswith(".png") for name in wanted):
        coloring.save(folder, overwrite=True)
        return
    with files.staged_folder(folder) as stage:
        for name, which in wanted.items():
            write(coloring, which, stage / name, manner, home)
        if sheet:
            files.write_file(stage / files.COLORING_FILES[-1], png.encode(np.asarray(coloring.sheet())))
