"""Palettes: named colors that a character keeps from page to page.

A file is JSON (``"format": "nurie-palette", "version": 1``), GIMP's .gpl, or Adobe's .ase or .aco.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from nurie.colorize import palette_files
from nurie.colorize.assign import STAYS, assign
from nurie.colorize.dominant import dominant_colors
from nurie.colorize.flats import Flats
from nurie.errors import PaletteError
from nurie.export import files
from nurie.images import Bytes

FORMAT = "nurie-palette"
VERSION = 1
_KINDS = (".json", ".gpl", ".ase", ".aco")


@dataclass(frozen=True)
class PaletteColor:
    """One color of a palette.

    Attributes:
        name: what it is for, such as "hair"; may be empty.
        color: "#rrggbb".

    Raises:
        PaletteError: the name has several lines, or the color is malformed.
    """

    name: str
    color: str

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or len(self.name.splitlines()) > 1:
            raise PaletteError(f"the name is {self.name!r}: write it as text on one line.")
        if not (isinstance(self.color, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", self.color)):
            raise PaletteError(f'color is {self.color!r}, which is no color: write it as "#rrggbb".')

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The color as three numbers, 0..255."""
        red, green, blue = bytes.fromhex(self.color[1:])
        return red, green, blue


@dataclass(frozen=True)
class Palette:
    """The colors of a palette, at least one.

    Raises:
        PaletteError: there are none.
    """

    entries: tuple[PaletteColor, ...]

    def __post_init__(self) -> None:
        if not self.entries:
            raise PaletteError("the palette holds no colors: give at least one.")

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[PaletteColor]:
        return iter(self.entries)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a palette file; its ending says of which kind it is: .json, .gpl, .ase or .aco.

        Raises:
            PaletteError: the file cannot be read, is of another kind, or holds no colors.
        """
        path = Path(path)
        kind = _kind(path)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise PaletteError(f"the palette {path} does not exist: check its name and folder.") from None
        except OSError as error:
            raise PaletteError(f"the palette {path} cannot be read ({error.strerror}): check it.") from None
        if not data:
            raise PaletteError(f"{path.name} is empty: save the palette again.")
        try:
            return cls.loads(_text(data)) if kind == ".json" else cls._from_rgb(_READERS[kind](data))
        except PaletteError as error:
            raise PaletteError(f"{path.name}: {error}") from None

    @classmethod
    def loads(cls, text: str) -> Self:
        """Read a palette from JSON text.

        Raises:
            PaletteError: the text is not version 1 of the palette format, or one of its colors is wrong.
        """
        try:
            document = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise PaletteError(f"this is not valid JSON ({error}): save the palette again.") from None
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise PaletteError(f'this is not a palette: it must say "format": "{FORMAT}".')
        version = document.get("version")
        if version != VERSION or isinstance(version, bool):
            raise PaletteError(
                f"version {version!r} of the palette format is unknown: this nurie reads version {VERSION}, "
                "so save the palette again or update nurie."
            )
        colors = document.get("colors")
        if not isinstance(colors, list):
            raise PaletteError('the list of colors is missing: it must be given as "colors": [...].')
        return cls(tuple(_parse(entry, number) for number, entry in enumerate(colors, start=1)))

    @classmethod
    def from_image(cls, rgb: Bytes, count: int) -> Self:
        """The main colors of a picture, (H, W, 3) bytes: at most ``count``, the most common first."""
        colors = dominant_colors(rgb, count)
        return cls._from_rgb([(f"color {number}", color) for number, color in enumerate(colors, start=1)])

    @classmethod
    def _from_rgb(cls, entries: list[palette_files.Entry]) -> Self:
        """Entries as other programs write them, whose names may have odd spaces and line breaks."""
        return cls(
            tuple(PaletteColor(" ".join(name.split()), f"#{bytes(rgb).hex()}") for name, rgb in entries)
        )

    def dumps(self) -> str:
        """JSON text that :meth:`loads` turns into an equal palette."""
        colors = [{"name": entry.name, "color": entry.color} for entry in self.entries]
        return json.dumps({"format": FORMAT, "version": VERSION, "colors": colors}, indent=2) + "\n"

    def save(self, path: str | Path) -> None:
        """Write a file of the kind that its ending names: .json, .gpl, .ase or .aco.

        Raises:
            PaletteError: the ending names no such kind, or the kind cannot hold so many colors.
            OutputError: the file cannot be written.
        """
        path = Path(path)
        kind = _kind(path)
        entries = [(entry.name, entry.rgb) for entry in self.entries]
        if kind == ".json":
            data = self.dumps().encode()
        elif kind == ".gpl":
            data = palette_files.write_gpl(entries, path.stem)
        else:
            data = (palette_files.write_ase if kind == ".ase" else palette_files.write_aco)(entries)
        files.write_file(path, data)


def snapped(flats: Flats, palette: Palette) -> Bytes:
    """The color of each region in the colors of a palette.

    Regions of like color get the same one, unlike regions different ones where the palette has them; skin
    becomes skin, and white paper stays white where the palette has no white; see `nurie.colorize.assign`.

    Returns:
        (n + 1, 3) bytes.
    """
    chosen = assign(flats, palette.entries)
    goals = np.array([entry.rgb for entry in palette], np.uint8)[chosen]
    return np.where((chosen == STAYS)[:, None], flats.colors, goals)


_READERS = {".gpl": palette_files.read_gpl, ".ase": palette_files.read_ase, ".aco": palette_files.read_aco}


def _kind(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in _KINDS:
        raise PaletteError(f"{path.name} is no kind of palette that nurie knows: use {', '.join(_KINDS)}.")
    return kind


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PaletteError("this is not JSON text: save the palette again.") from None


def _parse(entry: object, number: int) -> PaletteColor:
    """One entry of the JSON list; errors name it by its number, counted from 1."""
    try:
        if not isinstance(entry, dict) or "color" not in entry:
            raise PaletteError('it has no color: write {"name": "hair", "color": "#rrggbb"}.')
        return PaletteColor(entry.get("name", ""), entry["color"])
    except PaletteError as error:
        raise PaletteError(f"color {number}: {error}") from None
