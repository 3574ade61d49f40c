"""Which file ``nurie color`` makes of which sketch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from nurie.export import files

STANDARD = Path("-")
"""Standard input or output."""
LAYERED = (".psd", ".psb", ".ora")
_KINDS = ("", ".png", *LAYERED)
_FOLDER, _MIX_FILE = ".nurie", "mix.png"


@dataclass(frozen=True)
class Job:
    """One sketch and where its colorings go: a folder, or a file when there is one picture; - is a pipe."""

    source: Path
    target: Path
    single: bool

    @property
    def files(self) -> list[Path]:
        """All files that will be written."""
        if self.target == STANDARD:
            return []
        return [self.target] if self.single else [self.target / name for name in files.COLORING_FILES]


def plan(sources: Sequence[Path], output: Path | None, pick: int | None, mix: Path | None) -> list[Job]:
    """Decide where each result goes.

    Raises:
        typer.BadParameter: the request contradicts itself.
    """
    _check(sources, output, pick, mix)
    single = pick is not None or mix is not None
    jobs = [Job(source, _target(source, output, single, len(sources) == 1), single) for source in sources]
    owner: dict[Path, Path] = {}
    for job in jobs:
        other = owner.setdefault(job.target, job.source)
        if other is not job.source:
            raise typer.BadParameter(f"{other} and {job.source} would both go to {job.target}: rename one.")
    return jobs


def _check(sources: Sequence[Path], output: Path | None, pick: int | None, mix: Path | None) -> None:
    piped, single, alone = (
        STANDARD in (*sources, output),
        pick is not None or mix is not None,
        len(sources) == 1,
    )
    if pick is not None and mix is not None:
        raise typer.BadParameter("--pick and --mix both say which picture to write: give one of them.")
    if piped and not single:
        raise typer.BadParameter("A pipe carries one picture: choose one coloring with --pick.")
    if piped and not alone:
        raise typer.BadParameter("A pipe carries one picture: give one sketch at a time.")
    if pick is not None and output is None and not piped:
        raise typer.BadParameter("--pick needs a place to write to: add -o FILE (or FOLDER for several).")
    if output is None or output == STANDARD or not alone:
        return
    if output.suffix.lower() in LAYERED and not single:
        raise typer.BadParameter(f"{output} holds one picture in layers: choose one coloring with --pick.")
    if single and output.suffix.lower() not in _KINDS:
        raise typer.BadParameter(f"{output} is no kind of file that nurie writes: use .png, .psd or .ora.")


def _target(source: Path, output: Path | None, single: bool, alone: bool) -> Path:
    if output is None:
        if source == STANDARD:
            return STANDARD
        folder = source.with_name(source.stem + _FOLDER)
        return folder / _MIX_FILE if single else folder
    if alone:
        return output
    return output / (source.stem + (".png" if single else _FOLDER))
