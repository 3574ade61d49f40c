"""Parts of painted pictures, grown from places where somebody named them (seeded region growing).

The seeds are kept in a JSON file that maps the name of a picture to its seeds by part, each a place in px,
how far it reaches and, where the usual one does not fit, how like colors must be::

    {"e01p01": {"SKIN": [[120, 84, 30]], "WORN": [[96, 210, 60, 0.7]]}}

(R. Adams and L. Bischof, Seeded Region Growing, IEEE TPAMI 16(6), 1994; here by the distance to one color.)
"""

import json
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from nurie.arrays import Bytes, Floats
from nurie.data.sample import BEHIND, UNKNOWN, WORN
from nurie.errors import DataError, RecipeError, shown
from nurie.schemes.parts import Part

LABELS = {"WORN": WORN, "BEHIND": BEHIND} | {part.name: int(part) for part in Part}
"""What a seed may name."""

_LIKE = 11.0  # distance in CIELAB up to which a color is like that of its seed
_LIGHTNESS = 0.45  # weight of lightness in that distance: parts are in light and in shade
_AROUND = 3  # px around a seed whose median is its color


class NamedPlace(NamedTuple):
    """A named place: its label, column and row in px, reach in px, and tolerance, 1 as usual."""

    label: int
    x: int
    y: int
    reach: int
    tolerance: float = 1.0


def load_seeds(path: Path) -> dict[str, tuple[NamedPlace, ...]]:
    """Read the seeds of pictures by their names.

    Raises:
        DataError: the file cannot be read.
        RecipeError: it is malformed.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"The seeds {path} cannot be read ({error}); give a readable UTF-8 JSON file."
        ) from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise RecipeError(f"The seeds {path} are not JSON ({error}); correct the file there.") from error
    if not isinstance(content, dict):
        raise RecipeError(f"The seeds {path} are not an object; map each picture to its seeds.")
    return {name: tuple(_parsed(f'"{name}" of {path}', entry)) for name, entry in content.items()}


def grown(rgb: Bytes, seeds: tuple[NamedPlace, ...]) -> Bytes:
    """What is known of a picture, (H, W, 3) bytes: (H, W) labels, UNKNOWN where no seed reaches.

    A seed covers the pixels of a color like its own that hang together with it within its reach.
    """
    scaled = cv2.GaussianBlur(rgb, (0, 0), 1).astype(np.float32) / np.float32(255)
    lab = np.asarray(cv2.cvtColor(scaled, cv2.COLOR_RGB2LAB), np.float32)
    labels = np.full(rgb.shape[:2], UNKNOWN, np.uint8)
    for seed in seeds:
        _grow(labels, lab, seed)
    return labels


def _grow(labels: Bytes, lab: Floats, seed: NamedPlace) -> None:
    top, left = max(0, seed.y - seed.reach), max(0, seed.x - seed.reach)
    here = np.s_[top : seed.y + seed.reach + 1, left : seed.x + seed.reach + 1]
    place, y, x = lab[here], seed.y - top, seed.x - left
    around = np.s_[max(0, y - _AROUND) : y + _AROUND + 1, max(0, x - _AROUND) : x + _AROUND + 1]
    if not place[around].size:  # beside the picture
        return
    away = (place - np.median(place[around].reshape(-1, 3), axis=0)) * (_LIGHTNESS, 1, 1)
    rows, columns = np.ogrid[: place.shape[0], : place.shape[1]]
    within = (rows - y) ** 2 + (columns - x) ** 2 <= seed.reach**2
    like = (np.linalg.norm(away, axis=2) < _LIKE * seed.tolerance) & within
    opened = cv2.morphologyEx(like.view(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, pieces = cv2.connectedComponents(opened, connectivity=4)
    near = np.bincount(pieces[around].ravel())
    near[0] = 0
    if near.any():
        labels[here][pieces == near.argmax()] = seed.label


def _parsed(name: str, entry: object) -> list[NamedPlace]:
    if not isinstance(entry, dict):
        raise RecipeError(f'{name} is no object; write {{"SKIN": [[x, y, reach], ...]}}.')
    seeds = []
    for label, places in entry.items():
        if label not in LABELS:
            raise RecipeError(f"{name} has seeds of {shown(label)}; use {', '.join(LABELS)}.")
        for place in places if isinstance(places, list) else [places]:
            if not _is_place(place):
                raise RecipeError(f"{name} has the {label} seed {shown(place)}; write [x, y, reach].")
            seeds.append(NamedPlace(LABELS[label], *place))
    return seeds


def _is_place(place: object) -> bool:
    """Whether it is [x, y, reach], whole numbers of px, or [x, y, reach, tolerance]."""
    if not isinstance(place, list) or len(place) not in (3, 4):
        return False
    if any(isinstance(number, bool) or not isinstance(number, int | float) for number in place):
        return False
    return all(isinstance(number, int) and number >= 0 for number in place[:3]) and 0 < place[-1] < 1e6
