"""Smooth grays are taken out for the network; lines within them and their edges stay."""

import cv2
import numpy as np
import pytest
from fake_network import FakeNetwork
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie import Colorizer, ColorOptions
from nurie.colorize.model import Model, for_painted
from nurie.data.drawn import Drawing, draw
from nurie.evaluation.answers import part_map
from nurie.images import load
from nurie.lineart.clean import clean
from nurie.lineart.grays import find_grays, on_grays, without_grays
from nurie.lineart.steps import AUTO, Step
from nurie.schemes.parts import Part


def filled(drawing: Drawing, tones: dict[Part, int]) -> np.ndarray:
    """A drawing with parts filled in gray, as on a page that was made on a computer."""
    page = drawing.line.copy()
    for part, gray in tones.items():
        inside = drawing.parts == part
        page[inside] = np.minimum(page, (page * (gray / 255)).astype(np.uint8))[inside]
    return page


@pytest.fixture(scope="module")
def colorizer() -> Colorizer:
    return Colorizer()


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return next(
        drawing
        for drawing in (draw(seed, (800, 640), kind="figures") for seed in range(40))
        if min((drawing.parts == part).mean() for part in (Part.HAIR, Part.CLOTHES)) > 0.08
    )


def test_filled_parts_become_paper_and_lines_stay(drawing: Drawing) -> None:
    page = filled(drawing, {Part.HAIR: 120, Part.CLOTHES: 190})
    grays = find_grays(page)
    assert grays is not None
    assert not grays.all()
    lines = without_grays(page, grays)
    bare = cv2.erode((drawing.line > 250).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert (lines[bare & (drawing.parts == Part.HAIR)] > 230).mean() > 0.98
    assert (lines[bare & (drawing.parts == Part.CLOTHES)] > 230).mean() > 0.98
    assert (lines[drawing.line < 40] < 128).mean() > 0.98


def test_a_gray_without_an_outline_gets_one() -> None:
    page = np.full((400, 400), 255, np.uint8)
    cv2.circle(page, (200, 200), 90, 200, -1)
    cv2.line(page, (10, 380), (390, 380), 0, 3)
    grays = find_grays(page)
    assert grays is not None
    areas, labels = cv2.connectedComponents(
        (without_grays(page, grays) > 192).astype(np.uint8), connectivity=4
    )
    assert areas == 3  # ink, the ground, the disc
    assert labels[200, 200] != labels[5, 5]


def test_where_there_is_no_gray_the_page_stays_as_it_is(drawing: Drawing) -> None:
    page = filled(drawing, {Part.HAIR: 120})
    grays = find_grays(page)
    assert grays is not None
    lines = without_grays(page, grays)
    far = ~(cv2.dilate((drawing.parts == Part.HAIR).astype(np.uint8), np.ones((91, 91), np.uint8)) > 0)
    assert far.any()
    assert np.array_equal(lines[far], page[far])


@pytest.mark.parametrize("seed", range(8))
def test_drawings_in_ink_and_pencil_have_no_grays(seed: int) -> None:
    line = draw(seed, (600, 480)).line
    pale = (255 - (255 - line.astype(int)) * 0.4).astype(np.uint8)
    assert find_grays(line) is None
    assert find_grays(pale) is None


def test_black_areas_stay_ink(drawing: Drawing) -> None:
    page = filled(drawing, {Part.HAIR: 10, Part.CLOTHES: 190})
    lines = clean(load(page)).lines
    assert (np.asarray(lines)[drawing.parts == Part.HAIR] < 60).mean() > 0.95


def painting(drawing: Drawing) -> np.ndarray:
    """A drawing painted in grays, in two lights, with a margin of paper."""
    grays = np.linspace(70, 225, len(Part)).astype(np.uint8)
    light = np.where(np.arange(drawing.line.shape[0]) < 300, 0.7, 1.0)[:, None]
    page = (grays[drawing.parts] * (drawing.line / 255) * light).astype(np.uint8)
    page[:, :30] = page[:, -30:] = page[:30] = page[-30:] = 255
    return page


def test_a_painted_page_is_told_and_gets_no_second_light(drawing: Drawing, colorizer: Colorizer) -> None:
    page = painting(drawing)
    cleaned = clean(load(page))
    assert cleaned.painted
    assert np.array_equal(cleaned.drawing[..., 0], page)  # its grays stay in the result
    assert colorizer.color(page).light.finish == "flat"
    assert colorizer.color(page, options=ColorOptions(finish="cel")).light.finish == "cel"
    assert not clean(load(filled(drawing, {Part.HAIR: 120}))).painted
    assert colorizer.color(filled(drawing, {Part.HAIR: 120})).light.finish == "cel"


@pytest.mark.parametrize("knows", [True, False])
def test_of_a_painted_page_alone_the_network_sees_grays(drawing: Drawing, knows: bool) -> None:
    network = FakeNetwork(drawing.parts, grays=knows)
    colorizer = Colorizer(model=network)
    for page, seen in ((painting(drawing), True), (filled(drawing, {Part.HAIR: 120}), False)):
        colorizer.color(page)
        shown = network.asked[-1][0]
        gray = ((shown > 140) & (shown < 245)).mean()
        assert (gray > 0.3) == (knows and seen)


def test_of_the_shipped_models_one_colors_painted_pages(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answer = Model.__call__
    watched = lambda self, sketch: asked.append(self.name) or answer(self, sketch)  # noqa: E731
    monkeypatch.setattr(Model, "__call__", watched)
    colorizer = Colorizer(threads=1)
    painter = for_painted(colorizer.model).name
    assert painter != colorizer.model.name
    for page, name in ((painting(drawing), painter), (drawing.line, colorizer.model.name)):
        asked.clear()
        colorizer.color(page)
        assert set(asked) == {name}


def test_grays_do_not_mislead_about_materials(drawing: Drawing, colorizer: Colorizer) -> None:
    """Dark grays count as ink without the step, and ink has the material of what is beside it."""

    def right(page: np.ndarray, steps: frozenset[Step] = AUTO) -> float:
        parts = part_map(colorizer.color(page, options=ColorOptions(finish="flat", steps=steps)))
        inside = np.s_[30:-30, 30:-30]
        return float((parts == drawing.parts)[inside][drawing.line[inside] > 200].mean())

    page = painting(drawing)
    assert 1 - right(page) < 0.5 * (1 - right(page, AUTO - {Step.GRAY}))


def test_lines_lie_upon_grays_at_half_their_depth() -> None:
    lines = np.array([[0, 255, 255, 255, 100]], np.uint8)
    gray = np.array([[0, 0, 255, 51, 255]], np.uint8)
    assert on_grays(lines, gray).tolist() == [[0, 128, 255, 153, 100]]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(8, 120), st.integers(8, 120))
def test_any_page_stays_a_page_of_its_size(seed: int, height: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    page = np.full((height, width), int(rng.integers(256)), np.uint8)
    for _ in range(3):
        top, left = int(rng.integers(height)), int(rng.integers(width))
        page[top:, left:] = int(rng.integers(256))
    grays = find_grays(page)
    if grays is not None:
        lines = without_grays(page, grays)
        assert lines.shape == page.shape
        assert lines.dtype == np.uint8
