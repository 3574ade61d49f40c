"""Label maps of flat-colored sprites, made from a short list of key colors per character.

A sprite with cel shading shows few colors, and nearly each belongs to one part. The keys are kept in a JSON
file that maps a glob, relative to the folder of pictures, to the key of a character::

    {"taisei/hina__*.webp": {"keys": [["#397c6d", "HAIR"], ["#cb4a58", "CLOTHES", [0.0, 0.3, 1.0, 1.0]]]}}

The third element is the box [x0, y0, x1, y1], in 0..1 of the picture, in which alone the key holds.
"""

import json
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.arrays import Bytes, Floats, Mask
from nurie.color.channels import darkest
from nurie.errors import DataError, RecipeError, shown
from nurie.schemes.parts import PART_COUNT, Part

INK = "INK"
"""The name, beside those of the parts, of the colors of lines."""

RELIGHT_GAIN = 4.0
"""How many gray levels of shadow or light one unit of CIELAB lightness (0..100) makes."""

ShareBox: TypeAlias = tuple[float, float, float, float]

_INK_LABEL = PART_COUNT
_LIGHTNESS_WEIGHT = 0.6
_NEAR_WHITE = 250
_WHITISH = 244
_SPECK = 0.0002
_FRINGE_STEP = 18.0
_FRINGE_DISTANCE = 7.0
_EVERYWHERE: ShareBox = (0.0, 0.0, 1.0, 1.0)
_GROUNDS = ("white", "alpha")


@dataclass(frozen=True)
class KeyColor:
    """A color of a character: `rgb` 0..255, its `part` (None: ink) and the `box` in which it holds."""

    rgb: tuple[int, int, int]
    part: Part | None
    box: ShareBox = _EVERYWHERE


@dataclass(frozen=True)
class Key:
    """The colors of one character, and how its ground is told.

    `ground` is "white" (near-white that joins the border) or "alpha" (the sprite was cut out, and has no pure
    white of its own: enclosed patches of near-white are ground as well).
    """

    colors: tuple[KeyColor, ...]
    ground: str = "white"


@dataclass(frozen=True)
class PartKeys:
    """The keys of many characters, by glob."""

    keys: dict[str, Key]

    def find(self, relative_path: str | PurePath) -> Key | None:
        """Return the key of a picture, or None.

        `relative_path` is the path from the folder that the globs are relative to; where several globs match,
        the longest wins.
        """
        path = PurePath(relative_path).as_posix()
        globs = [glob for glob in self.keys if fnmatchcase(path, glob)]
        return self.keys[max(globs, key=len)] if globs else None


def load_keys(path: Path) -> PartKeys:
    """Read the JSON file of keys.

    Raises DataError when it cannot be read, RecipeError when it is malformed or names an unknown part.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"The keys {path} cannot be read ({error}); give a readable UTF-8 JSON file."
        ) from error
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise RecipeError(f"The keys {path} are not JSON ({error}); correct the file there.") from error
    if not isinstance(content, dict):
        raise RecipeError(f"The keys {path} are not an object; map each glob to its keys.")
    return PartKeys(
        {glob: _parse_key(f'The key "{glob}" of {path}', entry) for glob, entry in content.items()}
    )


def _parse_key(name: str, entry: Any) -> Key:
    if not isinstance(entry, dict) or not isinstance(entry.get("keys"), list):
        raise RecipeError(f'{name} has no list "keys"; write {{"keys": [["#rrggbb", "HAIR"], ...]}}.')
    unknown = sorted(set(entry) - {"keys", "ground"})
    if unknown:
        raise RecipeError(f'{name} has the unknown field "{unknown[0]}"; use "keys" and "ground" alone.')
    ground = entry.get("ground", "white")
    if ground not in _GROUNDS:
        raise RecipeError(f'{name} has the unknown ground {shown(ground)}; use "white" or "alpha".')
    colors = tuple(_parse_color(name, color) for color in entry["keys"])
    if not any(color.part is not None and color.box == _EVERYWHERE for color in colors):
        raise RecipeError(f"{name} has no color of a part that holds everywhere; give one without a box.")
    return Key(colors, ground)


def _parse_color(name: str, color: Any) -> KeyColor:
    if not isinstance(color, list) or len(color) not in (2, 3):
        raise RecipeError(
            f'{name} has the malformed color {shown(color)}; write ["#rrggbb", "PART"] or add a box.'
        )
    code, part = color[:2]
    if not isinstance(code, str) or not re.fullmatch("#[0-9a-fA-F]{6}", code):
        raise RecipeError(f'{name} has the malformed color {shown(code)}; write it as "#rrggbb".')
    if part not in (INK, *Part.__members__):
        choices = ", ".join([*Part.__members__, INK])
        raise RecipeError(f"{name} names the unknown part {shown(part)}; use one of {choices}.")
    rgb = (int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16))
    box = _parse_box(name, color[2]) if len(color) == 3 else _EVERYWHERE
    return KeyColor(rgb, None if part == INK else Part[part], box)


def _parse_box(name: str, box: Any) -> ShareBox:
    if isinstance(box, list) and len(box) == 4 and all(type(side) in (int, float) for side in box):
        x0, y0, x1, y1 = (float(side) for side in box)
        if 0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1:
            return x0, y0, x1, y1
    raise RecipeError(
        f"{name} has the malformed box {shown(box)}; write [x0, y0, x1, y1] in 0..1, x0 < x1, y0 < y1."
    )


def label(rgb: Bytes, key: Key) -> Bytes:
    """Return the label map of a sprite on white: uint8 HxW of Part values for an RGB picture uint8 HxWx3.

    Raises DataError for an array of another kind.
    """
    _check(rgb)
    lab = _lab(rgb)
    labels, distance = _nearest(lab, key)
    ground = _ground(rgb, key)
    labels[ground] = Part.GROUND
    unsure = (labels == _INK_LABEL) | ((distance > _FRINGE_DISTANCE) & (_step(lab[:, :, 0]) > _FRINGE_STEP))
    unsure |= cv2.dilate(ground.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    unsure &= ~ground
    labels = _fill(labels, unsure)
    labels = _smooth(labels, 5 if max(labels.shape) >= 480 else 3)
    return _without_specks(labels)


def relight(rgb: Bytes, parts: Bytes) -> tuple[Bytes, Bytes]:
    """Return how much each pixel lies in shadow and in light within its part: two maps uint8 HxW, 0 for none.

    `rgb` is uint8 HxWx3, `parts` its label map uint8 HxW. The base of a patch of one part and color is its
    median lightness; one unit of CIELAB lightness off it makes RELIGHT_GAIN levels. Thin dark lines count as
    their surroundings. Raises DataError for arrays of another kind.
    """
    _check(rgb)
    if parts.dtype != np.uint8 or parts.shape != rgb.shape[:2]:
        raise DataError(
            f"The label map is {parts.dtype} {parts.shape}, not that of the picture; pass uint8 HxW."
        )
    lab = _lab(rgb)
    size = max(5, round(max(parts.shape) / 64) | 1)
    kernel = np.ones((size, size), np.uint8)
    lines = cv2.morphologyEx(lab[:, :, 0], cv2.MORPH_BLACKHAT, kernel) > 10
    lines = cv2.dilate(lines.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    lab = _infilled(lab, lines, parts)
    light = np.zeros(parts.shape, np.float32)
    for part in np.unique(parts):
        if part != Part.GROUND:
            inside = parts == part
            for cluster in _color_clusters(lab, inside):
                _relight_cluster(lab[:, :, 0], cluster, light)
    light = cv2.GaussianBlur(light, (3, 3), 0) * RELIGHT_GAIN
    light[parts == Part.GROUND] = 0
    return np.clip(-light, 0, 255).astype(np.uint8), np.clip(light, 0, 255).astype(np.uint8)


def _check(rgb: Bytes) -> None:
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.size == 0:
        raise DataError(f"The picture is {rgb.dtype} {rgb.shape}, not an RGB picture; pass uint8 HxWx3.")


def _lab(rgb: Bytes) -> Floats:
    return cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).astype(np.float32, copy=False)


def _nearest(lab: Floats, key: Key) -> tuple[Bytes, Floats]:
    """Label each pixel by the key nearest among those that hold there, the smaller box winning a tie."""
    height, width = lab.shape[:2]
    labels = np.zeros((height, width), np.uint8)
    best = np.full((height, width), np.inf, np.float32)
    for color in sorted(key.colors, key=lambda color: -_area(color.box)):
        x0, y0, x1, y1 = color.box
        place = np.s_[round(y0 * height) : round(y1 * height), round(x0 * width) : round(x1 * width)]
        target = _lab(np.array([[color.rgb]], np.uint8))[0, 0]
        part = lab[place]
        distance = (part[:, :, 0] - target[0]) ** 2 * _LIGHTNESS_WEIGHT**2
        distance += (part[:, :, 1] - target[1]) ** 2
        distance += (part[:, :, 2] - target[2]) ** 2
        nearer = distance <= best[place]
        best[place][nearer] = distance[nearer]
        labels[place][nearer] = _INK_LABEL if color.part is None else color.part
    return labels, np.sqrt(best)


def _area(box: ShareBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _ground(rgb: Bytes, key: Key) -> Mask:
    lowest = darkest(rgb)
    white = np.pad((lowest >= _NEAR_WHITE).astype(np.uint8), 1, constant_values=1)
    cv2.floodFill(white, None, (0, 0), 2)
    ground = np.asarray(white[1:-1, 1:-1] == 2)
    if key.ground == "alpha":
        whitish = (lowest >= _WHITISH).astype(np.uint8)
        patches = cv2.morphologyEx(whitish, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        count, place = cv2.connectedComponents(patches, connectivity=4)
        mean = np.bincount(place.ravel(), lowest.ravel(), count) / np.maximum(np.bincount(place.ravel()), 1)
        white_patches = mean >= _NEAR_WHITE
        white_patches[0] = False
        ground |= white_patches[place]
    return ground


def _step(lightness: Floats) -> Floats:
    """How far the lightness runs around each pixel: high on lines and on their soft edges."""
    kernel = np.ones((3, 3), np.uint8)
    return np.asarray(cv2.morphologyEx(lightness, cv2.MORPH_GRADIENT, kernel), np.float32)


def _fill(labels: Bytes, unsure: Mask) -> Bytes:
    """Give each unsure pixel the label of the nearest sure one."""
    if not unsure.any() or unsure.all():
        return np.where(unsure, np.uint8(Part.GROUND), labels)
    return labels[_nearest_sure(unsure)]


def _nearest_sure(unsure: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Row and column, for each pixel, of the nearest one that is not unsure."""
    _, seeds = cv2.distanceTransformWithLabels(
        unsure.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    rows, columns = np.nonzero(~unsure)
    order = np.zeros(int(seeds.max()) + 1, np.intp)
    order[seeds[rows, columns]] = np.arange(rows.size)
    nearest = order[seeds]
    return rows[nearest], columns[nearest]


def _smooth(labels: Bytes, size: int) -> Bytes:
    """Give each pixel the label most frequent around it."""
    most = np.zeros(labels.shape, np.float32)
    result = labels.copy()
    for part in np.unique(labels):
        votes = cv2.GaussianBlur((labels == part).astype(np.float32), (size, size), 0)
        more = votes > most
        most[more] = votes[more]
        result[more] = part
    return result


def _without_specks(labels: Bytes) -> Bytes:
    specks = np.zeros(labels.shape, np.bool_)
    for part in np.unique(labels):
        count, patches, stats, _ = cv2.connectedComponentsWithStats(
            (labels == part).astype(np.uint8), connectivity=8
        )
        small = stats[:, cv2.CC_STAT_AREA] < _SPECK * labels.size
        small[0] = False
        if count > 1 and small.any():
            specks |= small[patches]
    return labels if specks.all() else _fill(labels, specks)


def _infilled(lab: Floats, lines: Mask, parts: Bytes) -> Floats:
    """Replace the color on lines by that of the nearest pixel of the same part off the lines."""
    result = lab.copy()
    for part in np.unique(parts):
        inside = parts == part
        sure = inside & ~lines
        if part != Part.GROUND and sure.any():
            wanted = inside & lines
            rows, columns = _nearest_sure(~sure)
            result[wanted] = lab[rows[wanted], columns[wanted]]
    return result


def _color_clusters(lab: Floats, inside: Mask) -> list[Mask]:
    """Split a part where it has colors of clearly different hue, the most frequent first."""
    bins = 32
    cells = np.clip((lab[:, :, 1:] + 128) / 8, 0, bins - 1).astype(np.intp)
    cell = cells[:, :, 0] * bins + cells[:, :, 1]
    weight = np.bincount(cell[inside], minlength=bins * bins).astype(np.float64)
    a, b = np.divmod(np.arange(bins * bins), bins)
    total = weight.sum()
    leaders: list[int] = []
    rest = weight.copy()
    while rest.max() > 0.02 * total and len(leaders) < 6:
        leader = int(rest.argmax())
        leaders.append(leader)
        rest[np.hypot(a - a[leader], b - b[leader]) <= 4] = 0
    far = np.stack([np.hypot(a - a[leader], b - b[leader]) for leader in leaders or [0]])
    owner = far.argmin(axis=0)[cell]
    return [inside & (owner == index) for index in range(len(far))]


def _relight_cluster(lightness: Floats, cluster: Mask, light: Floats) -> None:
    """Write into `light` the lightness less that of the base, patch by patch.

    A small patch, often a fold cut off by a line, takes the base of the whole cluster unless that is far off.
    """
    if not cluster.any():
        return
    _, patches, stats, _ = cv2.connectedComponentsWithStats(cluster.astype(np.uint8), connectivity=8)
    place = patches[cluster]
    values = lightness[cluster]
    order = np.lexsort((values, place))
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    middles = np.clip(np.cumsum(areas) - areas + areas // 2, 0, values.size - 1)
    medians = values[order][middles]
    whole = np.float32(np.median(values))
    small = (areas < areas.max() / 4) & (np.abs(medians - whole) < 25)
    bases = np.where(small, whole, medians)
    light[cluster] = values - bases[place]
