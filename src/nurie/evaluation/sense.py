"""Does a coloring make sense? Measured where the parts of a drawing are known."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from nurie.data import hints
from nurie.data.augment import skin_tones
from nurie.data.drawn import draw
from nurie.data.drawn.difference import ciede2000
from nurie.data.keyed import label, load_keys
from nurie.data.pairs import read_rgb
from nurie.data.parts import Part
from nurie.errors import DataError
from nurie.lineart.extract import high_pass
from nurie.losses import to_rgb
from nurie.network.sgru import SGRU

APART = 12.0
"""CIEDE2000 from which on hair and clothes are unlike skin."""
GROUND_APART = 8.0
"""CIEDE2000 from which on the ground is unlike skin."""
HAIR_SPREAD = 16.0
"""Mean CIEDE2000 within the hair up to which it is one color, gloss and shadow included."""
GROUND_SPREAD = 6.0
"""Mean CIEDE2000 within the ground up to which it is even."""
LEAST = 0.004
"""Share of the picture below which a part is not judged."""

Colors = NDArray[np.float32]


@dataclass(frozen=True)
class Scene:
    """A sketch whose parts are known."""

    name: str
    sketch: NDArray[np.uint8]
    """(H, W), multiples of 32, ink 0 and paper 255."""
    parts: NDArray[np.uint8]
    """(H, W) `Part` values."""


@dataclass(frozen=True)
class Verdict:
    """What holds of one coloring; None where the part is missing from the drawing."""

    skin: bool | None
    """Skin is a skin tone."""
    hair: bool | None
    """Hair is one color, unlike skin."""
    clothes: bool | None
    """Clothes are unlike skin."""
    ground: bool | None
    """The ground is even and unlike skin."""

    @property
    def sense(self) -> bool:
        """Whether nothing is wrong."""
        return False not in (self.skin, self.hair, self.clothes, self.ground)


def judge(rgb: NDArray[np.uint8], scene: Scene) -> Verdict:
    """Judge one coloring (H, W, 3), uint8, without lines."""
    paper = scene.sketch > 200
    least = LEAST * scene.sketch.size
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)

    def of(*parts: Part) -> NDArray[np.uint8] | None:
        here = np.isin(scene.parts, parts) & paper
        return rgb[here] if here.sum() >= least else None

    skin, hair, ground = of(Part.SKIN), of(Part.HAIR), of(Part.GROUND)
    clothes = of(Part.CLOTHES)
    if skin is None:
        return Verdict(None, None, None, None)
    tone = np.median(skin, axis=0)
    tones = lab[(scene.parts == Part.SKIN) & paper]

    def unlike(colors: NDArray[np.uint8], least: float) -> bool:
        return bool(ciede2000(np.median(colors, axis=0), tone) >= least)

    def spread(colors: NDArray[np.uint8]) -> float:
        return float(ciede2000(colors, np.median(colors, axis=0)).mean())

    return Verdict(
        bool(skin_tones(np.median(tones, axis=0))),
        None if hair is None else unlike(hair, APART) and spread(hair) <= HAIR_SPREAD,
        None if clothes is None else unlike(clothes, APART),
        None if ground is None else unlike(ground, GROUND_APART) and spread(ground) <= GROUND_SPREAD,
    )


@torch.no_grad()
def color(model: SGRU, scene: Scene, planes: NDArray[np.uint8] | None = None) -> NDArray[np.uint8]:
    """The nine colorings (9, H, W, 3), uint8, without lines, of a scene with hint planes (4, H, W)."""
    x = torch.from_numpy(scene.sketch)[None, None].float()
    if model.config.inputs == 5:
        given = torch.zeros(4, *scene.sketch.shape) if planes is None else torch.from_numpy(planes).float()
        x = torch.cat([x, given[None]], 1)
    rgb = to_rgb(model(x))[0].clamp(0, 255).permute(0, 2, 3, 1)
    return rgb.round().to(torch.uint8).numpy()


def drawn_scenes(first_seed: int, count: int, size: int) -> Iterator[Scene]:
    """Pictures of the procedural artist."""
    for seed in range(first_seed, first_seed + count):
        drawing = draw(seed, (size, size))
        yield Scene(f"drawn {seed}", drawing.line, drawing.parts)


def art_scenes(root: Path, keys_file: Path, size: int) -> Iterator[Scene]:
    """The pictures below `root` that the key colors name, with high-pass lines, on a white square.

    Raises:
        DataError: the key colors name none of the pictures.
    """
    keys = load_keys(keys_file)
    found = False
    for path in sorted(root.glob("*/*.webp")):
        key = keys.find(path.relative_to(root).as_posix())
        if key is None:
            continue
        found = True
        rgb = read_rgb(path)
        parts = label(rgb, key)
        scale = size / max(rgb.shape)
        height, width = (round(side * scale) for side in parts.shape)
        top, left = (size - height) // 2, (size - width) // 2
        place = np.s_[top : top + height, left : left + width]
        sketch = np.full((size, size), 255, np.uint8)
        labels = np.full((size, size), Part.GROUND, np.uint8)
        sketch[place] = cv2.resize(high_pass(rgb, 1.5), (width, height), interpolation=cv2.INTER_AREA)
        labels[place] = cv2.resize(parts, (width, height), interpolation=cv2.INTER_NEAREST)
        yield Scene(path.relative_to(root).as_posix(), sketch, labels)
    if not found:
        raise DataError(f"{root} holds no picture that {keys_file} names; choose another folder or file.")


@dataclass(frozen=True)
class Report:
    """Shares and distances over all colorings of all scenes."""

    scenes: int
    sense: float
    """Share of the colorings in which everything holds."""
    skin: float
    hair: float
    clothes: float
    ground: float
    """Share of the colorings in which the part's claim holds, among those with the part."""
    variety: float
    """Mean CIEDE2000 between the nine, in hair and clothes."""
    skin_variety: float
    """The same in skin."""
    hint_error: float
    """CIEDE2000 at one hint in the hair, of a color far from what was there, before any enforcement."""
    hair_follows: float
    """Share of the hair within CIEDE2000 20 of that hint."""


def evaluate(model: SGRU, scenes: Iterator[Scene]) -> Report:
    """Color and judge all scenes."""
    rng = np.random.default_rng(0)
    verdicts: list[Verdict] = []
    variety: list[float] = []
    skin_variety: list[float] = []
    errors: list[float] = []
    follows: list[float] = []
    count = 0
    for scene in scenes:
        count += 1
        nine = color(model, scene)
        verdicts += [judge(rgb, scene) for rgb in nine]
        paper = scene.sketch > 200
        for parts, into in (((Part.HAIR, Part.CLOTHES), variety), ((Part.SKIN,), skin_variety)):
            for part in parts:
                here = (scene.parts == part) & paper
                if here.sum() >= LEAST * paper.size:
                    into.append(_between(np.median(nine[:, here], axis=1)))
        hair = (scene.parts == Part.HAIR) & paper
        if model.config.inputs == 5 and hair.sum() >= LEAST * paper.size:
            wanted = rng.integers(30, 226, 3).astype(np.uint8)
            planes = _one_hint(hair, wanted)
            at = planes[3] > 0
            for rgb in color(model, scene, planes):
                errors.append(float(ciede2000(rgb[at], wanted).mean()))
                follows.append(float((ciede2000(rgb[hair], wanted) < 20).mean()))

    def share(name: str) -> float:
        known = [value for verdict in verdicts if (value := getattr(verdict, name)) is not None]
        return float(np.mean(known)) if known else float("nan")

    def mean(values: list[float]) -> float:
        return float(np.mean(values)) if values else float("nan")

    return Report(
        scenes=count,
        **{name: share(name) for name in ("sense", "skin", "hair", "clothes", "ground")},
        variety=mean(variety),
        skin_variety=mean(skin_variety),
        hint_error=mean(errors),
        hair_follows=mean(follows),
    )


def _between(colors: NDArray[np.floating]) -> float:
    """Mean CIEDE2000 of all pairs of `colors` (n, 3)."""
    first, second = np.triu_indices(len(colors), 1)
    return float(ciede2000(colors[first], colors[second]).mean())


def _one_hint(area: NDArray[np.bool_], rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Hint planes (4, H, W) with one dot in the middle of the widest place of `area`."""
    distance = cv2.distanceTransform(area.astype(np.uint8), cv2.DIST_L2, 5)
    row, column = np.unravel_index(distance.argmax(), distance.shape)
    marks = np.zeros(area.shape, np.int32)
    cv2.circle(marks, (int(column), int(row)), max(1, round(0.012 * max(area.shape))), 1, -1)
    placed = hints.Placed(np.where(area, marks, 0).astype(np.int32), [(int(row), int(column))])
    return hints.planes(placed, rgb[None])
