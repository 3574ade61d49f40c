"""A mix of the nine colorings: hair from 3, coat from 7, the scarf in a color of its own.

A file is JSON (``"format": "nurie-mix", "version": 1``). Regions are named by points, so that a mix fits the
same drawing at any resolution.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from nurie.arrays import Bytes, Regions
from nurie.colorize.borders import Borders
from nurie.colorize.checks import is_whole
from nurie.colorize.documents import DocumentKind, is_color
from nurie.colorize.hints import Hints
from nurie.colorize.recolor import recolor
from nurie.errors import BorderError, HintError, MixError, OptionError, shown
from nurie.packed import Held
from nurie.schemes.names import name_of, part_named
from nurie.schemes.parts import Part

_KIND = DocumentKind("nurie-mix", 1, MixError, file="mix", content="mix", of="mix")


@dataclass(frozen=True)
class Choice:
    """What some regions get.

    Attributes:
        points: (x, y) in 0..1 of the sketch's width and height, each naming the region under it.
        source: the number, 1..9, of the coloring that the regions come from, or a fixed color, "#rrggbb".
        name: for people, such as "hair"; may be empty.
        locked: whether nothing else changes these regions; see :meth:`nurie.Colorization.with_locked`.
        material: what they were made of when they were locked, which decides how they are lit; None for what
            they are by themselves.
        hints: those that had divided the sketch when the regions were locked.
        borders: those that had split and joined its regions then.

    Raises:
        MixError: a value is malformed or outside its range.
    """

    points: tuple[tuple[float, float], ...]
    source: int | str
    name: str = ""
    locked: bool = False
    material: Part | None = None
    hints: Hints = Hints()  # noqa: RUF009  (frozen)
    borders: Borders = Borders()  # noqa: RUF009  (frozen)

    def __post_init__(self) -> None:
        if not self.points:
            raise MixError("it has no points: give at least one.")
        for x, y in self.points:
            _check_share("x", x, "width")
            _check_share("y", y, "height")
        if isinstance(self.source, str):
            if not is_color(self.source):
                raise MixError(f'color is {shown(self.source)}, which is no color: write it as "#rrggbb".')
        else:
            _check_number(self.source)
        if not isinstance(self.name, str):
            raise MixError(f"name is {shown(self.name)}, which is no text: write it in quotes.")
        if not isinstance(self.locked, bool):
            raise MixError(f"locked is {shown(self.locked)}: write true or false.")


@dataclass(frozen=True)
class Mix:
    """One picture out of nine colorings.

    Where choices name the same region, the last one counts; what an earlier one locked stays as it is.

    Attributes:
        base: the number, 1..9, of the coloring wherever nothing is chosen.
        choices: what is chosen, region by region.

    Raises:
        MixError: the base is no number in 1..9.
    """

    base: int = 1
    choices: tuple[Choice, ...] = ()

    def __post_init__(self) -> None:
        _check_number(self.base)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a mix file.

        Raises:
            MixError: the file cannot be read, is of another kind, or one of its choices is wrong.
        """
        path = Path(path)
        data = _KIND.read(path)
        try:
            return cls.loads(_KIND.decode(data))
        except MixError as error:
            raise MixError(f"{path.name}: {error}") from None

    @classmethod
    def loads(cls, text: str) -> Self:
        """Read a mix from JSON text.

        Raises:
            MixError: the text is not version 1 of the mix format, or one of its choices is wrong.
        """
        document = _KIND.parse(text)
        choices = document.get("regions")
        if not isinstance(choices, list):
            raise MixError('the list of regions is missing: it must be given as "regions": [...].')
        parsed = tuple(_parse(choice, number) for number, choice in enumerate(choices, start=1))
        return cls(document.get("base", 1), parsed)

    def names(self, regions: Regions) -> dict[int, str]:
        """The names of the chosen regions that have one, by their numbers in (H, W) `regions`."""
        return {
            region_at(x, y, regions): choice.name
            for choice in self.choices
            if choice.name
            for x, y in choice.points
        }

    def dumps(self) -> str:
        """JSON text that :meth:`loads` turns into an equal mix."""
        entries: list[dict[str, Any]] = []
        for choice in self.choices:
            (x, y), *more = choice.points
            entry: dict[str, Any] = {"name": choice.name} if choice.name else {}
            entry |= {"points": [list(point) for point in choice.points]} if more else {"x": x, "y": y}
            entry["color" if isinstance(choice.source, str) else "from"] = choice.source
            entry |= {"locked": True} if choice.locked else {}
            entry |= {} if choice.material is None else {"material": name_of(choice.material)}
            entry |= {"hints": json.loads(choice.hints.dumps())} if choice.hints else {}
            entries.append(
                entry | ({"borders": json.loads(choice.borders.dumps())} if choice.borders else {})
            )
        return _KIND.dump(base=self.base, regions=entries)


def chosen_table(mix: Mix, tables: Bytes, regions: Held[np.int32]) -> Bytes:
    """The color of each region of a mix, where each coloring has one even color a region.

    Args:
        mix: what is chosen.
        tables: (9, n + 1, 3) bytes, the color of each region in each coloring.
        regions: (H, W), the number of the region at each pixel, from 1.

    Returns:
        (n + 1, 3) bytes.
    """
    result: Bytes = tables[mix.base - 1].copy()
    for region, source in _resolved(mix.choices, regions).items():
        if isinstance(source, str):
            result[region] = tuple(bytes.fromhex(source[1:]))
        else:
            result[region] = tables[source - 1, region]
    return result


def chosen(
    mix: Mix, colors: Callable[[int], Bytes], regions: Regions, places: Held[np.int32] | None = None
) -> Bytes:
    """Make one picture, without lines and without running the network.

    Args:
        mix: what is chosen.
        colors: gives the colors, (H, W, 3) bytes, of one coloring, 0..8; called for those that are needed.
        regions: (H, W), the number of the region at each pixel, from 1.
        places: the same regions at the size at which points name them, if that is another.

    Returns:
        (H, W, 3) bytes.
    """
    source_of = _resolved(mix.choices, regions if places is None else places)
    result = colors(mix.base - 1)
    for number in sorted({source for source in source_of.values() if isinstance(source, int)} - {mix.base}):
        here = np.zeros(max(int(regions.max()), *source_of) + 1, np.bool_)
        here[[region for region, source in source_of.items() if source == number]] = True
        result = np.where(here.take(regions)[..., None], colors(number - 1), result)
    fixed = {region: source for region, source in source_of.items() if isinstance(source, str)}
    return recolor(result, regions, fixed)


def check_which(which: object) -> None:
    """Refuse what is neither a coloring, 0..8, nor a mix.

    Raises:
        OptionError: it is neither.
    """
    if not isinstance(which, Mix) and not (is_whole(which) and which in range(9)):
        raise OptionError(f"{which!r} is none of the nine colorings: give a number, 0 to 8, or a Mix.")


def _resolved(choices: Iterable[Choice], regions: Held[np.int32]) -> dict[int, int | str]:
    """What each chosen region gets."""
    source_of: dict[int, int | str] = {}
    locked: set[int] = set()
    for choice in choices:
        named = {region_at(x, y, regions) for x, y in choice.points} - locked
        source_of |= dict.fromkeys(named, choice.source)
        if choice.locked:
            locked |= named
    return source_of


def region_at(x: float, y: float, regions: Held[np.int32]) -> int:
    """The number of the region at a place, in shares of the width and height of (H, W) `regions`."""
    height, width = regions.shape
    return int(regions[min(int(y * height), height - 1), min(int(x * width), width - 1)])


def _check_share(name: str, value: object, whole: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MixError(f"{name} is {shown(value)}, which is no number: give a share of the {whole} in 0..1.")
    if not 0 <= value <= 1:
        raise MixError(
            f"{name} is {shown(value)}, which is outside 0..1: give a share of the sketch's {whole}."
        )


def _check_number(value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 9:
        raise MixError(f"{shown(value)} is the number of no coloring: give a whole number in 1..9.")


def _parse(entry: object, number: int) -> Choice:
    """One entry of the JSON list; errors name it by its number, counted from 1."""
    try:
        if not isinstance(entry, dict):
            raise MixError('it is not an object: write {"x": ..., "y": ..., "from": ...}.')
        if ("points" in entry) == ("x" in entry or "y" in entry):
            raise MixError("it needs either x and y, or points: give one of them.")
        if ("from" in entry) == ("color" in entry):
            raise MixError('it needs either "from" or "color": give one of them.')
        points = entry["points"] if "points" in entry else [[entry.get("x"), entry.get("y")]]
        if not isinstance(points, list) or not all(isinstance(p, list) and len(p) == 2 for p in points):
            raise MixError("points is no list of points: write [[x, y], [x, y], ...].")
        if "color" in entry and not isinstance(entry["color"], str):
            raise MixError(f'color is {shown(entry["color"])}, which is no color: write it as "#rrggbb".')
        if isinstance(entry.get("from"), str):
            _check_number(entry["from"])
        source = entry["color"] if "color" in entry else entry["from"]
        places = tuple((x, y) for x, y in points)
        name, locked = entry.get("name", ""), entry.get("locked", False)
        material = None if entry.get("material") is None else part_named(str(entry["material"]))
        if material is None and entry.get("material") is not None:
            raise MixError(f'material is {entry["material"]!r}, which is none: write such as "skin".')
        hints = Hints.loads(json.dumps(entry["hints"])) if "hints" in entry else Hints()
        borders = Borders.loads(json.dumps(entry["borders"])) if "borders" in entry else Borders()
        return Choice(places, source, name, locked, material, hints, borders)
    except (MixError, HintError, BorderError) as error:
        raise MixError(f"region {number}: {error}") from None
