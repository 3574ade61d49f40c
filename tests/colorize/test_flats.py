"""One even color a region, and one for neighbors that look alike."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize.flats import Flats, flatten, lab, neighbors
from nurie.data.drawn import SCHEMES, draw, paint


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 30), st.integers(0, 1000))
def test_each_region_gets_its_median_color(height: int, width: int, count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    regions = rng.integers(1, count + 1, (height, width)).astype(np.int32)
    colors = rng.integers(0, 256, (height, width, 3)).astype(np.uint8)
    flats = flatten(colors, regions, similar=0)
    assert flats.colors.shape == (regions.max() + 1, 3)
    for region in np.unique(regions):
        inside = np.sort(colors[regions == region], axis=0)
        assert flats.colors[region].tolist() == inside[(len(inside) - 1) // 2].tolist()


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 8), st.integers(0, 1000))
def test_neighbors_are_all_pairs_that_touch(height: int, width: int, count: int, seed: int) -> None:
    regions = np.random.default_rng(seed).integers(1, count + 1, (height, width)).astype(np.int32)
    touching = set()
    for y in range(height):
        for x in range(width):
            for other in (regions[y, x + 1 : x + 2], regions[y + 1 : y + 2, x]):
                if other.size and other[0] != regions[y, x]:
                    touching.add(tuple(sorted((int(regions[y, x]), int(other[0])))))
    assert {tuple(pair) for pair in neighbors(regions).tolist()} == touching


def stripes(colors: list[tuple[int, int, int]], widths: list[int]) -> Flats:
    """Regions side by side, flattened."""
    regions = np.repeat(np.arange(1, len(colors) + 1, dtype=np.int32), widths)[None].repeat(4, axis=0)
    return flatten(np.array([(0, 0, 0), *colors], np.uint8)[regions], regions)


def test_neighbors_that_look_alike_take_the_color_of_the_largest() -> None:
    flats = stripes([(200, 100, 90), (202, 101, 91), (40, 60, 160)], [3, 9, 5])
    assert flats.colors[1:].tolist() == [[202, 101, 91], [202, 101, 91], [40, 60, 160]]
    assert flats.picture()[0, 0].tolist() == [202, 101, 91]


def test_like_colors_that_do_not_touch_stay_their_own() -> None:
    flats = stripes([(200, 100, 90), (40, 60, 160), (202, 101, 91)], [5, 3, 9])
    assert flats.colors[1].tolist() == [200, 100, 90]


def test_small_steps_do_not_chain_black_to_white() -> None:
    grays = [(v, v, v) for v in range(0, 256, 5)]
    flats = stripes(grays, [3] * len(grays))
    shift = np.linalg.norm(lab(flats.colors[1:]) - lab(np.array(grays, np.uint8)), axis=1)
    assert shift.max() < 5
    assert 10 < len(np.unique(flats.colors[1:], axis=0)) < len(grays)


def test_the_parts_of_a_drawn_picture_come_back_from_its_shaded_colors() -> None:
    drawing = draw(3, (256, 192))
    regions = drawing.parts.astype(np.int32) + 1
    flats = flatten(paint(drawing, SCHEMES[2]), regions, similar=0)
    same = (flats.picture() == paint(drawing, SCHEMES[2], flat=True)).all(axis=-1)
    assert same.mean() > 0.9  # small parts may lie in shadow for the most part
