"""Colors reach the full size without crossing lines."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize.fullsize import FullSize
from nurie.lineart.layout import find_layout

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
    large = FullSize(lines, (150, 150), find_layout(lines))(small).astype(int)
    paper = lines > 200
    assert np.abs(large - colors)[paper].max() <= 12


def test_a_strip_narrower_than_a_working_pixel_has_a_color_of_its_surroundings() -> None:
    lines = np.full((400, 400), 255, np.uint8)
    lines[:, 198:200] = lines[:, 202:204] = 0
    small = np.full((100, 100, 3), RED, np.uint8)
    small[:, 49:51] = JUNK
    assert (FullSize(lines, (100, 100), find_layout(lines))(small)[lines > 0] == RED).all()


def test_a_strip_too_narrow_to_keep_clear_of_ink_still_shows_its_own_color() -> None:
    lines = np.full((400, 400), 255, np.uint8)
    lines[:, 193:196] = lines[:, 204:207] = 0
    small = np.full((100, 100, 3), RED, np.uint8)
    small[:, 49:51] = BLUE
    large = FullSize(lines, (100, 100), find_layout(lines))(small).astype(int)
    assert np.abs(large[:, 196:204] - BLUE).max() <= 12
    assert np.abs(large[:, 207:] - RED).max() <= 12


def test_a_gray_tone_keeps_its_own_color() -> None:
    lines = np.full((400, 400), 255, np.uint8)
    lines[100:300, 100:300] = 140
    small = np.full((100, 100, 3), RED, np.uint8)
    small[25:75, 25:75] = BLUE
    large = FullSize(lines, (100, 100), find_layout(lines))(small)
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
    large = FullSize(lines, working, find_layout(lines))(small)
    assert large.shape == (*full, 3)
    assert (large == (12, 200, 99)).all()


@pytest.mark.parametrize("shade", [0, 255])
def test_a_page_without_lines_keeps_its_colors_where_they_are(shade: int) -> None:
    lines = np.full((800, 600), shade, np.uint8)
    small = np.full((40, 30, 3), RED, np.uint8)
    small[:, 15:] = BLUE
    large = FullSize(lines, (40, 30), find_layout(lines))(small)
    assert (large[:, :280] == RED).all()
    assert (large[:, 320:] == BLUE).all()


def test_soft_shading_is_kept() -> None:
    lines, inside = circle(600, 4)
    shade = np.linspace(-16, 16, 150)[None, :, None]
    small = np.rint(np.broadcast_to(np.array((150, 120, 100)) + shade, (150, 150, 3))).astype(np.uint8)
    large = FullSize(lines, (150, 150), find_layout(lines))(small).astype(int)
    expected = cv2.resize(small, (600, 600), interpolation=cv2.INTER_LINEAR).astype(int)
    rows, columns = np.nonzero(inside & (lines == 255))
    well_inside = np.hypot(rows - 300, columns - 300) < 190
    difference = (large - expected)[rows[well_inside], columns[well_inside]]
    assert np.abs(difference).max() <= 3


def test_a_blotch_in_a_region_vanishes() -> None:
    lines, inside = circle(600, 4)
    small = np.full((150, 150, 3), RED, np.uint8)
    cv2.circle(small, (75, 60), 12, BLUE, cv2.FILLED)
    large = FullSize(lines, (150, 150), find_layout(lines))(cv2.GaussianBlur(small, (0, 0), 2)).astype(int)
    assert np.abs(large - RED)[inside].max() <= 8


@pytest.mark.parametrize("center", [(100, 120), (100, 8)])
def test_a_blotch_on_open_ground_vanishes_even_beside_a_line(center: tuple[int, int]) -> None:
    lines = np.full((800, 800), 255, np.uint8)
    cv2.rectangle(lines, (10, 10), (789, 789), 0, 4)
    small = np.full((200, 200, 3), BLUE, np.uint8)
    cv2.circle(small, center, 24, RED, cv2.FILLED)
    large = FullSize(lines, (200, 200), find_layout(lines))(cv2.GaussianBlur(small, (0, 0), 2)).astype(int)
    assert np.abs(large - BLUE)[20:780, 20:780].max() <= 20


def test_the_paper_outside_panels_is_even() -> None:
    lines = np.full((1200, 850), 255, np.uint8)
    for top in (40, 620):
        for left in (40, 445):
            cv2.rectangle(lines, (left, top), (left + 365, top + 540), 0, 5)
    seen = cv2.resize(np.random.default_rng(0).integers(60, 256, (12, 9, 3)).astype(np.uint8), (142, 200))
    large = FullSize(lines, (200, 142), find_layout(lines))(seen)
    outside = np.concatenate([large[:36], large[1168:], large[588:614]])
    assert (outside == outside[0, 0]).all()


@pytest.mark.parametrize("color", [RED, (106, 90, 200)])  # far from the ground's, and nearer to it
def test_a_figure_that_an_open_line_joins_to_the_ground_keeps_its_own_color(
    color: tuple[int, int, int],
) -> None:
    lines = np.full((800, 800), 255, np.uint8)
    cv2.polylines(lines, [np.array([(250, 700), (250, 200), (550, 200), (550, 700)])], False, 0, 4)
    cv2.circle(lines, (700, 700), 60, 0, 4)
    colors = np.full((800, 800, 3), BLUE, np.uint8)
    colors[200:700, 250:550] = color
    large = FullSize(lines, (200, 200), find_layout(lines))(
        cv2.resize(colors, (200, 200), interpolation=cv2.INTER_AREA)
    ).astype(int)
    assert np.abs(large[220:640, 270:530] - color).max() <= 12
    assert np.abs(large[:, :240] - BLUE).max() <= 12


def test_no_color_passes_a_gap() -> None:
    lines, inside = circle(1000, 4)
    lines[160:180, 495:503] = 255
    colors = np.where(inside[..., None], RED, BLUE).astype(np.uint8)
    small = cv2.GaussianBlur(cv2.resize(colors, (200, 200), interpolation=cv2.INTER_AREA), (0, 0), 1.5)
    large = FullSize(lines, (200, 200), find_layout(lines))(small).astype(int)
    rows, columns = np.indices(lines.shape)
    from_line = np.hypot(rows - 500, columns - 500) - 333
    for place, color in ((from_line < -12, RED), (from_line > 12, BLUE)):
        assert np.abs(large[place] - color).max() <= 30


@pytest.mark.parametrize("size", [(3508, 2480), (877, 620)])
def test_a_region_has_one_color_up_to_its_line_on_any_page(size: tuple[int, int]) -> None:
    lines = np.full(size, 255, np.uint8)
    step = size[1] // 6
    for x in range(step, size[1], step):
        cv2.line(lines, (x, 0), (x, size[0]), 0, max(2, size[1] // 600))
    bands = np.arange(size[1]) // step % 2
    colors = np.broadcast_to(np.where(bands[None, :, None], RED, BLUE), (*size, 3)).astype(np.uint8)
    small = cv2.GaussianBlur(cv2.resize(colors, (136, 192), interpolation=cv2.INTER_AREA), (0, 0), 1)
    large = FullSize(lines, (192, 136), find_layout(lines))(small)
    paper = lines == 255
    assert np.abs(large.astype(int) - colors)[paper].max() <= 24


def test_given_regions_are_used() -> None:
    lines = np.full((300, 300), 255, np.uint8)
    regions = np.ones((300, 300), np.int32)
    regions[:, 150:] = 2
    small = np.full((50, 50, 3), RED, np.uint8)
    small[:, 25:] = BLUE
    layout = replace(find_layout(lines), regions=regions)
    full_size = FullSize(lines, (50, 50), layout)
    assert full_size.regions is regions
    assert (full_size(small)[:, :140] == RED).all()
