"""Hints for training, taken from the truth as an artist would place them."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.arrays import Bytes


@dataclass(frozen=True)
class Placed:
    """Where hints lie."""

    marks: NDArray[np.int32]
    """(H, W); 0 is no hint, k is the k-th hint."""
    points: list[tuple[int, int]]
    """(row, column) of each hint's start, whose color the hint has."""


def place(rng: np.random.Generator, line: Bytes, most: int = 8) -> Placed:
    """Dots and short strokes at random places on paper, none on top of another.

    Args:
        rng: the source of chance.
        line: (H, W), ink 0 and paper 255.
        most: the largest number of hints.
    """
    height, width = line.shape
    marks = np.zeros(line.shape, np.int32)
    points: list[tuple[int, int]] = []
    paper = line > 200
    for _ in range(int(rng.integers(1, most + 1))):
        row, column = int(rng.integers(height)), int(rng.integers(width))
        if not paper[row, column] or marks[row, column]:
            continue
        points.append((row, column))
        radius = max(1, round(float(rng.uniform(0.006, 0.025)) * max(line.shape)))
        mark = len(points)
        stamp = np.zeros(line.shape, np.uint8)
        if rng.random() < 0.6:
            cv2.circle(stamp, (column, row), radius, 1, -1)
        else:
            reach = rng.normal(0, 0.05, 2) * max(line.shape)
            end = (int(column + reach[0]), int(row + reach[1]))
            cv2.line(stamp, (column, row), end, 1, 2 * radius - 1)
        # A stroke stays in the area in which it starts, as a careful hand would keep it.
        _, areas = cv2.connectedComponents((stamp & paper).astype(np.uint8), connectivity=4)
        marks[(areas == areas[row, column]) & (marks == 0)] = mark
    return Placed(marks, points)
