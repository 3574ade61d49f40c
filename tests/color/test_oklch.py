"""OKLCH against values that others computed, and there and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurie.color.oklch import oklch, srgb

channels = st.tuples(*[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("color", "expected"),  # as CSS Color 4 and oklch.com give them
    [
        ((255, 255, 255), (1.0, 0.0, None)),
        ((255, 0, 0), (0.62796, 0.25768, 29.234)),
        ((0, 255, 0), (0.86644, 0.29483, 142.495)),
        ((0, 0, 255), (0.45201, 0.31321, 264.052)),
        ((128, 128, 128), (0.59987, 0.0, None)),
    ],
)
def test_known_colors(color: tuple[int, int, int], expected: tuple[float, float, float | None]) -> None:
    lightness, chroma, hue = oklch(color)
    assert lightness == pytest.approx(expected[0], abs=1e-3)
    assert chroma == pytest.approx(expected[1], abs=1e-3)
    if expected[2] is not None:
        assert hue == pytest.approx(expected[2], abs=0.1)


@given(channels)
def test_every_color_comes_back(color: tuple[int, int, int]) -> None:
    assert srgb(*oklch(color).tolist()) == color


@given(st.floats(0.1, 1), st.floats(0, 0.5), st.floats(0, 360))
def test_a_color_that_cannot_be_shown_keeps_lightness(lightness: float, chroma: float, hue: float) -> None:
    found = oklch(srgb(lightness, chroma, hue))
    assert found[0] == pytest.approx(lightness, abs=0.012)
    assert found[1] <= chroma + 0.01


def test_many_colors_at_once() -> None:
    colors = np.arange(60).reshape(4, 5, 3) * 4
    assert oklch(colors).shape == (4, 5, 3)
    np.testing.assert_allclose(oklch(colors)[2, 3], oklch(colors[2, 3]))
