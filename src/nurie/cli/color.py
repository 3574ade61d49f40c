"""``nurie color``: sketches in, nine colorings of each out."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nurie.cli.jobs import LAYERED, STANDARD, Job, plan
from nurie.cli.options import (
    COLORS,
    LINE_ART,
    MACHINE,
    RESULT,
    CharacterFile,
    Clean,
    DropBlue,
    FinishOption,
    Flats,
    LanguageName,
    LanguageOption,
    LightFrom,
    LightStrength,
    ModelFile,
    PaletteFile,
    SchemesNumber,
    Scope,
    SkipStep,
    WorkingSize,
    chosen_finish,
    chosen_steps,
)
from nurie.errors import NurieError
from nurie.export import files

if TYPE_CHECKING:
    from nurie.colorize.character import Character
    from nurie.colorize.colorization import Colorization
    from nurie.colorize.colorizer import Colorizer
    from nurie.colorize.hints import Hints
    from nurie.colorize.mix import Mix
    from nurie.colorize.options import ColorOptions
    from nurie.colorize.palette import Palette
    from nurie.schemes.names import Language
    from nurie.schemes.scheme import Scheme


@dataclass(frozen=True)
class _Options:
    which: "int | Mix | None"
    hints: "Hints | None"
    coloring: "ColorOptions"
    palette: "Palette | None"
    character: "Character | None"
    schemes: "tuple[Scheme, ...]"
    language: "Language"
    nine: bool
    overwrite: bool


def color(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="SKETCH", help="Pictures, or - for standard input.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="A folder; for one picture a .png, .psd or .ora file.",
            rich_help_panel=RESULT,
        ),
    ] = None,
    pick: Annotated[
        int | None, typer.Option(min=1, max=9, help="Write only this coloring.", rich_help_panel=RESULT)
    ] = None,
    mix: Annotated[
        Path | None,
        typer.Option(help="Write one picture, mixed region by region: JSON.", rich_help_panel=RESULT),
    ] = None,
    finish: FinishOption = None,
    light_from: LightFrom = 315.0,
    light_strength: LightStrength = 1.0,
    flats: Flats = False,
    nine: Annotated[
        bool,
        typer.Option("--nine", help="In .psd and .ora, all nine as hidden groups.", rich_help_panel=RESULT),
    ] = False,
    language: LanguageOption = LanguageName.EN,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that exist.", rich_help_panel=RESULT)
    ] = False,
    hints: Annotated[
        Path | None, typer.Option(help="Color hints: JSON or a layer (PNG).", rich_help_panel=COLORS)
    ] = None,
    hint_scope: Annotated[
        Scope,
        typer.Option(
            help="Whether hints flow on (hair strands, both sleeves) or color their region alone.",
            rich_help_panel=COLORS,
        ),
    ] = Scope.FLOW,
    palette: PaletteFile = None,
    character: CharacterFile = None,
    schemes: SchemesNumber = None,
    clean: Annotated[
        Clean,
        typer.Option(
            help="Clean paper, light, tones; nurie doctor SKETCH says what.", rich_help_panel=LINE_ART
        ),
    ] = Clean.AUTO,
    skip_step: SkipStep = None,
    drop_blue: DropBlue = False,
    model: ModelFile = None,
    size: WorkingSize = None,
    threads: Annotated[
        int | None,
        typer.Option(min=1, help="Processors to use; all by default.", rich_help_panel=MACHINE),
    ] = None,
    max_megapixels: Annotated[
        int, typer.Option(min=1, help="Refuse larger sketches.", rich_help_panel=MACHINE)
    ] = 100,
) -> None:
    """Color sketches, nine ways each.

    [bold]Examples[/bold]

      nurie color sketch.png                      nine and a sheet: sketch.nurie/

      nurie color *.png -o out                    out/page1.nurie/, out/page2.nurie/

      nurie color sketch.png --hints hints.json   your colors at your places

      nurie color sketch.png --character mio.json hair, skin and clothes in your colors

      nurie color sketch.png --schemes 7          nine others, the same 7 on every page

      nurie color sketch.png --palette hero.json  all nine in the colors of a palette

      nurie color sketch.png --pick 3 -o c.png    only coloring 3

      nurie color sketch.png --pick 3 -o c.psd    lines, shading, flats in layers

      nurie color sketch.png --finish soft --light-from 45

      nurie color sketch.png --mix mix.json       hair from 3, coat from 7

      nurie color - --pick 3 < in.png > out.png   through a pipe
    """
    jobs = plan(inputs, output, pick, mix)
    if nine and jobs[0].target.suffix.lower() not in LAYERED:
        raise typer.BadParameter("--nine is for files with layers: add -o FILE.psd or FILE.ora.")
    try:
        from nurie.colorize.character import Character
        from nurie.colorize.colorizer import Colorizer
        from nurie.colorize.hints import Hints
        from nurie.colorize.mix import Mix
        from nurie.colorize.options import ColorOptions
        from nurie.colorize.palette import Palette
        from nurie.schemes.invent import schemes_of

        options = _Options(
            which=Mix.load(mix) if mix else None if pick is None else pick - 1,
            hints=Hints.load(hints) if hints else None,
            coloring=ColorOptions(
                size,
                max_megapixels * 1_000_000,
                chosen_steps(clean, skip_step, drop_blue),
                hint_scope.value,
                chosen_finish(finish, flats),
                light_from,
                light_strength,
            ),
            palette=Palette.load(palette) if palette else None,
            character=Character.load(character) if character else None,
            schemes=schemes_of(schemes),
            language=language.value,
            nine=nine,
            overwrite=overwrite,
        )
        colorizer = Colorizer(model, threads)
        if len(jobs) == 1:
            _color_one(colorizer, jobs[0], options)
        else:
            _color_several(colorizer, jobs, options)
    except KeyboardInterrupt:
        _say("stopped; what was not finished was not written.")
        raise typer.Exit(130) from None


def _color_one(colorizer: "Colorizer", job: Job, options: _Options) -> None:
    if not options.overwrite:
        files.check_free(job.files)
    if job.target.suffix.lower() == ".psd":
        from nurie.export import psd

        psd.require()
    data = sys.stdin.buffer.read() if job.source == STANDARD else job.source
    coloring = colorizer.color(data, options.hints, options.coloring)
    for notice in coloring.notices:
        _say(notice)
    if options.which is not None and not isinstance(options.which, int):
        coloring = coloring.with_locked(options.which.choices)
    coloring = coloring.with_palette(options.palette).with_character(options.character)
    _write(coloring.with_schemes(options.schemes), job.target, options)
    if job.target != STANDARD:
        _say(f"wrote {job.target}")


def _write(coloring: "Colorization", target: Path, options: _Options) -> None:
    if options.which is not None and target.suffix.lower() in LAYERED:
        _write_layers(coloring, options.which, target, options)
        return
    if options.which is None:
        coloring.save(target, options.overwrite)
    elif target == STANDARD:
        files.write_stream(sys.stdout.fileno(), coloring.encoded(options.which))
    else:
        files.write_file(target, coloring.encoded(options.which))


def _write_layers(coloring: "Colorization", which: "int | Mix", target: Path, options: _Options) -> None:
    """One picture in layers."""
    from nurie.colorize import layers
    from nurie.export import ora, psd

    page = layers.build(coloring, which, options.nine, options.language)
    (psd if target.suffix.lower() == ".psd" else ora).write(target, page)


def _color_several(colorizer: "Colorizer", jobs: list[Job], options: _Options) -> None:
    """Color what can be colored, then list what could not: exit code 1, or 2 when nothing could."""
    failures: list[NurieError] = []
    for job in _with_progress(jobs):
        try:
            _color_one(colorizer, job, options)
        except NurieError as error:
            failures.append(error)
    if failures:
        _say(f"{len(failures)} of {len(jobs)} sketches could not be colored:")
        for failure in failures:
            _say(f"  {failure}")
        raise typer.Exit(2 if len(failures) == len(jobs) else 1)


def _with_progress(jobs: list[Job]) -> Iterable[Job]:
    from rich.console import Console
    from rich.progress import track

    return track(jobs, "Coloring", console=Console(stderr=True))


def _say(sentence: str) -> None:
    print(f"nurie: {sentence}", file=sys.stderr)
