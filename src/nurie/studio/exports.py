"""Files that a page can be saved as. All are of full size and made in a thread."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nurie.colorize import results
from nurie.colorize.palette_kinds import KINDS
from nurie.colorize.results import Manner
from nurie.errors import StudioError
from nurie.export import files, formats, png
from nurie.schemes.names import Language
from nurie.studio.colored import Colored
from nurie.studio.project import pack

LARGEST_BOOK = 2_000_000_000
"""Bytes of all pages that are saved as one file."""

Make = Callable[[Colored, bytes, Language], bytes]


@dataclass(frozen=True)
class Export:
    """A file of a page.

    Attributes:
        ending: of its name.
        media_type: as HTTP calls it.
        make: the bytes, from what was decided, the sketch's own file, and the language of names.
    """

    ending: str
    media_type: str
    make: Make


def _picture(kind: formats.Format) -> Export:
    """The picked coloring with all that was mixed into it."""

    def make(colored: Colored, sketch: bytes, language: Language) -> bytes:
        return results.encoded(colored.coloring, colored.work.mix, kind, Manner(language=language))

    return Export(kind.endings[0], kind.media_type, make)


def _nine(colored: Colored, sketch: bytes, language: Language) -> bytes:
    coloring = colored.coloring
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for index in range(len(coloring.images)):
            archive.writestr(zipfile.ZipInfo(files.COLORING_FILES[index]), coloring.encoded(index))
        archive.writestr(zipfile.ZipInfo(files.COLORING_FILES[-1]), png.encode(np.asarray(coloring.sheet())))
    return file.getvalue()


def _palette(ending: str) -> Make:
    def make(colored: Colored, sketch: bytes, language: Language) -> bytes:
        palette = colored.work.palette
        if palette is None:
            raise StudioError(
                "the palette has no colors yet: add some, then save it.", 409, code="palette-empty"
            )
        with tempfile.TemporaryDirectory(prefix="nurie-") as folder:
            path = Path(folder) / f"palette{ending}"
            palette.save(path)
            return path.read_bytes()

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


_OTHERS = {
    "nine": Export("-nine.zip", "application/zip", _nine),
    "hints": Export("-hints.json", "application/json", _hints),
    "mix": Export("-mix.json", "application/json", _mix),
    "character": Export("-character.json", "application/json", _character),
    "palette.json": Export("-palette.json", "application/json", _palette(".json")),
    **{
        f"palette{ending}": Export(ending, kind.media_type, _palette(ending))
        for ending, kind in KINDS.items()
    },
    "nurie": Export(".nurie", "application/zip", _project),
}


def exports() -> dict[str, Export]:
    """All files that a page can be saved as, by the names that their addresses have."""
    return {kind.name: _picture(kind) for kind in formats.FORMATS} | _OTHERS
