"""What a batch has finished, so that one that was killed goes on where it stopped.

A journal is a text file with one JSON object a line: first the settings, then the files that the batch may
write and each file that is finished. It only ever grows; a line that a kill cut short is ignored.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self, TextIO

from nurie.errors import OutputError

NAME = ".nurie-batch.jsonl"


class Journal:
    """The journal of one output folder.

    Args:
        path: of the journal.
        settings: all that decides how pages look.
        restart: whether to forget what was finished.

    Raises:
        OutputError: the batch was begun with other settings, or the journal cannot be read or written.
    """

    def __init__(self, path: Path, settings: str, restart: bool) -> None:
        self._path = path
        self._claimed: set[str] = set()
        self._finished: dict[str, tuple[str, str]] = {}
        self._file: TextIO | None = None
        self._header = {"settings": settings}
        try:
            text = path.read_text("utf-8", "replace") if path.exists() and not restart else ""
        except OSError as error:
            raise self._unusable(error) from None
        lines = [line for line in map(_parsed, text.splitlines()) if line]
        if lines and lines[0].get("settings") != settings:
            raise OutputError(
                f"{path.parent} was begun with other settings: repeat those, use --overwrite to begin anew, "
                "or choose another place with -o."
            )
        self._begun = bool(lines)
        for line in lines:
            self._claimed.update(line.get("claimed", ()))
            if "finished" in line:
                self._finished[line["finished"]] = line.get("stamp", ""), line.get("file", "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # the disk is full, which was said already
            if self._file:
                self._file.close()

    def is_claimed(self, name: str) -> bool:
        """Whether the batch may write a file."""
        return name in self._claimed

    def claim(self, names: Iterable[str]) -> None:
        """Note files that the batch may write from now on."""
        new = [name for name in names if name not in self._claimed]
        self._claimed.update(new)
        if new:
            self._add({"claimed": new})

    def finished(self, name: str, stamp: str) -> str | None:
        """The file that holds a finished page or book; None if it is not finished or its source has changed.

        Args:
            name: of the page or book.
            stamp: the state of its source.
        """
        known, file = self._finished.get(name, ("", ""))
        return file if known == stamp else None

    def finish(self, name: str, stamp: str, file: str) -> None:
        """Note a page or book that is finished, and the file that holds it."""
        self._finished[name] = stamp, file
        self._add({"finished": name, "stamp": stamp, "file": file})

    def _add(self, line: dict[str, object]) -> None:
        """Write a line; the first one opens the file, so that a refused batch leaves no trace."""
        try:
            if not self._file:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._path.open("a" if self._begun else "w", encoding="utf-8")
                self._file.write("\n" if self._begun else json.dumps(self._header) + "\n")
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()
        except OSError as error:
            raise self._unusable(error) from None

    def _unusable(self, error: OSError) -> OutputError:
        return OutputError(
            f"{self._path} cannot be used ({error.strerror or error}): free space or choose another -o."
        )


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None
