"""The report: tables for the terminal, report.json, and a page with sheets and plots."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from nurie import __version__
from nurie.errors import DataError
from nurie.evaluation.bench import Measures
from nurie.evaluation.numbers import NUMBERS, Column, Number, Result
from nurie.evaluation.page import page
from nurie.export.files import staged_folder

FILES = ("report.json", "report.html")
"""What a report's folder holds."""
_FORMAT, _VERSION = "nurie-report", 2
_FIRST, _OTHER = 41, 18
"""Characters that the first column of a table takes, and each other one."""


def sets(results: Sequence[Result]) -> list[list[Result]]:
    """The results, one list for each set of pictures."""
    names = dict.fromkeys(result.scenes for result in results)
    return [[result for result in results if result.scenes == name] for name in names]


def tables(groups: Sequence[Sequence[Column]], width: int = 80) -> list[Table]:
    """Tables of at most `width` characters, as many as a group needs: a row a number, a column a rival."""
    most = max(1, (width - _FIRST) // _OTHER)
    return [_table(group[at : at + most]) for group in groups for at in range(0, len(group), most)]


def _table(group: Sequence[Column]) -> Table:
    table = Table(title=f"{group[0].scenes} ({group[0].count} pictures): network / product")
    table.add_column("", no_wrap=True)
    for column in group:
        table.add_column(column.contestant.replace(".safetensors", ""), justify="right", overflow="fold")
    for number in NUMBERS:
        cells = [_cell(number, column.network, column.product) for column in group]
        if any(cells):
            table.add_row(number.label, *cells)
    return table


def _cell(number: Number, network: Measures, product: Measures) -> str:
    ours, theirs = (number.text(values) for values in (network, product))
    return f"{ours or '-'} / {theirs or '-'}" if ours or theirs else ""


def check_same(digests: Mapping[str, str], earlier: Sequence[Column]) -> None:
    """Refuse to put numbers of different pictures side by side.

    Args:
        digests: of the sets that are measured now, by their names.
        earlier: columns of earlier reports.

    Raises:
        DataError: a set of the same name held other pictures then.
    """
    for column in earlier:
        now = digests.get(column.scenes, column.digest)
        if column.digest != now:
            raise DataError(
                f'"{column.scenes}" of {column.contestant} was measured on other pictures '
                f"(SHA-256 {column.digest[:8]}, now {now[:8]}); measure that model anew on these."
            )


def beside(results: Sequence[Result], earlier: Sequence[Column]) -> list[list[Column]]:
    """The columns of the results, one list for each set, and after them those of earlier reports.

    What an earlier report says of sets that are not in the results is left out.

    Raises:
        DataError: as for `check_same`.
    """
    check_same({result.scenes: result.digest for result in results}, earlier)
    return [
        [*(result.column for result in group), *(one for one in earlier if one.scenes == group[0].scenes)]
        for group in sets(results)
    ]


def load(path: Path) -> list[Column]:
    """The columns of a report.json, each contestant named after its report; the plainest answers left out.

    Raises:
        DataError: the file cannot be read or is no report that can be compared.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if (document["format"], document["version"]) != (_FORMAT, _VERSION):
            raise DataError(
                f"{path} is of another version of nurie evaluate, which did not tell sets of pictures apart; "
                "measure its models anew."
            )
        return [
            Column(
                f"{row['model']} ({path.parent.name})",
                row["set"],
                row["digest"],
                len(row["scenes"]),
                row["network"],
                row["product"],
            )
            for row in document["results"]
            if row["trained"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{path} is no report of nurie evaluate ({type(error).__name__}); give its report.json."
        ) from error


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """Everything that was measured, picture by picture and in sum."""
    return {
        "format": _FORMAT,
        "version": _VERSION,
        "nurie": __version__,
        "results": [
            {
                "model": result.contestant,
                "set": result.scenes,
                "digest": result.digest,
                "trained": result.trained,
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


def write(folder: Path, results: Sequence[Result], groups: Sequence[Sequence[Column]]) -> None:
    """Write report.json and report.html into `folder`, both or neither.

    Args:
        folder: where to.
        results: what was measured.
        groups: the columns of the page's tables, see `beside`.

    Raises:
        OutputError: the folder cannot be written.
    """
    texts = (json.dumps(as_json(results), indent=1) + "\n", page(sets(results), groups))
    with staged_folder(folder) as stage:
        for name, text in zip(FILES, texts, strict=True):
            (stage / name).write_text(text, encoding="utf-8")
