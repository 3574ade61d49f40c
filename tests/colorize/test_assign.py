"""The assignment of palette colors is the best one: compared with trying all."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize import assign as module
from nurie.colorize.assign import STAYS, assign
from nurie.colorize.flats import Flats
from nurie.colorize.palette import PaletteColor

seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=60, deadline=None)
@given(seeds, st.integers(1, 5), st.integers(0, 2))
def test_the_hungarian_method_finds_the_least_sum(seed: int, rows: int, more: int) -> None:
    cost = np.random.default_rng(seed).integers(0, 30, (rows, rows + more)).astype(float)
    found = module._assignment(cost)
    least = min(
        sum(cost[row, column] for row, column in enumerate(columns))
        for columns in permutations(range(rows + more), rows)
    )
    assert len(set(found)) == rows
    assert cost[np.arange(rows), found].sum() == least


@settings(max_examples=60, deadline=None)
@given(seeds, st.integers(1, 4), st.integers(1, 4))
def test_sharing_costs_what_it_should(seed: int, groups: int, colors: int) -> None:
    rng = np.random.default_rng(seed)
    change, weights = rng.uniform(0, 60, (groups, colors)), rng.uniform(1, 9, groups)

    def price(choice: tuple[int, ...]) -> float:
        """Of those that share a color, the one for whom sharing would cost most has it for itself."""
        total = 0.0
        for color in set(choice):
            takers = [group for group in range(groups) if choice[group] == color]
            total += sum(change[group, color] * weights[group] for group in takers)
            total += module._SHARED * (sum(weights[takers]) - max(weights[takers]))
        return total

    found = tuple(module._cheapest(change, weights).tolist())
    best = min(price(choice) for choice in product(range(colors), repeat=groups))
    assert price(found) == pytest.approx(best)


def flats(*colors: tuple[int, int, int], areas: tuple[int, ...] | None = None) -> Flats:
    areas = areas or (10,) * len(colors)
    numbers = np.repeat(np.arange(1, len(colors) + 1, dtype=np.int32), areas)
    return Flats(numbers[None], np.array([(0, 0, 0), *colors], np.uint8))


def chosen(found: Flats, *palette: str) -> list[int]:
    return assign(found, [PaletteColor("", color) for color in palette])[1:].tolist()


def test_like_regions_get_one_color_and_unlike_ones_different_colors() -> None:
    page = flats((40, 60, 160), (44, 62, 158), (90, 120, 230), (200, 40, 40))
    assert chosen(page, "#203080", "#4060d0", "#c02020") == [0, 0, 1, 2]


def test_colors_are_shared_where_the_palette_has_too_few() -> None:
    page = flats((40, 60, 160), (90, 120, 230), (200, 40, 40))
    assert chosen(page, "#304090", "#c02020") == [0, 0, 1]


def test_a_strange_color_is_not_taken_only_to_be_different() -> None:
    page = flats((40, 60, 160), (70, 95, 200))
    assert chosen(page, "#3050a0", "#30c030") == [0, 0]


def test_the_larger_group_has_the_better_color() -> None:
    near, far = (100, 100, 200), (100, 130, 220)
    assert chosen(flats(near, far, areas=(10, 1000)), "#6482dc", "#648cc8")[1] == 0


def test_regions_without_pixels_do_no_harm() -> None:
    page = flats((40, 60, 160), (1, 2, 3), (200, 40, 40), areas=(5, 0, 5))
    assert chosen(page, "#203080", "#c02020")[::2] == [0, 1]


def test_paper_takes_white_or_stays_and_is_in_nobodys_way() -> None:
    page = flats((255, 255, 255), (40, 60, 160), (250, 250, 250), areas=(1000, 10, 10))
    paper = np.array([False, True, False, False])
    entries = [PaletteColor("", color) for color in ("#203080", "#a0c0ff")]
    assert assign(page, entries, paper)[1:].tolist() == [STAYS, 0, 1]
    assert assign(page, [*entries, PaletteColor("", "#fcfcf8")], paper)[1:].tolist() == [2, 0, 2]
    assert assign(page, entries, np.ones(4, np.bool_)).tolist() == [STAYS] * 4


def test_thousands_of_regions_and_colors() -> None:
    rng = np.random.default_rng(0)
    page = flats(*map(tuple, rng.integers(0, 256, (3000, 3)).tolist()))
    palette = [f"#{color:06x}" for color in rng.integers(0, 1 << 24, 2000)]
    found = chosen(page, *palette)
    assert len(found) == 3000
    assert min(found) >= 0
    assert max(found) < 2000
