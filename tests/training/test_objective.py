"""What a batch costs, against plain loops in NumPy."""

from pathlib import Path

import numpy as np
import pytest
from reference import features as reference
from reference import losses as reference_losses

torch = pytest.importorskip("torch")

from nurie.data import sample as sample_module  # noqa: E402
from nurie.data.sample import BEHIND, NOT_BUBBLE, OTHER, UNKNOWN, WORN  # noqa: E402
from nurie.losses import colorization_loss, distances, part_loss  # noqa: E402
from nurie.perceptual import SqueezeNet  # noqa: E402
from nurie.schemes.parts import Part  # noqa: E402
from nurie.training.config import LossConfig  # noqa: E402
from nurie.training.objective import batch_loss  # noqa: E402


def test_part_loss_agrees_with_numpy() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (2, len(Part), 5, 7))
    labels = [*map(int, Part), OTHER, OTHER, NOT_BUBBLE, NOT_BUBBLE, UNKNOWN, UNKNOWN]
    parts = rng.choice(labels, (2, 5, 7)).astype(np.uint8)
    weight = rng.uniform(0.5, 2.0, (2, 1, 5, 7)).astype(np.float32)
    total, known = np.zeros(2), np.zeros(2)
    for sample, row, column in np.ndindex(parts.shape):
        likely = np.exp(logits[sample, :, row, column])
        likely /= likely.sum()
        part = parts[sample, row, column]
        if part == UNKNOWN:
            continue
        known[sample] += weight[sample, 0, row, column]
        match part:
            case sample_module.OTHER:
                chance = 1 - likely[Part.GROUND] - likely[Part.SKIN]
            case sample_module.NOT_BUBBLE:
                chance = 1 - likely[Part.BUBBLE]
            case _:
                chance = likely[part]
        total[sample] -= weight[sample, 0, row, column] * np.log(chance)
    assert {OTHER, NOT_BUBBLE, UNKNOWN} <= set(np.unique(parts))
    others = {OTHER: (Part.GROUND, Part.SKIN), NOT_BUBBLE: (Part.BUBBLE,)}
    ours = part_loss(
        torch.from_numpy(logits), torch.from_numpy(parts), others, UNKNOWN, torch.from_numpy(weight)
    )
    assert ours.item() == pytest.approx((total / known).mean(), rel=1e-5)
    nothing = torch.full((2, 5, 7), UNKNOWN, dtype=torch.uint8)
    assert part_loss(torch.from_numpy(logits), nothing, others, UNKNOWN).item() == 0


def picture(parts: np.ndarray) -> dict[str, torch.Tensor]:
    """A batch of one picture, black on white paper, of which these parts are known, (1, H, W)."""
    _, height, width = parts.shape
    return {
        "sketch": torch.full((1, 1, height, width), 255, dtype=torch.uint8),
        "targets": torch.zeros((1, 9, 3, height, width), dtype=torch.uint8),
        "matched": torch.tensor([False]),
        "parts": torch.from_numpy(parts),
        "other": torch.tensor([1]),
    }


def test_labels_of_several_parts_ask_for_one_of_them() -> None:
    """Something worn is a garment or an accessory, what lies behind is ground or scenery; which is open."""
    worn, behind = (Part.CLOTHES, Part.CLOTHES_2, Part.ACCESSORY), (Part.GROUND, Part.SCENERY)
    rng = np.random.default_rng(4)
    logits = rng.normal(0, 2, (1, len(Part), 4, 6))
    parts = rng.choice([WORN, BEHIND, UNKNOWN], (1, 4, 6)).astype(np.uint8)
    expected, known = 0.0, 0
    for row, column in np.ndindex(4, 6):
        likely = np.exp(logits[0, :, row, column]) / np.exp(logits[0, :, row, column]).sum()
        for label, these in ((WORN, worn), (BEHIND, behind)):
            if parts[0, row, column] == label:
                expected, known = expected - np.log(likely[list(these)].sum()), known + 1
    batch = picture(parts)
    config = LossConfig(perceptual="none", parts=1.0, balance=0.0)
    terms = batch_loss(torch.zeros(1, 9, 3, 4, 6), torch.from_numpy(logits), batch, config, None)  # type: ignore[arg-type]
    assert terms["parts"].item() == pytest.approx(expected / known, rel=1e-5)


def test_small_parts_of_pictures_weigh_more_too() -> None:
    """Of a picture few places are known, and those of skin are the smallest."""
    parts = np.full((1, 8, 8), NOT_BUBBLE, np.uint8)
    parts[0, 0, :2] = Part.SKIN
    logits = np.zeros((1, len(Part), 8, 8))
    logits[0, Part.HAIR, 0, :2] = 3  # the skin is taken for hair
    rows = {"none": 0.0, "square root": 0.5}
    batch = picture(parts)
    skin, rest = np.log(np.exp(3) + 11), -np.log(11 / 12)  # of one pixel each
    small, large = (2 / 64) ** -0.5, (62 / 64) ** -0.5
    hardly = 0.2  # what is no bubble counts a fifth
    expected = {
        "none": (2 * skin + hardly * 62 * rest) / (2 + hardly * 62),
        "square root": (2 * small * skin + hardly * 62 * large * rest) / (2 * small + hardly * 62 * large),
    }
    for name, power in rows.items():
        config = LossConfig(perceptual="none", parts=1.0, balance=power)
        terms = batch_loss(torch.zeros(1, 9, 3, 8, 8), torch.from_numpy(logits), batch, config, None)  # type: ignore[arg-type]
        assert terms["parts"].item() == pytest.approx(expected[name], rel=1e-4)


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
        "parts": torch.zeros((2, 32, 32), dtype=torch.uint8),
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
        batch = {
            "sketch": sketch[rows],
            "targets": targets[rows],
            "matched": torch.tensor(matched),
            "parts": torch.zeros((len(rows), 32, 32), dtype=torch.uint8),
        }
        distance = distances(
            outputs[rows], targets[rows].float(), sketch[rows].float(), network, layer_weights=(0.3,)
        )
        expected = colorization_loss(distance, matched=batch["matched"])
        terms = batch_loss(outputs[rows], None, batch, config, network)
        assert terms["color"].item() == pytest.approx(expected.item(), rel=1e-5)


def test_what_is_no_bubble_counts_a_fifth_of_what_is_named() -> None:
    torch.manual_seed(0)
    logits = torch.randn(1, len(Part), 4, 4)
    parts = np.full((1, 4, 4), NOT_BUBBLE, np.uint8)
    parts[0, :1] = Part.HAIR
    likely = logits.double().softmax(1)[0].numpy()
    hair, rest = -np.log(likely[Part.HAIR, :1]), -np.log(1 - likely[Part.BUBBLE, 1:])
    config = LossConfig(perceptual="none", parts=3.0)
    ours = batch_loss(torch.zeros(1, 9, 3, 4, 4), logits, picture(parts), config, None)["parts"]
    expected = 3 * (hair.sum() + 0.2 * rest.sum()) / (hair.size + 0.2 * rest.size)
    assert ours.item() == pytest.approx(expected, rel=1e-5)


def test_pixels_of_no_known_part_have_no_target_where_outputs_follow_schemes() -> None:
    """Whatever is painted there costs nothing; of a picture with one coloring it counts as ever."""
    torch.manual_seed(0)
    outputs = torch.randn(2, 9, 3, 32, 32)
    targets = torch.randint(0, 256, (2, 1, 3, 32, 32), dtype=torch.uint8).expand(2, 9, 3, 32, 32)
    parts = torch.zeros((2, 32, 32), dtype=torch.uint8)
    parts[:, 8:20, 4:16] = UNKNOWN
    batch = {
        "sketch": torch.full((2, 1, 32, 32), 255, dtype=torch.uint8),
        "targets": targets.contiguous(),
        "matched": torch.tensor([True, True]),
        "parts": parts,
    }
    changed = outputs.clone()
    changed[..., 8:20, 4:16] += 1.0
    for matched in (True, False):
        batch["matched"] = torch.tensor([matched, matched])
        before, after = (
            batch_loss(each, None, batch, LossConfig(), None)["color"] for each in (outputs, changed)
        )
        assert (before.item() == pytest.approx(after.item(), rel=1e-6)) == matched


def test_a_folded_sketch_masks_its_pixels_by_the_mean_of_what_is_folded() -> None:
    torch.manual_seed(1)
    outputs, small = torch.randn(1, 9, 3, 16, 16), torch.randint(0, 256, (1, 1, 16, 16), dtype=torch.uint8)
    batch = {
        "targets": torch.randint(0, 256, (1, 9, 3, 16, 16), dtype=torch.uint8),
        "matched": torch.tensor([True]),
        "parts": torch.zeros((1, 16, 16), dtype=torch.uint8),
    }
    large = small.repeat_interleave(2, -1).repeat_interleave(2, -2)
    terms = [
        batch_loss(outputs, None, batch | {"sketch": sketch}, LossConfig(), None)["color"].item()
        for sketch in (small, large)
    ]
    assert terms[0] == pytest.approx(terms[1], rel=1e-6)
