"""Panels whose frames are drawn by hand: strokes that miss corners or run past them, and tilt."""

import cv2
import numpy as np
import pytest
from comic_pages import missed_and_wrong

from nurie.data.drawn import draw
from nurie.lineart.layout import find_layout
from nurie.lineart.ruled import find_ruled

BOXES = [(40, 30, 660, 320), (40, 345, 330, 640), (355, 345, 660, 640), (40, 665, 660, 970)]
"""Left, top, right and low of the panels of a page."""


def by_hand(rng: np.random.Generator, reach: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """A page of four panels and their truth; `reach` is how far strokes run past corners."""
    page, truth = np.full((1000, 700), 255, np.uint8), np.zeros((1000, 700), np.int32)
    for number, (left, top, right, low) in enumerate(BOXES, 1):
        truth[top:low, left:right] = number
        cv2.circle(page, ((left + right) // 2, (top + low) // 2), 90, 0, 3)
        for way, first, last, across in (
            ("across", left, right, top),
            ("across", left, right, low),
            ("down", top, low, left),
            ("down", top, low, right),
        ):
            for _ in range(2):  # drawn twice, as a searching hand does
                one, other = across + rng.integers(-3, 4, 2)
                start, end = first - int(rng.integers(*reach)), last + int(rng.integers(*reach))
                ends = ((start, int(one)), (end, int(other)))
                cv2.line(page, *(ends if way == "across" else (ends[0][::-1], ends[1][::-1])), 0, 3)
    return page, truth


@pytest.mark.parametrize("reach", [(-14, -6), (-8, 8)], ids=["gaps at corners", "short and long strokes"])
def test_panels_in_frames_by_hand_are_found(reach: tuple[int, int]) -> None:
    page, truth = by_hand(np.random.default_rng(1), reach)
    assert missed_and_wrong(find_layout(page).panels, truth)[1:] == (0, 0)


def test_a_bubble_over_a_gutter_does_not_join_its_panels() -> None:
    page, truth = by_hand(np.random.default_rng(2), (-14, -6))
    for center in ((343, 480), (180, 655)):
        cv2.ellipse(page, center, (80, 55), 0, 0, 360, 255, -1)
        cv2.ellipse(page, center, (80, 55), 0, 0, 360, 0, 3)
    assert missed_and_wrong(find_layout(page).panels, truth)[1:] == (0, 0)


def test_what_is_drawn_below_the_last_frame_is_not_left_out() -> None:
    page = np.full((1000, 700), 255, np.uint8)
    for top, low in ((30, 320), (345, 640)):
        for across in (top, low):
            cv2.line(page, (50, across), (650, across), 0, 3)
        for across in (40, 660):
            cv2.line(page, (across, top + 10), (across, low - 10), 0, 3)
    for x in range(70, 650, 40):
        for y in range(720, 900, 40):
            cv2.circle(page, (x, y), 14, 0, 3)
    panels = find_ruled(page)
    assert panels.max() == 2
    assert (panels[770:870, 60:640] == panels[500, 350]).all()


def test_shelves_within_a_panel_are_no_gutters() -> None:
    page, truth = by_hand(np.random.default_rng(3), (-3, 1))
    for low in (180, 195, 810, 825):
        cv2.line(page, (40, low), (660, low), 0, 3)
    assert missed_and_wrong(find_ruled(page), truth)[1:] == (0, 0)


@pytest.mark.parametrize("seed", [9710013, 9710047, 9710055, 9710058, 9710096, 9710110])
def test_a_drawing_that_is_no_page_has_no_panels(seed: int) -> None:
    drawing = draw(seed, (720, 720))
    assert drawing.kind != "page"
    assert not find_ruled(drawing.line).any()


def test_a_room_in_one_frame_is_one_panel() -> None:
    page = np.full((900, 800), 255, np.uint8)
    cv2.rectangle(page, (50, 50), (750, 850), 0, 5)
    for low in (300, 320, 640, 655):
        cv2.line(page, (50, low), (750, low), 0, 3)
    assert not find_ruled(page).any()
    assert find_layout(page).panels.max() == 1


def test_a_caption_at_a_gutter_is_no_panel() -> None:
    page = np.full((1000, 700), 255, np.uint8)
    for top in (40, 520):
        cv2.rectangle(page, (40, top), (660, top + 440), 0, 4)
    cv2.rectangle(page, (440, 80), (678, 300), 255, -1)
    cv2.rectangle(page, (440, 80), (678, 300), 0, 3)
    for row in range(4):
        cv2.putText(page, "HELLO YOU", (460, 125 + 45 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 0, 3)
    assert find_layout(page).panels.max() == 2


def test_a_wall_that_runs_back_into_a_panel_is_no_panel_over_it() -> None:
    page = np.full((1000, 700), 255, np.uint8)
    for top in (40, 520):
        cv2.rectangle(page, (40, top), (660, top + 440), 0, 4)
    cv2.polylines(page, [np.array([(40, 520), (260, 690), (260, 790), (40, 960)])], False, 0, 3)
    assert find_layout(page).panels.max() == 2


@pytest.mark.parametrize(("shape", "density"), [((49, 16), 139), ((50, 21), 189), ((58, 28), 162)])
def test_noise_is_not_cut_without_end(shape: tuple[int, int], density: int) -> None:
    for seed in (1659251525, 1660573079, 1883199048):
        page = np.random.default_rng(seed).integers(0, 256, shape).astype(np.uint8)
        page[page > density] = 255
        assert find_ruled(page).shape == shape
