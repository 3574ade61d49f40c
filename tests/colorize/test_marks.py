"""Marks are told apart by color, and mean the regions that their painter meant."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize.marks import Mark, find_marks

RED, BLUE = (200, 30, 40), (30, 60, 200)


def layer(color: tuple[int, int, int], *strokes: tuple[tuple[int, int], tuple[int, int]]) -> np.ndarray:
    """(100, 100, 4) bytes: strokes whose edges are mixed with white, as a brush's are."""
    cover = np.zeros((100, 100), np.uint8)
    for start, end in strokes:
        cv2.line(cover, start, end, 255, 7, cv2.LINE_AA)
    share = cover[..., None] / 255
    rgb = np.rint(share * np.array(color) + (1 - share) * 255).astype(np.uint8)
    rgba = np.dstack([rgb, np.where(cover > 0, 255, 0).astype(np.uint8)])
    rgba[cover == 0] = 0
    return rgba


def halves(at: int) -> tuple[np.ndarray, np.ndarray]:
    """Two regions, 1 left of a column and 2 right of it, and their areas."""
    regions = np.ones((100, 100), np.int32)
    regions[:, at:] = 2
    return regions, np.bincount(regions.ravel())


def dot(x: int, y: int, radius: int) -> Mark:
    cover = np.zeros((100, 100), np.uint8)
    cv2.circle(cover, (x, y), radius, 1, cv2.FILLED)
    return Mark(RED, np.stack(np.nonzero(cover)))


def test_a_stroke_with_soft_edges_is_one_mark_of_its_own_color() -> None:
    painted = layer(RED, ((20, 30), (80, 60)))
    (mark,) = find_marks(painted)
    assert mark.rgb == RED
    assert mark.places.shape[1] == (painted[..., 3] > 0).sum()


def test_two_colors_that_touch_are_two_marks() -> None:
    painted = layer(RED, ((20, 20), (50, 20)))
    other = layer(BLUE, ((50, 20), (80, 20)))
    painted[other[..., 3] > 0] = other[other[..., 3] > 0]
    marks = list(find_marks(painted))
    assert {mark.rgb for mark in marks} == {RED, BLUE}
    assert sum(mark.places.shape[1] for mark in marks) == (painted[..., 3] > 0).sum()


def test_an_empty_layer_has_no_marks() -> None:
    assert not list(find_marks(np.zeros((40, 40, 4), np.uint8)))


@pytest.mark.parametrize(("x", "meant"), [(46, [1]), (49, [1]), (52, [2]), (54, [2])])
def test_a_dot_over_an_outline_means_the_side_it_lies_on_most(x: int, meant: list[int]) -> None:
    assert dot(x, 50, 10).means(*halves(50)) == meant


def test_a_stroke_means_all_that_it_crosses() -> None:
    cover = np.zeros((100, 100), np.uint8)
    cv2.line(cover, (20, 50), (80, 50), 1, 5)
    assert Mark(RED, np.stack(np.nonzero(cover))).means(*halves(50)) == [1, 2]


def test_a_mark_means_the_small_thing_that_it_covers() -> None:
    regions, _ = halves(100)
    cv2.circle(regions, (50, 50), 3, 3, cv2.FILLED)
    assert 3 in dot(53, 50, 12).means(regions, np.bincount(regions.ravel()))


@settings(max_examples=50, deadline=None)
@given(st.integers(5, 94), st.integers(5, 94), st.integers(0, 30))
def test_every_mark_means_something(x: int, y: int, radius: int) -> None:
    assert dot(x, y, radius).means(*halves(50))
