"""The parts that a coloring speaks of."""

from types import SimpleNamespace

import numpy as np
import pytest

from nurie.colorize.colorization import Colorization
from nurie.colorize.colorizer import Colorizer
from nurie.data.drawn import SCHEMES, draw, paint
from nurie.evaluation.answers import network_parts, part_map
from nurie.schemes.parts import PART_COUNT, Part

READ = [part for part in Part if part != Part.BUBBLE]
"""The parts that nine colors can tell: bubbles are as white as eyes in every scheme."""


def painted(parts: np.ndarray) -> np.ndarray:
    """(9, h, w, 3): the parts in the nine schemes."""
    return np.stack([np.rint(scheme.table())[parts] for scheme in SCHEMES]).astype(np.uint8)


def answered(colors: np.ndarray, parts: np.ndarray | None) -> Colorization:
    """What a network that answered this is asked for."""
    return SimpleNamespace(seen=SimpleNamespace(colors=colors, parts=parts), materials=None)  # type: ignore[return-value]


def test_the_nine_schemes_are_read_back() -> None:
    parts = np.array([READ], np.uint8)
    np.testing.assert_array_equal(network_parts(answered(painted(parts), None)), parts)


def test_noise_does_not_hide_a_part() -> None:
    parts = np.array(READ, np.uint8).repeat(30)[None]
    noise = np.random.default_rng(0).normal(0, 12, (9, *parts.shape, 3))
    noisy = np.clip(painted(parts) + noise, 0, 255).astype(np.uint8)
    assert (network_parts(answered(noisy, None)) == parts).mean() > 0.95


def test_shade_of_a_drawing_is_read_as_its_part() -> None:
    drawing = draw(17, (128, 128))
    nine = np.stack([paint(drawing, scheme) for scheme in SCHEMES])
    same = network_parts(answered(nine, None)) == drawing.parts
    assert same[drawing.parts != Part.BUBBLE].mean() > 0.95


@pytest.fixture(scope="module")
def coloring() -> Colorization:
    return Colorizer().color(draw(17, (200, 160)).line)


def test_a_coloring_says_one_part_a_region(coloring: Colorization) -> None:
    found = part_map(coloring)
    assert found is not None
    assert found.shape == coloring.regions.shape == (200, 160)
    for region in range(1, int(coloring.regions.max()) + 1):
        assert np.unique(found[coloring.regions == region]).size == 1


def test_a_part_changed_by_hand_is_believed(coloring: Colorization) -> None:
    changed = part_map(coloring.with_materials({1: Part.PROP}))
    assert changed is not None
    assert set(np.unique(changed[coloring.regions == 1])) == {Part.PROP}


def test_a_network_that_names_parts_is_taken_at_its_word() -> None:
    nine = painted(np.array([READ], np.uint8))
    likely = np.eye(PART_COUNT, dtype=np.float32)[:, None, ::-1] * 0.4
    np.testing.assert_array_equal(network_parts(answered(nine, likely)), [list(reversed(Part))])


def test_a_model_without_materials_has_no_map() -> None:
    assert part_map(answered(painted(np.zeros((2, 2), np.uint8)), None)) is None
