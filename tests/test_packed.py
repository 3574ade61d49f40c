"""Packed arrays are sliced as arrays are."""

from typing import Any

import numpy as np
import pytest

from nurie.packed import Packed, held, mapped

ARRAY = np.random.default_rng(0).integers(0, 9, (2000, 700, 3)).astype(np.uint8)
PACKED = Packed([ARRAY[:500], ARRAY[500:500], ARRAY[500:1800], Packed([ARRAY[1800:]])])


def test_all_of_it_comes_back() -> None:
    assert np.array_equal(np.asarray(PACKED), ARRAY)
    assert (PACKED.shape, PACKED.dtype, PACKED.size, len(PACKED)) == (
        ARRAY.shape,
        ARRAY.dtype,
        ARRAY.size,
        2000,
    )


@pytest.mark.parametrize(
    "place",
    [np.s_[3:9], np.s_[-10:], np.s_[:-3:7], np.s_[::8, ::8], np.s_[713], np.s_[-1], np.s_[713, 5, 1],
     np.s_[1800:900], np.s_[2:1990:713, 1:3]],
)  # fmt: skip
def test_slices_are_those_of_the_array(place: Any) -> None:
    assert PACKED[place].shape == ARRAY[place].shape
    assert np.array_equal(PACKED[place], ARRAY[place])


def test_chosen_rows_and_columns() -> None:
    rows, columns = np.arange(0, 2000, 13), np.array([5, 7, 600])
    assert np.array_equal(PACKED.gathered(rows, columns), ARRAY[rows][:, columns])


def test_an_array_of_any_type_and_without_rows() -> None:
    floats = ARRAY[..., 0] / np.float32(7)
    assert np.array_equal(np.asarray(Packed([floats])), floats)
    assert np.asarray(Packed([floats[:0]])).shape == (0, 700)


def test_only_strips_are_packed() -> None:
    strip = ARRAY[:400, :100, 0]
    assert isinstance(held(strip), Packed)
    assert held(ARRAY) is ARRAY
    assert np.array_equal(np.asarray(mapped(held(strip), np.invert)), ~strip)


def test_flat_areas_take_a_thirtieth() -> None:
    regions = np.zeros((3000, 800), np.int32)
    regions[:, 300:] = 1
    assert sum(map(len, Packed([regions])._bands)) < regions.nbytes / 30
