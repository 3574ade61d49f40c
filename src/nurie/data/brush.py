"""A drawing painted with a brush: brushwork behind figures, faint lines in color, bubbles without an outline.

Line art that is extracted from paintings is full of what no pen draws: streaks of the brush, crowds, foliage,
edges that are not there. What they lie on is known here, so that a network may learn to see through them.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from nurie.arrays import Bytes, Floats, Mask
from nurie.data.drawn import Drawing, paint, random_scheme
from nurie.schemes.parts import Part

_BEHIND = (Part.GROUND, Part.SCENERY)
"""What the brush fills freely."""
_OPEN = 0.5
"""Share of the paintings whose bubbles have no outline."""
_OUTLINE = 0.006
"""Width of the outlines that are painted over, as a share of the long side."""


def painted(rng: np.random.Generator, drawing: Drawing) -> Bytes:
    """Paint a drawing: (H, W, 3) bytes, RGB.

    Args:
        rng: the source of chance.
        drawing: its lines, parts and shading.
    """
    rgb = paint(drawing, random_scheme(rng)).astype(np.float32)
    paper, behind = drawing.parts == Part.BUBBLE, np.isin(drawing.parts, _BEHIND)
    for place, strong in ((behind, rng.uniform(4, 26)), (~(behind | paper), rng.uniform(0, 9))):
        rgb[place] += (strong * _brushwork(rng, paper.shape))[place, None]
    rgb[~paper] *= _light(rng, paper.shape)[~paper, None]
    ink = (1 - drawing.line / np.float32(255)) * np.where(behind, rng.uniform(0.15, 1), rng.uniform(0.6, 1))
    if rng.random() < _OPEN:
        ink[_beside(paper)] = 0
    ink[paper] = 1 - drawing.line[paper] / np.float32(255)  # letters
    tint = np.where(paper[..., None], np.float32(0), rgb * rng.uniform(0, 0.35))
    return np.asarray((rgb + (tint - rgb) * ink[..., None]).clip(0, 255), np.uint8)


def _beside(paper: Mask) -> Mask:
    """A narrow border around bubbles and panels."""
    side = 1 + 2 * max(1, round(_OUTLINE * max(paper.shape)))
    return (cv2.dilate(paper.view(np.uint8), np.ones((side, side), np.uint8)) > 0) & ~paper


def _light(rng: np.random.Generator, shape: Sequence[int]) -> Floats:
    """Light that falls off to one side, (H, W), at most 1."""
    corners = rng.uniform(rng.uniform(0.35, 1), 1, (2, 2)).astype(np.float32)
    return np.asarray(cv2.resize(corners, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def _brushwork(rng: np.random.Generator, shape: Sequence[int]) -> Floats:
    """Streaks of one direction or none, coarse or fine, (H, W), of a deviation of 1."""
    height, width = shape
    fine = float(np.exp(rng.uniform(np.log(0.6), np.log(6)))) * max(shape) / 512
    grain = rng.standard_normal((height, width), np.float32)
    noise: Floats = np.asarray(cv2.GaussianBlur(grain, (0, 0), fine), np.float32)
    length = int(rng.choice([1, 1, 9, 21, 41]))
    if length > 1:
        turn = float(rng.uniform(0, np.pi))
        kernel = np.zeros((length, length), np.float32)
        half = length // 2
        reach = half * np.array([np.cos(turn), np.sin(turn)])
        ends = [(round(half + side * reach[0]), round(half + side * reach[1])) for side in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1)
        noise = np.asarray(cv2.filter2D(noise, -1, kernel / kernel.sum()), np.float32)
    noise = np.asarray(noise / noise.std(), np.float32)
    if rng.random() < 0.5:  # strokes with edges, and calm between them
        noise = np.asarray(np.sign(noise) * np.maximum(abs(noise) - 0.8, 0) ** 0.5, np.float32)
    return noise
