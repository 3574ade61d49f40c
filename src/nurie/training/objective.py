"""What a batch costs."""

from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from nurie.data.sample import BEHIND, NOT_BUBBLE, OTHER, UNKNOWN, WORN
from nurie.losses import area_balance, colorization_loss, distances, part_loss
from nurie.perceptual import VGG19, FeatureNetwork, SqueezeNet
from nurie.schemes.parts import Part
from nurie.training.batches import TensorBatch
from nurie.training.config import LossConfig

_WORN = (Part.CLOTHES, Part.CLOTHES_2, Part.ACCESSORY)
_NOT = {
    OTHER: (Part.GROUND, Part.SKIN),
    NOT_BUBBLE: (Part.BUBBLE,),
    WORN: tuple(set(Part).difference(_WORN)),
    BEHIND: tuple(set(Part).difference((Part.GROUND, Part.SCENERY))),
}
"""Labels of several parts, and the parts that each is not."""

_HARDLY_TOLD = 0.2  # weight of pixels of which only that they are no bubble is known, beside others


def network_input(batch: TensorBatch, inputs: int) -> Tensor:
    """(B, inputs, H, W) in 0..255: the sketch, and the hints where the network takes them."""
    planes = batch["sketch"] if inputs == 1 else torch.cat([batch["sketch"], batch["hints"]], 1)
    return planes.float().contiguous(memory_format=torch.channels_last)


def feature_network(config: LossConfig) -> VGG19 | SqueezeNet | None:
    """The network of fixed weights that the loss compares features with, if any.

    Raises:
        ModelError: its weights cannot be read.
    """
    match config.perceptual:
        case "vgg19":
            return VGG19.load(Path(config.weights_file), config.layers)
        case "squeezenet":
            return SqueezeNet.load(Path(config.weights_file), config.layers)
        case _:
            return None


def batch_loss(
    outputs: Tensor,
    logits: Tensor | None,
    batch: TensorBatch,
    config: LossConfig,
    perceptual: FeatureNetwork | None,
) -> dict[str, Tensor]:
    """The terms of the loss, weighted; each is the mean over the samples of the batch.

    Args:
        outputs: (B, 9, 3, H, W) raw.
        logits: (B, P, H, W) of the part head, if there is one.
        batch: sketch, targets, matched, parts, other.
        config: the weights.
        perceptual: the feature network, if any.
    """
    targets, matched = batch["targets"].float(), batch["matched"]
    sketch = F.avg_pool2d(batch["sketch"].float(), batch["sketch"].shape[-1] // targets.shape[-1])
    # In pictures painted by schemes, pixels of an unknown part have no target.
    sketch = sketch * ~(matched[:, None, None] & (batch["parts"] == UNKNOWN))[:, None]
    if config.balance:
        sketch = sketch * area_balance(batch["parts"], config.balance, matched)
    if perceptual is None or not config.sampled:
        # If no sample has nine different targets, all nine are one picture: its features are computed once.
        truth = targets if matched.any() else targets[:, :1]
        distance = distances(outputs, truth, sketch, perceptual, config.pixel, config.layer_weights)
        terms = {"color": colorization_loss(distance, config.best, matched)}
    else:
        pixels = distances(outputs, targets, sketch, None, config.pixel)
        # Two outputs are sampled for all nine: the best and another or, with a target each, two others.
        best, other = two_of(pixels, batch["other"])
        first = torch.where(matched, (other + 1) % pixels.shape[1], best)
        chosen = torch.stack([first, other], 1)
        rows = torch.arange(len(best), device=best.device)[:, None]
        features = distances(
            outputs[rows, chosen], targets[rows, chosen], sketch, perceptual, 0.0, config.layer_weights
        )
        terms = {
            "color": colorization_loss(pixels, config.best, matched),
            "features": _sampled_loss(features, config.best, matched),
        }
    if logits is not None:
        balance = area_balance(batch["parts"], config.balance, torch.ones_like(matched))
        balance = balance * torch.where(batch["parts"] == NOT_BUBBLE, _HARDLY_TOLD, 1.0)[:, None]
        terms["parts"] = config.parts * part_loss(logits, batch["parts"], _NOT, UNKNOWN, balance)
    return terms


def two_of(pixels: Tensor, other: Tensor) -> tuple[Tensor, Tensor]:
    """The best coloring of each sample by its distances (B, 9), and the one `other` places on: (B,) each."""
    best = pixels.argmin(1)
    return best, (best + other) % pixels.shape[1]


def _sampled_loss(features: Tensor, best: float, matched: Tensor) -> Tensor:
    """The loss of two colorings (B, 2), the best one first, in place of all nine."""
    weights = torch.where(matched[:, None], 0.5, features.new_tensor([best, 1 - best]))
    return (features * weights).sum(1).mean()
