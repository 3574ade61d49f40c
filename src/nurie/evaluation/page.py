"""The report as one web page that needs nothing else: tables, plots, sheets."""

import base64
import io
from collections.abc import Sequence
from html import escape

import numpy as np
from PIL import Image

from nurie.arrays import Bytes
from nurie.evaluation.bench import HINTS, SceneResult
from nurie.evaluation.numbers import NUMBERS, Column, Number, Result
from nurie.evaluation.plots import bars, dots

_CELL = 112
"""Px, the side of each picture on a sheet."""
_QUALITY = 72
_BARS = ("right", "sense", "fall_mean", "hair_follows", "variety")
_DOTS = ("right", "camouflage", "ciede_best", "ciede_mean", "perceptual_best", "hints_ciede_mean")
_PLAIN = "The sketch and the nine."
_HINTED = (
    "The sketch, the truth, the nine; below them the sketch with "
    f"{HINTS} hints from the truth, the truth, the nine."
)
_STYLE = """
:root { color-scheme: light dark; --edge: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }
th, td { padding: .2rem .7rem; border-bottom: 1px solid var(--edge); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
.best { font-weight: 700; }
svg { margin: .5rem 1.5rem .5rem 0; fill: currentColor; font: 12px system-ui, sans-serif; }
svg .title { font-weight: 700; font-size: 13px; }
figure { margin: 1rem 0; } figcaption { font-size: 13px; opacity: .8; }
img { display: block; max-width: 100%; height: auto; }
"""


def page(groups: Sequence[Sequence[Result]], columns: Sequence[Sequence[Column]]) -> str:
    """The page for the results, one group of contestants for each set, and the columns of their tables."""
    sections = "".join(_section(group, table) for group, table in zip(groups, columns, strict=True))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>nurie evaluate</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>nurie evaluate</h1>\n"
        "<p>Each number is given for the network alone / for what <code>nurie color</code> makes of it. "
        f"The best of each row is bold.</p>\n{sections}</body></html>\n"
    )


def _section(group: Sequence[Result], columns: Sequence[Column]) -> str:
    title = f"{group[0].scenes} ({len(group[0].records)} pictures)"
    plots = [_bars(key, group) for key in _BARS] + [_dots(key, group) for key in _DOTS]
    sheets = [
        _sheet(result.contestant, record)
        for pair in zip(*(result.records for result in group if result.trained), strict=True)
        for result, record in zip([r for r in group if r.trained], pair, strict=True)
    ]
    hinted = group[0].records[0].hinted is not None
    return (
        f"<h2>{escape(title)}</h2>\n<p>SHA-256 of the set: <code>{group[0].digest}</code></p>\n"
        f"{_table(columns)}\n<div>{''.join(plots)}</div>\n<h3>Sheets</h3>\n"
        f"<p>{_HINTED if hinted else _PLAIN}</p>\n{''.join(sheets)}"
    )


def _table(group: Sequence[Column]) -> str:
    head = "".join(f"<th>{escape(column.contestant)}</th>" for column in group)
    summaries = [(column.network, column.product) for column in group]
    rows = []
    for number in NUMBERS:
        if not any(number.key in values for pair in summaries for values in pair):
            continue
        best = [_best(number, [pair[side].get(number.key) for pair in summaries]) for side in (0, 1)]
        cells = []
        for column, pair in enumerate(summaries):
            texts = [
                f'<span class="best">{text}</span>' if column == best[side] else text
                for side, text in enumerate(number.text(values) or "-" for values in pair)
            ]
            cells.append(f"<td>{' / '.join(texts)}</td>")
        rows.append(f"<tr><td>{escape(number.label)}</td>{''.join(cells)}</tr>")
    return f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _best(number: Number, values: Sequence[float | None]) -> int | None:
    """The column of the best value; None where no way is better or fewer than two were measured."""
    known = [(value, column) for column, value in enumerate(values) if value is not None]
    if not number.better or len(known) < 2:
        return None
    return (max if number.better == "higher" else min)(known)[1]


def _number(key: str) -> Number:
    return next(number for number in NUMBERS if number.key == key)


def _bars(key: str, group: Sequence[Result]) -> str:
    number = _number(key)
    found = [(result.contestant, result.product[key]) for result in group if key in result.product]
    if not found:
        return ""
    names, values = zip(*found, strict=True)
    return bars(number.label, names, values, number.form)


def _dots(key: str, group: Sequence[Result]) -> str:
    number = _number(key)
    rows = [
        (result.contestant, [record.product[key] for record in result.records if key in record.product])
        for result in group
    ]
    found = [row for row in rows if row[1]]
    if not found:
        return ""
    names, values = zip(*found, strict=True)
    return dots(number.label, names, values, number.form)


def _sheet(contestant: str, record: SceneResult) -> str:
    gray = np.repeat(record.sketch[..., None], 3, -1)
    if record.truth is None or record.marked is None or record.hinted is None:
        rows = [[gray, *record.plain]]
    else:
        rows = [[gray, record.truth, *record.plain], [record.marked, record.truth, *record.hinted]]
    data = base64.b64encode(_webp(rows)).decode()
    text = escape(f"{record.scene}, {contestant}")
    return (
        f'<figure><img loading="lazy" alt="{text}" src="data:image/webp;base64,{data}">'
        f"<figcaption>{text}</figcaption></figure>\n"
    )


def _webp(rows: Sequence[Sequence[Bytes]]) -> bytes:
    height, width = rows[0][0].shape[:2]
    side = _CELL - 4
    cell_size = max(1, round(side * min(1, width / height))), max(1, round(side * min(1, height / width)))
    step = cell_size[1] + 4
    sheet = Image.new("RGB", (len(rows[0]) * _CELL, len(rows) * step), "white")
    for row, pictures in enumerate(rows):
        for column, rgb in enumerate(pictures):
            cell = Image.fromarray(rgb).resize(cell_size, Image.Resampling.LANCZOS)
            sheet.paste(cell, (column * _CELL + 2, row * step + 2))
    file = io.BytesIO()
    sheet.save(file, "WEBP", quality=_QUALITY)
    return file.getvalue()
