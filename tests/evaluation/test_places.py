"""Hints lie where an artist would put them."""

import dataclasses

import numpy as np

from nurie.colorize.hints import Hint, Hints
from nurie.evaluation.labelled import held_out_scenes
from nurie.evaluation.places import hair_hint, truth_hints
from nurie.evaluation.scenes import Scene, make_scene
from nurie.schemes.parts import Part

DRAWN = list(held_out_scenes(4, 192))[3]


def pixel(hint: Hint, size: int = 192) -> tuple[int, int]:
    ((x, y),) = hint.points
    return int(y * size), int(x * size)


def board() -> Scene:
    """Hair in two rooms, the left one the larger, and a strip of skin below; a line between all of them."""
    page = np.full((64, 64), 255, np.uint8)
    page[40:42] = page[:, 40:42] = 0
    parts = np.full((64, 64), Part.HAIR, np.uint8)
    parts[41:] = Part.SKIN
    truth = np.zeros((64, 64, 3), np.uint8)
    truth[parts == Part.HAIR], truth[parts == Part.SKIN] = (20, 40, 60), (250, 220, 200)
    return make_scene("board", page, parts, truth, 64)


def test_each_part_gets_a_hint_before_any_gets_two() -> None:
    hints = list(truth_hints(board(), 3))
    places = [pixel(hint, 64) for hint in hints]
    assert [board().parts[place] for place in places] == [Part.HAIR, Part.SKIN, Part.HAIR]
    assert places[0][1] < 40 < places[2][1]
    assert [hint.color for hint in hints] == ["#14283c", "#fadcc8", "#14283c"]
    assert 18 <= places[0][0] <= 22
    assert 18 <= places[0][1] <= 22


def test_eight_hints_lie_on_paper_and_show_the_truth() -> None:
    hints = list(truth_hints(DRAWN, 8))
    assert len(hints) == 8
    places = [pixel(hint) for hint in hints]
    assert len(set(places)) == 8
    for hint, place in zip(hints, places, strict=True):
        assert DRAWN.paper[place]
        assert np.abs(np.array(hint.rgb) - DRAWN.truth[place].astype(int)).max() < 40
    assert {DRAWN.parts[place] for place in places} >= {Part.GROUND, Part.SKIN, Part.HAIR, Part.CLOTHES}


def test_a_drawing_with_few_areas_gets_few_hints() -> None:
    assert len(truth_hints(board(), 8)) == 4


def test_a_dot_stays_in_its_area() -> None:
    for hint in truth_hints(DRAWN, 8):
        alone = Hints((hint,)).rasterize(192, 192)
        part = DRAWN.parts[pixel(hint)]
        assert (DRAWN.parts[alone[..., 3] > 0] == part).mean() > 0.8


def test_the_hair_hint_lies_in_the_middle_of_the_hair() -> None:
    (hint,) = hair_hint(board(), (1, 2, 255)) or ()
    assert hint.color == "#0102ff"
    row, column = pixel(hint, 64)
    assert 18 <= row <= 22
    assert 18 <= column <= 22


def test_without_hair_there_is_no_hair_hint() -> None:
    bald = dataclasses.replace(board(), parts=np.full((64, 64), Part.SKIN, np.uint8))
    assert hair_hint(bald, (0, 0, 0)) is None
