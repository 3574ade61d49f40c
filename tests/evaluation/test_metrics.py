"""The measures agree with independent implementations, and with pictures whose answer is known."""

import math
import statistics

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from skimage.color import deltaE_ciede2000, rgb2lab
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from nurie.color.difference import ciede2000
from nurie.evaluation import metrics

RNG = np.random.default_rng(5)
TRUTH = RNG.integers(0, 256, (48, 64, 3), np.uint8)
NINE = np.clip(TRUTH + RNG.normal(0, 1, (9, 48, 64, 3)) * np.arange(1, 10)[:, None, None, None] * 6, 0, 255)
NINE = NINE.astype(np.uint8)
PAPER = np.ones((48, 64), bool)


def test_color_difference_agrees_with_scikit_image() -> None:
    first, second = RNG.integers(0, 256, (2, 500, 3))
    reference = deltaE_ciede2000(rgb2lab(first / 255), rgb2lab(second / 255))
    np.testing.assert_allclose(ciede2000(first, second), reference, atol=0.02)


def test_mean_difference_agrees_with_scikit_image_and_leaves_ink_out() -> None:
    where = RNG.random(PAPER.shape) < 0.5
    labs = rgb2lab(NINE / 255), rgb2lab(TRUTH / 255)
    reference = [deltaE_ciede2000(lab, labs[1])[where].mean() for lab in labs[0]]
    np.testing.assert_allclose(metrics.differences(NINE, TRUTH, where), reference, atol=0.02)


def test_pairs_are_compared_each_with_its_own() -> None:
    assert metrics.differences(NINE, NINE, PAPER).max() == 0


def test_a_large_picture_is_judged_on_a_grid_of_64_points() -> None:
    where = np.ones((512, 512), bool)
    grid = metrics.on_grid(where)
    assert grid.sum() == 64 * 64
    rows, columns = np.nonzero(grid)
    assert set(np.diff(np.unique(rows))) == set(np.diff(np.unique(columns))) == {8}


def test_a_spot_between_the_points_of_the_grid_is_judged_whole() -> None:
    where = np.zeros((512, 512), bool)
    where[8:10, 8:10] = True
    np.testing.assert_array_equal(metrics.on_grid(where), where)


def test_psnr_agrees_with_scikit_image() -> None:
    reference = [peak_signal_noise_ratio(TRUTH, rgb) for rgb in NINE]
    np.testing.assert_allclose(metrics.psnr(NINE, TRUTH), reference, rtol=1e-5)


def test_psnr_of_equal_pictures_stays_finite() -> None:
    assert metrics.psnr(TRUTH[None], TRUTH) == 100


def test_ssim_agrees_with_scikit_image() -> None:
    # The two treat the picture's border in different ways, so there both pictures are white.
    frame = ((12, 12), (12, 12), (0, 0))
    truth = np.pad(TRUTH, frame, constant_values=255)
    nine = np.stack([np.pad(rgb, frame, constant_values=255) for rgb in NINE])
    reference = [
        structural_similarity(
            truth, rgb, channel_axis=2, gaussian_weights=True, use_sample_covariance=False, full=True
        )[1].mean()
        for rgb in nine
    ]
    np.testing.assert_allclose(metrics.ssim(nine, truth), reference, atol=5e-4)


def test_colorfulness_follows_its_definition() -> None:
    pixels = [tuple(int(v) for v in pixel) for pixel in TRUTH.reshape(-1, 3)]
    rg = [r - g for r, g, _ in pixels]
    yb = [(r + g) / 2 - b for r, g, b in pixels]
    deviation = math.sqrt(statistics.pvariance(rg) + statistics.pvariance(yb))
    mean = math.sqrt(statistics.fmean(rg) ** 2 + statistics.fmean(yb) ** 2)
    assert metrics.colorfulness(TRUTH) == pytest.approx(deviation + 0.3 * mean)
    assert metrics.colorfulness(np.full((8, 8, 3), 90, np.uint8)) == 0


def test_perceptual_distance_follows_its_definition() -> None:
    maps = {"one": RNG.normal(size=(3, 5, 4, 6)), "two": RNG.normal(size=(3, 2, 3, 3))}

    def features(rgb: torch.Tensor) -> list[torch.Tensor]:
        chosen = slice(0, 2) if len(rgb) == 2 else slice(2, 3)
        return [torch.from_numpy(values[chosen]).float() for values in maps.values()]

    expected = np.zeros(2)
    for values in maps.values():
        unit = values / np.sqrt((values**2).sum(axis=1, keepdims=True))
        expected += ((unit[:2] - unit[2:]) ** 2).sum(axis=1).mean(axis=(1, 2))
    np.testing.assert_allclose(metrics.perceptual_distances(NINE[:2], TRUTH, features), expected, rtol=1e-5)


def waves(amplitude: float, axis: str) -> NDArray[np.uint8]:
    columns, rows = np.meshgrid(np.arange(64), np.arange(48))
    phase = {"columns": columns, "rows": rows, "checkerboard": columns + rows}[axis]
    return np.repeat((128 + amplitude * (-1.0) ** phase)[..., None], 3, -1).astype(np.uint8)


@pytest.mark.parametrize("axis", ["columns", "rows", "checkerboard"])
@pytest.mark.parametrize("amplitude", [1, 7])
def test_the_amplitude_of_a_grid_is_found(axis: str, amplitude: int) -> None:
    assert metrics.grid(waves(amplitude, axis), PAPER) == pytest.approx(amplitude, rel=0.01)


def test_what_is_no_grid_counts_little() -> None:
    columns, rows = np.meshgrid(np.arange(64), np.arange(48))
    slope = np.repeat((columns * 2 + rows)[..., None], 3, -1).astype(np.uint8)
    stripes = np.repeat((128 + 40 * np.sin(columns * np.pi / 2))[..., None], 3, -1).astype(np.uint8)
    edge = np.where(columns[..., None] < 30, np.uint8(60), np.uint8(200)).repeat(3, -1)
    assert metrics.grid(slope, PAPER) < 0.05
    assert metrics.grid(stripes, PAPER) < 1
    assert metrics.grid(edge, PAPER) < 5


def test_roughness_is_the_mean_square_of_the_laplacian() -> None:
    assert metrics.roughness(np.full((48, 64, 3), 77, np.uint8), PAPER) == 0
    # Columns of +-3 levels differ by 6 from both neighbors: the Laplacian is 12 everywhere inside.
    assert metrics.roughness(waves(3, "columns"), PAPER) == pytest.approx(144)


def test_texture_under_and_beside_ink_does_not_count() -> None:
    paper = PAPER.copy()
    paper[:, 20:44] = False
    rgb = np.full((48, 64, 3), 128, np.uint8)
    rgb[:, 19:45] = waves(40, "checkerboard")[:, 19:45]
    assert metrics.roughness(rgb, paper) == metrics.grid(rgb, paper) == 0
    assert metrics.roughness(rgb, np.zeros_like(paper)) == metrics.grid(rgb, np.zeros_like(paper)) == 0


def test_variety_is_the_mean_over_all_pairs() -> None:
    colors = RNG.integers(0, 256, (9, 3))
    labs = rgb2lab(colors / 255)
    pairs = [deltaE_ciede2000(labs[a], labs[b]) for a in range(9) for b in range(a)]
    assert metrics.between(colors.astype(float)) == pytest.approx(np.mean(pairs), abs=0.02)


def test_how_much_follows_a_hint() -> None:
    colorings = np.full((2, 40, 40, 3), 255, np.uint8)
    colorings[1, :10] = (200, 30, 30)
    where = np.ones((40, 40), bool)
    np.testing.assert_allclose(metrics.follows(colorings, (205, 32, 30), where), [0, 0.25])


def test_a_leak_is_what_shows_the_color_only_since_the_hint() -> None:
    part = np.zeros((40, 40), bool)
    part[:, :20] = True
    without = np.full((1, 40, 40, 3), 255, np.uint8)
    without[:, 30:] = (200, 30, 30)  # red before the hint: no leak
    with_hint = without.copy()
    with_hint[:, :, :25] = (200, 30, 30)  # the part, and five columns beyond it
    share, reach = metrics.leak(with_hint, without, (200, 30, 30), part, np.ones((40, 40), bool))
    assert share == pytest.approx(30 * 5 / (40 * 20))
    assert reach == pytest.approx(np.mean([1, 2, 3, 4, 5]) / 40 * 100, rel=0.03)


def test_nothing_leaks_where_nothing_lies_outside() -> None:
    part = np.ones((8, 8), bool)
    nine = np.zeros((1, 8, 8, 3), np.uint8)
    assert metrics.leak(nine, nine, (0, 0, 0), part, part) == (0, 0)
