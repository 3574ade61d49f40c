"""What a batch costs, against plain loops in NumPy."""

from pathlib import Path

import numpy as np
import pytest
from reference import features as reference
from reference import losses as reference_losses

torch = pytest.importorskip("torch")

from nurie.data.pairs import OTHER, UNKNOWN  # noqa: E402
from nurie.losses import colorization_loss, distances, part_loss  # noqa: E402
from nurie.perceptual import SqueezeNet  # noqa: E402
from nurie.schemes.parts import Part  # noqa: E402
from nurie.training.config import LossConfig  # noqa: E402
from nurie.training.objective import batch_loss  # noqa: E402


def test_part_loss_agrees_with_numpy() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (2, len(Part), 5, 7))
    parts = rng.choice([*map(int, Part), OTHER, OTHER, UNKNOWN, UNKNOWN], (2, 5, 7)).astype(np.uint8)
    total, known = np.zeros(2), np.zeros(2)
    for sample, row, column in np.ndindex(parts.shape):
        likely = np.exp(logits[sample, :, row, column])
        likely /= likely.sum()
        part = parts[sample, row, column]
        if part == UNKNOWN:
            continue
        known[sample] += 1
        total[sample] -= np.log(
            1 - likely[Part.GROUND] - likely[Part.SKIN] if part == OTHER else likely[part]
        )
    assert {OTHER, UNKNOWN} <= set(np.unique(parts))
    ours = part_loss(
        torch.from_numpy(logits), torch.from_numpy(parts), Part.GROUND, Part.SKIN, OTHER, UNKNOWN
    )
    assert ours.item() == pytest.approx((total / known).mean(), rel=1e-5)
    nothing = torch.full((2, 5, 7), UNKNOWN, dtype=torch.uint8)
    assert part_loss(torch.from_numpy(logits), nothing, 0, 1, OTHER, UNKNOWN).item() == 0


def test_the_sampled_loss_agrees_with_numpy(feature_file: Path) -> None:
    """Best and one other for a picture; two outputs with a target each for a matched sample."""
    rng = np.random.default_rng(1)
    outputs, targets = rng.normal(0, 0.5, (2, 9, 3, 32, 32)), rng.integers(0, 256, (2, 9, 3, 32, 32))
    targets[0] = targets[0, :1]
    sketch = rng.integers(0, 256, (2, 1, 32, 32))
    draws = torch.tensor([3, 5])
    config = LossConfig(
        best=0.9, perceptual="squeezenet", layers=("conv1", "fire2"), layer_weights=(0.1, 0.2), sampled=True
    )
    batch = {
        "sketch": torch.from_numpy(sketch).to(torch.uint8),
        "targets": torch.from_numpy(targets).to(torch.uint8),
        "matched": torch.tensor([False, True]),
        "other": draws,
    }
    network = SqueezeNet.load(feature_file, config.layers)
    terms = batch_loss(torch.from_numpy(outputs).float(), None, batch, config, network)

    weights = reference.random_weights(reference.squeezenet_shapes(), seed=2)

    def features(rgb: reference.Array) -> list[reference.Array]:
        maps = reference.squeezenet(rgb, weights)
        return [maps["conv1"], maps["fire2"]]

    def distance(sample: int, output: int, pixels: bool) -> float:
        lambdas = (0.88,) if pixels else (0.0, 0.1, 0.2)
        return reference_losses.distance(
            outputs[sample, output],
            targets[sample, output],
            sketch[sample, 0],
            (lambda _: []) if pixels else features,
            lambdas,
        )

    pixels = np.array([[distance(sample, output, True) for output in range(9)] for sample in range(2)])
    first = 0.9 * pixels[0].min() + 0.1 * pixels[0].mean()
    assert terms["color"].item() == pytest.approx((first + pixels[1].mean()) / 2, rel=1e-5)
    best = pixels.argmin(axis=1)
    other = (best + draws.numpy()) % 9
    picture = 0.9 * distance(0, best[0], False) + 0.1 * distance(0, other[0], False)
    matched = (distance(1, other[1], False) + distance(1, (other[1] + 1) % 9, False)) / 2
    assert terms["features"].item() == pytest.approx((picture + matched) / 2, rel=1e-4)
    assert terms.keys() == {"color", "features"}


def test_a_picture_of_which_one_coloring_is_known_costs_what_nine_copies_of_it_cost(
    feature_file: Path,
) -> None:
    """Its features are worked out once; where one sample of a batch has nine targets, all are used."""
    torch.manual_seed(0)
    outputs = torch.randn(2, 9, 3, 32, 32)
    targets = torch.randint(0, 256, (2, 9, 3, 32, 32), dtype=torch.uint8)
    targets[0] = targets[0, :1]
    sketch = torch.randint(0, 256, (2, 1, 32, 32), dtype=torch.uint8)
    config = LossConfig(perceptual="squeezenet", layers=("conv1",), layer_weights=(0.3,))
    network = SqueezeNet.load(feature_file, config.layers)
    for rows, matched in (([0], [False]), ([0, 1], [False, True])):
        batch = {"sketch": sketch[rows], "targets": targets[rows], "matched": torch.tensor(matched)}
        distance = distances(
            outputs[rows], targets[rows].float(), sketch[rows].float(), network, layer_weights=(0.3,)
        )
        expected = colorization_loss(distance, matched=batch["matched"])
        terms = batch_loss(outputs[rows], None, batch, config, network)
        assert terms["color"].item() == pytest.approx(expected.item(), rel=1e-5)
