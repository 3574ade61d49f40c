"""A hint's color flows to everything of the hinted material, and to nothing else."""

import cv2
import numpy as np
import pytest

from nurie.colorize.flow import flow

HAIR, CLOTH = np.random.default_rng(1).integers(40, 216, (2, 9, 3)).astype(np.uint8)
WANTED = (20, 200, 90)


@pytest.fixture
def lines() -> np.ndarray:
    """(64, 96): three rooms side by side, two walls of ink."""
    page = np.full((64, 96), 255, np.uint8)
    page[:, 31:33] = page[:, 63:65] = 0
    return page


@pytest.fixture
def nine() -> np.ndarray:
    """(9, 64, 96, 3): hair in the outer rooms, cloth in the middle."""
    colors = np.empty((9, 64, 96, 3), np.uint8)
    colors[:] = HAIR[:, None, None]
    colors[:, :, 32:64] = CLOTH[:, None, None]
    return colors


def one_dot() -> np.ndarray:
    """A hint map with a dot in the left room."""
    hint_map = np.zeros((64, 96, 4), np.uint8)
    cv2.circle(hint_map, (15, 30), 2, (*WANTED, 255), -1)
    return hint_map


def test_the_other_strand_takes_the_color_and_the_cloth_does_not(nine: np.ndarray, lines: np.ndarray) -> None:
    result = flow(nine, lines, one_dot())
    assert (result[:, :, :31] == WANTED).all()
    assert (result[:, :, 65:] == WANTED).all()
    assert np.array_equal(result[:, :, 33:63], nine[:, :, 33:63])


def test_soft_shading_stays(nine: np.ndarray, lines: np.ndarray) -> None:
    shaded = nine.copy()
    shaded[:, 50:, 70:] -= 12  # a shadow in the far strand
    result = flow(shaded, lines, one_dot())
    np.testing.assert_array_equal(result[:, 60, 80], np.subtract([WANTED] * 9, 12))
    np.testing.assert_array_equal(result[:, 10, 80], [WANTED] * 9)


def test_materials_are_compared_in_all_nine(nine: np.ndarray, lines: np.ndarray) -> None:
    alike = nine.copy()
    alike[:2, :, 32:64] = alike[:2, :, :32]  # two of the nine paint hair and cloth alike
    result = flow(alike, lines, one_dot())
    assert np.array_equal(result[:, :, 33:63], alike[:, :, 33:63])


def test_another_hint_keeps_its_own_strand(nine: np.ndarray, lines: np.ndarray) -> None:
    hint_map = one_dot()
    cv2.circle(hint_map, (80, 30), 2, (10, 10, 120, 255), -1)
    result = flow(nine, lines, hint_map)
    assert (result[:, :, :31] == WANTED).all()
    assert (result[:, :, 65:] == (10, 10, 120)).all()


def test_a_hinted_room_takes_no_color_from_a_nearer_hint(nine: np.ndarray, lines: np.ndarray) -> None:
    nine[:] = HAIR[:, None, None]
    hint_map = one_dot()
    cv2.circle(hint_map, (35, 3), 1, (10, 10, 120, 255), -1)
    result = flow(nine, lines, hint_map)
    assert (result[:, :20, 28:31] == WANTED).all()


def test_no_hint_changes_nothing(nine: np.ndarray, lines: np.ndarray) -> None:
    assert np.array_equal(flow(nine, lines, np.zeros((64, 96, 4), np.uint8)), nine)


def test_a_hint_on_ink_alone_changes_nothing(nine: np.ndarray, lines: np.ndarray) -> None:
    black = np.zeros_like(lines)
    assert np.array_equal(flow(nine, black, one_dot()), nine)
