"""Does a coloring make sense? Judged where the parts of a drawing are known."""

from dataclasses import dataclass

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask
from nurie.color.difference import ciede2000
from nurie.data.augment import skin_tones
from nurie.evaluation.scenes import Scene
from nurie.schemes.parts import Part

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
_EVERY = 4
"""Stride in px of the grid at which a part's spread is measured."""


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
    def sense(self) -> bool | None:
        """Whether nothing is wrong; None for a drawing without skin, which is not judged."""
        if self.skin is None:
            return None
        return False not in (self.skin, self.hair, self.clothes, self.ground)


def area(scene: Scene, part: Part) -> Mask | None:
    """Where a part shows its color, (S, S); None where the drawing has too little of it."""
    here = (scene.parts == part) & scene.paper
    return here if here.sum() >= LEAST * here.size else None


def judge(rgb: Bytes, scene: Scene) -> Verdict:
    """Judge one coloring (S, S, 3), uint8, without lines."""

    def of(part: Part) -> Bytes | None:
        here = area(scene, part)
        return None if here is None else rgb[here]

    skin, hair, clothes, ground = (of(part) for part in (Part.SKIN, Part.HAIR, Part.CLOTHES, Part.GROUND))
    if skin is None:
        return Verdict(None, None, None, None)
    tone = np.median(skin, axis=0)
    tones = cv2.cvtColor(skin[None].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[0]

    def unlike(colors: Bytes, least: float) -> bool:
        return bool(ciede2000(np.median(colors, axis=0), tone) >= least)

    def spread(colors: Bytes) -> float:
        return float(ciede2000(colors[::_EVERY], np.median(colors, axis=0)).mean())

    return Verdict(
        bool(skin_tones(np.asarray(np.median(tones, axis=0), np.float32))),
        None if hair is None else unlike(hair, APART) and spread(hair) <= HAIR_SPREAD,
        None if clothes is None else unlike(clothes, APART),
        None if ground is None else unlike(ground, GROUND_APART) and spread(ground) <= GROUND_SPREAD,
    )
