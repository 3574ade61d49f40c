"""Materials of regions as an artist corrected them; regions are named by points, which fit any size.

A file is JSON (``"format": "nurie-materials", "version": 1``).
"""

from dataclasses import dataclass
from typing import Any, Self

from nurie.arrays import Regions
from nurie.colorize.documents import DocumentKind
from nurie.errors import MaterialError, shown
from nurie.schemes import Part, name_of, part_named

_KIND = DocumentKind(
    "nurie-materials", 1, MaterialError, file="file of materials", content="materials", of="region"
)

PagePoints = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class MaterialEdits:
    """Corrected materials of some regions.

    Attributes:
        regions: points, (x, y) in 0..1 of the sketch's width and height, and the material of the regions that
            they lie in; later ones count.

    Raises:
        MaterialError: a point lies outside the sketch, or there is none.
    """

    regions: tuple[tuple[PagePoints, Part], ...] = ()

    def __post_init__(self) -> None:
        for points, _ in self.regions:
            if not points:
                raise MaterialError("a region is named by no point: give at least one.")
            for value in (value for point in points for value in point):
                if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                    raise MaterialError(f"{shown(value)} is no share of the sketch: give points in 0..1.")

    def __bool__(self) -> bool:
        return bool(self.regions)

    def resolved(self, regions: Regions) -> dict[int, Part]:
        """The material of each region that is meant, by its number in a region map (H, W)."""
        height, width = regions.shape
        return {
            int(regions[min(int(y * height), height - 1), min(int(x * width), width - 1)]): part
            for points, part in self.regions
            for x, y in points
        }

    @classmethod
    def loads(cls, text: str) -> Self:
        """Read JSON text; names of materials may be English or Japanese.

        Raises:
            MaterialError: the text is not version 1 of the format, or one of its regions is wrong.
        """
        entries = _KIND.parse(text).get("regions")
        if not isinstance(entries, list):
            raise MaterialError('the list of regions is missing: it must be given as "regions": [...].')
        return cls(tuple(map(_parse, entries)))

    def dumps(self) -> str:
        """JSON text that :meth:`loads` turns into the same."""
        entries = [
            {"points": [list(point) for point in points], "material": name_of(part)}
            for points, part in self.regions
        ]
        return _KIND.dump(regions=entries)


def _parse(entry: Any) -> tuple[PagePoints, Part]:
    if not isinstance(entry, dict) or not isinstance(entry.get("points"), list):
        raise MaterialError('a region is malformed: write {"points": [[x, y], ...], "material": "hair"}.')
    name = entry.get("material")
    part = part_named(name) if isinstance(name, str) else None
    if part is None:
        known = ", ".join(name_of(part) for part in Part)
        raise MaterialError(f"{shown(name)} names no material: use one of {known}.")
    if not all(isinstance(point, list) and len(point) == 2 for point in entry["points"]):
        raise MaterialError("points is no list of points: write [[x, y], [x, y], ...].")
    return tuple((x, y) for x, y in entry["points"]), part
