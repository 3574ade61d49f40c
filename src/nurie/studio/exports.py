"""Files that an artist takes home. Everything here is full size and runs in a thread."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nurie.colorize import layers
from nurie.errors import StudioError
from nurie.export import files, ora, png, psd
from nurie.export.layers import Page
from nurie.schemes.names import Language
from nurie.studio.colored import Colored
from nurie.studio.project import pack

LARGEST_BOOK = 2_000_000_000
"""Bytes of all pages that are saved as one file."""

Make = Callable[[Colored, bytes, Language], bytes]


def _one(colored: Colored, sketch: bytes, language: Language) -> bytes:
    return colored.coloring.encoded(colored.work.mix)


def _nine(colored: Colored, sketch: bytes, language: Language) -> bytes:
    coloring = colored.coloring
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for index in range(len(coloring.images)):
            archive.writestr(zipfile.ZipInfo(files.COLORING_FILES[index]), coloring.encoded(index))
        archive.writestr(zipfile.ZipInfo(files.COLORING_FILES[-1]), png.encode(np.asarray(coloring.sheet())))
    return file.getvalue()


def _layered(write: Callable[[Path, Page], None]) -> Make:
    def make(colored: Colored, sketch: bytes, language: Language) -> bytes:
        page = layers.build(colored.coloring, colored.work.mix, language=language)
        return _written(lambda path: write(path, page), "page")

    return make


def _palette(kind: str) -> Make:
    def make(colored: Colored, sketch: bytes, language: Language) -> bytes:
        palette = colored.work.palette
        if palette is None:
            raise StudioError(
                "the palette has no colors yet: add some, then save it.", 409, code="palette-empty"
            )
        return _written(palette.save, f"palette.{kind}")

    return make


def _hints(colored: Colored, sketch: bytes, language: Language) -> bytes:
    return colored.work.hints.dumps().encode()


def _mix(colored: Colored, sketch: bytes, language: Language) -> bytes:
    return colored.work.mix.dumps().encode()


def _character(colored: Colored, sketch: bytes, language: Language) -> bytes:
    if colored.work.character is None:
        raise StudioError(
            "the character sheet has no colors yet: color a material, then save it.", 409, code="sheet-empty"
        )
    return colored.work.character.dumps().encode()


def _project(colored: Colored, sketch: bytes, language: Language) -> bytes:
    return pack(colored.work, sketch)


def _written(write: Callable[[Path], None], name: str) -> bytes:
    """The bytes of a file that can only be written to disk."""
    with tempfile.TemporaryDirectory(prefix="nurie-") as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes:
        ending: of its name.
        media_type: as HTTP calls it.
        make: the bytes, from what was decided, the sketch's own file, and the language of names.
    """

    ending: str
    media_type: str
    make: Make


FORMATS = {
    "png": Format(".png", "image/png", _one),
    "nine": Format("-nine.zip", "application/zip", _nine),
    "psd": Format(".psd", "image/vnd.adobe.photoshop", _layered(psd.write)),
    "ora": Format(".ora", "image/openraster", _layered(ora.write)),
    "hints": Format("-hints.json", "application/json", _hints),
    "mix": Format("-mix.json", "application/json", _mix),
    "character": Format("-character.json", "application/json", _character),
    "palette.json": Format("-palette.json", "application/json", _palette("json")),
    "palette.gpl": Format(".gpl", "text/plain", _palette("gpl")),
    "palette.ase": Format(".ase", "application/octet-stream", _palette("ase")),
    "palette.aco": Format(".aco", "application/octet-stream", _palette("aco")),
    "palette.kpl": Format(".kpl", "application/x-krita-palette", _palette("kpl")),
    "palette.cls": Format(".cls", "application/octet-stream", _palette("cls")),
    "palette.swatches": Format(".swatches", "application/octet-stream", _palette("swatches")),
    "nurie": Format(".nurie", "application/zip", _project),
}
"""By the name that the address has."""
