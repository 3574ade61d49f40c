"""Assigns a color of a palette to each region.

Regions of like color form a group. Groups get palette colors so that the total cost is least: distances in
CIELAB, weighted by the sizes of groups, plus a cost for groups that share a color. That is the assignment
problem, solved exactly. Regions that stay paper, such as speech bubbles, are left out.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from nurie.arrays import Doubles, Mask
from nurie.colorize.flats import Flats, lab
from nurie.tiles import counted

STAYS = -1
"""The index given to paper that keeps its own color."""

# Chosen by hand; tests/colorize/test_assign.py checks the result.
_ALIKE = 10.0  # distance in CIELAB below which the colors of regions form one group
_MOST_GROUPS = 48  # the assignment takes the cube of it in time; later regions join the nearest group
_SHARED = 12.0  # cost, as a distance, for a group to share the color of a larger one
_STRANGE = 25.0  # cost, as a distance, for skin to become another color, or another color skin
_WHITE = 10.0  # greatest distance in CIELAB from white of the palette color that paper takes


class _NamedColor(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def rgb(self) -> tuple[int, int, int]: ...


def assign(flats: Flats, entries: Sequence[_NamedColor], paper: Mask | None = None) -> npt.NDArray[np.intp]:
    """For each region, by its number, the index of its palette color.

    Args:
        flats: the median color of each region.
        entries: the palette; an entry with "skin" in its name is skin, otherwise skin tones are.
        paper: (n + 1,), the regions that stay paper: they get the palette's white, or STAYS if it has none.

    Returns:
        (n + 1,) numbers; row 0 is unused.
    """
    areas = counted(flats.regions, len(flats.colors)).astype(np.float64)
    paper = np.zeros(len(areas), np.bool_) if paper is None else paper
    areas[paper] = 0
    colors = lab(np.array([entry.rgb for entry in entries], np.uint8)).astype(np.float64)
    away = np.linalg.norm(colors - (100, 0, 0), axis=1)
    white = int(away.argmin()) if away.min() <= _WHITE else STAYS
    if not areas.any():
        return np.full(len(areas), white)
    group_of_region, centers, group_areas = _groups(lab(flats.colors).astype(np.float64), areas)
    named = np.array(["skin" in entry.name.lower() for entry in entries])
    skin = named if named.any() else _is_skin(colors)

    change = np.linalg.norm(centers[:, None] - colors, axis=2)
    change += _STRANGE * (_is_skin(centers)[:, None] != skin)
    chosen = _cheapest(change, np.sqrt(group_areas))
    return np.where(paper, white, chosen[group_of_region])


def _groups(places: Doubles, areas: Doubles) -> tuple[npt.NDArray[np.intp], Doubles, Doubles]:
    """Group regions by color around the largest: each region's group, each group's color and area."""
    leaders: list[int] = []
    nearest = np.full(len(places), np.inf)
    for region in np.argsort(-areas, kind="stable"):
        if areas[region] and nearest[region] >= _ALIKE and len(leaders) < _MOST_GROUPS:
            leaders.append(int(region))
            nearest = np.minimum(nearest, np.linalg.norm(places - places[region], axis=1))
    group = np.linalg.norm(places[:, None] - places[leaders], axis=2).argmin(axis=1)
    sizes = np.bincount(group, areas).astype(np.float64)
    sums = np.stack([np.bincount(group, areas * places[:, channel]) for channel in range(3)], axis=1)
    return group, sums / sizes[:, None], sizes


def _is_skin(places: Doubles) -> Mask:
    """Whether colors, (n, 3) in CIELAB, are skin tones: light, warm, of moderate chroma."""
    hue, chroma = np.degrees(np.arctan2(places[:, 2], places[:, 1])), np.hypot(places[:, 1], places[:, 2])
    return (places[:, 0] > 55) & (hue > 20) & (hue < 85) & (chroma > 6) & (chroma < 45)


def _cheapest(change: Doubles, weights: Doubles) -> npt.NDArray[np.intp]:
    """For each group the index of its palette color, so that the total weighted cost is least.

    A group takes a color for itself or shares its best one; sharing is a column of its own for each group, so
    that groups never compete for it.

    Args:
        change: (groups, colors), what it costs each group to take each color.
        weights: (groups,).
    """
    groups, colors = change.shape
    shared = change.min(axis=1) + _SHARED
    impossible = (change.max() + _SHARED) * weights.sum() * 2 + 1
    cost = np.full((groups, colors + groups), impossible)
    cost[:, :colors] = change * weights[:, None]
    cost[np.arange(groups), colors + np.arange(groups)] = shared * weights
    columns = _assignment(cost)
    return np.where(columns < colors, columns, change.argmin(axis=1))


def _assignment(cost: Doubles) -> npt.NDArray[np.intp]:
    """The column of each row, each column used at most once, with the least sum: the Hungarian method.

    Args:
        cost: (rows, columns), finite, at least as many columns as rows.
    """
    rows, columns = cost.shape
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, np.intp)  # the row of each column, from 1; column 0: the row being inserted
    for newcomer in range(1, rows + 1):
        owner[0], column = newcomer, 0
        slack, came_from = np.full(columns + 1, np.inf), np.zeros(columns + 1, np.intp)
        visited = np.zeros(columns + 1, np.bool_)
        while owner[column]:
            visited[column] = True
            row = owner[column]
            reduced = cost[row - 1] - row_price[row] - column_price[1:]
            better = ~visited[1:] & (reduced < slack[1:])
            slack[1:][better], came_from[1:][better] = reduced[better], column
            open_slack = np.where(visited, np.inf, slack)
            open_slack[0] = np.inf
            column = int(open_slack.argmin())
            step = open_slack[column]
            row_price[owner[visited]] += step
            column_price[visited] -= step
            slack[~visited] -= step
        while column:
            owner[column] = owner[came_from[column]]
            column = int(came_from[column])
    result = np.zeros(rows, np.intp)
    taken = np.flatnonzero(owner[1:])
    result[owner[1:][taken] - 1] = taken
    return result
