"""Hints color what they mean, exactly and everywhere, and nothing else."""

import cv2
import numpy as np
import pytest
from fake_network import FakeNetwork
from known_pictures import Picture

from nurie import Colorization, Colorizer, Hint, Hints
from nurie.schemes import Part

RED, BLUE = "#c81e28", "#1e3cc8"


def colored(picture: Picture) -> Colorization:
    return Colorizer(FakeNetwork(picture.parts), threads=1).color(picture.line).with_finish("flat")


def hint(picture: Picture, x: float, y: float, color: str, material: Part | None = None) -> Hint:
    return Hint(((x / picture.side, y / picture.side),), 0.008, color, material)


def share(pixels: np.ndarray, color: str) -> float:
    """How much of (n, 3) bytes is exactly a color."""
    return float((pixels == np.array(list(bytes.fromhex(color[1:])))).all(axis=1).mean())


@pytest.fixture(scope="module", params=["apart", "touching"])
def girls(request: pytest.FixtureRequest) -> tuple[Picture, Colorization]:
    left, right = (100, 300) if request.param == "apart" else (112, 287)
    picture = Picture(400).girl(left, 60).girl(right, 60)
    return picture, colored(picture)


def test_a_hint_on_one_girl_leaves_the_other(girls: tuple[Picture, Colorization]) -> None:
    picture, bare = girls
    hinted = bare.with_hints(Hints((hint(picture, 100, 70, RED),)))
    hair = picture.inside(Part.HAIR, 2)
    for which in range(9):
        before, after = bare.colors(which), hinted.colors(which)
        assert share(after[:, :195][hair[:, :195]], RED) == 1
        assert np.array_equal(after[:, 205:], before[:, 205:])
        dress = picture.inside(Part.CLOTHES, 2)
        assert np.array_equal(after[dress], before[dress])


def test_with_a_hint_on_each_nothing_is_mixed(girls: tuple[Picture, Colorization]) -> None:
    picture, bare = girls
    hints = Hints((hint(picture, 100, 70, RED), hint(picture, 300, 70, BLUE)))
    hair = picture.inside(Part.HAIR, 2)
    colors = bare.with_hints(hints).colors(0)
    assert share(colors[:, :195][hair[:, :195]], RED) == 1
    assert share(colors[:, 205:][hair[:, 205:]], BLUE) == 1


def test_one_collar_takes_the_other_along_and_leaves_the_dress() -> None:
    picture = Picture(400).girl(200, 60)
    bare = colored(picture)
    place = (182, 60 + 158)
    assert picture.parts[place[1], place[0]] == Part.CLOTHES_2
    hinted = bare.with_hints(Hints((hint(picture, *place, RED),)))
    collars = picture.inside(Part.CLOTHES_2, 2)
    for which in range(9):
        colors = hinted.colors(which)
        assert share(colors[collars], RED) == 1
        far = cv2.dilate((picture.parts == Part.CLOTHES_2).astype(np.uint8), np.ones((7, 7))) == 0
        assert np.array_equal(colors[far], bare.colors(which)[far])


def test_a_hint_with_the_scope_region_colors_its_region_alone() -> None:
    picture = Picture(400).girl(200, 60)
    bare = colored(picture)
    colors = bare.with_hints(Hints((hint(picture, 182, 218, RED),)), "region").colors(3)
    right = picture.inside(Part.CLOTHES_2, 2)
    right[:, :200] = False
    assert np.array_equal(colors[right], bare.colors(3)[right])


@pytest.mark.parametrize("gap", [0, 16, 24, 36])
def test_a_ball_with_a_gap_is_filled_whole(gap: int) -> None:
    """On a page of 1000 px, with the ground joined to the ball through the gap."""
    picture = Picture(1000, width=4)
    radius, center = 110, (500, 480)
    half = np.degrees(gap / radius) / 2
    cv2.ellipse(picture.line, center, (radius, radius), 0, half, 360 - half, 0, 4)
    hinted = colored(picture).with_hints(Hints((hint(picture, 470, 500, RED),)), "region")
    rows, columns = np.indices((1000, 1000))
    away = np.hypot(rows - center[1], columns - center[0])
    colors = hinted.colors(0)
    assert share(colors[away < radius - 6], RED) > 0.98
    assert share(colors[away > radius + 12], RED) < 0.002


def test_a_ball_near_the_edge_of_the_page_is_filled_whole() -> None:
    """The gap is wider than the way between the ball and the edge, where no ball can roll."""
    picture = Picture(1000, width=4)
    half = np.degrees(90 / 130) / 2
    cv2.ellipse(picture.line, (830, 830), (130, 130), 45, half, 360 - half, 0, 4)
    hinted = colored(picture).with_hints(Hints((hint(picture, 830, 830, RED),)), "region")
    rows, columns = np.indices((1000, 1000)) - 830
    colors = hinted.colors(0)
    assert share(colors[np.hypot(rows, columns) < 120], RED) > 0.98
    assert share(colors[np.hypot(rows, columns) > 145], RED) < 0.002


def test_two_colors_in_one_region_part_it_along_its_lines() -> None:
    """A box with a wall in the middle that leaves a passage a third as high as the box."""
    picture = Picture(400)
    picture.polygon(Part.PROP, [(60, 100), (340, 100), (340, 300), (60, 300)])
    cv2.line(picture.line, (200, 100), (200, 235), 0, 3)
    hints = Hints((hint(picture, 120, 160, RED), hint(picture, 280, 160, BLUE)))
    colors = colored(picture).with_hints(hints, "region").colors(5)
    box = picture.inside(Part.PROP)
    assert share(colors[:, :185][box[:, :185]], RED) > 0.99
    assert share(colors[:, 215:][box[:, 215:]], BLUE) > 0.99
    both = share(colors[box], RED) + share(colors[box], BLUE)
    assert both > 0.999


def test_a_hint_names_a_material() -> None:
    picture = Picture(400).girl(200, 60)
    hinted = colored(picture).with_hints(Hints((hint(picture, 200, 330, RED, Part.HAIR),)))
    assert hinted.materials is not None
    shown = hinted.materials.part_map()
    dress = picture.inside(Part.CLOTHES, 2)
    dress[:250] = False  # the slips beside the collar are regions of their own
    assert (shown[dress] == Part.HAIR).all()
    # It is hair now, so the color goes on to the hair of the same figure.
    assert share(hinted.colors(2)[picture.inside(Part.HAIR, 2)], RED) == 1


def test_taken_back_a_hint_leaves_no_trace() -> None:
    picture = Picture(400).girl(200, 60)
    bare = colored(picture)
    hinted = bare.with_hints(Hints((hint(picture, 200, 330, RED, Part.HAIR),)))
    assert np.array_equal(hinted.with_hints(Hints()).composed(4), bare.composed(4))


def test_strokes_that_come_one_by_one_color_as_all_at_once() -> None:
    """What was found for earlier strokes is remembered, but not where the regions are others by now."""
    lines = np.full((400, 400), 255, np.uint8)
    for radius in (150, 60):  # a ball in a ball, both with a gap
        half = np.degrees(9 / radius)
        cv2.ellipse(lines, (200, 200), (radius, radius), 0, half, 360 - half, 0, 3)

    def fresh() -> Colorization:
        return Colorizer(FakeNetwork(np.full(lines.shape, Part.CLOTHES, np.uint8)), threads=1).color(lines)

    within, between, outside = (
        Hint(((x / 400, y / 400),), 0.01, color)
        for x, y, color in ((200, 200, RED), (100, 200, BLUE), (20, 20, "#20a040"))
    )
    known = fresh()
    for order in ([between], [within, between], [between, within], [within], [outside, between, within]):
        hints = Hints(tuple(order))
        again, anew = known.with_hints(hints), fresh().with_hints(hints)
        assert np.array_equal(again.regions, anew.regions)
        assert np.array_equal(again.colors(0), anew.colors(0))
