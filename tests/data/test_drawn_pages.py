"""Pages with panels, and places without figures: what they promise beyond any drawing."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nurie.data.drawn import LineStyle, draw
from nurie.data.drawn.canvas import Canvas
from nurie.data.drawn.outdoors import OUTDOORS
from nurie.data.drawn.page import draw_page, layout
from nurie.data.drawn.pen import Frame, Pen
from nurie.data.drawn.picture import random_kind
from nurie.data.drawn.rooms import ROOMS
from nurie.schemes.parts import Part

SIDE = 256
CLEAN = LineStyle(width=0.005, tone=10, pressure=0.3, gaps=0.0, wobble=0.0)
PLACES = {**ROOMS, **OUTDOORS}


def _pen(seed: int, side: int = SIDE) -> Pen:
    canvas = Canvas((side, side))
    return Pen(canvas, CLEAN, np.random.default_rng(seed), Frame(canvas.width))


def test_one_drawing_in_eight_is_a_page_and_some_are_places() -> None:
    rng = np.random.default_rng(0)
    kinds = [random_kind(rng) for _ in range(8000)]
    assert kinds.count("page") / 8000 == pytest.approx(1 / 8, abs=0.015)
    assert 0.03 < kinds.count("place") / 8000 < 0.1
    assert (
        kinds.count("page") + kinds.count("place") + kinds.count("figures") + kinds.count("closeup") == 8000
    )
    assert 0.07 < kinds.count("closeup") / 8000 < 0.13


def test_a_drawing_says_what_it_shows() -> None:
    drawings = [draw(seed, (96, 96)) for seed in range(48)]
    assert {drawing.kind for drawing in drawings} == {"figures", "closeup", "page", "place"}
    for drawing in drawings:
        if drawing.kind != "page":
            somebody = bool(np.isin(drawing.parts, [Part.SKIN, Part.HAIR, Part.CLOTHES]).any())
            assert somebody == (drawing.kind in ("figures", "closeup")), drawing.seed


def test_the_margin_of_a_page_is_white_paper() -> None:
    for seed in range(8):
        pen = _pen(seed)
        draw_page(pen, 1.0, 1.0)
        parts = pen.canvas.parts()
        rim = np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]])
        # A sound may reach over the margin; it is white too, or ink.
        assert (rim == Part.BUBBLE).all()
        assert 0.05 < (parts == Part.BUBBLE).mean() < 0.75


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.integers(2, 7),
    size=st.sampled_from([(1.0, 1.0), (1.0, 1.45), (1.9, 1.0)]),
)
def test_panels_lie_on_the_page_apart_from_each_other(
    seed: int, count: int, size: tuple[float, float]
) -> None:
    panels = layout(np.random.default_rng(seed), *size, count)
    assert len(panels) == count
    covered: NDArray[np.int32] = np.zeros((round(size[1] * 400), round(size[0] * 400)), np.int32)
    for panel in panels:
        assert panel.shape == (4, 2)
        assert (panel > 0.0).all()
        assert (panel < size).all()
        mask = np.zeros(covered.shape, np.uint8)
        cv2.fillPoly(mask, [np.rint(panel * 400).astype(np.int32)], 1)
        assert mask.mean() > 0.01
        covered += mask
    assert covered.max() == 1
    assert covered.mean() > 0.6


@pytest.mark.parametrize("name", PLACES)
def test_a_place_has_things_apart_from_its_ground(name: str) -> None:
    for seed in range(3):
        pen = _pen(seed, 160)
        PLACES[name](pen, 1.0, 1.0)
        share = np.bincount(pen.canvas.parts().ravel(), minlength=len(Part)) / pen.canvas.parts().size
        assert share[Part.GROUND] > 0.03
        assert share[Part.SCENERY] > 0.03
        assert share[[Part.PROP, Part.ACCESSORY, Part.EYE_WHITE, Part.BUBBLE]].sum() > 0.002
        assert share[[Part.SKIN, Part.HAIR, Part.IRIS, Part.CLOTHES, Part.CLOTHES_2, Part.MOUTH]].sum() == 0.0


def test_a_pasted_canvas_shows_only_inside_its_polygon_and_keeps_its_parts() -> None:
    page, panel = Canvas((32, 32)), Canvas((16, 16))
    panel.fill(np.array([(0.0, 0.0), (32.0, 0.0), (32.0, 32.0), (0.0, 32.0)]), Part.HAIR)
    panel.ink[:] = 40
    page.fill(np.array([(0.0, 0.0), (64.0, 0.0), (64.0, 64.0), (0.0, 64.0)]), Part.PROP)
    page.paste(panel, 10, 20, np.array([(14.0, 24.0), (38.0, 24.0), (38.0, 48.0), (14.0, 48.0)]))
    inside = np.zeros((64, 64), bool)
    inside[24:48, 14:38] = True
    near = cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert (page.parts()[inside] == Part.HAIR).all()
    assert (page.parts()[~near] == Part.PROP).all()
    assert (page.ink[inside] == 40).all()
    assert (page.ink[~near] == 255).all()


def test_one_panel_fills_its_picture_or_has_a_margin() -> None:
    around = set()
    for seed in range(12):
        panel = draw(seed, (SIDE, SIDE), CLEAN, kind="panel")
        assert panel.kind == "panel"
        edge = np.concatenate([np.stack([panel.line[k], panel.line[:, k]]) for k in (0, -1)])
        parts = np.concatenate([np.stack([panel.parts[k], panel.parts[:, k]]) for k in (0, -1)])
        is_frame, is_paper = (edge < 128).mean() > 0.9, (parts == Part.BUBBLE).mean() > 0.9
        assert is_frame or is_paper
        around.add(is_paper)
    assert around == {True, False}


def test_half_of_the_panels_by_themselves_have_white_sounds() -> None:
    """Bubbles lie above; what is paper below is a sound."""
    low = np.s_[SIDE * 3 // 5 : SIDE * 7 // 8, SIDE // 8 : SIDE * 7 // 8]
    drawn = [draw(seed, (SIDE, SIDE), CLEAN, kind="panel") for seed in range(60)]
    hollow = [drawing for drawing in drawn if (drawing.parts[low] == Part.BUBBLE).mean() > 0.004]
    assert 20 <= len(hollow) <= 45
