"""Pictures with exact lines and a label map beside them, as scenes; the held-out drawings are such ones."""

import dataclasses
import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from nurie.arrays import Bytes
from nurie.data.labels import table
from nurie.data.sample import read_rgb
from nurie.data.tolerance import Losses
from nurie.errors import DataError, RecipeError
from nurie.evaluation.scenes import NOWHERE, Scene, place_on_page
from nurie.export import files

HELD_OUT = Path(__file__).with_name("held_out")
"""The drawings that are judged by, as the artist once drew them; no recipe trains on them."""
HELD_OUT_COUNT = 24
NAMES_FILE = "labels.json"
"""Beside the pictures: {"names": ["GROUND", "SKIN", ...]}, the part of each label from 0 on."""
_ENDING = ".label.png"
_SUFFIXES = (".webp", ".png")


def held_out_scenes(count: int, size: int) -> Iterator[Scene]:
    """The first `count` of the held-out drawings, judged at `size` px."""
    for scene in itertools.islice(label_scenes(HELD_OUT, size), count):
        yield dataclasses.replace(scene, name=f"drawn {scene.name}")


def label_scenes(
    root: Path, size: int, names: Sequence[str] | None = None, most: int | None = None
) -> Iterator[Scene]:
    """The pictures of a folder that have a label map, in the middle of a white page, judged inside alone.

    A picture is NAME.label.png, the lines NAME.line.webp and the colors NAME.webp (or .png), of one size.

    Args:
        root: the folder.
        size: side in px at which colors are judged.
        names: the name of the part of each value of the label maps, from 0, UNKNOWN for what is not judged;
            None to read them from labels.json in the folder.
        most: how many to take at most, spread evenly over all.

    Raises:
        DataError: there is no such picture, no names or wrong ones, a label map holds a value without a name,
            or more than 5 % of the pictures cannot be read.
    """
    paths = files.below(root, f"*{_ENDING}")
    if not paths:
        raise DataError(f"{root} holds no NAME{_ENDING}; choose a folder of pictures with label maps.")
    names = tuple(_names(root) if names is None else names)
    try:
        parts = table(names)
    except RecipeError as error:
        raise DataError(f"Of the labels of {root}, {error}") from None
    if most is not None and most < len(paths):
        paths = [paths[round(place)] for place in np.linspace(0, len(paths) - 1, most)]
    losses = Losses(str(root), len(paths))
    for path in paths:
        name = path.relative_to(root).as_posix().removesuffix(_ENDING)
        try:
            labels, line, rgb = _read(path)
        except DataError as error:
            losses.add(name, str(error))
            continue
        if labels.max() >= len(names):
            raise DataError(
                f"{path} holds the label {labels.max()}, but names are given for {len(names)}; "
                "name them all, UNKNOWN for what is not judged."
            )
        yield place_on_page(name, line, parts[labels], rgb, size, NOWHERE)


def _names(root: Path) -> list[str]:
    path = root / NAMES_FILE
    try:
        names = json.loads(path.read_text(encoding="utf-8"))["names"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{path} does not say which part each label is ({type(error).__name__}); "
            'write {"names": ["GROUND", "SKIN", ...]} there or give the names.'
        ) from error
    if not isinstance(names, list):
        raise DataError(f'{path} holds no list of names; write {{"names": ["GROUND", "SKIN", ...]}}.')
    return [str(name) for name in names]


def _read(path: Path) -> tuple[Bytes, Bytes, Bytes]:
    """Label map (H, W), lines (H, W) and colors (H, W, 3)."""
    stem = path.name.removesuffix(_ENDING)
    labels = read_rgb(path)[..., 0]
    line = np.asarray(cv2.cvtColor(_beside(path, f"{stem}.line"), cv2.COLOR_RGB2GRAY), np.uint8)
    rgb = _beside(path, stem)
    if not labels.shape == line.shape == rgb.shape[:2]:
        raise DataError(f"{path} and what lies beside it have several sizes; save all at one size.")
    return labels, line, rgb


def _beside(path: Path, stem: str) -> Bytes:
    """The picture of that name beside a label map."""
    for suffix in _SUFFIXES:
        if files.exists(found := path.with_name(stem + suffix)):
            return read_rgb(found)
    raise DataError(
        f"{path.with_name(stem)}.webp is missing beside {path.name}; add it or remove the label map."
    )
