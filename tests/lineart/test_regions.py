"""Regions hold, whatever the lines are like."""

import cv2
import drawn_pages
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.data.drawn import draw
from nurie.lineart.regions import PAPER, reduced, reduced_regions, segment


def page(height: int = 400, width: int = 400) -> np.ndarray:
    return np.full((height, width), 255, np.uint8)


def test_the_index_itself_is_right() -> None:
    one, other = np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])
    assert drawn_pages.adjusted_rand(one, one) == 1
    assert drawn_pages.adjusted_rand(one, other) == pytest.approx(4 / 7)  # the textbook's example
    assert drawn_pages.adjusted_rand(one, np.array([0, 1, 0, 1])) == pytest.approx(-0.5)


@pytest.mark.parametrize("gap", [0, 3, 6])
def test_drawn_pictures_fall_into_their_areas_whatever_the_gaps(gap: int) -> None:
    found = []
    for seed in (0, 4, 10, 13, 20, 26):
        drawing = draw(seed, (1024, 1024))
        truth = drawn_pages.areas(drawing.parts, drawing.line)
        lines = drawn_pages.cut(drawing.line, gap, np.random.default_rng(seed))
        paper = (lines > PAPER) & (truth > 0)
        found.append(drawn_pages.adjusted_rand(truth[paper], segment(lines)[paper]))
    assert np.mean(found) >= 0.9


@pytest.mark.parametrize("thickness", [1, 2, 4, 12])
@pytest.mark.parametrize("size", [300, 1000, 3508])
def test_nothing_leaks_through_a_closed_line_at_any_size(size: int, thickness: int) -> None:
    if size == 3508 and thickness == 1:
        thickness = 3
    lines = page(size, size)
    cv2.circle(lines, (size // 2, size // 2), size // 3, 0, thickness)
    disc = cv2.circle(np.zeros_like(lines), (size // 2, size // 2), size // 3, 1, cv2.FILLED) > 0
    regions = segment(lines)
    paper = lines == 255
    assert np.unique(regions).tolist() == [1, 2]
    assert (regions[paper & disc] == 2).all()
    assert (regions[paper & ~disc] == 1).all()


@pytest.mark.parametrize("size", [500, 2500])
@pytest.mark.parametrize("share", [0.004, 0.009])
def test_a_gap_is_closed_and_a_door_is_not(size: int, share: float) -> None:
    lines, gap = page(size, size), round(share * size)
    width = max(2, size // 250)
    cv2.rectangle(lines, (size // 5, size // 5), (4 * size // 5, 4 * size // 5), 0, width)
    cv2.line(lines, (size // 2, size // 5), (size // 2, 4 * size // 5), 0, width)
    middle = size // 2
    lines[middle : middle + gap, middle - width : middle + width] = 255
    left, right, outside = ((middle, size // 3), (middle, 2 * size // 3), (5, 5))
    regions = segment(lines)
    assert len({int(regions[place]) for place in (left, right, outside)}) == 3
    lines[middle : middle + size // 10, middle - width : middle + width] = 255
    regions = segment(lines)
    assert regions[left] == regions[right] != regions[outside]


def test_a_gap_in_a_thick_line_may_be_wider() -> None:
    lines = page(1000, 1000)
    cv2.line(lines, (0, 500), (999, 500), 0, 20)
    lines[:, 500:514] = 255
    regions = segment(lines)
    assert regions[10, 507] != regions[990, 507]


def test_hatching_and_open_lines_divide_nothing() -> None:
    lines = page(600, 600)
    cv2.rectangle(lines, (100, 100), (500, 500), 0, 3)
    for x in range(140, 460, 14):
        cv2.line(lines, (x, 150), (x + 40, 300), 0, 2)
    cv2.line(lines, (20, 20), (20, 580), 0, 3)
    assert np.unique(segment(lines)).size == 2


def test_specks_go_to_the_region_around_them() -> None:
    lines = page(1000, 1000)
    cv2.rectangle(lines, (50, 50), (950, 950), 0, 2)
    expected = segment(lines)
    for x in range(80, 900, 30):
        cv2.circle(lines, (x, 500), 2, 0, 1)
    paper = lines == 255
    assert np.array_equal(segment(lines)[paper], expected[paper])


def test_a_small_region_of_its_own_stays_one() -> None:
    lines = page(1000, 1000)
    cv2.circle(lines, (500, 500), 8, 0, 2)
    regions = segment(lines)
    assert regions[500, 500] != regions[10, 10]


def test_a_gray_tone_is_a_region_and_no_ink() -> None:
    lines = page()
    lines[100:300, 100:300] = 140
    cv2.rectangle(lines, (100, 100), (300, 300), 0, 3)
    regions = segment(lines)
    assert np.unique(regions).size == 2
    assert (regions[110:290, 110:290] == regions[200, 200]).all()
    assert regions[200, 200] != regions[50, 50]


def test_ink_belongs_to_the_nearest_region() -> None:
    lines = page()
    lines[:, 190:210] = 0
    regions = segment(lines)
    assert (regions[:, :199] == 1).all()
    assert (regions[:, 201:] == 2).all()


def test_numbers_follow_the_first_pixels() -> None:
    lines = page(300, 900)
    for x in (600, 300, 100):
        cv2.rectangle(lines, (x, 300 - x // 3), (x + 80, 280), 0, 3)
    regions = segment(lines)
    _, firsts = np.unique(regions, return_index=True)
    assert (np.diff(firsts) > 0).all()
    assert regions[0, 0] == 1


@pytest.mark.parametrize("shade", [0, 255])
def test_a_blank_page_is_one_region(shade: int) -> None:
    assert (segment(np.full((1500, 40), shade, np.uint8)) == 1).all()


def test_a_page_nearly_black_is_survived() -> None:
    lines = np.zeros((2000, 2000), np.uint8)
    lines[700:702] = 255
    assert (segment(lines) == 1).all()


@settings(max_examples=25, deadline=None)
@given(st.tuples(st.integers(1, 120), st.integers(1, 120)), st.floats(0, 1), st.integers(0, 2**32 - 1))
def test_every_page_is_numbered_without_holes(shape: tuple[int, int], ink: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = np.where(rng.random(shape) < ink, rng.integers(0, 256, shape), 255).astype(np.uint8)
    regions = segment(lines)
    assert (regions.shape, regions.dtype) == (shape, np.int32)
    values, firsts = np.unique(regions, return_index=True)
    assert values.tolist() == list(range(1, values.size + 1))
    assert (np.diff(firsts) > 0).all()


@settings(max_examples=25, deadline=None)
@given(st.tuples(st.integers(1, 90), st.integers(1, 90)), st.integers(1, 100))
def test_reduced_regions_have_the_size_of_reduced_lines(shape: tuple[int, int], side: int) -> None:
    regions = np.arange(shape[0] * shape[1], dtype=np.int32).reshape(shape)
    small = reduced_regions(regions, side)
    assert small.shape == reduced(np.zeros(shape, np.uint8), side).shape
    assert max(small.shape) <= side or small is regions
    assert (np.diff(small, axis=1) > 0).all()
