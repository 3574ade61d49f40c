"""LZF, by what its format says byte for byte; tiles of any place."""

from contextlib import suppress

import documents
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.artwork import tiles


@pytest.mark.parametrize(
    ("packed", "plain"),
    [
        (b"\x02abc", b"abc"),  # a run of three as they are
        (b"\x00a\x20\x00", b"aaaa"),  # then three bytes from one back, running into themselves
        (b"\x02abc\x20\x02", b"abcabc"),  # three bytes from three back
        (b"\x01ab\xe0\x00\x01", b"ab" * 5 + b"a"),  # a long copy: 7 + 0 + 2 bytes from two back
        (b"\x00z\xe0\xff\x00", b"z" * 265),  # the longest copy
    ],
)
def test_lzf_unpacks_as_its_format_says(packed: bytes, plain: bytes) -> None:
    assert tiles.unpack_lzf(packed, len(plain)) == plain


@pytest.mark.parametrize("packed", [b"", b"\x20\x00", b"\x00a\x20", b"\x02ab", b"\x03abcd"])
def test_damaged_lzf_is_no_other_error(packed: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (its reader names the file)
        tiles.unpack_lzf(packed, 3)


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_whatever_it_is_lzf_never_fails_otherwise(data: bytes) -> None:
    with suppress(ValueError):
        assert len(tiles.unpack_lzf(data, 64)) == 64


@given(st.integers(1, 150), st.integers(1, 150), st.sampled_from([1, 2, 4]), st.integers(0, 99))
@settings(max_examples=20, deadline=None)
def test_every_pixel_comes_back(height: int, width: int, depth: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, depth)).astype(np.uint8)
    found = tiles.parse(documents.tiles(pixels))
    assert found.bounds == (0, 0, -(-width // 64) * 64, -(-height // 64) * 64)
    assert np.array_equal(found.pixels(np.zeros(depth, np.uint8))[:height, :width], pixels)
