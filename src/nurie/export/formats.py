"""The formats that a coloring is written in, a row each; commands, batches and the studio read them here.

Light to import, for help texts name the formats: what writes a file is imported with the first file.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO

from nurie.errors import OutputError, printable
from nurie.export import files
from nurie.export.place import listed

if TYPE_CHECKING:
    from nurie.export.layers import LayeredImage

Write = Callable[[BinaryIO, "LayeredImage", int], None]
"""Writes into an open file; the number is the quality, 1..100, of formats that lose some of a picture."""
QUALITY = 90
"""Unless somebody says otherwise."""


def _nothing() -> None:
    """All that is needed is installed with nurie."""


@dataclass(frozen=True)
class Format:
    """A format of files.

    Attributes:
        name: as ``--format`` and the studio's addresses call it.
        endings: of file names, the usual one first.
        media_type: as HTTP calls it.
        layered: whether flats, shadows, light and lines stay apart; else it holds the merged picture.
        write: writes a file; raises `OutputError` or `ImageError` for what the format cannot hold.
        alpha: whether pixels may be transparent.
        books: the kinds of books, ``cbz``, ``epub`` and ``pdf``, that readers expect to hold such pages.
        require: raises `MissingExtraError` where a package is not installed that `write` needs.
    """

    name: str
    endings: tuple[str, ...]
    media_type: str
    layered: bool
    write: Write
    alpha: bool = True
    books: tuple[str, ...] = ()
    require: Callable[[], None] = _nothing

    def encoded(self, image: "LayeredImage", quality: int = QUALITY) -> bytes:
        """A file in memory; raises as `write` does."""
        file = io.BytesIO()
        self.write(file, image, quality)
        return file.getvalue()

    def save(self, path: Path, image: "LayeredImage", quality: int = QUALITY) -> None:
        """Write a file, whole or not at all; raises as `write` and `nurie.export.files.replaced_file` do."""
        with files.replaced_file(path) as file:
            self.write(file, image, quality)


def _in(module: str) -> Write:
    """The function `write` of a module of this package."""

    def write(file: BinaryIO, image: "LayeredImage", quality: int) -> None:
        import_module(f"nurie.export.{module}").write(file, image, quality)

    return write


def _require_psd() -> None:
    from nurie.export import psd

    psd.require()


FORMATS = (
    Format("png", (".png",), "image/png", False, _in("png"), books=("cbz", "epub", "pdf")),
    Format(
        "jpeg",
        (".jpg", ".jpeg"),
        "image/jpeg",
        False,
        _in("jpeg"),
        alpha=False,
        books=("cbz", "epub", "pdf"),
    ),
    Format("webp", (".webp",), "image/webp", False, _in("webp"), books=("cbz", "epub")),
    Format("psd", (".psd", ".psb"), "image/vnd.adobe.photoshop", True, _in("psd"), require=_require_psd),
    Format("ora", (".ora",), "image/openraster", True, _in("ora")),
)
"""All formats, those of one flat picture first."""


def names(layered: bool | None = None) -> list[str]:
    """The names of all formats, or of those with layers or without."""
    return [one.name for one in FORMATS if layered in (None, one.layered)]


def endings(layered: bool | None = None) -> list[str]:
    """The endings of all these formats, as for `names`."""
    return [ending for one in FORMATS if layered in (None, one.layered) for ending in one.endings]


def usual_endings(layered: bool | None = None) -> list[str]:
    """The usual ending of each of these formats, as for `names`."""
    return [one.endings[0] for one in FORMATS if layered in (None, one.layered)]


def named(name: str, layered: bool | None = None) -> Format:
    """The format of a name.

    Args:
        name: of the format.
        layered: whether it must have layers, or must not; None for any.

    Raises:
        OutputError: there is no such format.
    """
    for one in FORMATS:
        if one.name == name and layered in (None, one.layered):
            return one
    what = "format" if layered is None else "format with layers" if layered else "format without layers"
    raise OutputError(f"{printable(name)!r} is no {what} that nurie writes: use {listed(names(layered))}.")


def of(path: PurePath) -> Format | None:
    """The format that the ending of a name says; None if nurie does not write it."""
    return next((one for one in FORMATS if path.suffix.lower() in one.endings), None)


def check_alpha(kind: Format) -> None:
    """Refuse a format for a picture that is partly transparent.

    Raises:
        OutputError: its files hold nothing transparent.
    """
    if not kind.alpha:
        others = listed([one.endings[0] for one in FORMATS if one.alpha and not one.layered])
        raise OutputError(f"{kind.name.upper()} files hold nothing transparent: write {others}.")


def check_side(size: tuple[int, int], name: str, largest: int, instead: str = "png") -> None:
    """Refuse a picture that is too large for a format.

    Args:
        size: width and height in px.
        name: of the format.
        largest: px that the longer side may have.
        instead: the name of a format that holds it.

    Raises:
        OutputError: it is longer.
    """
    if max(size) > largest:
        width, height = size
        raise OutputError(
            f"the page is {width} x {height} px but {name.upper()} files end at {largest} px a side: "
            f"write {named(instead).endings[0]} instead.",
            code="too-large-for-format",
            width=width,
            height=height,
            format=name.upper(),
            most=largest,
            instead=instead.upper(),
        )
