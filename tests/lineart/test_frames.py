"""Panels of comic pages of every kind are found, and drawings are no pages."""

import cv2
import numpy as np
import pytest
from comic_pages import KINDS, Comic, box, missed_and_wrong

from nurie.data.drawn import draw
from nurie.lineart.frames import find_framed
from nurie.lineart.layout import find_layout
from nurie.lineart.regions import reduced_regions


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_panels_of_pages_of_each_kind(kind: str) -> None:
    page = KINDS[kind](np.random.default_rng(1001))
    _, missed, wrong = missed_and_wrong(find_layout(page.page).panels, page.truth)
    assert (missed, wrong) == (0, 0)


def test_a_single_frame_is_a_panel_and_what_is_around_it_is_outside() -> None:
    page = np.full((900, 800), 255, np.uint8)
    cv2.rectangle(page, (100, 300), (700, 750), 0, 4)
    cv2.circle(page, (400, 520), 120, 0, 3)
    layout = find_layout(page)
    truth = np.zeros(page.shape, np.int32)
    truth[300:751, 100:701] = 1
    assert missed_and_wrong(layout.panels, truth) == (1, 0, 0)
    assert layout.outside[100, 400]
    assert not layout.outside[400, 400]


def test_a_panel_over_others_parts_them_where_it_hides_their_gutter() -> None:
    for seed in (1001, 1002):
        comic = KINDS["overlapping"](np.random.default_rng(seed))
        assert missed_and_wrong(find_layout(comic.page).panels, comic.truth)[1:] == (0, 0)


@pytest.mark.parametrize("foot", [0.6, 0.75])
def test_a_road_at_the_foot_of_a_panel_and_a_ray_of_light_are_no_panels_over_it(foot: float) -> None:
    """Both are boxes with ink all around, and the gutter runs along their frame."""
    comic = Comic.blank()
    for top in (40, 540):
        comic.panel(box(40, top, 660, top + 440), np.random.default_rng(0))
    low = round(540 + 440 * foot)
    cv2.rectangle(comic.page, (43, low), (657, 977), 255, -1)
    cv2.line(comic.page, (40, low), (660, low), 0, 2)
    ray = np.array([(60, 42), (160, 42), (260, 478), (160, 478)], np.int32)
    cv2.fillPoly(comic.page, [ray], 255)
    cv2.line(comic.page, (60, 42), (160, 478), 0, 2)
    cv2.line(comic.page, (160, 42), (260, 478), 0, 2)
    assert missed_and_wrong(find_layout(comic.page).panels, comic.truth) == (2, 0, 0)


def test_a_window_and_a_door_in_a_panel_are_no_panels_over_it() -> None:
    page = np.full((1000, 700), 255, np.uint8)
    for top in (40, 520):
        cv2.rectangle(page, (40, top), (660, top + 440), 0, 4)
    cv2.rectangle(page, (250, 150), (450, 330), 0, 4)
    cv2.rectangle(page, (250, 640), (420, 960), 0, 4)
    assert find_layout(page).panels.max() == 2


@pytest.mark.parametrize("shape", ["ellipse", "figure", "star"])
def test_a_silhouette_is_no_frame(shape: str) -> None:
    page = np.full((900, 700), 255, np.uint8)
    if shape == "ellipse":
        cv2.ellipse(page, (350, 450), (220, 300), 0, 0, 360, 0, 4)
    elif shape == "figure":
        cv2.circle(page, (350, 250), 120, 0, 4)
        cv2.polylines(page, [np.array([(280, 345), (150, 850), (550, 850), (420, 345)])], False, 0, 4)
    else:
        turns = np.linspace(0, 2 * np.pi, 10, endpoint=False)
        reach = np.where(np.arange(10) % 2, 120, 300)
        corners = np.stack([350 + reach * np.sin(turns), 450 - reach * np.cos(turns)], axis=1)
        cv2.polylines(page, [corners.astype(np.int32)], True, 0, 4)
    assert not find_framed(page).any()


def test_a_head_that_the_page_cuts_off_is_no_panel() -> None:
    """Below two panels, in a third that runs off the page at three sides."""
    page = np.full((900, 700), 255, np.uint8)
    for left, right in ((40, 340), (360, 660)):
        cv2.rectangle(page, (left, 40), (right, 500), 0, 4)
        cv2.circle(page, ((left + right) // 2, 280), 100, 0, 4)
    cv2.line(page, (0, 520), (700, 520), 0, 4)
    cv2.ellipse(page, (200, 900), (110, 300), 0, 0, 360, 0, 4)
    panels = find_layout(page).panels
    assert panels[880, 200] == panels[700, 500] != 0


@pytest.mark.parametrize("top", [400, 402, 403])
def test_a_gutter_that_narrows_to_a_pixel_parts_two_panels(top: int) -> None:
    """Frames alone show two panels: what is left white between two of them is too thin for boxes to part."""
    page = np.full((1000, 720), 255, np.uint8)
    frames = [
        [(18, 20), (705, 20), (705, top - 3), (18, top - 1)],
        [(18, top), (705, top), (705, 760), (18, 760)],
        [(18, 776), (705, 776), (705, 980), (18, 980)],
    ]
    for corners in map(np.array, frames):
        cv2.fillPoly(page, [corners], 0)
        cv2.fillPoly(page, [corners + np.array([(6, 6), (-6, 6), (-6, -6), (6, -6)])], 255)
        cv2.circle(page, np.rint(corners.mean(axis=0)).astype(int).tolist(), 70, 0, 4)
    assert find_framed(page).max() == 2
    assert find_layout(page).panels.max() == 3


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_region_is_both_the_margin_and_the_ground_of_a_panel(kind: str) -> None:
    page = KINDS[kind](np.random.default_rng(1002))
    layout = find_layout(page.page)
    small = reduced_regions(layout.regions, max(layout.panels.shape))
    outside = np.bincount(small[layout.panels == 0], minlength=int(small.max()) + 1)
    (margins,) = np.nonzero(outside > 0.2 * outside.sum())
    for margin in margins.tolist():
        within = np.bincount(layout.panels[(small == margin) & (layout.clearance > 0)])[1:]
        assert (within < 0.003 * small.size).all()  # the paper beside its frame


def test_hills_below_a_wide_sky_are_no_frame() -> None:
    page = np.full((800, 1200), 255, np.uint8)
    for x in (200, 600, 1000):
        cv2.ellipse(page, (x, 420), (230, 130), 0, 180, 360, 0, 3)
    cv2.line(page, (0, 420), (1200, 420), 0, 3)
    assert not find_layout(page).panels.any()


@pytest.mark.parametrize("seed", [3, 4, 7, 9])
def test_a_drawing_has_no_two_panels(seed: int) -> None:
    drawing = draw(seed, (400, 320))
    assert drawing.kind != "page"
    assert find_framed(drawing.line).max() <= 1
