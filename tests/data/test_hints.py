"""Hints as an artist would place them."""

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from skimage.measure import label

from nurie.data.hints import place


def page(seed: int) -> NDArray[np.uint8]:
    """Paper that random lines and boxes cut into areas."""
    rng = np.random.default_rng(seed)
    line = np.full((int(rng.integers(20, 90)), int(rng.integers(20, 90))), 255, np.uint8)
    for _ in range(int(rng.integers(0, 12))):
        first, second = (tuple(int(rng.integers(side)) for side in line.shape[::-1]) for _ in range(2))
        if rng.random() < 0.5:
            cv2.line(line, first, second, int(rng.integers(0, 220)), int(rng.integers(1, 4)))
        else:
            cv2.rectangle(line, first, second, int(rng.integers(0, 220)), 1)
    return line


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_hints_stay_in_the_area_in_which_they_begin(drawing: int, chance: int) -> None:
    line = page(drawing)
    placed = place(np.random.default_rng(chance), line)
    areas = label(line > 200, connectivity=1)
    assert set(np.unique(placed.marks)) <= set(range(len(placed.points) + 1))
    for mark, point in enumerate(placed.points, 1):
        assert placed.marks[point] == mark
        assert areas[point] > 0
        assert set(areas[placed.marks == mark]) == {areas[point]}


def test_place_makes_dots_and_strokes_of_bounded_size() -> None:
    line = np.full((200, 160), 255, np.uint8)
    lengths, counts = [], []
    for seed in range(200):
        placed = place(np.random.default_rng(seed), line, most=3)
        counts.append(len(placed.points))
        for mark in range(1, len(placed.points) + 1):
            rows, columns = np.nonzero(placed.marks == mark)
            lengths.append(max(np.ptp(rows), np.ptp(columns)) + 1)
    assert set(counts) >= {1, 2, 3}
    assert max(counts) == 3
    assert min(lengths) <= 5
    assert max(lengths) > 25, "no stroke among them"
    assert np.mean(np.array(lengths) <= 11) > 0.4, "no dots among them"


def test_no_hint_where_there_is_no_paper() -> None:
    placed = place(np.random.default_rng(0), np.zeros((50, 40), np.uint8))
    assert placed.points == []
    assert not placed.marks.any()
