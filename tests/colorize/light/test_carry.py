"""Light is carried to full size color by color, in several threads."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from nurie.colorize.light import carry


@pytest.fixture
def four_processors() -> Iterator[None]:
    before = cv2.getNumThreads()
    cv2.setNumThreads(4)
    yield
    cv2.setNumThreads(before)


@pytest.mark.usefixtures("four_processors")
def test_threads_leave_each_other_s_pixels_alone() -> None:
    stripes = [np.tile(np.arange(side) % 3 + 1, (side, 1)).astype(np.uint8) for side in (400, 1600)]
    countries = carry.Map(*stripes, count=4)
    even = np.full((400, 400), 0.8, np.float32)
    for _ in range(30):
        for plane in carry.enlarge([even, even], countries, 1.5):
            assert (plane == round(0.8 * 255)).all()
        for smooth in carry.smooth([even, even], np.ones_like(even), countries, 1.5):
            assert np.allclose(smooth, 0.8, atol=1e-3)
