"""The command line: one small file a command, each importing what it needs only when it runs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

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
    streams,
    studio,
    train,
    tune,
)
from nurie.errors import OutputError, printable, wants_memory


class _Commands(TyperGroup):
    """All commands: Ctrl-C ends each in one line, and names of files give a terminal no orders."""

    def make_context(self, *args: Any, **more: Any) -> Any:
        with _polite():
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> Any:
        with _polite():
            return super().invoke(ctx)


@contextmanager
def _polite() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        streams.say("stopped.")
        raise typer.Exit(130) from None
    except Exception as error:
        if hasattr(error, "message"):  # typer's own, whose classes it does not export
            error.message = "\n".join(map(printable, str(error.message).split("\n")))
        raise


app = typer.Typer(
    name="nurie",
    cls=_Commands,
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
    streams.open_closed()
    code: object = 0
    try:
        app(arguments, prog_name="nurie")
    except SystemExit as end:
        code = end.code
    except NurieError as error:
        streams.say(str(error))
        code = 2
    except OSError as error:
        streams.say(f"{error.filename or 'a stream'} cannot be used ({error.strerror or error}): check it.")
        code = 2
    except Exception as error:
        if not wants_memory(error):
            raise
        streams.say("there is not enough memory for this: make the picture smaller, or end other programs.")
        code = 2
    try:
        streams.flush()
    except OutputError as error:
        streams.say(str(error))
        code = code or 2
    raise SystemExit(code)
