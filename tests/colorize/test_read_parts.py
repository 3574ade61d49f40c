"""Parts are read off nine colorings that follow the schemes, and only off those."""

import cv2
import numpy as np
import pytest

from nurie.colorize.read_parts import read_parts
from nurie.schemes import SCHEMES, Part

TOLD_APART = [part for part in Part if part != Part.BUBBLE]


def painted(parts: np.ndarray) -> np.ndarray:
    """(9, h, w, 3) bytes."""
    return np.stack([np.rint(scheme.table()[parts]).astype(np.uint8) for scheme in SCHEMES])


def tiles() -> np.ndarray:
    """(30, 44), a tile of each part that can be told."""
    return np.repeat(np.repeat(np.array([TOLD_APART]), 30, axis=0), 4, axis=1)


@pytest.mark.parametrize("noise", [0.0, 8.0])
def test_what_the_schemes_painted_reads_back(noise: float) -> None:
    rng = np.random.default_rng(3)
    colors = painted(tiles()) + rng.normal(0, noise, (9, *tiles().shape, 3))
    likely = read_parts(np.rint(colors).clip(0, 255).astype(np.uint8))
    assert likely is not None
    assert np.mean(likely.argmax(axis=0) == tiles()) > 0.99
    assert np.allclose(likely.sum(axis=0), 1, atol=1e-4)


def test_a_part_in_shadow_is_still_that_part() -> None:
    likely = read_parts(np.rint(painted(tiles()) * 0.9).astype(np.uint8))
    assert likely is not None
    assert np.mean(likely.argmax(axis=0) == tiles()) > 0.9


def test_between_two_parts_neither_is_certain() -> None:
    parts = np.full((20, 40), Part.HAIR)
    parts[:, 20:] = Part.CLOTHES
    blurred = np.stack([cv2.GaussianBlur(picture, (0, 0), 3) for picture in painted(parts)])
    likely = read_parts(blurred)
    assert likely is not None
    assert likely[:, 10, 20].max() < likely[:, 10, 3].max()
    assert likely[Part.HAIR, 10, 3] > 0.9
    assert likely[Part.CLOTHES, 10, 36] > 0.9


@pytest.mark.parametrize("value", [0, 128, 255])
def test_grays_say_nothing_of_parts(value: int) -> None:
    """Neither do nine white pages, though the eyes are white in all nine schemes."""
    assert read_parts(np.full((9, 16, 16, 3), value, np.uint8)) is None


def test_one_coloring_nine_times_follows_no_schemes() -> None:
    assert read_parts(np.repeat(painted(tiles())[:1], 9, axis=0)) is None
