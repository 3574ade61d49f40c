"""Light is carried to full size color by color, in several threads."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from nurie.colorize.light import carry


def test_a_plane_is_enlarged_as_a_whole_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bands of rows meet without a seam."""
    monkeypatch.setattr("nurie.tiles._BAND", 7 * 611)
    small = cv2.GaussianBlur(np.random.default_rng(2).random((80, 60), np.float32), (0, 0), 2)
    everywhere = carry.Map(
        np.ones((80, 60), np.uint8), np.array([0, 1], np.uint8), np.ones((817, 611), np.int32), count=2
    )
    (found,) = carry.enlarge([small], everywhere, 0.3)
    blurred = cv2.GaussianBlur(small, (0, 0), 0.3) / cv2.GaussianBlur(np.ones_like(small), (0, 0), 0.3)
    whole = 255 * cv2.resize(blurred, (611, 817), interpolation=cv2.INTER_LINEAR)
    assert np.abs(found - whole).max() < 2


@pytest.fixture
def four_processors() -> Iterator[None]:
    before = cv2.getNumThreads()
    cv2.setNumThreads(4)
    yield
    cv2.setNumThreads(before)


@pytest.mark.usefixtures("four_processors")
def test_threads_leave_each_other_s_pixels_alone() -> None:
    small, large = (np.tile(np.arange(side) % 3 + 1, (side, 1)).astype(np.uint8) for side in (400, 1600))
    countries = carry.Map(small, np.arange(4, dtype=np.uint8), large.astype(np.int32), count=4)
    even = np.full((400, 400), 0.8, np.float32)
    for _ in range(30):
        for plane in carry.enlarge([even, even], countries, 1.5):
            assert (plane == round(0.8 * 255)).all()
        for smooth in carry.smooth([even, even], np.ones_like(even), countries, 1.5):
            assert np.allclose(smooth, 0.8, atol=1e-3)
