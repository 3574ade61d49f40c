"""Regions of painted pages are cut where the gray changes, and only there."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nurie.colorize.materials import decide
from nurie.lineart.layout import find_layout
from nurie.lineart.shaded import cut_by_grays, mean_of_united, united
from nurie.schemes.parts import PART_COUNT, Part


def portrait() -> tuple[np.ndarray, np.ndarray]:
    """(200, 200) lines, a box alone, and the page in gray: in the box hair above a face, on paper."""
    lines = np.full((200, 200), 255, np.uint8)
    lines[[40, 41, 158, 159], 40:160] = lines[40:160, [40, 41, 158, 159]] = 0
    gray = np.minimum(lines, 250)
    gray[42:90, 42:158] = 70
    gray[90:158, 42:158] = 190
    return lines, gray


def test_a_region_of_two_grays_becomes_two() -> None:
    regions = np.ones((200, 200), np.int32)
    regions[40:160, 40:160] = 2
    pieces, of = cut_by_grays(regions, portrait()[1], [])
    hair, face = pieces[60, 100], pieces[120, 100]
    assert (of[hair], of[face], pieces[10, 10]) == (2, 2, 1)
    assert sorted((hair, face)) == [2, 3]
    assert face == 2  # the larger one
    assert (pieces[45:87, 45:155] == hair).all()
    assert (pieces[93:155, 45:155] == face).all()
    whole, _ = cut_by_grays(regions, portrait()[1], [2])
    assert np.array_equal(whole, regions)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 70), st.integers(1, 70))
def test_no_piece_lies_in_two_regions(seed: int, height: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    regions, gray = np.ones((height, width), np.int32), np.full((height, width), 200, np.uint8)
    for number in range(2, 6):
        for plane, value in ((regions, number), (gray, int(rng.integers(256)))):
            top, left = int(rng.integers(height)), int(rng.integers(width))
            plane[top : top + int(rng.integers(1, 40)), left : left + int(rng.integers(1, 40))] = value
    pieces, of = cut_by_grays(regions, gray, [3])
    assert np.array_equal(of[pieces], regions)
    assert np.array_equal(pieces == 3, regions == 3)
    assert set(np.unique(regions)) <= set(np.unique(pieces))
    assert len(of) == max(regions.max(), pieces.max()) + 1


@given(arrays(np.int32, 12, elements=st.integers(1, 4)), arrays(np.uint8, 17, elements=st.integers(0, 2)))
def test_pieces_of_one_region_and_one_kind_are_one(further: np.ndarray, kinds: np.ndarray) -> None:
    of = np.concatenate([np.arange(5, dtype=np.int32), further])
    number = united(of, kinds)
    same = number[:, None] == number
    assert np.array_equal(same, (of[:, None] == of) & (kinds[:, None] == kinds))
    assert set(range(5)) <= set(number.tolist())


def test_what_pieces_have_is_weighted_by_their_areas() -> None:
    number, areas = np.array([0, 1, 2, 1], np.int32), np.array([0, 30, 5, 10], np.int64)
    each = np.array([[0.0, 1.0], [1.0, 0.0], [0.5, 0.5], [0.2, 0.8]])
    np.testing.assert_allclose(mean_of_united(number, each, areas)[1:], [[0.8, 0.2], [0.5, 0.5]], rtol=1e-6)


def test_hair_and_face_without_a_line_between_them_are_told_apart_by_their_grays() -> None:
    """The network is right about both but sure of neither."""
    lines, gray = portrait()
    planes = np.full((PART_COUNT, *lines.shape), 0.04, np.float32)
    planes[Part.GROUND] = 0.5
    planes[:, 40:160, 40:160] = 0.04
    planes[Part.HAIR, 40:90, 40:160] = planes[Part.SKIN, 90:160, 40:160] = 0.35
    planes[Part.SKIN, 40:90, 40:160] = planes[Part.HAIR, 90:160, 40:160] = 0.25
    layout = find_layout(lines)
    bare = decide(lines, layout, planes).part_map()
    assert bare[60, 100] == bare[120, 100]
    parts = decide(lines, layout, planes, gray).part_map()
    assert (parts[45:87, 45:155] == Part.HAIR).all()
    assert (parts[93:155, 45:155] == Part.SKIN).all()
