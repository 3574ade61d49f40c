"""Writes what was measured into docs/limits.md: python docs/make_limits.py FILE...

A file is benchmarks/results/limits.json, of `python benchmarks/run.py limits`, or the report of tests/fuzz.
"""

import json
import sys
from itertools import dropwhile
from pathlib import Path
from statistics import median
from typing import Any

PAGE = Path(__file__).with_name("limits.md")
COMMANDS = """| `nurie color` | processor time | peak memory |
|---|---|---|
"""
FUZZ = """| files changed at random | tried | refused in a sentence | longest, of a processor | memory |
|---|---|---|---|---|
"""


def commands(result: dict[str, Any]) -> str:
    """A row a command, of a result as the benchmark writes it."""
    memory = result["facts"]["memory"]
    return "".join(
        f"| {name} | {median(seconds):.1f} s | {memory[name] / 1000:.1f} GB |\n"
        for name, seconds in result["runs"].items()
    )


def fuzz(figures: dict[str, Any]) -> str:
    """A row a kind of file, of figures as tests/fuzz writes them."""
    return "".join(
        f"| {kind} | {one['tried']:,} | {one['refused']:,} | {one['longest']:.2f} s | {one['memory']} MB |\n"
        for kind, one in figures.items()
    )


def replaced(page: str, head: str, rows: str) -> str:
    """The page with these rows in the table of this head."""
    before, found, after = page.partition(head)
    if not found:
        sys.exit(f"{PAGE} has no table that begins {head.splitlines()[0]}")
    lines = after.splitlines(keepends=True)
    return before + head + rows + "".join(dropwhile(lambda line: line.startswith("|"), lines))


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    for path in map(Path, sys.argv[1:]):
        found = json.loads(path.read_text(encoding="utf-8"))
        head, rows = (COMMANDS, commands(found)) if "runs" in found else (FUZZ, fuzz(found))
        page = replaced(page, head, rows)
    PAGE.write_text(page, encoding="utf-8")
