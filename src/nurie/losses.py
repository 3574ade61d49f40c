"""The paper's loss: the best of nine colorings counts, measured only where no line lies."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from nurie.perceptual import FeatureNetwork

PIXEL_WEIGHT = 0.88
"""The paper's weight of the picture itself."""

VGG_WEIGHTS = {"conv1_2": 0.79, "conv2_2": 0.63, "conv3_2": 0.51, "conv4_2": 0.39, "conv5_2": 1.07}
"""The paper's weights of the layers of VGG-19."""


def to_rgb(outputs: Tensor) -> Tensor:
    """The network's outputs as RGB 0..255, not clipped, as the reference reads them."""
    return (outputs + 1) * 127.5


def distances(
    outputs: Tensor,
    targets: Tensor,
    sketch: Tensor,
    perceptual: FeatureNetwork | None = None,
    pixel_weight: float = PIXEL_WEIGHT,
    layer_weights: Sequence[float] = (),
) -> Tensor:
    """D_u of every coloring: sum_l weight_l * mean_hw(S_l * mean_c |phi_l(T) - phi_l(C)|).

    Args:
        outputs: (B, U, 3, H, W), the network's colorings, raw.
        targets: (B, T, 3, H, W) in 0..255; T is 1 (one truth for all) or U (one for each).
        sketch: (B, 1, H, W) in 0..255, lines 0 and paper 255: S_0, what lies under lines is free.
        perceptual: the feature network phi, or None to compare pixels only.
        pixel_weight: weight of the picture itself; 0 leaves the pixels out.
        layer_weights: one weight for each layer of `perceptual`.

    Returns:
        (B, U) distances.
    """
    batch, count = outputs.shape[:2]
    colors = to_rgb(outputs)
    mask = sketch / 255
    total = colors.new_zeros(batch, count)
    if pixel_weight:
        difference = (colors - targets).abs().mean(2)
        total = total + pixel_weight * (difference * mask).mean((2, 3))
    if perceptual is not None:
        ours = perceptual(colors.flatten(0, 1))
        with torch.no_grad():
            truth = perceptual(targets.flatten(0, 1))
        for weight, our_map, true_map in zip(layer_weights, ours, truth, strict=True):
            our_map = our_map.reshape(batch, count, *our_map.shape[1:])
            true_map = true_map.reshape(batch, targets.shape[1], *true_map.shape[1:])
            layer_mask = F.interpolate(mask, our_map.shape[-2:], mode="area")
            total = total + weight * ((our_map - true_map).abs().mean(2) * layer_mask).mean((2, 3))
    return total


def colorization_loss(distance: Tensor, best: float = 0.999, matched: Tensor | None = None) -> Tensor:
    """best * min_u D_u + (1 - best) * mean_u D_u over the colorings of each sample, then the mean.

    Args:
        distance: (B, U), D_u of every sample.
        best: share of the best coloring; the paper's is 0.999.
        matched: (B,) bool; a sample whose colorings have a target each has no best, only a mean.

    Returns:
        A scalar.
    """
    mean = distance.mean(1)
    loss = best * distance.amin(1) + (1 - best) * mean
    if matched is not None:
        loss = torch.where(matched, mean, loss)
    return loss.mean()


def area_balance(parts: Tensor, power: float, matched: Tensor) -> Tensor:
    """The weight of each pixel, so that small parts (eyes, mouths) are not drowned by large ones.

    Args:
        parts: (B, H, W) integer labels.
        power: a part that covers the share a of the picture weighs a ** -power a pixel; 0 is no balance.
        matched: (B,) bool; only samples whose parts are all known are balanced.

    Returns:
        (B, 1, H, W), of mean 1 in each sample.
    """
    labels = F.one_hot(parts.long()).permute(0, 3, 1, 2).float()
    share = labels.mean((2, 3), keepdim=True).clamp(min=1e-3)
    weight = (labels * share**-power).sum(1, keepdim=True)
    weight = weight / weight.mean((2, 3), keepdim=True)
    return torch.where(matched[:, None, None, None], weight, 1.0)


def part_loss(
    logits: Tensor,
    parts: Tensor,
    others: Mapping[int, Sequence[int]],
    unknown: int,
    weight: Tensor | None = None,
) -> Tensor:
    """Cross-entropy of the parts of a drawing, some of them known only as "neither ground nor skin".

    Args:
        logits: (B, P, H, W), one channel a part.
        parts: (B, H, W) integer labels: 0..P-1, one of `others`, or `unknown` for pixels that do not count.
        others: labels outside 0..P-1, and for each the parts that it excludes.
        unknown: a label outside 0..P-1.
        weight: (B, 1, H, W), of each pixel; None for 1.

    Returns:
        A scalar: the weighted mean over the known pixels of each sample, 0 where there are none, then the
        mean over samples.
    """
    parts = parts.long()
    log_p = logits.float().log_softmax(1)
    named = F.nll_loss(
        log_p, parts.where(parts < logits.shape[1], unknown), ignore_index=unknown, reduction="none"
    )
    for label, excluded in others.items():
        keep = [part for part in range(logits.shape[1]) if part not in excluded]
        named = named - log_p[:, keep].logsumexp(1) * (parts == label)
    counts = (parts != unknown).float()
    if weight is not None:
        counts = counts * weight[:, 0]
    return ((named * counts).sum((1, 2)) / counts.sum((1, 2)).clamp(min=1)).mean()
