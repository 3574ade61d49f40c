"""Strokes that split regions, or join those that they cross, where an artist knows better.

A file is JSON (``"format": "nurie-borders", "version": 1``). Strokes are kept in shares of the sketch, so
that they fit it at any resolution. They are never seen in a picture.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, get_args

from nurie.colorize.checks import check_all, check_type
from nurie.colorize.documents import DocumentKind
from nurie.errors import BorderError, shown

_KIND = DocumentKind("nurie-borders", 1, BorderError, file="file of borders", content="borders", of="border")
BorderKind = Literal["split", "join"]
"""What a stroke does: it parts the regions that it runs through, or makes those that it crosses one."""


@dataclass(frozen=True)
class Border:
    """One stroke.

    Attributes:
        points: (x, y) in 0..1 of the sketch's width and height, two at least.
        kind: what it does.

    Raises:
        BorderError: a value is malformed or outside its range.
    """

    points: tuple[tuple[float, float], ...]
    kind: BorderKind = "split"

    def __post_init__(self) -> None:
        check_type("points", self.points, (tuple, list), "points, ((x, y), ...)", BorderError)
        if len(self.points) < 2:
            raise BorderError(f"the stroke has {len(self.points)} points: give two at least.")
        for point in self.points:
            if not isinstance(point, tuple | list) or len(point) != 2:
                raise BorderError(f"the point {shown(point)} is none: write each as (x, y).")
            for value in point:
                if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                    raise BorderError(f"{shown(value)} is no share of the sketch: give points in 0..1.")
        if self.kind not in get_args(BorderKind):
            raise BorderError(f'kind is {shown(self.kind)}: write "split" or "join".')


@dataclass(frozen=True, repr=False)
class Borders:
    """All strokes of one sketch, in the order in which they were drawn; later ones count.

    Attributes:
        strokes: that split and join.

    Raises:
        BorderError: one of them is no `Border`.
    """

    strokes: tuple[Border, ...] = ()

    def __post_init__(self) -> None:
        check_all("strokes", self.strokes, Border, "Border objects", BorderError)

    def __repr__(self) -> str:
        return f"<Borders: {len(self)} {'stroke' if len(self) == 1 else 'strokes'}>"

    def __len__(self) -> int:
        return len(self.strokes)

    def __iter__(self) -> Iterator[Border]:
        return iter(self.strokes)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a file of borders.

        Raises:
            BorderError: the file cannot be read, is of another kind, or one of its strokes is wrong.
        """
        path = Path(path)
        data = _KIND.read(path)
        try:
            return cls.loads(_KIND.decode(data))
        except BorderError as error:
            raise BorderError(f"{path.name}: {error}") from None

    @classmethod
    def loads(cls, text: str) -> Self:
        """Read borders from JSON text.

        Raises:
            BorderError: the text is not version 1 of the format, or one of its strokes is wrong.
        """
        entries = _KIND.parse(text).get("borders")
        if not isinstance(entries, list):
            raise BorderError('the list of borders is missing: it must be given as "borders": [...].')
        return cls(tuple(_parse(entry, number) for number, entry in enumerate(entries, start=1)))

    def dumps(self) -> str:
        """JSON text that :meth:`loads` turns into equal borders."""
        entries = [
            {"points": [list(point) for point in one.points], "kind": one.kind} for one in self.strokes
        ]
        return _KIND.dump(borders=entries)


def _parse(entry: Any, number: int) -> Border:
    """One entry of the JSON list; errors name it by its number, counted from 1."""
    try:
        if not isinstance(entry, dict) or not isinstance(entry.get("points"), list):
            raise BorderError('it is malformed: write {"points": [[x, y], [x, y]], "kind": "split"}.')
        if not all(isinstance(point, list) and len(point) == 2 for point in entry["points"]):
            raise BorderError("points is no list of points: write [[x, y], [x, y], ...].")
        return Border(tuple((x, y) for x, y in entry["points"]), entry.get("kind", "split"))
    except BorderError as error:
        raise BorderError(f"border {number}: {error}") from None
