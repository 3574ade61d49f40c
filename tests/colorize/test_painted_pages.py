"""The network sees the panels of a page that is painted in gray twice as large."""

import cv2
import numpy as np
import pytest
from fake_network import FakeNetwork

from nurie import Colorizer, ColorOptions
from nurie.schemes.parts import Part


def page(painted: bool) -> np.ndarray:
    """Three framed panels, each with a round thing."""
    rng = np.random.default_rng(5)
    result = np.full((1200, 900), 255, np.uint8)
    for top, left, bottom, right in ((40, 40, 580, 860), (620, 40, 1160, 430), (620, 470, 1160, 860)):
        if painted:
            noise = cv2.GaussianBlur(
                rng.standard_normal((bottom - top, right - left)).astype(np.float32), (0, 0), 9
            )
            result[top:bottom, left:right] = 150 + 60 * noise / abs(noise).max()
        cv2.rectangle(result, (left, top), (right, bottom), 0, 5)
        cv2.circle(result, ((left + right) // 2, (top + bottom) // 2), 120, 0, 5)
    return result


def largest_asked(sketch: np.ndarray, size: int | None = None) -> int:
    """The long side of the largest picture that the network was shown, padded to a multiple of 128."""
    network = FakeNetwork(np.full((64, 64), Part.GROUND, np.uint8), size=256)
    coloring = Colorizer(network).color(sketch, options=ColorOptions(size=size))
    assert np.asarray(coloring.layout.panels).max() == (3 if sketch.shape == (1200, 900) else 0)
    return max(max(asked.shape) for asked in network.asked)


def test_panels_of_a_painted_page_are_seen_at_twice_the_size() -> None:
    assert largest_asked(page(painted=False)) == 256
    assert largest_asked(page(painted=True)) == 512


@pytest.mark.parametrize("painted", [False, True])
def test_a_size_that_is_asked_for_is_kept(painted: bool) -> None:
    assert largest_asked(page(painted), size=384) == 384


def test_a_painted_drawing_is_seen_as_usual() -> None:
    assert largest_asked(page(painted=True)[640:1140, 60:410]) == 256
