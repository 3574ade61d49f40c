"""The library of fringes: each is hair, lies over the head, and is like no other."""

from dataclasses import replace
from itertools import combinations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from nurie.data.drawn import LineStyle
from nurie.data.drawn.canvas import Canvas
from nurie.data.drawn.figure import Figure, draw_figure, random_figure
from nurie.data.drawn.hair_backs import HAIR_BACKS
from nurie.data.drawn.hair_fronts import BACKS_OF, CLOSE_CROPPED, HAIR_FRONTS
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Frame, Pen
from nurie.schemes.parts import Part

SIDE = 160
CLEAN = LineStyle(width=0.006, tone=10, pressure=0.4, gaps=0.0, wobble=0.0)


def _plain_figure() -> Figure:
    figure = random_figure(np.random.default_rng(3), 6.0, hands=False)
    bare = {"ears": "", "headwear": "", "face_item": "", "beard": "", "neck_item": "", "back_item": ""}
    return replace(figure, **bare, head=Head(), back="shaved", profile=0.0, earrings=False)


def _canvas(front: str, seed: int = 0) -> Canvas:
    """A bust with nothing but the fringe; same seed, same everything else."""
    canvas = Canvas((SIDE, SIDE))
    pen = Pen(canvas, CLEAN, np.random.default_rng(seed), Frame(2.0 * SIDE))
    figure = _plain_figure()
    hair = replace(figure.hair, flyaways=0, ahoge=0)
    draw_figure(pen.at((0.5, 0.55), 0.0, 0.26), replace(figure, front=front, hair=hair))
    return canvas


@pytest.fixture(scope="module")
def canvases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Canvas]:
    """Of all fringes; their pictures are left in the folder ``fringes0`` of ``pytest --basetemp FOLDER``."""
    folder = tmp_path_factory.mktemp("fringes")
    drawn = {front: _canvas(front) for front in HAIR_FRONTS}
    for front, canvas in drawn.items():
        Image.fromarray(canvas.ink).save(folder / f"{front}.png")
    return drawn


def _hair(canvas: Canvas) -> NDArray[np.bool_]:
    return np.asarray(canvas.parts() == Part.HAIR)


def test_there_are_thirty_fringes() -> None:
    assert len(HAIR_FRONTS) >= 30


def test_every_fringe_covers_the_crown_and_leaves_skin(canvases: dict[str, Canvas]) -> None:
    row, column = round((0.55 - 1.0 * 0.26) * 2 * SIDE), SIDE
    for front, canvas in canvases.items():
        parts = canvas.parts()
        assert parts[row, column] == Part.HAIR, front
        assert _hair(canvas).mean() > 0.03, front
        assert (parts == Part.SKIN).mean() > 0.02, front


def test_no_two_fringes_are_drawn_with_the_same_lines(canvases: dict[str, Canvas]) -> None:
    top = np.s_[: round(0.8 * 2 * SIDE)]
    lines = {front: canvas.ink[top] < 128 for front, canvas in canvases.items()}
    for one, two in combinations(lines, 2):
        a, b = lines[one], lines[two]
        assert (a ^ b).sum() > 0.15 * (a | b).sum(), f"{one} and {two}"


def test_the_rim_of_a_fringe_is_inked(canvases: dict[str, Canvas]) -> None:
    for front, canvas in canvases.items():
        near = cv2.dilate((canvas.ink < 128).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
        hair = _hair(canvas)
        across, down = hair[:, 1:] != hair[:, :-1], hair[1:] != hair[:-1]
        bounded = (across & near[:, 1:]).sum() + (down & near[1:]).sum()
        assert bounded >= 0.95 * (across.sum() + down.sum()), front


def test_fringes_with_few_backs_name_backs_that_exist() -> None:
    assert set(BACKS_OF) <= set(HAIR_FRONTS)
    assert {back for backs in BACKS_OF.values() for back in backs} <= set(HAIR_BACKS)
    assert set(CLOSE_CROPPED) <= set(HAIR_FRONTS)


def test_close_cropped_heads_carry_no_hat_and_no_stray_locks() -> None:
    rng = np.random.default_rng(5)
    figures = [f for f in (random_figure(rng, 5.5, True) for _ in range(1500)) if f.front in CLOSE_CROPPED]
    cropped = [figure for figure in figures if not figure.profile]
    assert len(cropped) > 50
    assert all(not f.headwear and not f.hair.ahoge and not f.hair.flyaways for f in cropped)
