"""Panels of speed lines and focus lines have one quiet ground; drawn places keep what they are."""

import cv2
import numpy as np
import pytest
from fake_network import FakeNetwork

from nurie import Colorizer, ColorOptions
from nurie.colorize.streaks import streaked
from nurie.schemes.parts import Part

Panel = np.ndarray


def speed_lines(panel: Panel) -> None:
    rng = np.random.default_rng(1)
    height, width = panel.shape
    for y in range(8, height, 9):
        cv2.line(panel, (int(rng.integers(0, width // 3)), y), (width, y), 0, int(rng.integers(1, 3)))


def focus_lines(panel: Panel) -> None:
    rng = np.random.default_rng(2)
    middle = np.array(panel.shape[::-1]) / 2
    for angle in np.linspace(0, 2 * np.pi, 160, endpoint=False):
        way = np.array([np.cos(angle), np.sin(angle)])
        ends = [middle + way * reach for reach in (rng.uniform(60, 90), 900)]
        cv2.line(panel, *(tuple(np.rint(end).astype(int).tolist()) for end in ends), 0, 1, cv2.LINE_AA)


def house(panel: Panel) -> None:
    cv2.rectangle(panel, (60, 120), (340, 400), 0, 3)
    cv2.polylines(panel, [np.array([(40, 120), (200, 20), (360, 120)])], False, 0, 3)
    for x in (90, 170, 250):
        for y in (150, 240):
            cv2.rectangle(panel, (x, y), (x + 50, y + 60), 0, 3)


def bricks(panel: Panel) -> None:
    for row, y in enumerate(range(0, panel.shape[0], 20)):
        cv2.line(panel, (0, y), (panel.shape[1], y), 0, 2)
        for x in range(row % 2 * 22, panel.shape[1], 44):
            cv2.line(panel, (x, y), (x, y + 20), 0, 2)


STREAKS, PLACES = (speed_lines, focus_lines), (house, bricks)


@pytest.mark.parametrize("drawn", [*STREAKS, *PLACES], ids=lambda drawn: drawn.__name__)
def test_strokes_side_by_side_are_streaks_and_places_are_none(drawn) -> None:  # type: ignore[no-untyped-def]
    panel = np.full((440, 400), 255, np.uint8)
    drawn(panel)
    assert streaked(panel, np.ones(panel.shape, np.int32))[1] == (drawn in STREAKS)


def test_the_panel_of_streaks_has_the_color_of_its_ground_and_the_house_its_own() -> None:
    page, parts = np.full((1000, 900), 255, np.uint8), np.full((1000, 900), Part.SCENERY, np.uint8)
    for draw, left, top in zip((*STREAKS, *PLACES), (30, 470, 30, 470), (30, 30, 510, 510), strict=True):
        inside = np.s_[top : top + 440, left : left + 400]
        panel = page[inside].copy()
        draw(panel)
        page[inside] = panel
        cv2.rectangle(page, (left, top), (left + 400, top + 440), 0, 5)
    options = ColorOptions(finish="flat")
    coloring = Colorizer(FakeNetwork(parts), threads=1).color(page, options=options)
    assert coloring.layout.panels.max() == 4
    assert coloring.materials is not None
    found = coloring.materials.part_map()
    for number, (left, top) in enumerate([(30, 30), (470, 30), (30, 510), (470, 510)]):
        inside = found[top + 10 : top + 430, left + 10 : left + 390]
        wanted = Part.GROUND if number < len(STREAKS) else Part.SCENERY
        assert (inside == wanted).mean() > 0.8, number
