"""The measures themselves: pictures in, numbers out. docs/evaluation.md defines each in words."""

from collections.abc import Sequence

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F  # noqa: N812
from torchmetrics.functional.image import (
    peak_signal_noise_ratio,
    structural_similarity_index_measure,
)

from nurie.arrays import Bytes, Doubles, Mask
from nurie.color.difference import ciede2000
from nurie.perceptual import FeatureNetwork

POINTS = 64
"""Points a side, about, of the grid on which color differences are taken."""
FOLLOWS = 20.0
"""CIEDE2000 up to which a color follows a hint."""
_CLEAR = 2.5
"""Distance from ink, in px, from which on the texture of a coloring is measured."""
_BLOCK = 8
"""Side in px of the blocks in which a grid is looked for."""

Values = NDArray[np.float64]


def on_grid(mask: Mask) -> Mask:
    """The pixels of `mask` (H, W) that lie on a regular grid of about `POINTS` a side."""
    step = max(1, max(mask.shape) // POINTS)
    grid = np.zeros_like(mask)
    grid[step // 2 :: step, step // 2 :: step] = mask[step // 2 :: step, step // 2 :: step]
    return grid if grid.any() else mask


def differences(colorings: Bytes, truth: Bytes, where: Mask) -> Values:
    """Mean CIEDE2000 of each coloring (n, H, W, 3) from `truth` (H, W, 3) or (n, H, W, 3): (n,)."""
    here = on_grid(where)
    return np.asarray(ciede2000(colorings[:, here], truth[..., here, :]).mean(axis=1))


def between(colors: NDArray[np.floating]) -> float:
    """Mean CIEDE2000 of all pairs of `colors` (n, 3)."""
    first, second = np.triu_indices(len(colors), 1)
    return float(ciede2000(colors[first], colors[second]).mean())


def psnr(colorings: Bytes, truth: Bytes) -> Values:
    """Peak signal-to-noise ratio in dB of each coloring (n, H, W, 3): (n,)."""
    ours, theirs = _planes(colorings), _planes(truth[None]).expand(len(colorings), -1, -1, -1)
    # Equal pictures would divide by zero: their error counts as a thousandth of a level.
    values = [
        peak_signal_noise_ratio(one, other, data_range=255.0) for one, other in zip(ours, theirs, strict=True)
    ]
    return np.array([min(float(value), 100.0) for value in values])


def ssim(colorings: Bytes, truth: Bytes) -> Values:
    """Structural similarity (Gaussian window of deviation 1.5) of each coloring (n, H, W, 3): (n,)."""
    # In float32: rounding costs 0.0003 on white paper, doubles would take five times as long.
    ours, theirs = _planes(colorings), _planes(truth[None])
    values = structural_similarity_index_measure(
        ours, theirs.expand_as(ours), data_range=255.0, reduction="none"
    )
    assert isinstance(values, torch.Tensor)
    return np.asarray(values.double().numpy())


@torch.no_grad()
def perceptual_distances(
    colorings: Bytes, truth: Bytes, features: FeatureNetwork, weights: Sequence[torch.Tensor] = ()
) -> Values:
    """LPIPS with the learned `weights` of its channels, or without them, of each coloring (n, H, W, 3): (n,).

    Each layer's features are scaled to length 1 at every place; the squared difference, times the weights, is
    summed over the channels, averaged over the places, and added up over the layers.
    """
    total = torch.zeros(len(colorings))
    ours, theirs = features(_planes(colorings)), features(_planes(truth[None]))
    for layer, (our_map, true_map) in enumerate(zip(ours, theirs, strict=True)):
        difference = F.normalize(our_map, dim=1, eps=1e-10) - F.normalize(true_map, dim=1, eps=1e-10)
        weight = weights[layer].view(1, -1, 1, 1) if weights else 1.0
        total += (difference.square() * weight).sum(1).mean((1, 2))
    return np.asarray(total.double().numpy())


def colorfulness(rgb: Bytes) -> float:
    """How colorful a picture (H, W, 3) is, after Hasler and Suesstrunk (2003): 0 is gray, 100 glaring."""
    red, green, blue = np.moveaxis(rgb.astype(np.float64), -1, 0)
    across, along = red - green, (red + green) / 2 - blue
    return float(np.hypot(across.std(), along.std()) + 0.3 * np.hypot(across.mean(), along.mean()))


def clear_of_ink(paper: Mask) -> Mask:
    """Paper (H, W) far enough from ink for a coloring's texture to be its own."""
    padded = np.pad(paper.astype(np.uint8), 1)
    return np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1] > _CLEAR)


def roughness(rgb: Bytes, paper: Mask) -> float:
    """Mean square of the Laplacian of the gray picture (H, W, 3), away from ink; 0 where all is ink."""
    here = clear_of_ink(paper)
    laplacian = cv2.Laplacian(_gray(rgb), cv2.CV_64F, ksize=1)
    return float(np.square(laplacian[here]).mean()) if here.any() else 0.0


def grid(rgb: Bytes, paper: Mask) -> float:
    """Amplitude, in gray levels, of a pattern of period 2 px: columns, rows or a checkerboard.

    Only what keeps its phase over a whole block of 8 x 8 px counts, so that edges, gradients and noise do
    not; the root of the mean square over the blocks that are clear of ink, 0 where there are none.
    """
    gray, clear = _gray(rgb), clear_of_ink(paper)
    height, width = (side - side % _BLOCK for side in gray.shape)
    columns, rows = np.meshgrid((-1.0) ** np.arange(width), (-1.0) ** np.arange(height))
    bend = np.array([-1, 2, -1]) / 4  # 1 for a pattern of period 2, 0 for a gradient
    flat = np.ones(1)
    inside = _blocks(clear[:height, :width]).all(axis=-1)
    if not inside.any():
        return 0.0
    power = np.zeros(int(inside.sum()))
    for across, down, wave in ((bend, flat, columns), (flat, bend, rows), (bend, bend, columns * rows)):
        detail = cv2.sepFilter2D(gray, cv2.CV_64F, across, down)[:height, :width]
        power += _blocks(detail * wave)[inside].mean(axis=-1) ** 2
    return float(np.sqrt(power.mean()))


def follows(colorings: Bytes, color: Sequence[int], where: Mask) -> Values:
    """Share of the pixels `where` (H, W) that show `color` in each coloring (n, H, W, 3): (n,)."""
    return np.asarray((ciede2000(colorings[:, on_grid(where)], np.array(color)) < FOLLOWS).mean(axis=1))


def leak(
    with_hint: Bytes, without: Bytes, color: Sequence[int], part: Mask, paper: Mask
) -> tuple[float, float]:
    """How far a hint in one part colors what lies outside that part.

    Args:
        with_hint, without: (n, H, W, 3), colorings with the hint and without it.
        color: of the hint.
        part: (H, W), the part that holds the hint, lines not excluded.
        paper: (H, W), where no line lies.

    Returns:
        The share of the paper outside the part that shows the color only since the hint is there, and the
        mean distance of it from the part, in percent of the long side (0 where nothing leaked).
    """
    outside = on_grid(paper & ~part)
    if not outside.any():
        return 0.0, 0.0
    goal = np.array(color)
    now, before = (ciede2000(nine[:, outside], goal) < FOLLOWS for nine in (with_hint, without))
    leaked = now & ~before
    distance = cv2.distanceTransform((~part).astype(np.uint8), cv2.DIST_L2, 5)[outside]
    reach = (leaked * distance).sum() / max(1, leaked.sum()) * 100 / max(part.shape)
    return float(leaked.mean()), float(reach)


def _planes(rgb: Bytes) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(rgb.transpose(0, 3, 1, 2))).float()


def _gray(rgb: Bytes) -> Doubles:
    return np.asarray(rgb.astype(np.float64) @ np.array([0.299, 0.587, 0.114]))


def _blocks(picture: NDArray[np.generic]) -> NDArray[np.generic]:
    """(H, W) to (H / 8 * W / 8, 64)."""
    height, width = picture.shape
    tiles = picture.reshape(height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK).swapaxes(1, 2)
    return tiles.reshape(-1, _BLOCK * _BLOCK)
