"""Lines as people draw them."""

import numpy as np
import pytest

from nurie.data import strokes
from nurie.data.drawn import Drawing, draw
from nurie.schemes.parts import Part


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return next(d for d in (draw(seed, (256, 256)) for seed in range(50, 90)) if d.kind == "figures")


@pytest.mark.parametrize("seed", range(40))
def test_a_rough_drawing_is_a_drawing_of_the_same_size(drawing: Drawing, seed: int) -> None:
    rng = np.random.default_rng(seed)
    line = strokes.rough(rng, drawing.line, drawing.parts)
    assert line.shape == drawing.line.shape
    assert line.dtype == np.uint8


def test_the_marks_differ_and_the_drawing_given_is_left_alone(drawing: Drawing) -> None:
    before = drawing.line.copy()
    made = {
        strokes.rough(np.random.default_rng(seed), drawing.line, drawing.parts).tobytes()
        for seed in range(20)
    }
    assert len(made) > 12
    np.testing.assert_array_equal(drawing.line, before)


@pytest.mark.parametrize("mark", [strokes.folds, strokes.hatching, strokes.black_area, strokes.tone])
def test_marks_inside_a_thing_stay_inside_it(drawing: Drawing, mark: object) -> None:
    """What is added lies on one part alone."""
    changed = 0
    for seed in range(30):
        line = mark(np.random.default_rng(seed), drawing.line, drawing.parts)  # type: ignore[operator]
        new = line != drawing.line
        assert (line <= drawing.line).all()
        assert len(np.unique(drawing.parts[new])) <= 1
        changed += bool(new.any())
    assert changed > 20


def test_gaps_only_take_ink_away_and_stay_small(drawing: Drawing) -> None:
    line = strokes.gaps(np.random.default_rng(0), drawing.line, drawing.parts)
    assert (line >= drawing.line).all()
    lost = (line > 200) & (drawing.line < 128)
    assert 0 < lost.sum() < 0.3 * (drawing.line < 128).sum()


def test_hairlines_are_paler_or_thinner_everywhere(drawing: Drawing) -> None:
    for seed in range(5):
        line = strokes.hairlines(np.random.default_rng(seed), drawing.line, drawing.parts)
        assert (line >= drawing.line).all()
        assert line.min() > drawing.line.min()


def test_at_night_the_ground_is_dark_and_its_lines_are_light(drawing: Drawing) -> None:
    line = strokes.night(np.random.default_rng(1), drawing.line, drawing.parts)
    ground = np.isin(drawing.parts, (Part.GROUND, Part.SCENERY))
    assert line[ground & (drawing.line == 255)].max() <= 40
    np.testing.assert_array_equal(line[~ground], drawing.line[~ground])


def test_white_lines_turn_one_thing_to_its_negative(drawing: Drawing) -> None:
    turned = 0
    for seed in range(10):
        line = strokes.white_lines(np.random.default_rng(seed), drawing.line, drawing.parts)
        new = (line != drawing.line) & (drawing.line > 200)
        assert len(np.unique(drawing.parts[new])) <= 1
        assert (line[new] <= 55).all()
        turned += bool(new.sum() > 0.002 * new.size)
    assert turned > 7


def test_a_second_thing_adds_pale_lines_across_the_first(drawing: Drawing) -> None:
    line = strokes.second_thing(np.random.default_rng(3), drawing.line, drawing.parts)
    assert (line <= drawing.line).all()
    new = line < drawing.line
    assert len(np.unique(drawing.parts[new])) >= 3
    assert line[new & (drawing.line == 255)].min() > 90


def test_unknown_parts_and_an_empty_page_are_left_as_they_are() -> None:
    blank, unknown = np.full((64, 64), 255, np.uint8), np.full((64, 64), 255, np.uint8)
    for seed in range(20):
        rng = np.random.default_rng(seed)
        assert (strokes.folds(rng, blank, unknown) == 255).all()
        assert (strokes.gaps(rng, blank, unknown) == 255).all()
        assert (strokes.tone(rng, blank, unknown) == 255).all()
