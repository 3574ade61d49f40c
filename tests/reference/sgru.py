"""The Swish-Gated Residual U-Net of Liu, Chen and Hu (2018) for one picture, in NumPy and float64.

Parameters come as a flat dictionary of arrays. A layer NAME that is normalized has NAME.weight, NAME.scale
and NAME.shift; the last one, head.colors, has a weight and a bias.

    down1 ... down5   reduce (1x1, not in down1), conv1, conv2 (3x3), swish
    up5 ... up1       reduce, conv1, conv2, deconv (of the branch), deconv_input (of the block's input),
                      swish, skip (the swish on the skip)
    head              reduce, conv1, conv2, colors
"""

from __future__ import annotations

import numpy as np

from .operations import Array, convolve, layer_norm, leaky_relu, max_pool, sigmoid, upconvolve

Parameters = dict[str, Array]

DOWN = (96, 192, 288, 384, 480)
UP = (192, 288, 384, 480, 512)
HEAD = 96


def shapes(width: int = 96, inputs: int = 1, outputs: int = 9) -> dict[str, tuple[int, ...]]:
    """The name and shape of every parameter."""
    found: dict[str, tuple[int, ...]] = {}

    def scaled(channels: int) -> int:
        return round(channels * width / 96)

    def normalized(name: str, shape: tuple[int, ...], channels: int) -> None:
        found[f"{name}.weight"] = shape
        found[f"{name}.scale"] = found[f"{name}.shift"] = (channels,)

    def conv(name: str, before: int, after: int, size: int) -> None:
        normalized(name, (after, before, size, size), after)

    def upconv(name: str, channels: int) -> None:
        normalized(name, (channels, channels, 2, 2), channels)

    channels = inputs
    for level in range(1, 6):
        block, wide = f"down{level}", scaled(DOWN[level - 1])
        if level > 1:
            conv(f"{block}.reduce", channels, wide, 1)
            channels = wide
        conv(f"{block}.conv1", channels, wide, 3)
        conv(f"{block}.conv2", wide, wide, 3)
        conv(f"{block}.swish", channels, channels, 3)
        channels = wide + channels
    for level in range(5, 0, -1):
        block, wide, skip = f"up{level}", scaled(UP[level - 1]), scaled(DOWN[level - 1])
        conv(f"{block}.reduce", channels, wide, 1)
        conv(f"{block}.conv1", wide, wide, 3)
        conv(f"{block}.conv2", wide, wide, 3)
        upconv(f"{block}.deconv", wide)
        upconv(f"{block}.deconv_input", wide)
        conv(f"{block}.swish", wide, wide, 3)
        conv(f"{block}.skip", skip, skip, 3)
        channels = wide + wide + skip
    conv("head.reduce", channels, scaled(HEAD), 1)
    conv("head.conv1", scaled(HEAD), scaled(HEAD), 3)
    conv("head.conv2", scaled(HEAD), scaled(HEAD), 3)
    found["head.colors.weight"] = (3 * outputs, scaled(HEAD), 1, 1)
    found["head.colors.bias"] = (3 * outputs,)
    return found


def random_parameters(seed: int, width: int, inputs: int = 1, outputs: int = 9) -> Parameters:
    """Random values for every parameter; scales lie around 1, so that no layer dies."""
    chance = np.random.default_rng(seed)
    parameters = {}
    for name, shape in shapes(width, inputs, outputs).items():
        values = chance.normal(size=shape)
        if name.endswith(".scale"):
            values = 1 + 0.3 * values
        elif name.endswith((".shift", ".bias")):
            values = 0.3 * values
        else:
            values = values / np.sqrt(np.prod(shape[1:]))
        parameters[name] = values
    return parameters


def conv(x: Array, p: Parameters, name: str) -> Array:
    """Convolution without bias, layer norm, leaky ReLU."""
    weight = p[f"{name}.weight"]
    x = convolve(x, weight, padding=weight.shape[-1] // 2)
    return leaky_relu(layer_norm(x, p[f"{name}.scale"], p[f"{name}.shift"]))


def upconv(x: Array, p: Parameters, name: str) -> Array:
    """Up-convolution without bias, layer norm, leaky ReLU."""
    x = upconvolve(x, p[f"{name}.weight"])
    return leaky_relu(layer_norm(x, p[f"{name}.scale"], p[f"{name}.shift"]))


def swish(x: Array, p: Parameters, name: str) -> Array:
    """The swish layer: x, gated by what a convolution sees around it."""
    gate = layer_norm(convolve(x, p[f"{name}.weight"], padding=1), p[f"{name}.scale"], p[f"{name}.shift"])
    return sigmoid(gate) * x


def down(x: Array, p: Parameters, block: str) -> tuple[Array, Array]:
    """Halve a picture; also return the last 3x3 output, which becomes the level's skip."""
    if f"{block}.reduce.weight" in p:
        x = conv(x, p, f"{block}.reduce")
    branch = conv(conv(x, p, f"{block}.conv1"), p, f"{block}.conv2")
    joined = np.concatenate([max_pool(branch), swish(max_pool(x), p, f"{block}.swish")])
    return joined, branch


def up(x: Array, skip: Array, p: Parameters, block: str) -> Array:
    """Double a picture and join the skip of its level."""
    x = conv(x, p, f"{block}.reduce")
    branch = conv(conv(x, p, f"{block}.conv1"), p, f"{block}.conv2")
    branch = upconv(branch, p, f"{block}.deconv")
    residual = swish(upconv(x, p, f"{block}.deconv_input"), p, f"{block}.swish")
    return np.concatenate([branch, residual, swish(skip, p, f"{block}.skip")])


def channels(x: Array, p: Parameters) -> Array:
    """The network's output channels [3 * outputs, H, W] for one picture x [inputs, H, W] in 0..255."""
    skips = []
    for level in range(1, 6):
        x, skip = down(x, p, f"down{level}")
        skips.append(skip)
    for level in range(5, 0, -1):
        x = up(x, skips[level - 1], p, f"up{level}")
    for layer in ("head.reduce", "head.conv1", "head.conv2"):
        x = conv(x, p, layer)
    return convolve(x, p["head.colors.weight"], padding=0) + p["head.colors.bias"][:, None, None]


def sgru(x: Array, p: Parameters) -> Array:
    """Every colored picture [outputs, 3, H, W]; picture u is channels u, outputs + u and 2 * outputs + u."""
    y = channels(x, p)
    outputs = len(y) // 3
    return np.stack([y[[u, outputs + u, 2 * outputs + u]] for u in range(outputs)])
