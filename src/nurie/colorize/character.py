"""Character sheets: a character's colors by material, which every page keeps to.

A file is JSON (``"format": "nurie-character", "version": 1``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from nurie.arrays import Bytes, Mask
from nurie.colorize.checks import check_type
from nurie.colorize.documents import DocumentKind, is_color
from nurie.colorize.figure_colors import figure_colors, is_figure
from nurie.colorize.palette import Palette
from nurie.errors import CharacterError, shown
from nurie.export import files
from nurie.schemes.names import Language, name_of, part_named
from nurie.schemes.parts import Part
from nurie.schemes.scheme import Color, Scheme

_KIND = DocumentKind(
    "nurie-character",
    1,
    CharacterError,
    file="character sheet",
    content="character sheet",
    of="character sheet",
)


@dataclass(frozen=True)
class Character:
    """A character's colors; what is not named comes from a scheme.

    Attributes:
        colors: "#rrggbb" by part, at least one, in the order of `Part`.
        name: the character's; may be empty.

    Raises:
        CharacterError: there are no colors, one of them is malformed, or the name is not one line of text.
    """

    colors: Mapping[Part, str] = field(hash=False)
    name: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or len(self.name.splitlines()) > 1:
            raise CharacterError(f"the name is {shown(self.name)}: write it as text on one line.")
        if not self.colors:
            raise CharacterError("the character sheet holds no colors: give at least one.")
        check_type("colors", self.colors, Mapping, '{Part.HAIR: "#rrggbb", ...}', CharacterError)
        for part, color in self.colors.items():
            check_type("a key of colors", part, Part, "a Part, or use Character.named", CharacterError)
            if not is_color(color):
                raise CharacterError(
                    f"the color of {name_of(part)} is {shown(color)}, which is no color: "
                    'write it as "#rrggbb".'
                )
        object.__setattr__(self, "colors", dict(sorted(self.colors.items())))

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a character sheet.

        Raises:
            CharacterError: the file cannot be read, is of another kind, or one of its colors is wrong.
        """
        path = Path(path)
        data = _KIND.read(path)
        try:
            return cls.loads(_KIND.decode(data))
        except CharacterError as error:
            raise CharacterError(f"{path.name}: {error}") from None

    @classmethod
    def loads(cls, text: str) -> Self:
        """Read a character sheet from JSON text; names of materials may be English or Japanese.

        Raises:
            CharacterError: the text is not version 1 of the format, a name is unknown or given twice, or a
                color is malformed.
        """
        document = _KIND.parse(text)
        colors = document.get("colors")
        if not isinstance(colors, dict):
            raise CharacterError('the colors are missing: give them as "colors": {"hair": "#rrggbb", ...}.')
        return cls.named(colors, document.get("name", ""))

    @classmethod
    def named(cls, colors: Mapping[str, str], name: str = "") -> Self:
        """A character from colors, "#rrggbb", by the names of materials, English or Japanese.

        Raises:
            CharacterError: a name is unknown or two name the same material, or a color is malformed.
        """
        unknown = [text for text in colors if part_named(text) is None]
        if unknown:
            raise CharacterError(_unknown(unknown))
        by_part: dict[Part, str] = {}
        for text, color in colors.items():
            part = part_named(text)
            assert part is not None
            if part in by_part:
                raise CharacterError(
                    f"{name_of(part)} is given twice, once as {shown(text)}: keep one of them."
                )
            by_part[part] = color
        return cls(by_part, name)

    @classmethod
    def from_palette(cls, palette: Palette) -> Self | None:
        """The same as a palette, if each of its names is that of another material; else None."""
        parts = [part_named(entry.name) for entry in palette]
        colors = {part: entry.color for part, entry in zip(parts, palette, strict=True) if part is not None}
        return cls(colors) if len(colors) == len(palette) else None

    @classmethod
    def read_off(cls, rgb: Bytes, parts: Bytes, ink: Mask, name: str = "") -> Self:
        """Read the base color of each material of a figure off a colored picture.

        The base color is the one without light and shade. Materials that the picture hardly shows are left
        out, and so are ground, scenery and props, which belong to the picture and not to the character.

        Args:
            rgb: (H, W, 3) bytes, the picture.
            parts: (H, W), what each pixel shows, as values of `Part`.
            ink: (H, W), whether a pixel is line.
            name: the character's.

        Raises:
            CharacterError: the picture shows neither skin nor hair.
        """
        colors = figure_colors(rgb, parts, ink)
        if not is_figure(colors):
            raise CharacterError(
                "no figure is to be seen in the picture, neither skin nor hair: use a colored picture of the "
                "character, as large as you have it."
            )
        return cls({part: f"#{bytes(color).hex()}" for part, color in colors.items()}, name)

    def dumps(self) -> str:
        """JSON text that :meth:`loads` turns into an equal character."""
        return _KIND.dump(name=self.name, colors=dict(self.rows()))

    def save(self, path: str | Path) -> None:
        """Write a .json file.

        Raises:
            CharacterError: the name of the file ends otherwise.
            OutputError: the file cannot be written.
        """
        path = Path(path)
        check_ending(path)
        files.write_file(path, self.dumps().encode())

    def scheme(self, base: Scheme) -> Scheme:
        """A scheme in the character's colors, with those of another where the character names none."""
        colors: dict[str, Color] = {part.name.lower(): self.rgb(part) for part in self.colors}
        return replace(base, **colors)

    def rows(self, language: Language = "en") -> list[tuple[str, str]]:
        """The name of each material that has a color, and the color, "#rrggbb"."""
        return [(name_of(part, language), color) for part, color in self.colors.items()]

    def rgb(self, part: Part) -> tuple[int, int, int]:
        """The color of a part that the character names, 0..255 each."""
        red, green, blue = bytes.fromhex(self.colors[part][1:])
        return red, green, blue


def check_ending(path: Path) -> None:
    """Refuse the name of a file that does not end in .json.

    Raises:
        CharacterError: it does not.
    """
    if path.suffix.lower() != ".json":
        raise CharacterError(f"{path.name} is no name for a character sheet: let it end in .json.")


def _unknown(names: list[str]) -> str:
    """What to say of names that no material has."""
    quoted = ", ".join(repr(name) for name in names)
    known = ", ".join(name_of(part) for part in Part)
    japanese = ", ".join(name_of(part, "ja") for part in Part)
    verb = "names no material" if len(names) == 1 else "name no materials"
    return f"{quoted} {verb}: use {known}, or in Japanese {japanese}."
