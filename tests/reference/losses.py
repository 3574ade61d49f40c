"""The paper's loss in plain loops, for one sample at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, floor

import numpy as np

from .operations import Array

LAMBDAS = (0.88, 0.79, 0.63, 0.51, 0.39, 1.07)
"""The weights of the picture itself and of VGG-19 conv1_2, conv2_2, conv3_2, conv4_2 and conv5_2."""


def shrink(sketch: Array, height: int, width: int) -> Array:
    """A smaller sketch [height, width]; every pixel is the mean of the pixels that it touches."""
    rows, columns = sketch.shape[0] / height, sketch.shape[1] / width
    small = np.zeros((height, width))
    for row in range(height):
        top, bottom = floor(row * rows), ceil((row + 1) * rows)
        for column in range(width):
            left, right = floor(column * columns), ceil((column + 1) * columns)
            small[row, column] = sketch[top:bottom, left:right].mean()
    return small


def masked_distance(guess: Array, target: Array, sketch: Array) -> float:
    """The mean over pixels of the sketch times the mean absolute difference of the channels.

    The sketch is 0 on ink, which costs nothing, and 255 on paper, which counts as 1.
    """
    channels, height, width = guess.shape
    weight = shrink(sketch / 255, height, width)
    total = 0.0
    for row in range(height):
        for column in range(width):
            difference = 0.0
            for channel in range(channels):
                difference += abs(guess[channel, row, column] - target[channel, row, column])
            total += weight[row, column] * difference / channels
    return total / (height * width)


def distance(
    raw: Array,
    target: Array,
    sketch: Array,
    features: Callable[[Array], Sequence[Array]] = lambda picture: [],
    lambdas: Sequence[float] = LAMBDAS,
) -> float:
    """D_u of one raw output [3, H, W] from its target [3, H, W] in 0..255 under a sketch [H, W].

    The layer 0 is the picture itself; `features` gives those of the perceptual network.
    """
    picture = (raw + 1) / 2 * 255
    layers = zip([picture, *features(picture)], [target, *features(target)], lambdas, strict=False)
    return sum(weight * masked_distance(ours, theirs, sketch) for ours, theirs, weight in layers)


def colorization_loss(distances: Array, best: float = 0.999) -> float:
    """The mean over samples of the best output's distance and, with the small rest, that of all of them."""
    total = 0.0
    for sample in distances:
        total += best * min(sample) + (1 - best) * sum(sample) / len(sample)
    return total / len(distances)
