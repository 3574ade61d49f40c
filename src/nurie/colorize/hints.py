"""Color hints: a place and a color that the coloring must show there.

A file is JSON (``"format": "nurie-hints", "version": 1``) or an RGBA PNG whose opaque pixels are hints.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, Self, get_args

import cv2
import numpy as np
import numpy.typing as npt

from nurie import images
from nurie.arrays import Bytes
from nurie.colorize.checks import check_all, check_type
from nurie.colorize.documents import DocumentKind, is_color, rgb_of
from nurie.errors import HintError, ImageError, shown
from nurie.schemes.names import name_of, part_named
from nurie.schemes.parts import Part

_KIND = DocumentKind("nurie-hints", 1, HintError, file="hint file", content="hints", of="hint")
HintScope = Literal["region", "flow", "everywhere"]
"""What hints color: only their own regions, their material of their figure, or their material everywhere."""
_SAME_SHAPE = 0.01  # greatest relative difference of the aspect ratios of a hint layer and its sketch
_LAYER_SIDE = 512  # px: a larger hint layer is reduced to this long side; the network sees less


@dataclass(frozen=True, repr=False)
class Hint:
    """One dot or stroke of color.

    Attributes:
        points: (x, y) in 0..1 of the sketch's width and height; one point is a dot, several are a stroke.
        radius: of the round brush, in 0..1 of the sketch's long side.
        color: "#rrggbb".
        material: what its regions are made of; None leaves that as it was decided.
        scope: how far it reaches; None as far as the options say.

    Raises:
        HintError: a value is malformed or outside its range.
    """

    points: tuple[tuple[float, float], ...]
    radius: float
    color: str
    material: Part | None = None
    scope: HintScope | None = None

    def __post_init__(self) -> None:
        check_type("points", self.points, (tuple, list), "points, ((x, y), ...)", HintError)
        if not self.points:
            raise HintError("the stroke has no points: give at least one.")
        for point in self.points:
            if not isinstance(point, tuple | list) or len(point) != 2:
                raise HintError(f"the point {point!r} is none: write each as (x, y), such as ((0.5, 0.2),).")
            x, y = point
            _check_share("x", x, "the sketch's width")
            _check_share("y", y, "the sketch's height")
        _check_share("radius", self.radius, "the sketch's long side")
        if not is_color(self.color):
            raise HintError(f'color is {shown(self.color)}, which is no color: write it as "#rrggbb".')
        if self.material is not None:
            check_type("material", self.material, Part, "a Part, such as Part.HAIR", HintError)
        if self.scope is not None:
            check_scope(self.scope)

    def __repr__(self) -> str:
        (x, y), *more = self.points
        place = f"stroke of {len(more) + 1} points" if more else f"dot at ({x:g}, {y:g})"
        return f"<Hint: {self.color}, {place}, radius {self.radius:g}>"

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The color as three numbers, 0..255."""
        return rgb_of(self.color)


@dataclass(frozen=True, repr=False)
class Hints:
    """All hints for one sketch; later ones are painted over earlier ones.

    Attributes:
        hints: dots and strokes.
        layer: width and height of the layer that they were painted on, if they were.

    Raises:
        HintError: one of them is no `Hint`.
    """

    hints: tuple[Hint, ...] = ()
    layer: tuple[int, int] | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_all("hints", self.hints, Hint, "Hint objects", HintError)

    def __repr__(self) -> str:
        return f"<Hints: {len(self.hints)} {'mark' if len(self.hints) == 1 else 'marks'}>"

    def __len__(self) -> int:
        return len(self.hints)

    def __iter__(self) -> Iterator[Hint]:
        return iter(self.hints)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a hint file, JSON or RGBA PNG.

        Raises:
            HintError: the file cannot be read, is of another kind, or one of its hints is wrong.
        """
        path = Path(path)
        data = _KIND.read(path)
        if data.startswith(b"\x89PNG"):
            try:
                return cls.from_layer(images.load_rgba(data))
            except (ImageError, HintError) as error:
                raise HintError(f"{path.name}: {error}") from None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise HintError(
                f"the hint file {path} is neither JSON nor PNG: save hints from nurie or as an RGBA PNG."
            ) from None
        try:
            return cls.loads(text)
        except HintError as error:
            raise HintError(f"{path.name}: {error}") from None

    @classmethod
    def loads(cls, text: str) -> Self:
        """Read hints from JSON text.

        Raises:
            HintError: the text is not version 1 of the hint format, or one of its hints is wrong.
        """
        document = _KIND.parse(text)
        entries = document.get("hints")
        if not isinstance(entries, list):
            raise HintError('the list of hints is missing: it must be given as "hints": [...].')
        return cls(tuple(_parse(entry, number) for number, entry in enumerate(entries, start=1)))

    def dumps(self) -> str:
        """JSON text that :meth:`loads` turns into equal hints."""
        entries: list[dict[str, Any]] = []
        for hint in self.hints:
            (x, y), *more = hint.points
            place = {"points": [list(point) for point in hint.points]} if more else {"x": x, "y": y}
            entry = {**place, "radius": hint.radius, "color": hint.color}
            entry |= {"material": name_of(hint.material)} if hint.material is not None else {}
            entries.append(entry | ({"scope": hint.scope} if hint.scope is not None else {}))
        return _KIND.dump(hints=entries)

    @classmethod
    def from_layer(cls, rgba: Bytes) -> Self:
        """Turn a painted layer, (H, W, 4) bytes, into hints: a stroke for each run of one color in a row.

        Raises:
            HintError: the layer is opaque everywhere, so that it cannot say where the hints are.
        """
        layer = rgba.shape[1], rgba.shape[0]
        long_side = max(layer)
        if long_side > _LAYER_SIDE:
            scale = _LAYER_SIDE / long_side
            size = (max(1, round(rgba.shape[1] * scale)), max(1, round(rgba.shape[0] * scale)))
            rgba = np.asarray(cv2.resize(rgba, size, interpolation=cv2.INTER_NEAREST), dtype=np.uint8)
        opaque = rgba[..., 3] >= 128
        if opaque.all():
            raise HintError("the hint layer is opaque everywhere: paint hints on a transparent layer.")
        return cls(tuple(_runs(rgba[..., :3], opaque)), layer)

    def check_shape(self, width: int, height: int) -> None:
        """Refuse a sketch of another shape than the layer that the hints were painted on; sizes may differ.

        Raises:
            HintError: the layer has another aspect than the sketch, so that its hints would be misplaced.
        """
        if self.layer is None:
            return
        across, down = self.layer
        if abs(across * height / (down * width) - 1) > _SAME_SHAPE:
            raise HintError(
                f"the hint layer is {across} x {down} px but the sketch is {width} x {height} px, which is "
                "another shape: paint the hints on a layer over the sketch itself."
            )

    def rasterize(self, height: int, width: int) -> Bytes:
        """Paint the hints: (height, width, 4) bytes, RGB and a mask, all 0 where there is no hint."""
        canvas = np.zeros((height, width, 4), np.uint8)
        for hint in self.hints:
            _paint(canvas, hint, (*hint.rgb, 255))
        return canvas

    def numbered(self, height: int, width: int) -> npt.NDArray[np.int32]:
        """Paint the hints' numbers: (height, width), from 1 in their order, 0 where there is no hint."""
        canvas = np.zeros((height, width), np.int32)
        for number, hint in enumerate(self.hints, start=1):
            _paint(canvas, hint, (number,))
        return canvas


def _paint(canvas: npt.NDArray[Any], hint: Hint, value: tuple[int, ...]) -> None:
    rows, columns = canvas.shape[:2]
    pixels = [(min(int(x * columns), columns - 1), min(int(y * rows), rows - 1)) for x, y in hint.points]
    across = 2 * hint.radius * max(rows, columns)
    radius = max(0, round(across / 2 - 0.5))
    for pixel in pixels:
        cv2.circle(canvas, pixel, radius, value, cv2.FILLED)
    # The rows of a layer are the finest strokes; enlarged, they must leave no gaps between them.
    width = max(1, round(across))
    for start, end in pairwise(pixels if len(pixels) > 1 else 2 * pixels):
        cv2.line(canvas, start, end, value, width)


def check_scope(scope: str) -> None:
    """Refuse an unknown hint scope.

    Raises:
        HintError: the scope is unknown.
    """
    if scope not in get_args(HintScope):
        raise HintError(f'the hint scope {shown(scope)} is unknown: choose "region", "flow" or "everywhere".')


def _check_share(name: str, value: object, whole: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise HintError(f"{name} is {shown(value)}, which is no number: give a share of {whole} in 0..1.")
    if not 0 <= value <= 1:
        raise HintError(f"{name} is {shown(value)}, which is outside 0..1: give a share of {whole}.")


def _parse(entry: object, number: int) -> Hint:
    """One entry of the JSON list; errors name it by its number, counted from 1."""
    try:
        if not isinstance(entry, dict):
            raise HintError('it is not an object: write {"x": ..., "y": ..., "radius": ..., "color": ...}.')
        if "points" in entry and ("x" in entry or "y" in entry):
            raise HintError("it has x and y as well as points: keep one of them.")
        for key in ("points",) if "points" in entry else ("x", "y"):
            _require(entry, key)
        _require(entry, "radius")
        _require(entry, "color")
        points = entry["points"] if "points" in entry else [[entry["x"], entry["y"]]]
        if not isinstance(points, list) or not all(isinstance(p, list) and len(p) == 2 for p in points):
            raise HintError("points is no list of points: write [[x, y], [x, y], ...].")
        places = tuple((x, y) for x, y in points)
        material = _material(entry.get("material"))
        return Hint(places, entry["radius"], entry["color"], material, entry.get("scope"))
    except HintError as error:
        raise HintError(f"hint {number}: {error}") from None


def _material(name: object) -> Part | None:
    if name is None:
        return None
    part = part_named(name) if isinstance(name, str) else None
    if part is None:
        known = ", ".join(name_of(part) for part in Part)
        raise HintError(f"material is {shown(name)}, which is none: use one of {known}.")
    return part


def _require(entry: dict[str, object], key: str) -> None:
    if key not in entry:
        raise HintError(f"{key} is missing: add it to the hint.")


def _runs(rgb: Bytes, opaque: np.ndarray[Any, np.dtype[np.bool_]]) -> Iterator[Hint]:
    """A stroke, half a pixel in radius, for each horizontal run of one color."""
    height, width = opaque.shape
    codes = np.where(opaque, rgb.astype(np.int32) @ np.array([65536, 256, 1]), -1)
    for row in np.flatnonzero(opaque.any(axis=1)):
        starts = np.flatnonzero(np.diff(codes[row], prepend=-2))
        ends = np.append(starts[1:], width) - 1
        y = (row + 0.5) / height
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            if codes[row, start] >= 0:
                first, last = ((start + 0.5) / width, y), ((end + 0.5) / width, y)
                points = (first,) if start == end else (first, last)
                yield Hint(points, 0.5 / max(height, width), f"#{codes[row, start]:06x}")
