"""The command line: one small file a command, each importing what it needs only when it runs."""

from collections.abc import Sequence
from typing import Annotated

import typer

from nurie import NurieError, __version__
from nurie.cli import (
    batch,
    character,
    color,
    doctor,
    evaluate,
    export,
    import_tf,
    inspect,
    palette,
    prepare,
    studio,
    train,
    tune,
)
from nurie.cli.words import say

app = typer.Typer(
    name="nurie",
    help="Color anime line art: nine colorings for each sketch, your lines untouched.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(color.color)
app.command()(batch.batch)
app.command()(studio.studio)
app.add_typer(palette.app)
app.add_typer(character.app)
app.command()(prepare.prepare)
app.command()(train.train)
app.command()(tune.tune)
app.command()(evaluate.evaluate)
app.command()(inspect.inspect)
app.command()(export.export)
app.command()(import_tf.import_tf)
app.command()(doctor.doctor)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"nurie {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 all done, 1 some inputs failed, 2 bad input or usage, 130 Ctrl-C."""
    try:
        app(arguments, prog_name="nurie")
    except NurieError as error:
        say(str(error))
        raise SystemExit(2) from None
