"""New colors for regions: exact where they should be, and nothing else touched."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage.color import rgb2lab

from nurie.colorize.recolor import recolor

colors = st.tuples(*[st.integers(0, 255)] * 3)


def page(*squares: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    regions = np.repeat(np.arange(1, len(squares) + 1, dtype=np.int32), 12)[None].repeat(12, axis=0)
    return np.array([(0, 0, 0), *squares], np.uint8)[regions], regions


def hexadecimal(color: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)


@settings(max_examples=100, deadline=None)
@given(colors, colors, colors)
def test_an_even_region_gets_exactly_the_color_and_the_others_stay(
    first: tuple[int, int, int], second: tuple[int, int, int], goal: tuple[int, int, int]
) -> None:
    picture, regions = page(first, second)
    result = recolor(picture, regions, {2: hexadecimal(goal)})
    assert (result[:, 12:] == goal).all()
    assert np.array_equal(result[:, :12], picture[:, :12])


def test_the_color_before_and_regions_that_do_not_exist_change_nothing() -> None:
    picture, regions = page((10, 200, 30), (60, 20, 90))
    picture[:4, :4] = (8, 185, 27)
    assert np.abs(recolor(picture, regions, {1: "#0ac81e"}).astype(int) - picture).max() <= 1
    assert recolor(picture, regions, {0: "#ffffff", 7: "#ffffff"}) is picture
    assert recolor(picture, regions, {}) is picture


def test_shade_and_light_keep_their_difference_in_lab() -> None:
    picture, regions = page((120, 90, 150))
    picture[:3], picture[3:5] = (95, 70, 125), (140, 110, 165)
    result = recolor(picture, regions, {1: "#576c48"})
    before, after = (rgb2lab(image)[[1, 4, 10], 5] for image in (picture, result))
    assert np.abs((before - before[2]) - (after - after[2])).max() < 0.6


def test_shading_is_neither_lost_in_black_nor_torn_open_in_white() -> None:
    white, regions = page((250, 250, 250))
    white[:4] = (170, 170, 175)
    navy = recolor(white, regions, {1: "#101c38"})
    assert 0 < navy[1, 1].astype(int).sum() < navy[10, 1].astype(int).sum()
    dark, regions = page((20, 24, 50))
    dark[:4] = (8, 8, 22)
    light = recolor(dark, regions, {1: "#ffffff"})
    assert light[1, 1].min() > 190
    assert light[1, 1].max() < 255


def test_another_color_in_the_region_leaves_only_shading() -> None:
    picture, regions = page((40, 60, 160))
    picture[:4] = (240, 200, 60)
    result = rgb2lab(recolor(picture, regions, {1: "#808080"}))
    difference = result[1, 1] - result[10, 1]
    assert 15 < difference[0] <= 31
    assert np.hypot(*difference[1:]) < 16


def test_pictures_larger_than_one_slab() -> None:
    regions = np.ones((1100, 1000), np.int32)
    regions[600:] = 2
    picture = np.full((1100, 1000, 3), 90, np.uint8)
    result = recolor(picture, regions, {2: "#c02040"})
    assert (result[600:] == (0xC0, 0x20, 0x40)).all()
    assert (result[:600] == 90).all()
