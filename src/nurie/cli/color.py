"""``nurie color``: sketches in, nine colorings of each out."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nurie.errors import NurieError
from nurie.export import files

if TYPE_CHECKING:
    from nurie.colorize.colorizer import Colorization, Colorizer
    from nurie.colorize.hints import Hints

_STANDARD = Path("-")


@dataclass(frozen=True)
class _Job:
    """One sketch and where its colorings go: a folder, or a file when one coloring is picked; - is a pipe."""

    source: Path
    target: Path
    picked: bool

    @property
    def files(self) -> list[Path]:
        """All files that will be written."""
        if self.target == _STANDARD:
            return []
        return [self.target] if self.picked else [self.target / name for name in files.COLORING_FILES]


@dataclass(frozen=True)
class _Options:
    hints: "Hints | None"
    size: int | None
    max_pixels: int
    pick: int | None
    overwrite: bool


def color(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="SKETCH", help="Pictures, or - for standard input.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A folder; for one sketch with --pick, a file or -."),
    ] = None,
    pick: Annotated[int | None, typer.Option(min=1, max=9, help="Write only this one, as a file.")] = None,
    hints: Annotated[Path | None, typer.Option(help="Color hints: JSON or a layer (PNG).")] = None,
    model: Annotated[Path | None, typer.Option(help="A model made by nurie export.")] = None,
    size: Annotated[
        int | None, typer.Option(min=32, max=2048, help="Long side in px that the network sees.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that exist.")] = False,
    threads: Annotated[int | None, typer.Option(min=1, help="Processors to use; all by default.")] = None,
    max_megapixels: Annotated[int, typer.Option(min=1, help="Refuse larger sketches.")] = 100,
) -> None:
    """Color sketches, nine ways each.

    [bold]Examples[/bold]

      nurie color sketch.png                     nine files, a sheet: sketch.nurie/

      nurie color sketch.png --pick 3 -o c.png   only coloring 3

      nurie color *.png -o out                   out/page1.nurie/, out/page2.nurie/

      nurie color sketch.png --hints hints.json  your colors at your places

      nurie color - --pick 3 < in.png > out.png  through a pipe
    """
    jobs = _plan(inputs, output, pick)
    try:
        from nurie.colorize.colorizer import Colorizer
        from nurie.colorize.hints import Hints

        wanted = Hints.load(hints) if hints else None
        options = _Options(wanted, size, max_megapixels * 1_000_000, pick, overwrite)
        colorizer = Colorizer(model, threads)
        if len(jobs) == 1:
            _color_one(colorizer, jobs[0], options)
        else:
            _color_several(colorizer, jobs, options)
    except KeyboardInterrupt:
        _say("stopped; what was not finished was not written.")
        raise typer.Exit(130) from None


def _plan(inputs: list[Path], output: Path | None, pick: int | None) -> list[_Job]:
    """Decide where each result goes, and refuse requests that contradict themselves."""
    if pick is None and (_STANDARD in inputs or output == _STANDARD):
        raise typer.BadParameter("A pipe carries one picture: choose one coloring with --pick.")
    if len(inputs) > 1 and (_STANDARD in inputs or output == _STANDARD):
        raise typer.BadParameter("A pipe carries one picture: give one sketch at a time.")
    if pick is not None and output is None and inputs != [_STANDARD]:
        raise typer.BadParameter("--pick needs a place to write to: add -o FILE (or FOLDER for several).")
    picked, alone = pick is not None, len(inputs) == 1
    jobs = [_Job(source, _target(source, output, picked, alone), picked) for source in inputs]
    owner: dict[Path, Path] = {}
    for job in jobs:
        other = owner.setdefault(job.target, job.source)
        if other is not job.source:
            raise typer.BadParameter(f"{other} and {job.source} would both go to {job.target}: rename one.")
    return jobs


def _target(source: Path, output: Path | None, picked: bool, alone: bool) -> Path:
    if output is None:
        return _STANDARD if source == _STANDARD else source.with_name(f"{source.stem}.nurie")
    if alone:
        return output
    return output / (f"{source.stem}.png" if picked else f"{source.stem}.nurie")


def _color_one(colorizer: "Colorizer", job: _Job, options: _Options) -> None:
    if not options.overwrite:
        files.check_free(job.files)
    data = sys.stdin.buffer.read() if job.source == _STANDARD else job.source
    coloring = colorizer.color(data, options.hints, options.size, options.max_pixels)
    for notice in coloring.notices:
        _say(notice)
    _write(coloring, job.target, options)


def _write(coloring: "Colorization", target: Path, options: _Options) -> None:
    if options.pick is None:
        coloring.save(target, options.overwrite)
    elif target == _STANDARD:
        files.write_stream(sys.stdout.fileno(), coloring.encoded(options.pick - 1))
    else:
        files.write_file(target, coloring.encoded(options.pick - 1))
    if target != _STANDARD:
        _say(f"wrote {target}")


def _color_several(colorizer: "Colorizer", jobs: list[_Job], options: _Options) -> None:
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


def _with_progress(jobs: list[_Job]) -> Iterable[_Job]:
    from rich.console import Console
    from rich.progress import track

    return track(jobs, "Coloring", console=Console(stderr=True))


def _say(sentence: str) -> None:
    print(f"nurie: {sentence}", file=sys.stderr)
