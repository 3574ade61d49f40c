"""Options that ``nurie color`` and ``nurie batch`` have in common."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nurie.errors import OutputError
from nurie.export import formats
from nurie.lineart.steps import AUTO, Step

if TYPE_CHECKING:
    from nurie.colorize.character import Character
    from nurie.colorize.options import Finish
    from nurie.colorize.shown import Shown

COLORS, LINE_ART, RESULT, MACHINE = "Colors", "Line art", "Result", "Machine"
"""Headings of the help."""


class Clean(StrEnum):
    """What --clean takes."""

    AUTO = "auto"
    OFF = "off"


class FinishName(StrEnum):
    """What --finish takes."""

    CEL = "cel"
    SOFT = "soft"
    FLAT = "flat"
    NETWORK = "network"


class LanguageName(StrEnum):
    """What --language takes."""

    EN = "en"
    JA = "ja"


class GroundName(StrEnum):
    """What --ground takes."""

    SCHEME = "scheme"
    WHITE = "white"
    TRANSPARENT = "transparent"


class TonesName(StrEnum):
    """What --tones takes."""

    KEEP = "keep"
    COLOR = "color"


class Scope(StrEnum):
    """What --hint-scope takes."""

    FLOW = "flow"
    REGION = "region"


def _known(name: str | None) -> str | None:
    """The name of a format as it is given."""
    try:
        return name and formats.named(name).name
    except OutputError as error:
        raise typer.BadParameter(str(error)) from None


def format_option(help: str) -> Any:
    """--format: the name of a format that nurie writes."""
    return typer.Option(
        "--format",
        metavar="|".join(formats.names()),
        help=help,
        callback=_known,
        autocompletion=lambda: formats.names(),
        rich_help_panel=RESULT,
    )


Quality = Annotated[int, typer.Option(min=1, max=100, help="Of JPEG and WebP.", rich_help_panel=RESULT)]
FlatsOption = Annotated[
    bool, typer.Option("--flats", help="The same as --finish flat.", rich_help_panel=RESULT)
]
FinishOption = Annotated[
    FinishName | None,
    typer.Option(
        help="cel: crisp shadows; soft: blended ones; flat: none; network: the network's own soft colors.",
        rich_help_panel=RESULT,
    ),
]
LightFrom = Annotated[
    float,
    typer.Option(
        min=0,
        max=360,
        metavar="ANGLE",
        help="Degrees clockwise from the top; 315 is upper left.",
        rich_help_panel=RESULT,
    ),
]
LightStrength = Annotated[
    float,
    typer.Option(min=0, max=2, help="How deep shadows and how bright lights are.", rich_help_panel=RESULT),
]
LinesOnly = Annotated[
    bool,
    typer.Option("--lines-only", help="Clean lines on a transparent ground.", rich_help_panel=RESULT),
]
ColorsOnly = Annotated[
    bool, typer.Option("--colors-only", help="The colors without the lines.", rich_help_panel=RESULT)
]
GroundOption = Annotated[
    GroundName,
    typer.Option("--ground", help="What is where the material is ground.", rich_help_panel=RESULT),
]
LanguageOption = Annotated[LanguageName, typer.Option(help="Of the names of layers.", rich_help_panel=RESULT)]
SchemesNumber = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="SEED",
        help="Nine other schemes; the same number gives the same nine.",
        rich_help_panel=COLORS,
    ),
]
CharacterFile = Annotated[
    Path | None,
    typer.Option(help="Colors by material (hair, skin, clothes ...): JSON.", rich_help_panel=COLORS),
]


def _color_of(material: str) -> Any:
    return typer.Option(metavar="COLOR", help=f"Of the {material}: #rrggbb.", rich_help_panel=COLORS)


HairOption = Annotated[str | None, _color_of("hair")]
SkinOption = Annotated[str | None, _color_of("skin")]
EyesOption = Annotated[str | None, _color_of("eyes")]
ClothesOption = Annotated[str | None, _color_of("clothes")]
PaletteFile = Annotated[
    Path | None,
    typer.Option(help="Colors to keep to: .json, or a palette of a paint program.", rich_help_panel=COLORS),
]
SkipStep = Annotated[
    list[Step] | None,
    typer.Option(help="Leave a step of cleaning out; may be repeated.", rich_help_panel=LINE_ART),
]
DropBlue = Annotated[
    bool, typer.Option("--drop-blue", help="Take out blue pencil.", rich_help_panel=LINE_ART)
]
TonesOption = Annotated[
    TonesName,
    typer.Option(
        "--tones",
        help="Screentone: its dots stay in the lines, or become a darker shade of the colors.",
        rich_help_panel=LINE_ART,
    ),
]
LineLayer = Annotated[
    str | None,
    typer.Option(
        "--layer",
        metavar="NAME",
        help="The layer of a PSD, ORA or KRA file that holds the lines; found by itself else.",
        rich_help_panel=LINE_ART,
    ),
]
ModelFile = Annotated[
    Path | None, typer.Option(help="A model made by nurie export.", rich_help_panel=MACHINE)
]
WorkingSize = Annotated[
    int | None,
    typer.Option(
        min=32,
        max=2048,  # nurie.colorize.options.LARGEST_SIZE, which takes long to import
        help="Long side in px that the network sees of a drawing or panel.",
        rich_help_panel=MACHINE,
    ),
]


def chosen_finish(finish: FinishName | None, flats: bool) -> "Finish | None":
    """How colors are laid on; None where nothing was asked for."""
    return "flat" if flats else finish.value if finish else None


def chosen_shown(lines_only: bool, colors_only: bool) -> "Shown":
    """What is shown of a coloring.

    Raises:
        typer.BadParameter: two things at once.
    """
    if lines_only and colors_only:
        raise typer.BadParameter("--lines-only and --colors-only say two things: give one of them.")
    return "lines" if lines_only else "colors" if colors_only else "all"


def chosen_character(sheet: Path | None, **colors: str | None) -> "Character | None":
    """The colors of a character sheet, those given singly before those of the file.

    Raises:
        CharacterError: the file is no sheet, or a color is malformed.
    """
    from nurie.colorize.character import Character

    whole = Character.load(sheet) if sheet else None
    given = {name: color if color.startswith("#") else f"#{color}" for name, color in colors.items() if color}
    if not given:
        return whole
    single = Character.named(given)
    return Character({**whole.colors, **single.colors}, whole.name) if whole else single


def chosen_steps(clean: Clean, skipped: Sequence[Step] | None, drop_blue: bool) -> frozenset[Step]:
    """The steps of cleaning that may be taken."""
    steps = (AUTO if clean is Clean.AUTO else frozenset()) - set(skipped or ())
    return steps | {Step.BLUE} if drop_blue else steps
