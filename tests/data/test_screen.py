"""Screening pictures: sizes, kinds, and near duplicates."""

import io

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

pytest.importorskip("torch")

from nurie.data.drawn import SCHEMES, draw, paint
from nurie.data.screen import HashIndex, group, perceptual_hash, reduced


@settings(deadline=None, max_examples=50)
@given(height=st.integers(1, 300), width=st.integers(1, 300), side=st.integers(1, 200))
def test_a_picture_is_reduced_to_a_side_and_never_enlarged(height: int, width: int, side: int) -> None:
    small = reduced(np.zeros((height, width, 3), np.uint8), side)
    assert max(small.shape[:2]) == min(side, max(height, width))
    scale = max(small.shape[:2]) / max(height, width)
    assert abs(min(small.shape[:2]) - max(1, scale * min(height, width))) <= 0.51


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.integers(0, 2**192 - 1), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.sets(st.integers(0, 191), max_size=14)), max_size=8),
    st.integers(-1, 12),
)
def test_near_hashes_are_found_as_by_comparing_with_all(
    values: list[int], changes: list[tuple[int, set[int]]], bits: int
) -> None:
    near = [values[index % len(values)] ^ sum(1 << bit for bit in flipped) for index, flipped in changes]
    seen, kept = HashIndex(bits), []
    for number, value in enumerate([*values, *near]):
        same = [name for known, name in kept if (known ^ value).bit_count() <= bits]
        found = seen.find_or_add(value, str(number))
        assert (found is None) == (not same)
        assert found is None or found in same
        if found is None:
            kept.append((value, str(number)))


@pytest.mark.parametrize("seed", range(3))
def test_hashes_survive_scaling_and_compression_but_tell_colors_apart(seed: int) -> None:
    drawing = draw(seed, (400, 320))
    picture = paint(drawing, SCHEMES[0])
    file = io.BytesIO()
    Image.fromarray(cv2.resize(picture, (200, 250), interpolation=cv2.INTER_AREA)).save(
        file, "JPEG", quality=70
    )
    value, read = perceptual_hash(picture), np.asarray(Image.open(file).convert("RGB"))
    assert (value ^ perceptual_hash(read)).bit_count() <= 10
    assert (value ^ perceptual_hash(paint(drawing, SCHEMES[4]))).bit_count() > 10
    assert (value ^ perceptual_hash(paint(draw(seed + 1, (400, 320)), SCHEMES[0]))).bit_count() > 10


@pytest.mark.parametrize("seed", range(3))
def test_kinds_are_told_apart(seed: int) -> None:
    drawing = draw(seed, (300, 240))
    picture = paint(drawing, SCHEMES[seed])
    gray = np.asarray(Image.fromarray(picture).convert("L").convert("RGB"))
    assert group(picture) == "color"
    assert group(gray) == "gray"
    assert group(np.repeat(drawing.line[..., None], 3, 2)) == "lineart"
