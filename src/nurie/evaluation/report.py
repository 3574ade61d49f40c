"""The report: tables for the terminal, report.json, and a page with sheets and plots."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from nurie import __version__
from nurie.evaluation.bench import Values
from nurie.evaluation.numbers import NUMBERS, Number, Result
from nurie.evaluation.page import page
from nurie.export.files import staged_folder

FILES = ("report.json", "report.html")
"""What a report's folder holds."""


def sets(results: Sequence[Result]) -> list[list[Result]]:
    """The results, one list for each set of scenes."""
    names = dict.fromkeys(result.scenes for result in results)
    return [[result for result in results if result.scenes == name] for name in names]


def tables(results: Sequence[Result]) -> list[Table]:
    """A table for each set: a row a number, two columns a contestant."""
    return [_table(group) for group in sets(results)]


def _table(group: Sequence[Result]) -> Table:
    table = Table(title=f"{group[0].scenes} ({len(group[0].records)} pictures): network / product")
    table.add_column("", no_wrap=True)
    for result in group:
        table.add_column(result.contestant, justify="right", overflow="fold")
    summaries = [(result.network, result.product) for result in group]
    for number in NUMBERS:
        cells = [_cell(number, *pair) for pair in summaries]
        if any(cells):
            table.add_row(number.label, *cells)
    return table


def _cell(number: Number, network: Values, product: Values) -> str:
    ours, theirs = (number.text(values) for values in (network, product))
    return f"{ours or '-'} / {theirs or '-'}" if ours or theirs else ""


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """Everything that was measured, scene by scene and in sum."""
    return {
        "format": "nurie-report",
        "version": 1,
        "nurie": __version__,
        "results": [
            {
                "model": result.contestant,
                "set": result.scenes,
                "network": result.network,
                "product": result.product,
                "scenes": [
                    {"name": record.scene, "network": record.network, "product": record.product}
                    for record in result.records
                ],
            }
            for result in results
        ],
    }


def write(folder: Path, results: Sequence[Result]) -> None:
    """Write report.json and report.html into `folder`, both or neither.

    Raises:
        OutputError: the folder cannot be written.
    """
    texts = (json.dumps(as_json(results), indent=1) + "\n", page(sets(results)))
    with staged_folder(folder) as stage:
        for name, text in zip(FILES, texts, strict=True):
            (stage / name).write_text(text, encoding="utf-8")
