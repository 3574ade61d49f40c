"""What ``-o`` names, by one rule for every command.

A slash at the end, or a folder that is there, says folder. An ending such as .png says file. A name without
an ending is a folder. An ending that the command does not write is refused, so that no folder is called
page.gif by mistake.
"""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from nurie.errors import OutputError

RULE = "An ending says file; a slash at the end, a folder that exists or no ending says folder."
"""The rule in one sentence, for the help."""


@dataclass(frozen=True)
class Place:
    """A file, or a folder for files."""

    path: Path
    is_folder: bool


def place(text: str, endings: Collection[str] = ()) -> Place:
    """What the user means by a path.

    Args:
        text: as typed, with its slash.
        endings: of the files that the command writes, such as ".png"; none where it writes only folders.

    Raises:
        OutputError: the ending is none of these, or nothing is named.
    """
    if not text:
        raise OutputError(
            "no place for results is named, as when a variable of the shell is not set: name one."
        )
    path = Path(text)
    if text.endswith(("/", os.sep)) or os.path.isdir(text):  # noqa: PTH112  # Path.is_dir may raise
        return Place(path, True)
    ending = path.suffix.lower()
    if ending and ending not in endings:
        known = f"use {listed(endings)}, or " if endings else "name a folder, and "
        raise OutputError(
            f"{text} ends in {ending}, which this command does not write: {known}end the name of a folder "
            "with a slash."
        )
    return Place(path, not ending)


def folder(text: str) -> Path:
    """The folder that the user means.

    Raises:
        OutputError: it has the ending of a file.
    """
    return place(text).path


def file(text: str, endings: Collection[str], name: str) -> Path:
    """The file that the user means.

    Args:
        text: as typed.
        endings: of the files that the command writes.
        name: of the file, where a folder is meant.

    Raises:
        OutputError: the ending is none of these.
    """
    meant = place(text, endings)
    return meant.path / name if meant.is_folder else meant.path


def beside(source: Path, ending: str) -> Path:
    """The file beside a source that has its name with another ending.

    Raises:
        OutputError: the source has no name, as the folder . has none.
    """
    if not source.name:
        raise OutputError(f"{source} is a folder, not a file: name a file.")
    return source.with_name(source.stem + ending)


def spare(sources: Iterable[Path], targets: Iterable[Path]) -> None:
    """Refuse results that would replace what they are made of, whatever may be replaced otherwise.

    Raises:
        OutputError: a target is one of the sources, by whatever name.
    """
    owned = {identity for source in sources for identity in _identities(source)}
    for target in targets:
        if owned & _identities(target):
            raise OutputError(f"{target} would replace what it is made of: name another place.")


def listed(words: Collection[str]) -> str:
    """.png, .jpg or .webp"""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def _identities(path: Path) -> set[object]:
    """What tells a file from others: its full name and, where it is there, its number on the disk."""
    try:
        state = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return {os.path.realpath(path)}
    return {os.path.realpath(path), (state.st_dev, state.st_ino)}
