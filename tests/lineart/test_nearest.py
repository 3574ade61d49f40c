"""Labels that spread to the nearest pixels, and tables that are looked up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import distance_transform_edt

from nurie.lineart import regions
from nurie.tiles import looked_up

CHAMFER = 1.042
"""How much farther what is taken for the nearest may lie: a path over 5 x 5 neighborhoods errs by 2 % either
way (Borgefors 1986)."""


@st.composite
def labels(draw: st.DrawFn) -> np.ndarray:
    """(h, w), some pixels numbered 1..4, the others 0."""
    height, width = draw(st.integers(1, 90)), draw(st.integers(1, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    share = draw(st.sampled_from([0.003, 0.05, 0.5]))
    known = rng.random((height, width)) < share
    known[rng.integers(height), rng.integers(width)] = True
    return np.where(known, rng.integers(1, 5, known.shape), 0).astype(np.int32)


@settings(max_examples=80, deadline=None)
@given(labels=labels())
def test_every_pixel_takes_a_label_that_is_nearest(labels: np.ndarray) -> None:
    spread = regions.nearest(labels.copy())
    known = labels > 0
    np.testing.assert_array_equal(spread[known], labels[known])
    straight = distance_transform_edt(~known)
    for label in range(1, 5):
        if (labels == label).any():
            taken = spread == label
            to_it = distance_transform_edt(labels != label)
            assert (to_it[taken] <= CHAMFER * straight[taken] + 1e-6).all()
        else:
            assert not (spread == label).any()


def test_nothing_spreads_where_there_are_no_labels() -> None:
    assert not regions.nearest(np.zeros((5, 4), np.int32)).any()


@pytest.mark.parametrize("dtype", [np.uint8, np.bool_, np.int32, np.uint32])
@pytest.mark.parametrize("height", [1, 63, 64, 65, 200])
def test_tables_are_looked_up_for_each_pixel(dtype: type, height: int) -> None:
    rng = np.random.default_rng(height)
    numbers = rng.integers(0, 9, (height, 7), dtype=np.int32)
    table = rng.integers(0, 200, 9).astype(dtype)
    found = looked_up(table, numbers)
    assert found.dtype == dtype
    assert found.tolist() == [[table[number].item() for number in row] for row in numbers.tolist()]
