"""Which files ``nurie color`` makes of which sketch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from nurie.errors import printable
from nurie.export import formats
from nurie.export.place import Place, place, spare

STANDARD = Path("-")
"""Standard input or output."""
_FOLDER, _SHEET = ".nurie", "sheet.png"


@dataclass(frozen=True)
class Wanted:
    """What is to be made of each sketch.

    Attributes:
        numbers: of the colorings, 1..9; none where nothing was said.
        mix: whether one picture is mixed of them.
        lines: whether only the lines are written, which all colorings share.
        kind: the name of the format of the files; None for what the name of the file says, else PNG.
    """

    numbers: tuple[int, ...] = ()
    mix: bool = False
    lines: bool = False
    kind: str | None = None

    @property
    def format(self) -> formats.Format:
        """Of the files in folders."""
        return formats.named(self.kind or "png")

    @property
    def ending(self) -> str:
        """Of the files in folders."""
        return self.format.endings[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Of the files in a folder, in the order of the colorings."""
        if self.mix or self.lines:
            return (f"{'mix' if self.mix else 'lines'}{self.ending}",)
        return tuple(f"{number}{self.ending}" for number in self.numbers or range(1, 10))

    @property
    def sheet(self) -> bool:
        """Whether all nine are shown on a sheet, too."""
        return not (self.mix or self.lines or self.numbers)


@dataclass(frozen=True)
class Job:
    """One sketch and where its colorings go.

    Attributes:
        source: the sketch, or - for standard input.
        folder: the folder that holds the files; None for one file that goes where the user says.
        files: a file for each coloring; none where it goes to standard output.
        sheet: the file that shows all; None for none.
    """

    source: Path
    folder: Path | None
    files: tuple[Path, ...]
    sheet: Path | None = None

    @property
    def all_files(self) -> list[Path]:
        """Everything that will be written."""
        return [*self.files, *([self.sheet] if self.sheet else [])]


def picked(text: str | None) -> tuple[int, ...]:
    """The colorings that --pick names, such as 3 or 1,3, each once and in their order.

    Raises:
        typer.BadParameter: one of them is not in 1..9.
    """
    numbers = [part.strip() for part in text.split(",")] if text is not None else []
    wrong = [number for number in numbers if number not in "123456789" or len(number) != 1]
    if wrong:
        raise typer.BadParameter(
            f"{printable(wrong[0])!r} is none of the nine colorings: write --pick 3 or --pick 1,3."
        )
    return tuple(sorted({int(number) for number in numbers}))


def plan(sources: Sequence[Path], output: str | None, wanted: Wanted) -> list[Job]:
    """Decide where each result goes.

    The same sketch goes to the same place whether it comes alone or with others.

    Raises:
        typer.BadParameter: the request contradicts itself.
        OutputError: the output ends like no file that is written, or a sketch would be replaced.
    """
    if STANDARD in sources or output == str(STANDARD):
        _check_pipe(sources, output, wanted)
    if output == str(STANDARD) or (output is None and sources[0] == STANDARD):
        return [Job(sources[0], None, ())]
    meant = place(output, formats.endings()) if output is not None else None
    if meant and not meant.is_folder:
        _check_file(meant.path, sources, wanted)
        jobs = [Job(sources[0], None, (meant.path,))]
    else:
        jobs = [_in_folder(source, meant, wanted) for source in sources]
    owner: dict[Path | None, Path] = {}
    for job in jobs:
        other = owner.setdefault(job.folder, job.source)
        if other is not job.source:
            raise typer.BadParameter(f"{other} and {job.source} would both go to {job.folder}: rename one.")
    spare(sources, [path for job in jobs for path in job.all_files])
    return jobs


def _in_folder(source: Path, meant: Place | None, wanted: Wanted) -> Job:
    """The sketch's own folder, beside it or in the folder that the user means."""
    stem = "standard-input" if source == STANDARD else source.stem
    folder = (meant.path if meant else source.parent) / (stem + _FOLDER)
    files = tuple(folder / name for name in wanted.names)
    return Job(source, folder, files, folder / _SHEET if wanted.sheet else None)


def _check_pipe(sources: Sequence[Path], output: str | None, wanted: Wanted) -> None:
    if len(sources) > 1:
        raise typer.BadParameter("A pipe carries one picture: give one sketch at a time.")
    if output in (None, str(STANDARD)):
        if len(wanted.numbers) > 1:
            raise typer.BadParameter("A pipe carries one picture: choose one coloring with --pick.")
        if wanted.format.layered:
            raise typer.BadParameter(
                f"Files with layers do not go through pipes: add -o FILE{wanted.ending}."
            )


def _check_file(path: Path, sources: Sequence[Path], wanted: Wanted) -> None:
    if len(sources) > 1:
        raise typer.BadParameter(f"{path} is one file for {len(sources)} sketches: name a folder after -o.")
    if len(wanted.numbers) > 1:
        raise typer.BadParameter(
            f"{path} is one file for {len(wanted.numbers)} colorings: pick one, or name a folder after -o."
        )
    if wanted.kind and formats.of(path) is not wanted.format:
        raise typer.BadParameter(f"{path} says another kind of file than --format {wanted.kind}.")
