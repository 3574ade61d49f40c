"""The palette files that nurie reads and writes, by the ending of their names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nurie.colorize.palette_clip import read_cls, write_cls
from nurie.colorize.palette_files import read_aco, read_ase, read_gpl, write_aco, write_ase, write_gpl
from nurie.colorize.palette_values import PaletteEntry
from nurie.colorize.palette_zips import read_kpl, read_swatches, write_kpl, write_swatches


@dataclass(frozen=True)
class PaletteKind:
    """One kind of file.

    Attributes:
        program: whose file it is.
        read: from its bytes to entries.
        write: from entries and a title to its bytes.
        media_type: as HTTP calls it.
    """

    program: str
    read: Callable[[bytes], list[PaletteEntry]]
    write: Callable[[Sequence[PaletteEntry], str], bytes]
    media_type: str = "application/octet-stream"


KINDS = {
    ".gpl": PaletteKind("GIMP", read_gpl, write_gpl, "text/plain"),
    ".ase": PaletteKind("Adobe", read_ase, lambda entries, _: write_ase(entries)),
    ".aco": PaletteKind("Adobe", read_aco, lambda entries, _: write_aco(entries)),
    ".kpl": PaletteKind("Krita", read_kpl, write_kpl, "application/x-krita-palette"),
    ".cls": PaletteKind("Clip Studio Paint", read_cls, write_cls),
    ".swatches": PaletteKind("Procreate", read_swatches, write_swatches),
}


def ending_of(data: bytes) -> str | None:
    """The ending that goes with the bytes of a palette file; None for those of no such program."""
    if data.startswith(b"GIMP Palette") or data.startswith(b"\xef\xbb\xbfGIMP Palette"):
        return ".gpl"
    if data.startswith(b"PK"):
        return ".kpl" if b"colorset.xml" in data else ".swatches"
    starts = {b"ASEF": ".ase", b"SLCC": ".cls", b"\0\1": ".aco", b"\0\2": ".aco"}
    return next((ending for start, ending in starts.items() if data.startswith(start)), None)
