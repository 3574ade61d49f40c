"""What the hints say, the colors show."""

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize.enforce import enforce
from nurie.colorize.hints import Hint, Hints

PAGE = np.full((120, 120), 255, np.uint8)
cv2.rectangle(PAGE, (20, 20), (59, 59), 0, 1)
INSIDE = np.zeros(PAGE.shape, bool)
INSIDE[22:58, 22:58] = True
OUTSIDE = np.ones(PAGE.shape, bool)
OUTSIDE[18:62, 18:62] = False


def colors() -> np.ndarray:
    """Two colorings with soft shading from left to right."""
    shade = np.linspace(-15, 15, 120)[None, :, None]
    maps = [
        np.array(base)[None, None] + np.broadcast_to(shade, (120, 120, 1))
        for base in ((90, 160, 60), (200, 80, 90))
    ]
    return np.rint(np.stack(maps)).astype(np.uint8)


def dot(x: float, y: float, color: str, radius: float = 0.02) -> Hint:
    return Hint(((x, y),), radius, color)


def paint(*hints: Hint) -> np.ndarray:
    return Hints(hints).rasterize(*PAGE.shape)


def test_without_hints_nothing_changes() -> None:
    assert np.array_equal(enforce(colors(), PAGE, paint()), colors())


def test_a_closed_region_takes_the_color_and_keeps_its_shading() -> None:
    result = enforce(colors(), PAGE, paint(dot(0.33, 0.33, "#4060c0")))
    for picture in result:
        assert np.abs(picture[INSIDE].mean(axis=0) - (0x40, 0x60, 0xC0)).max() < 3
        assert picture[40, 56].astype(int).mean() > picture[40, 23].astype(int).mean() + 5


def test_other_regions_stay_exactly_as_they_are() -> None:
    result = enforce(colors(), PAGE, paint(dot(0.33, 0.33, "#4060c0")))
    assert np.array_equal(result[:, OUTSIDE], colors()[:, OUTSIDE])


def test_open_ground_is_colored_only_around_the_hint() -> None:
    result = enforce(colors(), PAGE, paint(dot(0.8, 0.8, "#000080")))
    assert np.array_equal(result[:, :15, :15], colors()[:, :15, :15])
    assert np.array_equal(result[:, INSIDE], colors()[:, INSIDE])
    assert (result[:, 96, 96] == (0, 0, 128)).all()
    near = np.abs(result[0, 96, 101].astype(int) - (0, 0, 128)).max()
    far = np.abs(result[0, 96, 112].astype(int) - (0, 0, 128)).max()
    assert near < far


def test_a_dot_that_touches_a_neighbor_colors_only_the_region_that_holds_it() -> None:
    result = enforce(colors(), PAGE, paint(dot(0.2, 0.33, "#4060c0", radius=0.035)))
    assert np.abs(result[0][INSIDE].mean(axis=0) - (0x40, 0x60, 0xC0)).max() < 8
    assert np.array_equal(result[:, 80:], colors()[:, 80:])


def test_a_stroke_across_a_line_colors_both_sides() -> None:
    stroke = Hints((Hint(((0.3, 0.33), (0.7, 0.33)), 0.01, "#4060c0"),)).rasterize(*PAGE.shape)
    result = enforce(colors(), PAGE, stroke)
    assert np.abs(result[0][INSIDE].mean(axis=0) - (0x40, 0x60, 0xC0)).max() < 3
    assert (result[0, 39, 80] == (0x40, 0x60, 0xC0)).all()


def test_two_colors_share_a_region() -> None:
    result = enforce(colors(), PAGE, paint(dot(0.2, 0.33, "#ff0000"), dot(0.47, 0.33, "#0000ff")))
    left, right = result[0, 40, 24].astype(int), result[0, 40, 55].astype(int)
    assert left[0] > 200 > 60 > left[2]
    assert right[2] > 200 > 60 > right[0]


def test_a_page_of_ink_is_survived() -> None:
    result = enforce(colors(), np.zeros_like(PAGE), paint(dot(0.5, 0.5, "#102030")))
    assert (result[:, 60, 60] == (0x10, 0x20, 0x30)).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(*[st.floats(0, 1)] * 3, st.integers(0, 0xFFFFFF)), min_size=1, max_size=5))
def test_every_hint_shows_exactly_at_its_place(drawn: list[tuple[float, float, float, int]]) -> None:
    hint_map = paint(*[dot(x, y, f"#{color:06x}", radius / 5) for x, y, radius, color in drawn])
    result = enforce(colors(), PAGE, hint_map)
    hinted = hint_map[..., 3] > 0
    assert (result[:, hinted] == hint_map[hinted][:, :3]).all()
