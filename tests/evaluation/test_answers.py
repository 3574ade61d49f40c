"""The parts that nine colorings speak of."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from nurie.colorize.colorizer import Colorization, Colorizer
from nurie.data.drawn import SCHEMES, draw, paint
from nurie.evaluation.answers import READ, distances, likelihoods, nearest_parts, part_map, voted
from nurie.schemes.parts import Part


def painted(parts: np.ndarray) -> np.ndarray:
    """(9, h, w, 3): the parts in the nine schemes."""
    return np.stack([np.rint(scheme.table())[parts] for scheme in SCHEMES]).astype(np.uint8)


def test_the_nine_schemes_are_read_back() -> None:
    parts = np.array([READ], np.uint8)
    np.testing.assert_array_equal(nearest_parts(painted(parts)), parts)


def test_noise_does_not_hide_a_part() -> None:
    parts = np.array(READ, np.uint8).repeat(30)[None]
    noise = np.random.default_rng(0).normal(0, 12, (9, *parts.shape, 3))
    noisy = np.clip(painted(parts) + noise, 0, 255).astype(np.uint8)
    assert (nearest_parts(noisy) == parts).mean() > 0.95


def test_shade_of_a_drawing_is_read_as_its_part() -> None:
    drawing = draw(17, (128, 128))
    nine = np.stack([paint(drawing, scheme) for scheme in SCHEMES])
    same = nearest_parts(nine) == drawing.parts
    assert same[drawing.parts != Part.BUBBLE].mean() > 0.95


def test_distances_are_capped_and_zero_at_the_colors_themselves() -> None:
    far = distances(painted(np.array([READ], np.uint8)))
    assert far.shape == (len(READ), 1, len(READ))
    assert np.diagonal(far[:, 0]).max() < 0.5  # schemes are rounded to bytes
    assert far.max() <= 60


def test_likelihoods_are_shares() -> None:
    shares = likelihoods(painted(np.array([READ], np.uint8)))
    np.testing.assert_allclose(shares.sum(axis=0), 1, rtol=1e-5)
    assert np.diagonal(shares[:, 0]).min() > 0.8


def test_a_region_votes_as_a_whole_away_from_lines() -> None:
    shares = np.zeros((len(READ), 20, 20), np.float32)
    hair, skin = READ.index(Part.HAIR), READ.index(Part.SKIN)
    shares[hair] = 0.6
    shares[skin] = 0.4
    shares[hair, 8:12], shares[skin, 8:12] = 0, 30  # beside the line, where nobody is trusted
    regions = np.ones((40, 40), np.int32)
    regions[20:] = 2
    paper = np.ones((40, 40), np.uint8)
    paper[17:23] = 0
    assert set(np.unique(voted(shares, regions, paper))) == {Part.HAIR}
    shares[hair, 12:], shares[skin, 12:] = 0.4, 0.6
    found = voted(shares, regions, paper)
    assert set(np.unique(found[:20])) == {Part.HAIR}
    assert set(np.unique(found[20:])) == {Part.SKIN}


@pytest.fixture(scope="module")
def coloring() -> Colorization:
    return Colorizer().color(draw(17, (200, 160)).line)


def test_a_coloring_of_today_speaks_by_its_colors(coloring: Colorization) -> None:
    found = part_map(coloring)
    assert found.shape == coloring.regions.shape == (200, 160)
    for region in range(1, int(coloring.regions.max()) + 1):
        assert np.unique(found[coloring.regions == region]).size == 1


def test_a_coloring_that_knows_its_materials_is_believed(coloring: Colorization) -> None:
    parts = (np.arange(coloring.regions.max() + 1) % len(Part)).astype(np.uint8)

    @dataclass
    class Knowing:
        materials: SimpleNamespace
        regions: np.ndarray

    known = Knowing(SimpleNamespace(parts=parts), coloring.regions)
    np.testing.assert_array_equal(part_map(known), coloring.regions % len(Part))  # type: ignore[arg-type]
