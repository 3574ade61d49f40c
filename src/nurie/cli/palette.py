"""``nurie palette``: palettes from pictures, and from one paint program to another."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nurie.cli.streams import say
from nurie.cli.words import counted

if TYPE_CHECKING:
    pass

app = typer.Typer(
    name="palette",
    help="Palettes from pictures, and from one paint program to another.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

_KINDS = ".json, .gpl (GIMP), .kpl (Krita), .cls (Clip Studio), .ase or .aco (Adobe), .swatches (Procreate)"
_OutputOption = Annotated[
    str,
    typer.Option("--output", "-o", metavar="PATH", help=f"The palette: {_KINDS}, or a folder for a .json."),
]
_Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the palette if it exists.")]


@app.command()
def from_image(
    picture: Annotated[Path, typer.Argument(metavar="PICTURE", help="A colored picture.")],
    output: _OutputOption,
    number: Annotated[int, typer.Option("--number", "-n", min=1, max=64, help="How many colors.")] = 8,
    overwrite: _Overwrite = False,
) -> None:
    """Take the main colors of a picture, the most common first, without its line ink.

    [bold]Example[/bold]

      nurie palette from-image hero.png -n 8 -o hero.json
    """
    from nurie import images
    from nurie.colorize.palette import Palette

    target = _target(output, picture, overwrite)
    palette = Palette.from_image(images.load(picture).rgb, number)
    palette.save(target)
    colors = ", ".join(f"{entry.name} {entry.color}" for entry in palette)
    say(f"wrote {target} with {counted(len(palette), 'color')}: {colors}")


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(metavar="PALETTE", help=f"A palette: {_KINDS}.")],
    output: Annotated[str, typer.Argument(metavar="OUTPUT", help="The same in another kind of file.")],
    overwrite: _Overwrite = False,
) -> None:
    """Write a palette for another program; the endings of the names say which.

    [bold]Example[/bold]

      nurie palette convert hero.gpl hero.ase
    """
    from nurie.colorize.palette import Palette

    target = _target(output, source, overwrite)
    palette = Palette.load(source)
    palette.save(target)
    say(f"wrote {target} with {counted(len(palette), 'color')}")


def _target(output: str, source: Path, overwrite: bool) -> Path:
    """The file of the palette."""
    from nurie.colorize.palette import ENDINGS
    from nurie.export import files, place

    target = place.file(output, ENDINGS, f"{source.stem}.json")
    place.spare([source], [target])
    if not overwrite:
        files.check_free([target])
    return target
