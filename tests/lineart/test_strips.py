"""Strips are split in gutters and bare grounds, whole and in pieces of bounded height."""

import tracemalloc

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.lineart.strips import split


def cuts(strip: np.ndarray, most: int) -> list[int]:
    """The rows at which the pieces after the first begin."""
    return [piece.start for piece in split(strip, most)[1:]]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3000), st.integers(1, 40), st.integers(4, 900), st.integers(0, 2**32 - 1))
def test_pieces_are_all_rows_and_bounded(height: int, width: int, most: int, seed: int) -> None:
    strip = np.random.default_rng(seed).choice(np.array([0, 255], np.uint8), (height, width))
    pieces = split(strip, most)
    assert [row for piece in pieces for row in piece] == list(range(height))
    assert all(len(piece) <= most for piece in pieces)
    assert len(pieces) == 1 or all(len(piece) >= most // 4 for piece in pieces)


@pytest.mark.parametrize("gutter", [255, 0])
def test_frames_are_not_cut(gutter: int) -> None:
    strip = np.full((6000, 400), gutter, np.uint8)
    tops = range(40, 6000, 600)
    for top in tops:
        cv2.rectangle(strip, (20, top), (380, top + 520), 255, -1)
        cv2.rectangle(strip, (20, top), (380, top + 520), 0, 4)
        cv2.circle(strip, (200, top + 260), 150, 0, 3)
    found = cuts(strip, 1500)
    assert len(found) >= 3
    assert not any(top - 4 <= cut <= top + 526 for cut in found for top in tops)


def test_figures_without_frames_are_not_cut() -> None:
    strip = np.full((3500, 800), 255, np.uint8)
    for top in (100, 1250, 2400):
        cv2.ellipse(strip, (400, top + 450), (300, 450), 0, 0, 360, 0, 4)
    found = cuts(strip, 1600)
    assert len(found) == 3
    assert 1000 < found[0] < 1250
    assert 2150 < found[1] < 2400
    assert 3300 < found[2] < 3310  # bare paper below the last one


def test_a_drawing_whose_lines_just_end_is_cut_off_there() -> None:
    strip = np.full((3500, 800), 255, np.uint8)
    for top in (100, 1250, 2400):
        strip[top : top + 900, [200, 201, 600, 601]] = 0
    assert cuts(strip, 1600) == [1000, 2150, 3300]


def test_a_cut_through_a_drawing_crosses_as_few_lines_as_can_be() -> None:
    strip = np.full((1400, 400), 255, np.uint8)
    strip[:, ::10] = 0  # hatched all over but for a stretch with two lines
    strip[640:720] = 255
    strip[640:720, [100, 300]] = 0
    assert all(640 <= cut <= 720 for cut in cuts(strip, 1000))


def test_memory_does_not_grow_with_the_height() -> None:
    strip = np.broadcast_to(np.full((1, 800), 255, np.uint8), (100_000, 800))
    tracemalloc.start()
    split(strip, 2000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16_000_000  # the strip itself would be 80 MB


def test_too_low_a_piece_is_refused() -> None:
    with pytest.raises(ValueError, match="not 3"):
        split(np.zeros((9, 9), np.uint8), 3)
