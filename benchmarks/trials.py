"""Results of trials that take hours: a JSON object in a file, to which each trial adds its row."""

import json
from pathlib import Path

from nurie.export import files

Rows = dict[str, dict[str, float]]


def rows(path: Path) -> Rows:
    """The rows of the trials that are done, by their names."""
    done: Rows = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return done


def add(path: Path, name: str, row: dict[str, float]) -> None:
    """Add a row to what is in the file now, for another process may have added to it."""
    files.write_file(path, (json.dumps(rows(path) | {name: row}, indent=2) + "\n").encode())
