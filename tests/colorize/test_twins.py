"""Twins: where a drawing is symmetric its halves are of one material, elsewhere nothing changes."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurie.colorize.materials import decide
from nurie.colorize.twins import find_axis, find_twins
from nurie.lineart.layout import find_layout
from nurie.schemes import PART_COUNT, Part

LEFT, RIGHT = (150, 430), (350, 430)
"""Points in the two sleeves of `coat`, whose axis is at 250."""


def coat(axis: int = 250, width: int = 500, head: int | None = None) -> np.ndarray:
    """(500, width) line art from the front: a head, at another column if told, a body and two sleeves."""
    page = np.full((500, width), 255, np.uint8)
    cv2.circle(page, (axis if head is None else head, 130), 90, 0, 3)
    cv2.rectangle(page, (axis - 60, 260), (axis + 60, 480), 0, 3)
    for side in (-1, 1):
        sleeve = np.array([(axis + side * x, y) for x, y in ((60, 265), (140, 340), (120, 490), (70, 490))])
        cv2.polylines(page, [sleeve], True, 0, 3)
    return page


def likely(page: np.ndarray, axis: int = 250) -> np.ndarray:
    """(12, h, w): clothes, of which the left half is sure and which the right half takes for skin."""
    planes = np.full((PART_COUNT, *page.shape), 0.01, np.float32)
    planes[Part.CLOTHES, :, :axis], planes[Part.SKIN, :, :axis] = 0.8, 0.1
    planes[Part.CLOTHES, :, axis:], planes[Part.SKIN, :, axis:] = 0.4, 0.5
    return planes


def comic(figure: np.ndarray) -> np.ndarray:
    """(1240, 1100): three panels; in the first, which is wider, a figure of 500 x 500 px from (60, 60) on."""
    page = np.full((1240, 1100), 255, np.uint8)
    for top, left, bottom, right in ((20, 20, 600, 1080), (640, 20, 1220, 530), (640, 570, 1220, 1080)):
        cv2.rectangle(page, (left, top), (right, bottom), 0, 4)
    page[60:560, 60:560] = np.minimum(page[60:560, 60:560], figure)
    return page


def likely_comic(page: np.ndarray) -> np.ndarray:
    """(12, h, w): the clothes of `likely` where they are, the rest ground."""
    planes = np.full((PART_COUNT, *page.shape), 0.01, np.float32)
    planes[Part.GROUND] = 0.8
    planes[:, 60:560, 60:560] = likely(coat())
    planes[:, 60:560, 60:140] = planes[:, 60:560, 480:560] = planes[:, :1, :1]
    return planes


def test_the_half_that_is_sure_is_heard_by_the_other() -> None:
    page = coat()
    parts = decide(page, find_layout(page), likely(page)).part_map()
    assert parts[LEFT[::-1]] == parts[RIGHT[::-1]] == Part.CLOTHES


def test_on_a_page_each_figure_is_symmetric_by_itself() -> None:
    """Its panel is wider than it and has a tree on one side; the frames of all panels are symmetric, too."""
    page = comic(coat())
    cv2.line(page, (900, 100), (960, 560), 0, 9)
    cv2.circle(page, (900, 160), 80, 0, 9)
    planes = likely_comic(page)
    layout = find_layout(page)
    assert layout.panels.max() == 3
    parts = decide(page, layout, planes).part_map()
    assert parts[60 + LEFT[1], 60 + LEFT[0]] == parts[60 + RIGHT[1], 60 + RIGHT[0]] == Part.CLOTHES


@pytest.mark.parametrize(("head", "told"), [(250, Part.CLOTHES), (205, Part.SKIN)])
def test_beside_strokes_a_figure_is_symmetric_if_its_face_is(head: int, told: Part) -> None:
    """Speed lines and sounds on one side of a figure seen from the front; or its head is turned."""
    figure = coat(head=head)
    cv2.rectangle(figure, (225, 216), (275, 260), 0, 3)  # a neck
    for y in range(200, 500, 25):
        cv2.line(figure, (405, y), (495, y + 15), 0, 5)
    page = comic(figure)
    planes = likely_comic(page)
    planes[:, 60:320, 60:560] = planes[:, :1, :1]
    skin = cv2.circle(np.zeros(page.shape, np.uint8), (60 + head, 60 + 130), 88, 1, -1) > 0
    skin[270:320, 285:335] = True
    planes[:, skin] = 0.01
    planes[Part.SKIN, skin] = 0.8
    parts = decide(page, find_layout(page), planes).part_map()
    assert parts[60 + LEFT[1], 60 + LEFT[0]] == Part.CLOTHES
    assert parts[60 + RIGHT[1], 60 + RIGHT[0]] == told


def test_eyes_that_look_to_one_side_stay_apart() -> None:
    page, planes = coat(), likely(coat())
    planes[[Part.CLOTHES, Part.SKIN]] = planes[[Part.EYE_WHITE, Part.IRIS]]
    planes[Part.EYE_WHITE, :, :250], planes[Part.IRIS, :, :250] = 0.8, 0.1
    planes[Part.EYE_WHITE, :, 250:], planes[Part.IRIS, :, 250:] = 0.1, 0.2
    parts = decide(page, find_layout(page), planes).part_map()
    assert (parts[LEFT[::-1]], parts[RIGHT[::-1]]) == (Part.EYE_WHITE, Part.IRIS)


def test_without_symmetry_each_half_is_judged_by_itself() -> None:
    page = coat()
    cv2.line(page, (20, 60), (480, 30), 0, 9)  # what is drawn on one side alone ...
    for y in range(230, 500, 20):
        cv2.line(page, (420, y), (495, y + 10), 0, 9)
    cv2.circle(page, (430, 130), 60, 0, 9)
    assert find_axis(page) is None
    parts = decide(page, find_layout(page), likely(page)).part_map()
    assert parts[LEFT[::-1]] == Part.CLOTHES
    assert parts[RIGHT[::-1]] == Part.SKIN


@pytest.mark.parametrize("axis", [170, 250, 330])
def test_the_axis_is_where_the_drawing_has_it(axis: int) -> None:
    found = find_axis(coat(axis))
    assert found is not None
    assert found * 500 == pytest.approx(axis, abs=5)


@given(st.integers(130, 370), st.integers(500, 900))
def test_the_mirror_image_has_the_mirrored_axis(axis: int, width: int) -> None:
    page = coat(axis, width)
    found, mirrored = find_axis(page), find_axis(np.ascontiguousarray(page[:, ::-1]))
    assert (found is None) == (mirrored is None)
    if found is not None and mirrored is not None:
        assert found + mirrored == pytest.approx(1, abs=0.02)


def test_twins_are_pairs_of_one_shape() -> None:
    regions = np.ones((200, 200), np.int32)
    regions[20:60, 20:60] = 2
    regions[20:60, 140:180] = 3  # its image
    regions[100:140, 20:60] = 4
    regions[100:110, 140:180] = 5  # a quarter of one
    regions[160:190, 90:110] = 6  # lies on the axis: its own image
    assert find_twins(regions, 0.5) == [(2, 3)]


def test_a_twin_that_the_page_cuts_is_one() -> None:
    regions = np.ones((200, 200), np.int32)
    regions[50:150, 100:160] = 2
    regions[50:150, :40] = 3  # its image, of which a third lies beyond the edge
    assert find_twins(regions, 0.35) == [(2, 3)]


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (7, 5)])
def test_tiny_pages_have_no_axis(shape: tuple[int, int]) -> None:
    assert find_axis(np.full(shape, 255, np.uint8)) is None
    find_axis(np.zeros(shape, np.uint8))
    assert find_twins(np.ones(shape, np.int32), 0.5) == []
