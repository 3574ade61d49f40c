"""What a batch has finished, so that one that was killed goes on where it stopped.

A journal is a text file with one JSON object a line: first the settings, then the files that the batch may
write and each file that is finished. It only ever grows; a line that a kill cut short is ignored. A batch
holds a lock on its journal, which the system takes back when the process ends, however it ends.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self, TextIO

from nurie.errors import OutputError
from nurie.export import files
from nurie.export.lock import locked

NAME = ".nurie-batch.jsonl"


class Journal:
    """The journal of one output.

    Args:
        path: of the journal.
        output: the folder or file that the user named.
        settings: all that decides how pages look.
        restart: whether to forget what was finished.

    Raises:
        OutputError: the batch was begun with other settings, or the journal cannot be read or written.
    """

    def __init__(self, path: Path, output: Path, settings: str, restart: bool) -> None:
        self._path = path
        self._output = output
        self._claimed: set[str] = set()
        self._finished: dict[str, tuple[str, str]] = {}
        self._file: TextIO | None = None
        self._header = {"settings": settings}
        try:
            text = path.read_text("utf-8", "replace") if files.exists(path) and not restart else ""
        except OSError as error:
            raise self._unusable(error) from None
        lines = [line for line in map(_parsed, text.splitlines()) if line]
        if lines and lines[0].get("settings") != settings:
            raise OutputError(
                f"{output} was begun with other settings: repeat those, use overwrite=True to begin anew, "
                "or choose another place."
            )
        self._known = bool(lines)  # an earlier batch left something to go on from
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

    def hold(self) -> None:
        """Open and lock the journal, so that no other batch writes to the same output.

        Raises:
            OutputError: another one does, or the journal cannot be written.
        """
        try:
            self._file = self._file or self._opened()
        except OSError as error:
            raise self._unusable(error) from None

    def forget(self) -> None:
        """Remove the journal, and its folder if that is empty, unless an earlier batch left it."""
        if self._file and not self._known:
            with suppress(OSError):
                self._path.unlink()
                self._path.parent.rmdir()

    def _add(self, line: dict[str, object]) -> None:
        """Write a line; the first one opens the file, so that a refused batch leaves no trace."""
        self.hold()
        assert self._file
        try:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()
        except OSError as error:
            raise self._unusable(error) from None

    def _opened(self) -> TextIO:
        """The file, locked, with the settings in its first line."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a", encoding="utf-8")
        if not locked(file):
            file.close()
            raise OutputError(
                f"another nurie batch writes to {self._output} now: wait for its end or choose another place."
            )
        if not self._known:
            file.truncate(0)
        file.write("\n" if file.seek(0, os.SEEK_END) else json.dumps(self._header) + "\n")
        return file

    def _unusable(self, error: OSError) -> OutputError:
        return OutputError(
            f"{self._path} cannot be used ({error.strerror or error}): free space or choose another place."
        )


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None
