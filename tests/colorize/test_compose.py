"""Colors lie under the lines, and the lines stay."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from nurie.colorize.compose import compose

pictures = arrays.arrays(np.uint8, (6, 7, 3))


@settings(max_examples=50, deadline=None)
@given(pictures, arrays.arrays(np.uint8, (6, 7)))
def test_gray_ink_multiplies_the_color(colors: np.ndarray, gray: np.ndarray) -> None:
    result = compose(colors, np.dstack([gray] * 3))
    assert np.abs(result - colors * (gray[..., None] / 255.0)).max() <= 1


@settings(max_examples=50, deadline=None)
@given(pictures, pictures)
def test_paper_shows_the_color_and_pure_ink_stays_exactly(colors: np.ndarray, drawing: np.ndarray) -> None:
    drawing[0] = 255
    drawing[1] = 0
    drawing[2, :, 1] = 0  # colored ink without any paper in it
    result = compose(colors, drawing)
    assert np.array_equal(result[0], colors[0])
    assert np.array_equal(result[1:3], drawing[1:3])


@settings(max_examples=50, deadline=None)
@given(pictures, st.integers(0, 255))
def test_the_edge_of_colored_ink_is_a_mix_of_ink_and_color(colors: np.ndarray, cover: int) -> None:
    ink, part = np.array([0, 40, 220]), cover / 255
    edge = np.rint(255 * (1 - part) + ink * part).astype(np.uint8)
    result = compose(colors, np.broadcast_to(edge, colors.shape).copy())
    assert np.abs(result - (colors * (1 - part) + ink * part)).max() <= 2
