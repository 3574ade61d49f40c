"""The sheet of what the network sees."""

import numpy as np

from nurie.evaluation.activations import COLUMNS, painted, sheet
from nurie.network.inside import FeatureMaps

RNG = np.random.default_rng(0)
SKETCH = np.full((64, 96), 255, np.uint8)


def layer(channels: int, path: str = "branch") -> FeatureMaps:
    return FeatureMaps("down 1", path, 1, RNG.random((channels, 8, 12)).astype(np.float32))


def test_an_open_gate_is_white_and_a_shut_one_black() -> None:
    maps = np.array([[[0.0, 1.0, 0.5]]], np.float32)
    np.testing.assert_array_equal(
        painted(FeatureMaps("up 1", "skip gate", 1, maps))[0, 0, :, 1], [0, 255, 128]
    )


def test_zero_is_white_and_signs_have_two_colors() -> None:
    maps = np.array([[[0.0, 2.0, -2.0, 9.0] + [0.0] * 396]], np.float32)
    zero, above, below, far = painted(FeatureMaps("up 1", "branch", 1, maps))[0, 0, :4].astype(int)
    assert zero.tolist() == [255, 255, 255]
    assert above[0] > above[2] + 50
    assert below[2] > below[0] + 50
    assert (far <= above).all()
    silent = painted(FeatureMaps("up 1", "branch", 1, np.zeros((1, 2, 2), np.float32)))
    assert silent.min() == 255


def test_the_sheet_grows_by_the_rows_it_shows() -> None:
    heights = {
        (channels, rows): sheet([layer(channels)], SKETCH, "title", rows).height
        for channels, rows in ((3, 1), (40, 1), (40, 2), (40, 9), (COLUMNS, 2))
    }
    assert heights[3, 1] == heights[40, 1] == heights[COLUMNS, 2]
    step = heights[40, 2] - heights[40, 1]
    assert heights[40, 9] == heights[40, 1] + 3 * step


def test_the_most_active_channel_stands_first() -> None:
    maps = np.zeros((2, 8, 12), np.float32)
    maps[1] = 1
    page = np.asarray(sheet([FeatureMaps("up 1", "input gate", 1, maps)], SKETCH, "title"))
    rows, columns = np.nonzero((page == 0).all(axis=-1))
    black = columns[rows > page.shape[0] * 2 // 3]
    white_first = page[-40, 200]
    assert white_first.tolist() == [255, 255, 255]
    assert ((black > 250) & (black < 330)).sum() > 1000


def test_a_tall_page_fits() -> None:
    assert sheet([layer(3)], np.full((640, 32), 255, np.uint8), "title").height < 700
