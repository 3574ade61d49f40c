"""The paper's loss against plain loops in NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from reference import features as reference_features
from reference import losses as reference
from reference.operations import Array

torch = pytest.importorskip("torch")

from nurie.losses import PIXEL_WEIGHT, VGG_WEIGHTS, area_balance, colorization_loss, distances  # noqa: E402
from nurie.perceptual import VGG19  # noqa: E402

LAYERS = ("conv1_2", "conv2_2", "conv3_2")
WEIGHTS = [VGG_WEIGHTS[name] for name in LAYERS]


@pytest.fixture(scope="module")
def vgg_weights() -> dict[str, Array]:
    """Random weights of VGG-19's first three blocks."""
    return reference_features.random_weights(reference_features.vgg19_shapes(), seed=1)


@pytest.fixture(scope="module")
def vgg(vgg_weights: dict[str, Array], tmp_path_factory: pytest.TempPathFactory) -> VGG19:
    """The same weights as a feature network in float64."""
    path = tmp_path_factory.mktemp("vgg") / "vgg.pth"
    torch.save({name: torch.from_numpy(array).float() for name, array in vgg_weights.items()}, path)
    return VGG19.load(path, layers=LAYERS).double()


def sample(
    batch: int = 2, outputs: int = 9, targets: int = 1, size: tuple[int, int] = (8, 12)
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Raw outputs, targets in 0..255 and a sketch with ink, pencil and paper."""
    chance = np.random.default_rng(batch + outputs + targets)
    raw = chance.normal(0, 0.7, (batch, outputs, 3, *size))
    target = chance.uniform(0, 255, (batch, targets, 3, *size))
    sketch = chance.choice([0.0, 90.0, 255.0], (batch, 1, *size))
    return torch.from_numpy(raw), torch.from_numpy(target), torch.from_numpy(sketch)


def test_the_papers_weights() -> None:
    assert (PIXEL_WEIGHT, *VGG_WEIGHTS.values()) == reference.LAMBDAS
    assert list(VGG_WEIGHTS) == ["conv1_2", "conv2_2", "conv3_2", "conv4_2", "conv5_2"]


@pytest.mark.parametrize("targets", [1, 9])
def test_pixel_distances_agree_with_plain_loops(targets: int) -> None:
    raw, target, sketch = sample(targets=targets)

    ours = distances(raw, target, sketch).numpy()

    assert ours.shape == (2, 9)
    for b in range(2):
        for u in range(9):
            truth = target[b, u if targets == 9 else 0].numpy()
            theirs = reference.distance(raw[b, u].numpy(), truth, sketch[b, 0].numpy())
            assert ours[b, u] == pytest.approx(theirs, rel=0, abs=1e-10)


@pytest.mark.parametrize("targets", [1, 2])
def test_perceptual_distances_agree_with_plain_loops(
    vgg: VGG19, vgg_weights: dict[str, Array], targets: int
) -> None:
    raw, target, sketch = sample(outputs=2, targets=targets)

    def maps(picture: Array) -> list[Array]:
        found = reference_features.vgg19(picture, vgg_weights)
        return [found[name] for name in LAYERS]

    ours = distances(raw, target, sketch, vgg, layer_weights=WEIGHTS).numpy()

    for b in range(2):
        for u in range(2):
            truth = target[b, u if targets == 2 else 0].numpy()
            theirs = reference.distance(raw[b, u].numpy(), truth, sketch[b, 0].numpy(), maps)
            assert ours[b, u] == pytest.approx(theirs, rel=1e-12, abs=1e-10)


def test_the_loss_agrees_with_plain_loops() -> None:
    d = distances(*sample(batch=3))

    assert colorization_loss(d).item() == pytest.approx(reference.colorization_loss(d.numpy()), abs=1e-10)
    assert colorization_loss(d, best=0.7).item() == pytest.approx(
        reference.colorization_loss(d.numpy(), best=0.7), abs=1e-10
    )


def test_a_batch_costs_the_mean_of_its_samples(vgg: VGG19) -> None:
    raw, target, sketch = sample(batch=3, outputs=4)

    def loss(chosen: slice) -> float:
        d = distances(raw[chosen], target[chosen], sketch[chosen], vgg, layer_weights=WEIGHTS)
        return colorization_loss(d).item()

    singles = [loss(slice(i, i + 1)) for i in range(3)]

    assert loss(slice(None)) == pytest.approx(sum(singles) / 3, rel=1e-12)
    winners = distances(raw, target, sketch).argmin(dim=1)
    assert len(set(winners.tolist())) > 1, "different samples must have different winners here"


def test_what_lies_under_ink_costs_nothing() -> None:
    raw, target, sketch = sample()
    ink = (sketch == 0).unsqueeze(1)
    spoiled = torch.where(ink, raw + 100, raw)

    assert ink.any()
    assert torch.equal(distances(spoiled, target, sketch), distances(raw, target, sketch))
    assert not torch.equal(distances(raw + 1, target, sketch), distances(raw, target, sketch))
    assert not distances(raw, target, torch.zeros_like(sketch)).any()


def test_features_under_ink_cost_nothing(vgg: VGG19) -> None:
    raw, target, sketch = sample(outputs=2)

    only_ink = distances(raw, target, torch.zeros_like(sketch), vgg, layer_weights=WEIGHTS)

    assert not only_ink.any()


def test_the_right_colors_cost_nothing(vgg: VGG19) -> None:
    raw, _, sketch = sample(outputs=2)
    target = (raw + 1) / 2 * 255

    d = distances(raw, target, sketch, vgg, layer_weights=WEIGHTS)

    torch.testing.assert_close(d, torch.zeros_like(d), rtol=0, atol=1e-9)


def test_without_a_pixel_weight_only_features_count(vgg: VGG19) -> None:
    raw, target, sketch = sample(outputs=2)
    pixels = distances(raw, target, sketch)

    both = distances(raw, target, sketch, vgg, layer_weights=WEIGHTS)
    alone = distances(raw, target, sketch, vgg, pixel_weight=0, layer_weights=WEIGHTS)

    torch.testing.assert_close(alone + pixels, both, rtol=1e-12, atol=0)


def test_outputs_that_do_not_win_share_the_small_rest_of_the_gradient() -> None:
    d = torch.tensor([[3.0, 1.0, *range(4, 11)], [2.0, 5.0, *range(6, 12), 0.5]], dtype=torch.float64)
    d.requires_grad_()

    colorization_loss(d).backward()

    share = (1 - 0.999) / 9 / 2
    expected = torch.full((2, 9), share, dtype=torch.float64)
    expected[0, 1] += 0.999 / 2
    expected[1, 8] += 0.999 / 2
    torch.testing.assert_close(d.grad, expected, rtol=1e-12, atol=0)


def test_every_output_pixel_outside_ink_is_taught() -> None:
    raw, target, sketch = sample()
    raw.requires_grad_()

    colorization_loss(distances(raw, target, sketch)).backward()

    paper = (sketch > 0).unsqueeze(1).expand_as(raw)
    assert (raw.grad[paper] != 0).all()
    assert (raw.grad[~paper] == 0).all()


def test_samples_with_a_target_for_each_output_have_no_best_one() -> None:
    d = distances(*sample(batch=3))
    matched = torch.tensor([False, True, False])

    expected = (colorization_loss(d[:1]) + d[1].mean() + colorization_loss(d[2:])) / 3

    torch.testing.assert_close(colorization_loss(d, matched=matched), expected, rtol=1e-12, atol=0)
    torch.testing.assert_close(
        colorization_loss(d, matched=torch.zeros(3, dtype=torch.bool)), colorization_loss(d), rtol=0, atol=0
    )


def test_the_number_of_weights_must_fit_the_layers(vgg: VGG19) -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        distances(*sample(outputs=2), vgg, layer_weights=[1.0])


def test_balance_lifts_small_parts_by_the_power_of_their_share() -> None:
    parts = torch.zeros(2, 8, 8, dtype=torch.uint8)
    parts[0, :2, :2] = 3  # 4 of 64 pixels
    parts[1, :4] = 5
    weight = area_balance(parts, 0.5, torch.tensor([True, False]))
    assert weight.shape == (2, 1, 8, 8)
    small, large = (4 / 64) ** -0.5, (60 / 64) ** -0.5
    mean = (4 * small + 60 * large) / 64
    truth = np.full((8, 8), large / mean)
    truth[:2, :2] = small / mean
    np.testing.assert_allclose(weight[0, 0], truth, rtol=1e-5)
    np.testing.assert_array_equal(weight[1], 1)


def test_full_balance_counts_every_part_alike() -> None:
    parts = torch.from_numpy(np.random.default_rng(0).integers(0, 4, (1, 16, 16)).astype(np.uint8))
    weight = area_balance(parts, 1.0, torch.tensor([True]))[0, 0]
    sums = [float(weight[parts[0] == part].sum()) for part in range(4)]
    np.testing.assert_allclose(sums, [64] * 4, rtol=1e-5)
