"""Options that ``nurie color`` and ``nurie batch`` have in common."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from nurie.lineart.steps import AUTO, Step

COLORS, LINE_ART, RESULT, MACHINE = "Colors", "Line art", "Result", "Machine"
"""Headings of the help."""


class Clean(StrEnum):
    """What --clean takes."""

    AUTO = "auto"
    OFF = "off"


class Scope(StrEnum):
    """What --hint-scope takes."""

    FLOW = "flow"
    REGION = "region"


Flats = Annotated[
    bool, typer.Option("--flats", help="One even color a region, no shading.", rich_help_panel=RESULT)
]
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
ModelFile = Annotated[
    Path | None, typer.Option(help="A model made by nurie export.", rich_help_panel=MACHINE)
]
WorkingSize = Annotated[
    int | None,
    typer.Option(
        min=32,
        max=2048,
        help="Long side in px that the network sees of a drawing or panel.",
        rich_help_panel=MACHINE,
    ),
]


def chosen_steps(clean: Clean, skipped: Sequence[Step] | None, drop_blue: bool) -> frozenset[Step]:
    """The steps of cleaning that may be taken."""
    steps = (AUTO if clean is Clean.AUTO else frozenset()) - set(skipped or ())
    return steps | {Step.BLUE} if drop_blue else steps
