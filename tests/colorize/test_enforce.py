"""What the hints say, the colors show."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize.enforce import Enforcement
from nurie.colorize.hints import Hint, Hints
from nurie.lineart.regions import segment

SIZE = 120
PAGE = np.full((SIZE, SIZE), 255, np.uint8)
cv2.rectangle(PAGE, (20, 20), (59, 59), 0, 1)
REGIONS = segment(PAGE)
INSIDE = np.zeros(PAGE.shape, bool)
INSIDE[22:58, 22:58] = True


def colors() -> np.ndarray:
    """One coloring with soft shading from left to right."""
    shade = np.linspace(-15, 15, SIZE)[None, :, None]
    return np.rint(np.array((90, 160, 60)) + np.broadcast_to(shade, (SIZE, SIZE, 1))).astype(np.uint8)


def dot(x: float, y: float, color: str, radius: float = 0.02) -> Hint:
    return Hint(((x, y),), radius, color)


def colored(*hints: Hint) -> np.ndarray:
    return Enforcement(REGIONS, Hints(hints))(colors())


def test_without_hints_nothing_changes() -> None:
    assert np.array_equal(colored(), colors())


def test_a_closed_region_takes_the_color_and_keeps_its_shading() -> None:
    picture = colored(dot(0.33, 0.33, "#4060c0"))
    assert np.abs(picture[INSIDE].mean(axis=0) - (0x40, 0x60, 0xC0)).max() < 3
    assert picture[40, 56].astype(int).mean() > picture[40, 23].astype(int).mean() + 5


def test_other_regions_stay_exactly_as_they_are() -> None:
    picture = colored(dot(0.33, 0.33, "#4060c0"))
    outside = REGIONS[40, 40] != REGIONS
    assert np.array_equal(picture[outside], colors()[outside])


def test_open_ground_is_colored_only_around_the_hint() -> None:
    picture = colored(dot(0.8, 0.8, "#000080"))
    assert np.array_equal(picture[:15, :15], colors()[:15, :15])
    assert np.array_equal(picture[INSIDE], colors()[INSIDE])
    assert (picture[96, 96] == (0, 0, 128)).all()
    near = np.abs(picture[96, 101].astype(int) - (0, 0, 128)).max()
    far = np.abs(picture[96, 112].astype(int) - (0, 0, 128)).max()
    assert near < far


def test_a_dot_that_touches_a_neighbor_colors_only_the_region_that_holds_it() -> None:
    picture = colored(dot(0.2, 0.33, "#4060c0", radius=0.035))
    assert np.abs(picture[INSIDE].mean(axis=0) - (0x40, 0x60, 0xC0)).max() < 8
    outside = REGIONS[40, 40] != REGIONS
    assert np.array_equal(picture[outside], colors()[outside])


def test_a_stroke_colors_each_region_that_it_crosses() -> None:
    page = np.full((400, 400), 255, np.uint8)
    for x in range(40, 400, 40):
        cv2.line(page, (x, 100), (x, 300), 0, 2)
    for y in (100, 300):
        cv2.line(page, (0, y), (399, y), 0, 2)
    regions = segment(page)
    gray = np.full((400, 400, 3), 128, np.uint8)
    stroke = Hints((Hint(((0.15, 0.5), (0.85, 0.5)), 0.01, "#4060c0"),))
    picture = Enforcement(regions, stroke)(gray)
    crossed = [(picture[250, x] == (0x40, 0x60, 0xC0)).all() for x in range(20, 400, 40)]
    assert crossed == [False, *[True] * 8, False]
    assert (picture[50] == 128).all()


def test_a_blot_colors_all_that_it_covers() -> None:
    page = np.full((400, 400), 255, np.uint8)
    for x in range(100, 300, 20):
        for y in range(100, 300, 20):
            cv2.rectangle(page, (x, y), (x + 20, y + 20), 0, 1)
    picture = Enforcement(segment(page), Hints((dot(0.5, 0.5, "#4060c0", 0.2),)))(
        np.full((400, 400, 3), 128, np.uint8)
    )
    assert (picture[150:250, 150:250] == (0x40, 0x60, 0xC0)).all()


def test_two_colors_share_a_region() -> None:
    picture = colored(dot(0.2, 0.33, "#ff0000"), dot(0.47, 0.33, "#0000ff"))
    left, right = picture[40, 24].astype(int), picture[40, 55].astype(int)
    assert left[0] > 200 > 60 > left[2]
    assert right[2] > 200 > 60 > right[0]


def test_a_page_of_ink_is_survived() -> None:
    picture = Enforcement(np.ones_like(REGIONS), Hints((dot(0.5, 0.5, "#102030"),)))(colors())
    assert (picture[60, 60] == (0x10, 0x20, 0x30)).all()


@pytest.mark.parametrize("size", [(900, 700), (3000, 2200)])
def test_large_pages_are_colored_at_full_size_to_the_line(size: tuple[int, int]) -> None:
    page = np.full(size, 255, np.uint8)
    cv2.rectangle(page, (100, 100), (400, 600), 0, 3)
    regions = segment(page)
    picture = Enforcement(regions, Hints((dot(250 / size[1], 300 / size[0], "#4060c0", 0.003),)))(
        np.full((*size, 3), 128, np.uint8)
    )
    inside = regions == regions[300, 250]
    assert (picture[inside] == (0x40, 0x60, 0xC0)).all()
    assert (picture[~inside] == 128).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(*[st.floats(0, 1)] * 3, st.integers(0, 0xFFFFFF)), min_size=1, max_size=5))
def test_the_last_hint_shows_exactly_at_its_place(drawn: list[tuple[float, float, float, int]]) -> None:
    hints = [dot(x, y, f"#{color:06x}", radius / 5) for x, y, radius, color in drawn]
    picture = colored(*hints)
    (x, y), *_ = hints[-1].points
    place = tuple(min(int(share * SIZE), SIZE - 1) for share in (y, x))
    assert tuple(picture[place]) == hints[-1].rgb


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.2))
def test_a_dot_leaves_what_it_does_not_touch_alone(x: float, y: float, radius: float) -> None:
    hints = Hints((dot(x, y, "#4060c0", radius),))
    touched = np.unique(REGIONS[hints.rasterize(SIZE, SIZE)[..., 3] > 0])
    picture = Enforcement(REGIONS, hints)(colors())
    others = ~np.isin(REGIONS, touched)
    assert np.array_equal(picture[others], colors()[others])
