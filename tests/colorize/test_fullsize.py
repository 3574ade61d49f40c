"""Colors reach the full size without crossing lines."""

import time

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize.compose import compose
from nurie.colorize.fullsize import FullSize

RED, BLUE, JUNK = (200, 40, 40), (40, 60, 210), (0, 255, 0)


def circle(size: int, thickness: int, ink: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A circle's line and what lies inside it."""
    page = np.full((size, size), 255, np.uint8)
    cv2.circle(page, (size // 2, size // 2), size // 3, ink, thickness, cv2.LINE_AA)
    inside = np.zeros((size, size), np.uint8)
    cv2.circle(inside, (size // 2, size // 2), size // 3, 1, -1)
    return page, inside.astype(bool)


@pytest.mark.parametrize("ink", [0, 120])
@pytest.mark.parametrize("thickness", [2, 3, 6])
def test_no_color_crosses_a_line_and_no_halo_stays_beside_it(thickness: int, ink: int) -> None:
    lines, inside = circle(600, thickness, ink)
    colors = np.where(inside[..., None], RED, BLUE).astype(np.uint8)
    small = cv2.resize(colors, (150, 150), interpolation=cv2.INTER_AREA)
    small[cv2.resize(lines, (150, 150), interpolation=cv2.INTER_AREA) < 200] = JUNK
    large = FullSize(lines, (150, 150))(small).astype(int)
    paper = lines > 200
    assert np.abs(large - colors)[paper].max() <= 12


def test_a_strip_narrower_than_a_working_pixel_has_a_color_of_its_surroundings() -> None:
    lines = np.full((400, 400), 255, np.uint8)
    lines[:, 198:200] = lines[:, 202:204] = 0
    small = np.full((100, 100, 3), RED, np.uint8)
    small[:, 49:51] = JUNK
    assert (FullSize(lines, (100, 100))(small)[lines > 0] == RED).all()


def test_a_strip_too_narrow_to_keep_clear_of_ink_still_shows_its_own_color() -> None:
    lines = np.full((400, 400), 255, np.uint8)
    lines[:, 193:196] = lines[:, 204:207] = 0
    small = np.full((100, 100, 3), RED, np.uint8)
    small[:, 49:51] = BLUE
    large = FullSize(lines, (100, 100))(small).astype(int)
    assert np.abs(large[:, 196:204] - BLUE).max() <= 12
    assert np.abs(large[:, 207:] - RED).max() <= 12


def test_a_gray_tone_keeps_its_own_color() -> None:
    lines = np.full((400, 400), 255, np.uint8)
    lines[100:300, 100:300] = 140
    small = np.full((100, 100, 3), RED, np.uint8)
    small[25:75, 25:75] = BLUE
    large = FullSize(lines, (100, 100))(small)
    assert (large[150:250, 150:250] == BLUE).all()


@settings(max_examples=30, deadline=None)
@given(
    st.tuples(st.integers(16, 90), st.integers(16, 90)),
    st.tuples(st.integers(1, 70), st.integers(1, 70)),
    st.integers(0, 255),
    st.integers(0, 2**32 - 1),
)
def test_one_color_stays_that_color_at_any_size(
    full: tuple[int, int], working: tuple[int, int], density: int, seed: int
) -> None:
    lines = np.random.default_rng(seed).integers(0, 256, full).astype(np.uint8)
    lines[lines > density] = 255
    small = np.full((*working, 3), (12, 200, 99), np.uint8)
    large = FullSize(lines, working)(small)
    assert large.shape == (*full, 3)
    assert (large == (12, 200, 99)).all()


@pytest.mark.parametrize("shade", [0, 255])
def test_blank_pages_are_simply_enlarged(shade: int) -> None:
    lines = np.full((80, 60), shade, np.uint8)
    small = np.random.default_rng(0).integers(0, 256, (40, 30, 3)).astype(np.uint8)
    expected = cv2.resize(small, (60, 80), interpolation=cv2.INTER_LINEAR)
    assert np.array_equal(FullSize(lines, (40, 30))(small), expected)


def test_nine_colorings_of_a_thousand_pixels_are_fast() -> None:
    lines, _ = circle(1000, 4)
    drawing = np.dstack([lines] * 3)
    maps = np.random.default_rng(0).integers(0, 256, (9, 256, 256, 3)).astype(np.uint8)
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        full_size = FullSize(lines, (256, 256))
        for colors in maps:
            compose(full_size(colors), drawing)
        best = min(best, time.process_time() - start)
    assert best < 0.5  # processor seconds: a quarter of a second on two threads
