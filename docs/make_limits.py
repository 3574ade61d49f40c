"""Writes the figures of a fuzz test into docs/limits.md: python docs/make_limits.py fuzz.json"""

import json
import sys
from itertools import dropwhile
from pathlib import Path

PAGE = Path(__file__).with_name("limits.md")
HEAD = """| files changed at random | tried | refused in a sentence | longest, of a processor | memory |
|---|---|---|---|---|
"""


def table(figures: dict[str, dict[str, float]]) -> str:
    """A row a kind of file; `figures` as tests/fuzz writes them."""
    rows = [
        f"| {kind} | {one['tried']:,} | {one['refused']:,} | {one['longest']:.2f} s | {one['memory']} MB |"
        for kind, one in figures.items()
    ]
    return HEAD + "\n".join(rows) + "\n"


def replaced(page: str, figures: dict[str, dict[str, float]]) -> str:
    """The page with the table of these figures instead of the one that it has."""
    before, found, after = page.partition(HEAD)
    if not found:
        sys.exit(f"{PAGE} has no table of files changed at random.")
    lines = after.splitlines(keepends=True)
    return before + table(figures) + "".join(dropwhile(lambda line: line.startswith("|"), lines))


if __name__ == "__main__":
    figures = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    PAGE.write_text(replaced(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")
