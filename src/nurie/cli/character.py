"""``nurie character``: sheets of a character's colors."""

from pathlib import Path
from typing import Annotated

import typer

from nurie.cli.options import ModelFile
from nurie.cli.streams import say

app = typer.Typer(
    name="character",
    help="Sheets of a character's colors, by material.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


@app.command()
def from_image(
    reference: Annotated[
        Path, typer.Argument(metavar="REFERENCE", help="A colored picture of the character.")
    ],
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="PATH", help="The sheet: a .json file, or a folder for it."),
    ],
    name: Annotated[str, typer.Option(help="The character's name.")] = "",
    model: ModelFile = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the sheet if it exists.")] = False,
) -> None:
    """Read a character's colors off a colored picture.

    Line art is extracted from the picture, materials are found in it, and the usual color of each is taken.

    [bold]Example[/bold]

      nurie character from-image mio.png --name Mio -o mio.json
    """
    from nurie.colorize.reference import read_reference
    from nurie.export import files, place

    target = place.file(output, (".json",), f"{reference.stem}.json")
    place.spare([reference], [target])
    if not overwrite:
        files.check_free([target])
    character = read_reference(reference, model, name)
    character.save(target)
    say(f"wrote {target} with {', '.join(f'{material} {color}' for material, color in character.rows())}")


@app.command()
def show(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A character sheet: a .json file.")],
) -> None:
    """Print the colors of a sheet.

    [bold]Example[/bold]

      nurie character show mio.json
    """
    from rich.console import Console
    from rich.text import Text

    from nurie.colorize.character import Character

    character = Character.load(sheet)
    console = Console(highlight=False)
    if character.name:
        console.print(Text(character.name))
    for material, color in character.rows():
        console.print(Text.assemble(("    ", f"on {color}"), f" {color} {material}"))
