"""Hints on their way into the network: flooded over the closed areas that they mean."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.lineart.areas import FLOODED, hint_planes

RED, BLUE = [200, 10, 20], [5, 30, 220]


def rooms() -> np.ndarray:
    """Two rooms, columns 0..9 and 11..19, with a wall of ink between them."""
    lines = np.full((8, 20), 255, np.uint8)
    lines[:, 10] = 0
    return lines


def test_a_dot_fills_its_room_and_no_other() -> None:
    marks = np.zeros((8, 20), np.int32)
    marks[3, 4] = 1
    planes = hint_planes(marks, np.array([RED], np.uint8), rooms())
    assert planes.shape == (4, 8, 20)
    assert planes.dtype == np.uint8
    assert (planes[:3, :, :10] == np.array(RED)[:, None, None]).all()
    assert not planes[:, :, 11:].any()
    assert planes[3, 3, 4] == 255
    assert (np.delete(planes[3, :, :10].ravel(), 3 * 10 + 4) == FLOODED).all()


def test_two_dots_share_a_room_by_distance() -> None:
    marks = np.zeros((8, 20), np.int32)
    marks[4, 1], marks[4, 8] = 1, 2
    planes = hint_planes(marks, np.array([RED, BLUE], np.uint8), rooms())
    np.testing.assert_array_equal(planes[:3, 4, :10].T, [RED] * 5 + [BLUE] * 5)


def test_a_stroke_across_the_wall_fills_both_rooms() -> None:
    marks = np.zeros((8, 20), np.int32)
    marks[2, 6:15] = 1
    planes = hint_planes(marks, np.array([RED], np.uint8), rooms())
    assert (planes[:3] == np.array(RED)[:, None, None]).all()


def test_a_stroke_that_barely_crosses_the_wall_fills_one_room() -> None:
    marks = np.zeros((8, 20), np.int32)
    marks[2, 0:12] = 1
    planes = hint_planes(marks, np.array([RED], np.uint8), rooms())
    assert (planes[0, :, :10] == RED[0]).all()
    assert not planes[3, 3:, 11:].any()
    assert planes[3, 2, 11] == 255


def test_no_hints_no_planes() -> None:
    assert not hint_planes(np.zeros((8, 20), np.int32), np.zeros((0, 3), np.uint8), rooms()).any()


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6))
def test_every_hint_shows_at_its_own_place(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = np.where(rng.random((30, 40)) < 0.2, 0, 255).astype(np.uint8)
    marks = np.zeros(lines.shape, np.int32)
    colors = rng.integers(0, 256, (4, 3)).astype(np.uint8)
    for mark in range(1, 5):
        marks[rng.integers(30), rng.integers(40)] = mark
    planes = hint_planes(marks, colors, lines)
    np.testing.assert_array_equal(planes[:3, marks > 0].T, colors[marks[marks > 0] - 1])
    np.testing.assert_array_equal(planes[3] == 255, marks > 0)
    assert not planes[:3, planes[3] == 0].any()
