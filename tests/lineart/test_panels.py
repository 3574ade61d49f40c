"""Panels are told apart where a page has them, and nowhere else."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.data.drawn import draw
from nurie.lineart.panels import find_black_guttered, find_panels
from nurie.lineart.regions import segment

Quad = list[tuple[int, int]]


def found(page: np.ndarray) -> np.ndarray:
    """The panels of line art."""
    paper = (page > 128).astype(np.uint8)
    return find_panels(segment(page), cv2.distanceTransform(paper, cv2.DIST_L2, 5))


def framed(quads: list[Quad], height: int = 800, width: int = 600) -> np.ndarray:
    """A page of empty panels, corners given as (x, y)."""
    page = np.full((height, width), 255, np.uint8)
    cv2.polylines(page, [np.array(quad) for quad in quads], True, 0, 5)
    return page


def share(panels: np.ndarray, quad: Quad) -> float:
    """The share of a panel that bears the number of its middle; 0 where that is 0 or others bear it, too."""
    truth = np.zeros(panels.shape, np.uint8)
    cv2.fillPoly(truth, [np.array(quad)], 1)
    column, row = np.mean(quad, axis=0).astype(int)
    own = (panels == panels[row, column]) & (panels[row, column] > 0)
    return float((own & (truth > 0)).sum() / (own | (truth > 0)).sum())


def box(left: int, top: int, right: int, low: int) -> Quad:
    return [(left, top), (right, top), (right, low), (left, low)]


SIX = [
    box(20, 20, 380, 240),
    box(400, 20, 580, 240),
    box(20, 262, 580, 480),
    box(20, 502, 200, 780),
    box(222, 502, 400, 780),
    box(422, 502, 580, 780),
]


def test_six_panels() -> None:
    panels = found(framed(SIX))
    assert panels.shape == (800, 600)
    assert set(np.unique(panels)) == set(range(7))
    assert min(share(panels, quad) for quad in SIX) > 0.95


def test_a_bubble_and_a_figure_across_gutters_do_not_join_panels() -> None:
    page = framed(SIX)
    for at, axes in (((390, 130), (60, 40)), ((300, 490), (50, 70))):
        cv2.ellipse(page, at, axes, 0, 0, 360, 255, -1)
        cv2.ellipse(page, at, axes, 0, 0, 360, 0, 3)
    panels = found(page)
    assert panels.max() == 6
    assert min(share(panels, quad) for quad in SIX) > 0.85


def test_slanted_gutters() -> None:
    quads = [
        [(20, 20), (580, 20), (580, 330), (20, 250)],
        [(20, 275), (330, 319), (290, 780), (20, 780)],
        [(355, 323), (580, 355), (580, 780), (315, 780)],
    ]
    panels = found(framed(quads))
    assert panels.max() == 3
    assert min(share(panels, quad) for quad in quads) > 0.9


def test_black_gutters() -> None:
    page = np.zeros((800, 600), np.uint8)
    for quad in SIX:
        cv2.fillPoly(page, [np.array(quad)], 255)
    cv2.circle(page, (300, 370), 60, 0, -1)
    panels = find_black_guttered(page)
    assert panels.max() == 6
    assert min(share(panels, quad) for quad in SIX) > 0.9


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(st.integers(120, 300), min_size=1, max_size=3), min_size=1, max_size=4),
    st.integers(20, 90),
    st.integers(20, 34),
)
def test_any_grid_of_panels(rows: list[list[int]], margin: int, gutter: int) -> None:
    height = 240
    width = max(sum(row) + gutter * (len(row) - 1) for row in rows)
    quads = []
    for number, row in enumerate(rows):
        top, left = margin + number * (height + gutter), margin
        for place, wide in enumerate(row):
            right = width + margin if place == len(row) - 1 else left + wide
            quads.append(box(left, top, right, top + height))
            left = right + gutter
    page = framed(quads, len(rows) * (height + gutter) - gutter + 2 * margin, width + 2 * margin)
    panels = found(page)
    if len(quads) == 1:
        assert not panels.any()
    else:
        assert panels.max() == len(quads)
        assert min(share(panels, quad) for quad in quads) > 0.9


@pytest.mark.parametrize("seed", [3, 4, 6, 7, 9, 11])
def test_a_drawing_is_no_page(seed: int) -> None:
    drawing = draw(seed, (400, 320))
    assert drawing.kind != "page"
    assert not found(drawing.line).any()
    assert not find_black_guttered(drawing.line).any()


def test_a_dotted_ground_is_no_page() -> None:
    page = np.full((800, 600), 255, np.uint8)
    for row in range(0, 801, 80):
        for column in range(row // 80 % 2 * 40, 601, 80):
            cv2.circle(page, (column, row), 25, 0, 4)
    assert not found(page).any()


@pytest.mark.parametrize("level", [0, 255])
def test_an_empty_page_has_no_panels(level: int) -> None:
    page = np.full((300, 200), level, np.uint8)
    assert not found(page).any()
    assert not find_black_guttered(page).any()


def test_a_speck_is_no_panel() -> None:
    regions = np.ones((1000, 700), np.int32)
    regions[502, 301] = 2
    assert not find_panels(regions, np.ones(regions.shape, np.float32)).any()


def test_a_ground_that_is_open_to_a_gutter_belongs_to_its_panel() -> None:
    """The last panel has a wide gap in its right side; its ground is one with gutters and margin."""
    page = np.full((1000, 700), 255, np.uint8)
    for left, top, right, low in ((30, 30, 670, 300), (30, 320, 340, 650), (360, 320, 670, 650)):
        cv2.rectangle(page, (left, top), (right, low), 0, 3)
    for one, other in (((30, 670), (670, 670)), ((30, 970), (670, 970)), ((30, 670), (30, 970))):
        cv2.line(page, one, other, 0, 3)
    for x, top, low in ((200, 670, 970), (400, 670, 970), (610, 670, 970), (670, 670, 780), (670, 860, 970)):
        cv2.line(page, (x, top), (x, low), 0, 3)
    for y in (690, 950):
        cv2.circle(page, (650, y), 14, 0, 3)
    panels = found(page)
    assert panels.max() == 4
    assert (panels[690:950, 50:660] == panels[820, 250]).mean() > 0.95
