"""Plots as SVG text: bars for one number a model, dots for one number a scene."""

from collections.abc import Sequence
from html import escape

_WIDTH = 460
_LABELS = 170
_ROW = 24
_TOP = 30
COLORS = ("#2f6f9f", "#c8553d", "#588b4a", "#8a5a9e", "#b08900", "#4a4a4a")
"""One for each model, used again from the start when there are more."""


def bars(title: str, names: Sequence[str], values: Sequence[float], form: str) -> str:
    """A bar for each name, from 0; `form` is how the values are written, a format specification."""
    low, high = min(0.0, *values), max(0.0, *values)
    rows = []
    for row, value in enumerate(values):
        left, right = (_across(end, low, high) for end in sorted((0.0, value)))
        y = _TOP + row * _ROW
        rows.append(
            f'<rect x="{left:.1f}" y="{y + 4}" width="{right - left:.1f}" height="{_ROW - 8}"'
            f' fill="{color(row)}"/>'
            f'<text x="{right + 5:.1f}" y="{y + 16}">{format(value, form)}</text>'
        )
    return _frame(title, names, rows)


def dots(title: str, names: Sequence[str], values: Sequence[Sequence[float]], form: str) -> str:
    """For each name a row of dots, one a scene, and a line at their mean."""
    everything = [value for row in values for value in row]
    low, high = min(0.0, *everything), max(0.0, *everything)
    rows = []
    for row, scenes in enumerate(values):
        y = _TOP + row * _ROW
        rows += [
            f'<circle cx="{_across(value, low, high):.1f}" cy="{y + 12}" r="3" fill="{color(row)}"'
            ' fill-opacity="0.45"/>'
            for value in scenes
        ]
        mean = sum(scenes) / len(scenes)
        x = _across(mean, low, high)
        rows.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y + 3}" y2="{y + 21}" stroke="{color(row)}"'
            f' stroke-width="2"/><text x="{_WIDTH - 52}" y="{y + 16}">{format(mean, form)}</text>'
        )
    return _frame(title, names, rows)


def color(row: int) -> str:
    """The color of the model in a row."""
    return COLORS[row % len(COLORS)]


def _across(value: float, low: float, high: float) -> float:
    """Where a value lies, in px from the left."""
    room = _WIDTH - _LABELS - 60
    return _LABELS + (value - low) / ((high - low) or 1.0) * room


def _frame(title: str, names: Sequence[str], rows: Sequence[str]) -> str:
    height = _TOP + len(names) * _ROW + 6
    labels = "".join(
        f'<text x="{_LABELS - 8}" y="{_TOP + row * _ROW + 16}" text-anchor="end">'
        f"{escape(_short(name))}</text>"
        for row, name in enumerate(names)
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img">'
        f'<text x="0" y="16" class="title">{escape(title)}</text>{labels}{"".join(rows)}</svg>'
    )


def _short(name: str) -> str:
    return name if len(name) <= 26 else f"…{name[-25:]}"
