"""Bands are colored once a run of equal pixels: every pixel as if it were alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nurie.colorize.band import Band
from nurie.colorize.compose import compose, shaded
from nurie.colorize.light import Light, Shading
from nurie.colorize.runs import Runs
from nurie.schemes import Part

AMOUNTS = ("shadow", "second", "gloss", "blush")


def plane(rng: np.random.Generator, shape: tuple[int, int], values: int, longest: int) -> np.ndarray:
    """Numbers below `values` in runs of up to `longest` pixels."""
    size = shape[0] * shape[1]
    lengths = rng.integers(1, longest + 1, size)
    return rng.integers(0, values, size).repeat(lengths)[:size].reshape(shape)


@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 40), st.sampled_from([1, 2, 40]))
def test_a_band_is_colored_pixel_by_pixel(seed: int, height: int, width: int, longest: int) -> None:
    rng, shape = np.random.default_rng(seed), (height, width)
    regions = plane(rng, shape, 4, longest).astype(np.int32) + 1
    tables = rng.integers(0, 256, (2, 6, 3)).astype(np.uint8)
    parts = plane(rng, shape, len(Part), longest).astype(np.uint8)
    amounts = {name: (plane(rng, shape, 3, longest) * 127).astype(np.uint8) for name in AMOUNTS}
    amounts["second"][:] = 0
    tone, gray = (plane(rng, shape, 256, longest).astype(np.uint8) for _ in range(2))
    drawing = np.dstack([gray, gray, np.maximum(gray, tone)])
    shading = Shading(Light(), parts, *amounts.values())
    band = Band(tables, regions, shading, tone, drawing)
    for index, table in enumerate(tables):
        found = band.colored(index)
        assert found.shape == drawing.shape
        for place in np.ndindex(shape):
            alone = Shading(
                Light(), parts[place][None, None], *(a[place][None, None] for a in amounts.values())
            )
            color = alone.on(table[regions[place]][None, None])
            expected = compose(shaded(color, tone[place][None, None]), drawing[place][None, None])
            assert found[place].tolist() == expected[0, 0].tolist()


def test_a_run_ends_where_any_plane_changes() -> None:
    one = np.array([[1, 1, 1, 1, 2, 2, 2, 2], [2, 2, 2, 2, 2, 2, 2, 2]], np.int32)
    rgb = np.zeros((2, 8, 3), np.uint8)
    rgb[1, 4:, 2] = 1  # the last channel alone
    runs = Runs(one, rgb)
    assert runs.first(one).tolist() == [[1, 2, 2]]
    assert runs.first(rgb)[0, :, 2].tolist() == [0, 0, 1]
    assert np.array_equal(runs.spread(runs.first(rgb)), rgb)


def test_noise_is_left_as_it_is() -> None:
    """Runs of one pixel would make more work than the pixels do."""
    noise = np.random.default_rng(0).integers(0, 256, (20, 30, 3)).astype(np.uint8)
    runs = Runs(noise)
    assert runs.first(noise).shape == (1, 600, 3)
    assert np.array_equal(runs.spread(runs.first(noise)), noise)
