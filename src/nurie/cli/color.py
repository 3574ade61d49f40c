"""``nurie color``: sketches in, nine colorings of each out."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nurie.cli import options as shared
from nurie.cli import streams
from nurie.cli.jobs import STANDARD, Job, Wanted, picked, plan
from nurie.cli.opening import opening
from nurie.cli.streams import say
from nurie.cli.words import counted
from nurie.errors import DiskFullError, NurieError, wants_memory
from nurie.export import files, formats
from nurie.export.place import RULE, listed

if TYPE_CHECKING:
    from nurie.artwork import Home
    from nurie.colorize.borders import Borders
    from nurie.colorize.character import Character
    from nurie.colorize.colorization import Colorization
    from nurie.colorize.colorizer import Colorizer
    from nurie.colorize.hints import Hints
    from nurie.colorize.mix import Mix
    from nurie.colorize.options import ColorOptions
    from nurie.colorize.palette import Palette
    from nurie.colorize.results import Manner
    from nurie.schemes.scheme import Scheme


@dataclass(frozen=True)
class _Settings:
    which: "Sequence[int | Mix]"
    hints: "Hints | None"
    borders: "Borders"
    coloring: "ColorOptions"
    palette: "Palette | None"
    character: "Character | None"
    schemes: "tuple[Scheme, ...]"
    manner: "Manner"
    kind: formats.Format
    overwrite: bool


def color(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="SKETCH", help="Pictures, or - for standard input.")
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help=f"A folder; for one picture a {listed(formats.usual_endings())} file. {RULE}",
            rich_help_panel=shared.RESULT,
        ),
    ] = None,
    pick: Annotated[
        str | None,
        typer.Option(
            metavar="1..9",
            help="Write only this coloring, or these: 1,3. A file gets the first unless you pick another.",
            rich_help_panel=shared.RESULT,
        ),
    ] = None,
    kind: Annotated[str | None, shared.format_option("Of the files in a folder; PNG by default.")] = None,
    quality: shared.Quality = 90,
    mix: Annotated[
        Path | None,
        typer.Option(help="Write one picture, mixed region by region: JSON.", rich_help_panel=shared.RESULT),
    ] = None,
    finish: shared.FinishOption = None,
    light_from: shared.LightFrom = 315.0,
    light_strength: shared.LightStrength = 1.0,
    flats: shared.FlatsOption = False,
    nine: Annotated[
        bool,
        typer.Option(
            "--nine", help="In .psd and .ora, all nine as hidden groups.", rich_help_panel=shared.RESULT
        ),
    ] = False,
    lines_only: shared.LinesOnly = False,
    colors_only: shared.ColorsOnly = False,
    ground: shared.GroundOption = shared.GroundName.SCHEME,
    language: shared.LanguageOption = shared.LanguageName.EN,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that exist.", rich_help_panel=shared.RESULT)
    ] = False,
    hints: Annotated[
        Path | None, typer.Option(help="Color hints: JSON or a layer (PNG).", rich_help_panel=shared.COLORS)
    ] = None,
    hint_scope: Annotated[
        shared.Scope,
        typer.Option(
            help="Whether hints flow on (hair strands, both sleeves) or color their region alone.",
            rich_help_panel=shared.COLORS,
        ),
    ] = shared.Scope.FLOW,
    borders: Annotated[
        Path | None,
        typer.Option(help="Strokes that split or join regions: JSON.", rich_help_panel=shared.COLORS),
    ] = None,
    palette: shared.PaletteFile = None,
    character: shared.CharacterFile = None,
    hair: shared.HairOption = None,
    skin: shared.SkinOption = None,
    eyes: shared.EyesOption = None,
    clothes: shared.ClothesOption = None,
    schemes: shared.SchemesNumber = None,
    clean: Annotated[
        shared.Clean,
        typer.Option(
            help="Clean paper, light, tones; nurie doctor SKETCH says what.", rich_help_panel=shared.LINE_ART
        ),
    ] = shared.Clean.AUTO,
    skip_step: shared.SkipStep = None,
    tones: shared.TonesOption = shared.TonesName.COLOR,
    layer: shared.LineLayer = None,
    drop_blue: shared.DropBlue = False,
    model: shared.ModelFile = None,
    size: shared.WorkingSize = None,
    threads: Annotated[
        int | None,
        typer.Option(min=1, help="Processors to use; all by default.", rich_help_panel=shared.MACHINE),
    ] = None,
    max_megapixels: Annotated[
        int, typer.Option(min=1, help="Refuse larger sketches.", rich_help_panel=shared.MACHINE)
    ] = 100,
) -> None:
    """Color sketches, nine ways each.

    [bold]Examples[/bold]

      nurie color sketch.png                      nine and a sheet: sketch.nurie/

      nurie color *.png -o out/                   out/page1.nurie/, out/page2.nurie/

      nurie color sketch.png --hints hints.json   your colors at your places

      nurie color sketch.png --character mio.json hair, skin and clothes in your colors

      nurie color sketch.png --schemes 7          nine others, the same 7 on every page

      nurie color sketch.png --palette hero.json  all nine in the colors of a palette

      nurie color sketch.png --pick 1,3           only these: sketch.nurie/1.png and 3.png

      nurie color sketch.png --pick 3 -o c.jpg    one file: .png .jpg .webp

      nurie color sketch.png --pick 3 -o c.psd    lines, shading, flats in layers; .ora too

      nurie color *.png --pick 3 --format psd     page1.nurie/3.psd, page2.nurie/3.psd

      nurie color sketch.png --hair "#3f6fc8"     this hair in all nine

      nurie color page.psd -o page-colored.psd    all its layers, and the colors below the lines

      nurie color sketch.png --pick 3 --ground transparent -o figure.png

      nurie color sketch.png --finish soft --light-from 45

      nurie color sketch.png --mix mix.json       hair from 3, coat from 7

      nurie color - --pick 3 < in.png > out.png   through a pipe
    """
    wanted = Wanted(picked(pick), mix is not None, lines_only, kind)
    shown = shared.chosen_shown(lines_only, colors_only)
    if lines_only and (wanted.numbers or wanted.mix):
        raise typer.BadParameter(
            "--lines-only goes without --pick and --mix, for all nine have the same lines."
        )
    if pick is not None and mix is not None:
        raise typer.BadParameter("--pick and --mix both say which picture to write: give one of them.")
    jobs = plan(inputs, output, wanted)
    kinds = {one for job in jobs for path in job.files if (one := formats.of(path))}
    _check_shown(lines_only, colors_only, ground, kinds)
    if nine and not any(one.layered for one in kinds):
        raise typer.BadParameter("--nine is for files with layers: add -o FILE.psd or --format ora.")
    try:
        with opening(model, threads) as colorizer:
            from nurie.colorize.borders import Borders
            from nurie.colorize.hints import Hints
            from nurie.colorize.mix import Mix
            from nurie.colorize.options import ColorOptions
            from nurie.colorize.palette import Palette
            from nurie.colorize.results import Manner
            from nurie.schemes.invent import schemes_of

            for each in kinds:
                each.require()
            alone = len(jobs) == 1 and jobs[0].folder is None
            numbers = wanted.numbers or ((1,) if alone or lines_only else range(1, 10))
            options = _Settings(
                which=[Mix.load(mix)] if mix else [number - 1 for number in numbers],
                hints=Hints.load(hints) if hints else None,
                borders=Borders.load(borders) if borders else Borders(),
                coloring=ColorOptions(
                    size,
                    max_megapixels * 1_000_000,
                    shared.chosen_steps(clean, skip_step, drop_blue),
                    hint_scope.value,
                    shared.chosen_finish(finish, flats),
                    light_from,
                    light_strength,
                    layer,
                    tones.value,
                ),
                palette=Palette.load(palette) if palette else None,
                character=shared.chosen_character(
                    character, hair=hair, skin=skin, eyes=eyes, clothes=clothes
                ),
                schemes=schemes_of(schemes),
                manner=Manner(quality, nine, language.value, shown, ground.value),
                kind=wanted.format,
                overwrite=overwrite,
            )
            if len(jobs) == 1:
                _color_one(colorizer(), jobs[0], options)
            else:
                _color_several(colorizer(), jobs, options)
    except KeyboardInterrupt:
        say("stopped; what was not finished was not written.")
        raise typer.Exit(130) from None


def _check_shown(
    lines_only: bool, colors_only: bool, ground: shared.GroundName, kinds: set[formats.Format]
) -> None:
    """Refuse what a format cannot hold.

    Raises:
        typer.BadParameter, OutputError: there is such a file.
    """
    if (lines_only or colors_only) and any(kind.layered for kind in kinds):
        fitting = listed(formats.usual_endings(layered=False))
        raise typer.BadParameter(f"--lines-only and --colors-only are for files without layers: {fitting}.")
    if lines_only or ground is shared.GroundName.TRANSPARENT:
        for kind in kinds:
            formats.check_alpha(kind)


def _color_one(colorizer: "Colorizer", job: Job, options: _Settings) -> None:
    if not options.overwrite:
        files.check_free(job.all_files)
    data = streams.read() if job.source == STANDARD else job.source
    home = _home(data, job, options)
    wanted = (
        replace(options.coloring, tones="keep") if home else options.coloring
    )  # its line layer keeps its tones
    coloring = colorizer.color(data, options.hints, wanted)
    for notice in coloring.notices:
        say(notice)
    for mix in options.which:
        if not isinstance(mix, int):
            coloring = coloring.with_locked(mix.choices)
    coloring = coloring.with_borders(options.borders)
    coloring = coloring.with_palette(options.palette).with_character(options.character)
    _write(coloring.with_schemes(options.schemes), job, options, home)
    if job.files:
        say(f"wrote {_written(job)}")


def _home(source: "Path | bytes", job: Job, options: _Settings) -> "Home | None":
    """The document that takes the colors, if it is one; what it loses is said before anything is written."""
    from nurie import artwork

    if not job.files:
        return None
    home = artwork.find_home(source, job.files[0], options.coloring.layer, options.coloring.max_pixels)
    for loss in home.losses if home else ():
        say(loss)
    return home


def _write(coloring: "Colorization", job: Job, options: _Settings, home: "Home | None") -> None:
    from nurie.colorize.results import encoded, write, write_all

    if job.folder is None:
        for target in job.files:
            write(coloring, options.which[0], target, options.manner, home)
        if not job.files:
            picture = encoded(coloring, options.which[0], options.kind, options.manner)
            files.write_stream(sys.stdout.fileno(), picture)
    else:
        names = [path.name for path in job.files]
        write_all(
            coloring,
            dict(zip(names, options.which, strict=True)),
            job.folder,
            job.sheet is not None,
            options.manner,
            home,
        )


def _written(job: Job) -> str:
    """What was written, in a few words."""
    if job.folder is None:
        return str(job.files[0])
    if job.sheet:
        return str(job.folder)
    return ", ".join(str(path) for path in job.files)


def _color_several(colorizer: "Colorizer", jobs: list[Job], options: _Settings) -> None:
    """Color what can be colored, then list what could not: exit code 1, or 2 when nothing could."""
    from nurie.cli.progress import Patience

    failures: list[str] = []
    with Patience(*Patience.get_default_columns()) as progress:
        bar = progress.add_task("Coloring", total=len(jobs))
        for job in jobs:
            try:
                _color_one(colorizer, job, options)
            except DiskFullError:
                raise
            except NurieError as error:
                failures.append(str(error))
            except Exception as error:
                if not wants_memory(error):
                    raise
                failures.append(f"{job.source} needs more memory than there is: make it smaller.")
            progress.advance(bar)
    if failures:
        say(f"{len(failures)} of {counted(len(jobs), 'sketch', 'sketches')} could not be colored:")
        for failure in failures:
            say(f"  {failure}")
        raise typer.Exit(2 if len(failures) == len(jobs) else 1)
