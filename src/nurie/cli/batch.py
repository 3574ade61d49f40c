"""``nurie batch``: whole chapters in, the same pages in color out."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nurie.cli import options as shared
from nurie.cli.streams import say
from nurie.cli.words import counted
from nurie.errors import printable
from nurie.export import formats
from nurie.export.place import RULE, place

if TYPE_CHECKING:
    from nurie.batch.report import Report
    from nurie.batch.run import Engine
    from nurie.batch.work import BatchOptions, Ranges
    from nurie.cli.progress import Patience

_LISTED = 8  # names of pages in one notice


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="PAGES",
            help="Folders, patterns such as 'scans/*.png', pictures, books (CBZ, CBR, CB7, EPUB, PDF).",
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help=f"A folder; for one book, a .cbz, .epub or .pdf file. {RULE}",
            rich_help_panel=shared.RESULT,
        ),
    ],
    pick: Annotated[
        int, typer.Option(min=1, max=9, help="Which of the nine colorings.", rich_help_panel=shared.RESULT)
    ] = 1,
    flats: shared.FlatsOption = False,
    kind: Annotated[
        str | None,
        shared.format_option(
            "Of pages, or files with layers; by default books keep theirs, folders get PNG."
        ),
    ] = None,
    quality: shared.Quality = 90,
    pages: Annotated[
        str | None,
        typer.Option(
            help="Color these, such as 3-18 or 1,4-; pass the rest on.", rich_help_panel=shared.RESULT
        ),
    ] = None,
    unpack: Annotated[
        bool,
        typer.Option("--unpack", help="Make folders of books, not files.", rich_help_panel=shared.RESULT),
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Begin anew, replacing files.", rich_help_panel=shared.RESULT)
    ] = False,
    palette: shared.PaletteFile = None,
    hints: Annotated[
        Path | None,
        typer.Option(help="Color hints for every page: JSON or PNG.", rich_help_panel=shared.COLORS),
    ] = None,
    finish: shared.FinishOption = None,
    light_from: shared.LightFrom = 315.0,
    light_strength: shared.LightStrength = 1.0,
    character: shared.CharacterFile = None,
    hair: shared.HairOption = None,
    skin: shared.SkinOption = None,
    eyes: shared.EyesOption = None,
    clothes: shared.ClothesOption = None,
    schemes: shared.SchemesNumber = None,
    lines_only: shared.LinesOnly = False,
    colors_only: shared.ColorsOnly = False,
    ground: shared.GroundOption = shared.GroundName.SCHEME,
    language: shared.LanguageOption = shared.LanguageName.EN,
    hint_scope: Annotated[
        shared.Scope,
        typer.Option(
            help="Whether hints flow on or color their region alone.", rich_help_panel=shared.COLORS
        ),
    ] = shared.Scope.FLOW,
    skip_colored: Annotated[
        bool,
        typer.Option(
            "--skip-colored", help="Pass on pages that have colors.", rich_help_panel=shared.LINE_ART
        ),
    ] = False,
    clean: Annotated[
        shared.Clean, typer.Option(help="Clean paper, light, tones.", rich_help_panel=shared.LINE_ART)
    ] = shared.Clean.AUTO,
    skip_step: shared.SkipStep = None,
    tones: shared.TonesOption = shared.TonesName.COLOR,
    layer: shared.LineLayer = None,
    drop_blue: shared.DropBlue = False,
    pdf_dpi: Annotated[
        int,
        typer.Option(min=50, max=1200, help="At which PDF pages are drawn.", rich_help_panel=shared.LINE_ART),
    ] = 300,
    names_encoding: Annotated[
        str,
        typer.Option(
            help="Of names in ZIP archives that do not say: auto, utf-8, cp932, cp437, ...",
            rich_help_panel=shared.LINE_ART,
        ),
    ] = "auto",
    model: shared.ModelFile = None,
    size: shared.WorkingSize = None,
    jobs: Annotated[
        int, typer.Option(min=1, help="Processes, each with its own model.", rich_help_panel=shared.MACHINE)
    ] = 1,
    threads: Annotated[
        int | None,
        typer.Option(
            min=1, help="Processors for each; all are shared out by default.", rich_help_panel=shared.MACHINE
        ),
    ] = None,
    ray: Annotated[
        bool, typer.Option("--ray", help="Let Ray run the processes.", rich_help_panel=shared.MACHINE)
    ] = False,
    ray_address: Annotated[
        str | None,
        typer.Option(
            help="Of a Ray cluster, or auto; this computer by default.", rich_help_panel=shared.MACHINE
        ),
    ] = None,
    max_megapixels: Annotated[
        int, typer.Option(min=1, help="Refuse larger pages.", rich_help_panel=shared.MACHINE)
    ] = 100,
) -> None:
    """Color whole chapters, one coloring a page. Stopped or killed, it goes on where it was.

    [bold]Examples[/bold]

      nurie batch chapter1/ -o colored/                   a folder of pages, folders in it too

      nurie batch chapter1.cbz chapter2.pdf -o colored/   colored/chapter1.cbz, colored/chapter2.cbz

      nurie batch scans/ -o chapter.cbz --jobs 2          one CBZ, two processes

      nurie batch book.epub -o color.epub --pages 3-18    those pages; the book stays whole

      nurie batch chapter1.cbr -o chapter1.pdf            a PDF file

      nurie batch vol*.cbz -o out --palette hero.json     a character keeps its colors

      nurie batch chapter1.cbz -o layers --format psd     layers for a paint program

      nurie batch archive/ -o out --ray-address auto      on a Ray cluster
    """
    if (lines_only or colors_only) and kind and formats.named(kind).layered:
        raise typer.BadParameter("--lines-only and --colors-only are for pictures: leave --format out.")
    shown = shared.chosen_shown(lines_only, colors_only)
    try:
        from nurie.batch.plan import FILES, Wishes, plan
        from nurie.batch.run import Batch
        from nurie.batch.work import BatchOptions
        from nurie.colorize.hints import Hints
        from nurie.colorize.palette import Palette

        target = place(output, FILES)
        if kind:
            formats.named(kind).require()
        options = BatchOptions(
            model=model,
            pick=pick - 1,
            kind=kind,
            quality=quality,
            numbers=_ranges(pages),
            hints=Hints.load(hints) if hints else None,
            hint_scope=hint_scope.value,
            finish=shared.chosen_finish(finish, flats),
            light_from=light_from,
            light_strength=light_strength,
            layer=layer,
            character=shared.chosen_character(character, hair=hair, skin=skin, eyes=eyes, clothes=clothes),
            schemes=schemes,
            language=language.value,
            palette=Palette.load(palette) if palette else None,
            tones=tones.value,
            steps=tuple(sorted(shared.chosen_steps(clean, skip_step, drop_blue))),
            size=size,
            max_pixels=max_megapixels * 1_000_000,
            pdf_dpi=pdf_dpi,
            skip_colored=skip_colored,
            shown=shown,
            ground=ground.value,
        )
        engine = _engine(options, jobs, threads, ray or ray_address is not None, ray_address)
        wishes = Wishes(
            target.path,
            unpack,
            options.kind,
            _encoding(names_encoding),
            target.is_folder,
            transparent=lines_only or ground is shared.GroundName.TRANSPARENT,
        )
        whole = Batch(plan(inputs, wishes), target.path, options, overwrite)
        with _progress() as progress:
            left = len(whole.tasks)
            bar = progress.add_task("Coloring", total=whole.report.total, completed=whole.report.total - left)
            report = whole.run(
                engine, lambda: progress.update(bar, advance=1, description=_doing(whole.report))
            )
    except KeyboardInterrupt:
        say("stopped; the same command goes on with what is left.")
        raise typer.Exit(130) from None
    _tell(report, target.path)
    if report.failures:
        raise typer.Exit(1 if report.finished else 2)


def _engine(
    options: "BatchOptions", jobs: int, threads: int | None, use_ray: bool, address: str | None
) -> "Engine":
    from nurie.batch import cluster, local
    from nurie.colorize.model import default_threads

    each = threads or max(1, default_threads() // jobs)
    if not use_ray:
        return lambda tasks: local.run(tasks, options, jobs, each)
    cluster.require()
    return lambda tasks: cluster.run(tasks, options, address or cluster.LOCAL, jobs, each)


def _ranges(text: str | None) -> "Ranges":
    """What --pages says: 3-18, or 1,4- for the first and all from the fourth."""
    ranges = []
    for part in text.split(",") if text else ():
        match = re.fullmatch(r"\s*([0-9]{1,9})\s*(-?)\s*([0-9]{1,9})?\s*", part)
        first, dash, last = match.groups() if match else ("0", "", None)
        end = int(last) if last else None if dash else int(first)
        if int(first) < 1 or (last and not dash) or (end is not None and end < int(first)):
            raise typer.BadParameter(
                f"{printable(part)} names no pages: write 7, 3-18 or 20-.", param_hint="--pages"
            )
        ranges.append((int(first), end))
    return tuple(ranges)


def _encoding(name: str) -> str:
    try:
        known = name == "auto" or "".encode(name) == b"".decode(name).encode(name)
    except (LookupError, ValueError, TypeError):
        known = False
    if not known:
        raise typer.BadParameter(
            f"{printable(name)} is no encoding of text: use auto, utf-8, cp932 or cp437.",
            param_hint="--names-encoding",
        )
    return name


def _doing(report: "Report") -> str:
    passed = sum(map(len, report.passed.values()))
    return f"Coloring, {passed} passed on" if passed else "Coloring"


def _progress() -> "Patience":
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    from nurie.cli.progress import Patience

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Patience(*columns, speed_estimate_period=600)


def _tell(report: "Report", output: Path) -> None:
    from nurie.batch.report import Fate
    from nurie.batch.work import UNWANTED

    for notice in report.notices:
        say(notice)
    for why, labels in report.passed.items():
        names = "" if why == UNWANTED else f": {_listed(labels)}"
        say(f"{len(labels)} passed on unchanged, {why}{names}.")
    fates = {
        Fate.COLORED: "colored",
        Fate.PASSED: "passed on",
        Fate.COPIED: "passed on uncolored",
        Fate.KEPT: "finished before",
    }
    told = [f"{report.count(fate)} {word}" for fate, word in fates.items() if report.count(fate)]
    if report.finished:
        told = told if report.count(Fate.COLORED) else ["0 colored", *told]
        pages, are = counted(report.total, "page"), "is" if report.total == 1 else "are"
        say(f"{report.finished} of {pages} {are} in {output}: {', '.join(told)}.")
    if report.failures:
        say(f"{len(report.failures)} could not be colored:")
        for failure in report.failures:
            say(f"  {failure}")


def _listed(labels: Sequence[str]) -> str:
    """Names, as many as a line or two hold."""
    more = len(labels) - _LISTED
    return ", ".join(labels[:_LISTED]) + (f" and {more} more" if more > 0 else "")
