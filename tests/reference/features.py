"""The first layers of VGG-19 and SqueezeNet 1.1 in NumPy, for one picture."""

from __future__ import annotations

import numpy as np

from .operations import Array, convolve, max_pool, max_pool_ceil, relu

MEAN_BGR = np.array([103.939, 116.779, 123.68])


def prepare(rgb: Array) -> Array:
    """RGB in 0..255 [3, H, W] to what both networks were trained on: BGR, minus the mean of ImageNet."""
    return rgb[::-1] - MEAN_BGR[:, None, None]


def layer(x: Array, p: dict[str, Array], name: str, padding: int, stride: int = 1) -> Array:
    """Convolution with a bias, then ReLU."""
    return relu(convolve(x, p[f"{name}.weight"], padding, stride) + p[f"{name}.bias"][:, None, None])


def vgg19(rgb: Array, p: dict[str, Array]) -> dict[str, Array]:
    """Every feature map of the first three blocks, after ReLU."""
    maps = {}
    x = prepare(rgb)
    for block, count in ((1, 2), (2, 2), (3, 4)):
        for index in range(1, count + 1):
            name = f"conv{block}_{index}"
            x = maps[name] = layer(x, p, name, padding=1)
        x = max_pool(x)
    return maps


def squeezenet(rgb: Array, p: dict[str, Array]) -> dict[str, Array]:
    """Every feature map of SqueezeNet 1.1: conv1 and fire2 ... fire9."""
    maps = {}
    x = maps["conv1"] = layer(prepare(rgb), p, "conv1", padding=0, stride=2)
    for index in range(2, 10):
        if index in (2, 4, 6):
            x = max_pool_ceil(x)
        fire = f"fire{index}"
        squeezed = layer(x, p, f"{fire}/squeeze1x1", padding=0)
        wide1 = layer(squeezed, p, f"{fire}/expand1x1", padding=0)
        wide3 = layer(squeezed, p, f"{fire}/expand3x3", padding=1)
        x = maps[fire] = np.concatenate([wide1, wide3])
    return maps


def vgg19_shapes() -> dict[str, tuple[int, ...]]:
    """The shapes of the first three blocks' weights."""
    found = {}
    before = 3
    for block, count, channels in ((1, 2, 64), (2, 2, 128), (3, 4, 256)):
        for index in range(1, count + 1):
            found[f"conv{block}_{index}.weight"] = (channels, before, 3, 3)
            found[f"conv{block}_{index}.bias"] = (channels,)
            before = channels
    return found


def squeezenet_shapes() -> dict[str, tuple[int, ...]]:
    """The shapes of all of SqueezeNet 1.1's weights but the classifier's."""
    found: dict[str, tuple[int, ...]] = {"conv1.weight": (64, 3, 3, 3), "conv1.bias": (64,)}
    before = 64
    for index, (narrow, wide) in enumerate(
        ((16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256)), start=2
    ):
        for name, shape in (
            ("squeeze1x1", (narrow, before, 1, 1)),
            ("expand1x1", (wide, narrow, 1, 1)),
            ("expand3x3", (wide, narrow, 3, 3)),
        ):
            found[f"fire{index}/{name}.weight"] = shape
            found[f"fire{index}/{name}.bias"] = shape[:1]
        before = 2 * wide
    return found


def random_weights(shapes: dict[str, tuple[int, ...]], seed: int) -> dict[str, Array]:
    """Random weights of a sensible size for every shape; float32 holds them exactly."""
    chance = np.random.default_rng(seed)
    weights = {}
    for name, shape in shapes.items():
        spread = np.sqrt(2 / np.prod(shape[1:])) if name.endswith(".weight") else 1.0
        weights[name] = chance.normal(0, spread, shape).astype(np.float32).astype(np.float64)
    return weights
