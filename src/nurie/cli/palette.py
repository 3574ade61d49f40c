"""``nurie palette``: palettes from pictures, and from one paint program to another."""

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="palette",
    help="Palettes from pictures, and from one paint program to another.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

_KINDS = ".json, .gpl (GIMP), .ase or .aco (Adobe)"
_Output = Annotated[Path, typer.Option("--output", "-o", help=f"The palette: {_KINDS}.")]
_Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the palette if it exists.")]


@app.command()
def from_image(
    picture: Annotated[Path, typer.Argument(metavar="PICTURE", help="A colored picture.")],
    output: _Output,
    number: Annotated[int, typer.Option("--number", "-n", min=1, max=64, help="How many colors.")] = 8,
    overwrite: _Overwrite = False,
) -> None:
    """Take the main colors of a picture, the most common first.

    [bold]Example[/bold]

      nurie palette from-image hero.png -n 8 -o hero.json
    """
    from nurie import images
    from nurie.colorize.palette import Palette

    _check_free(output, overwrite)
    palette = Palette.from_image(images.load(picture).rgb, number)
    palette.save(output)
    _say(f"wrote {output} with {len(palette)} colors: {' '.join(entry.color for entry in palette)}")


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(metavar="PALETTE", help=f"A palette: {_KINDS}.")],
    output: Annotated[Path, typer.Argument(metavar="OUTPUT", help="The same in another kind of file.")],
    overwrite: _Overwrite = False,
) -> None:
    """Write a palette for another program; the endings of the names say which.

    [bold]Example[/bold]

      nurie palette convert hero.gpl hero.ase
    """
    from nurie.colorize.palette import Palette

    _check_free(output, overwrite)
    palette = Palette.load(source)
    palette.save(output)
    _say(f"wrote {output} with {len(palette)} colors")


def _check_free(output: Path, overwrite: bool) -> None:
    from nurie.export import files

    if not overwrite:
        files.check_free([output])


def _say(sentence: str) -> None:
    print(f"nurie: {sentence}", file=sys.stderr)
