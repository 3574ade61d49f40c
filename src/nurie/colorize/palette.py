"""Palettes: named colors that a character keeps from page to page.

A file is JSON (``"format": "nurie-palette", "version": 1``) or one of another program:
`nurie.colorize.palette_kinds` lists them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from nurie.arrays import Bytes, Mask
from nurie.colorize.assign import STAYS, assign
from nurie.colorize.checks import check_all
from nurie.colorize.color_names import names
from nurie.colorize.documents import DocumentKind, is_color, rgb_of
from nurie.colorize.dominant import dominant_colors
from nurie.colorize.flats import Flats
from nurie.colorize.palette_kinds import KINDS, ending_of
from nurie.colorize.palette_values import PaletteEntry
from nurie.errors import PaletteError, shown
from nurie.export import files

_KIND = DocumentKind("nurie-palette", 1, PaletteError, file="palette", content="palette", of="palette")
ENDINGS = (".json", *KINDS)
"""Of palette files."""
_LONGEST_NAME = 65535  # characters


@dataclass(frozen=True)
class PaletteColor:
    """One color of a palette.

    Attributes:
        name: what it is for, such as "hair"; may be empty.
        color: "#rrggbb".

    Raises:
        PaletteError: the name has several lines, is too long or broken, or the color is malformed.
    """

    name: str
    color: str

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or len(self.name.splitlines()) > 1:
            raise PaletteError(f"the name is {shown(self.name)}: write it as text on one line.")
        if len(self.name) > _LONGEST_NAME:
            raise PaletteError(
                f"the name {self.name[:20]!r}... has {len(self.name)} characters: "
                f"write at most {_LONGEST_NAME}."
            )
        if any("\ud800" <= letter <= "\udfff" for letter in self.name):
            raise PaletteError(f"the name {shown(self.name)} has half a character in it: write it anew.")
        if not is_color(self.color):
            raise PaletteError(f'color is {shown(self.color)}, which is no color: write it as "#rrggbb".')

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The color as three numbers, 0..255."""
        return rgb_of(self.color)


@dataclass(frozen=True, repr=False)
class Palette:
    """The colors of a palette, at least one.

    Raises:
        PaletteError: there are none.
    """

    entries: tuple[PaletteColor, ...]

    def __post_init__(self) -> None:
        check_all("entries", self.entries, PaletteColor, "PaletteColor objects", PaletteError)
        if not self.entries:
            raise PaletteError("the palette holds no colors: give at least one.")

    def __repr__(self) -> str:
        return f"<Palette: {len(self.entries)} {'color' if len(self.entries) == 1 else 'colors'}>"

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[PaletteColor]:
        return iter(self.entries)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a palette file; its ending says of which kind it is.

        Raises:
            PaletteError: the file cannot be read, is of another kind, or holds no colors.
        """
        path = Path(path)
        kind = _kind(path)
        data = _KIND.read(path)
        if not data:
            raise PaletteError(f"{path.name} is empty: save the palette again.")
        try:
            return cls.loads(_KIND.decode(data)) if kind == ".json" else cls._from_rgb(KINDS[kind].read(data))
        except PaletteError as error:
            raise PaletteError(f"{path.name}: {error}") from None

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read the bytes of a palette file, of whichever kind it is.

        Raises:
            PaletteError: it is of no kind that nurie knows, or holds no colors.
        """
        ending = ending_of(data)
        if ending is not None:
            return cls._from_rgb(KINDS[ending].read(data))
        if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
            raise PaletteError(f"this is no palette that nurie knows: use {', '.join(ENDINGS)}.")
        return cls.loads(_KIND.decode(data))

    @classmethod
    def loads(cls, text: str) -> Self:
        """Read a palette from JSON text.

        Raises:
            PaletteError: the text is not version 1 of the palette format, or one of its colors is wrong.
        """
        document = _KIND.parse(text)
        colors = document.get("colors")
        if not isinstance(colors, list):
            raise PaletteError('the list of colors is missing: it must be given as "colors": [...].')
        return cls(tuple(_parse(entry, number) for number, entry in enumerate(colors, start=1)))

    @classmethod
    def from_image(cls, rgb: Bytes, count: int) -> Self:
        """The main colors of a picture, (H, W, 3) bytes: at most ``count``, the most common first.

        Line ink is left out. The colors are called what people who draw would call them, such as "dark blue"
        or "skin tone".
        """
        colors = dominant_colors(rgb, count)
        return cls._from_rgb(list(zip(names(np.array(colors, np.uint8)), colors, strict=True)))

    @classmethod
    def _from_rgb(cls, entries: list[PaletteEntry]) -> Self:
        """Entries as other programs write them, whose names may have odd spaces and line breaks."""
        return cls(
            tuple(PaletteColor(" ".join(name.split()), f"#{bytes(rgb).hex()}") for name, rgb in entries)
        )

    def dumps(self) -> str:
        """JSON text that :meth:`loads` turns into an equal palette."""
        colors = [{"name": entry.name, "color": entry.color} for entry in self.entries]
        return _KIND.dump(colors=colors)

    def save(self, path: str | Path) -> None:
        """Write a file of the kind that its ending names.

        Raises:
            PaletteError: the ending names no such kind, or the kind cannot hold the colors or their names.
            OutputError: the file cannot be written.
        """
        path = Path(path)
        kind = _kind(path)
        entries = [(entry.name, entry.rgb) for entry in self.entries]
        try:
            data = self.dumps().encode() if kind == ".json" else KINDS[kind].write(entries, path.stem)
        except PaletteError as error:
            raise PaletteError(f"{path.name}: {error}") from None
        files.write_file(path, data)


def snapped(flats: Flats, palette: Palette, paper: Mask | None = None) -> Bytes:
    """The color of each region in the colors of a palette.

    Regions of like color get the same one, unlike regions different ones where the palette has them; skin
    becomes skin; see `nurie.colorize.assign`.

    Args:
        flats: the regions and their colors now.
        palette: the new colors.
        paper: (n + 1,), the regions that stay as they are where the palette has no white.

    Returns:
        (n + 1, 3) bytes.
    """
    chosen = assign(flats, palette.entries, paper)
    goals = np.array([entry.rgb for entry in palette], np.uint8)[chosen]
    return np.where((chosen == STAYS)[:, None], flats.colors, goals)


def _kind(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in ENDINGS:
        raise PaletteError(f"{path.name} is no kind of palette that nurie knows: use {', '.join(ENDINGS)}.")
    return kind


def _parse(entry: object, number: int) -> PaletteColor:
    """One entry of the JSON list; errors name it by its number, counted from 1."""
    try:
        if not isinstance(entry, dict) or "color" not in entry:
            raise PaletteError('it has no color: write {"name": "hair", "color": "#rrggbb"}.')
        return PaletteColor(entry.get("name", ""), entry["color"])
    except PaletteError as error:
        raise PaletteError(f"color {number}: {error}") from None
