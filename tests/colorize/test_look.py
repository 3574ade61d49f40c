"""What the network is shown, and how its answers come together."""

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize.look import look
from nurie.colorize.model import Answer
from nurie.data.drawn import draw
from nurie.lineart.layout import find_layout
from nurie.schemes import PART_COUNT, Part


@dataclass
class Painter:
    """A network whose answer is a function of what it is shown, (H, W), reduced by `fold`."""

    paint: Callable[[np.ndarray], np.ndarray]
    fold: int = 1
    inputs: int = 1
    names_parts: bool = True
    name: str = "painter"
    working_size: int = 128
    grays: bool = False
    shown: list[np.ndarray] = field(default_factory=list)

    def __call__(self, sketch: np.ndarray) -> Answer:
        self.shown.append(sketch[0])
        height, width = (side // self.fold for side in sketch.shape[1:])
        plane = cv2.resize(self.paint(sketch[0]), (width, height), interpolation=cv2.INTER_AREA)
        colors = np.repeat(np.repeat(plane[None, ..., None], 3, axis=3), 9, axis=0).astype(np.float32)
        parts = np.zeros((PART_COUNT, height, width), np.float32)
        parts[Part.HAIR] = plane / 255
        parts[Part.GROUND] = 1 - plane / 255
        return Answer(colors, parts if self.names_parts else None)


NO_PANELS = np.zeros((8, 8), np.int32)


def as_shown(sketch: np.ndarray) -> np.ndarray:
    return sketch.astype(np.float32)


def ramp(sketch: np.ndarray) -> np.ndarray:
    """Dark on the left, whatever is shown."""
    return np.repeat(np.linspace(0, 255, sketch.shape[1], dtype=np.float32)[None], sketch.shape[0], axis=0)


def test_a_drawing_is_seen_twice_the_second_time_mirrored() -> None:
    lines = np.full((128, 96), 255, np.uint8)
    cv2.line(lines, (10, 10), (30, 120), 0, 3)
    network = Painter(as_shown)
    look(network, lines, find_layout(lines).panels, 128)
    one, other = network.shown
    assert np.array_equal(other, one[:, ::-1])
    assert not np.array_equal(other, one)


def test_what_depends_on_the_side_is_averaged_away() -> None:
    lines = np.full((128, 128), 255, np.uint8)
    cv2.circle(lines, (40, 60), 20, 0, 3)
    seen = look(Painter(ramp), lines, find_layout(lines).panels, 128)
    assert np.abs(seen.colors.astype(int) - 127.5).max() <= 1
    assert seen.parts is not None
    assert np.abs(seen.parts[Part.HAIR] - 0.5).max() < 0.01


@settings(max_examples=30, deadline=None)
@given(st.integers(20, 150), st.integers(20, 150), st.sampled_from([1, 2, 4]), st.sampled_from([1, 5]))
def test_any_shape_is_padded_and_comes_back_in_place(height: int, width: int, fold: int, inputs: int) -> None:
    lines = np.full((height, width), 255, np.uint8)
    lines[: height // 2, : width // 3] = 0
    network = Painter(as_shown, fold=fold, inputs=inputs)
    seen = look(network, lines, NO_PANELS, 128)
    assert all(side % (32 * fold) == 0 for shown in network.shown for side in shown.shape)
    assert seen.colors.shape[1:3] == seen.lines.shape
    assert max(seen.lines.shape) == 128 // fold
    # Away from the edge of the black corner, what was black is black, and what was white is white.
    truth = cv2.resize(lines, seen.lines.shape[::-1], interpolation=cv2.INTER_AREA)
    even = cv2.dilate(truth, np.ones((7, 7))) == cv2.erode(truth, np.ones((7, 7)))
    assert np.abs(seen.colors[0, ..., 0].astype(int) - truth)[even].max(initial=0) <= 2


@pytest.mark.parametrize("width", range(96, 104))
def test_a_mirrored_drawing_gets_the_mirrored_answer(width: int) -> None:
    """Though its width is no multiple of what the network folds."""
    lines = draw(4, (128, 128)).line[:, :width]
    network = Painter(lambda sketch: sketch * ramp(sketch) / 255, fold=4)
    one, other = (look(network, shown, NO_PANELS, 128) for shown in (lines, lines[:, ::-1]))
    assert np.array_equal(one.colors, other.colors[:, :, ::-1])


def test_no_parts_are_made_up() -> None:
    lines = np.full((64, 64), 255, np.uint8)
    assert look(Painter(as_shown, names_parts=False), lines, NO_PANELS, 64).parts is None


@pytest.mark.parametrize("knows", [True, False])
def test_a_network_that_knows_grays_sees_lines_upon_them(knows: bool) -> None:
    """In each panel its own; another network sees the lines alone."""
    lines = np.full((128, 128), 255, np.uint8)
    lines[:, 30:34] = 0
    gray = np.full((128, 128), 101, np.uint8)
    panels = np.zeros((128, 128), np.int32)
    panels[:, :64], panels[:, 64:] = 1, 2
    gray[:, 64:] = 201
    network = Painter(as_shown, grays=knows)
    look(network, lines, NO_PANELS, 128, gray)
    look(network, lines, panels, 128, gray)
    whole, _, first, second = network.shown
    left, right = (178, 228) if knows else (255, 255)
    assert (whole[60, 32], whole[60, 50], whole[60, 100]) == (0, left, right)
    assert right in second
    assert set(np.unique(second)) <= {right, 255}
    middle = first[first.shape[0] // 2]
    assert (middle == left).any()
    assert (middle == right).any() == (right == 255)


@pytest.mark.parametrize("fold", [1, 2])
def test_each_panel_is_seen_by_itself_and_answered_in_its_place(fold: int) -> None:
    lines = np.full((400, 300), 255, np.uint8)
    panels = np.zeros((400, 300), np.int32)
    for number, (top, left, bottom, right) in enumerate(
        ((20, 20, 180, 140), (20, 160, 180, 280), (200, 20, 380, 280)), start=1
    ):
        panels[top:bottom, left:right] = number
        lines[top + 40 : bottom - 40, left + 30 : left + 60] = 0
    network = Painter(as_shown, fold=fold)
    seen = look(network, lines, panels, 256)
    assert len(network.shown) == 3
    truth = cv2.resize(lines, seen.lines.shape[::-1], interpolation=cv2.INTER_AREA)
    away = cv2.dilate(truth, np.ones((7, 7))) == cv2.erode(truth, np.ones((7, 7)))
    assert away[truth < 10].sum() > 50
    assert np.abs(seen.colors[4, ..., 1].astype(int) - truth)[away].max() <= 3
    assert seen.parts is not None
    outside = cv2.resize(panels, seen.lines.shape[::-1], interpolation=cv2.INTER_NEAREST_EXACT) == 0
    assert (seen.parts[Part.BUBBLE][outside] == 1).all()
