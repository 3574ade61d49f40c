"""The reference's TensorFlow graph of the SGRU, rebuilt for TensorFlow 2 to be measured against.

Built as the reference builds it: pictures are NHWC, a convolution has no bias, layer norm takes its moments
over height, width and channels with a scale and a shift per channel, and a leaky ReLU follows.
Weights come under the names and in the layout of our PyTorch network.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import tensorflow as tf

Weights = dict[str, np.ndarray]


def kernel(weight: np.ndarray) -> tf.Variable:
    """A kernel of PyTorch, [O, I, k, k], as one of TensorFlow, [k, k, I, O].

    That of an up-convolution is [I, O, k, k] there and [k, k, O, I] here: the same turn.
    """
    return tf.Variable(weight.transpose(2, 3, 1, 0), trainable=False)


class Normalized:
    """Layer norm over height, width and channels, as tf.contrib.layers.layer_norm does it."""

    def __init__(self, weights: Weights, norm: str) -> None:
        self.scale = tf.Variable(weights[f"{norm}.weight"], trainable=False)
        self.shift = tf.Variable(weights[f"{norm}.bias"], trainable=False)

    def __call__(self, x: tf.Tensor) -> tf.Tensor:
        """[B, H, W, C] to the same shape."""
        mean, variance = tf.nn.moments(x, [1, 2, 3], keepdims=True)
        return tf.nn.batch_normalization(x, mean, variance, self.shift, self.scale, 1e-12)


class Conv:
    """Convolution, layer norm, leaky ReLU."""

    def __init__(self, weights: Weights, name: str) -> None:
        self.kernel = kernel(weights[f"{name}.0.weight"])
        self.norm = Normalized(weights, f"{name}.1")

    def __call__(self, x: tf.Tensor) -> tf.Tensor:
        """[B, H, W, I] to [B, H, W, O]."""
        return tf.nn.leaky_relu(self.norm(tf.nn.conv2d(x, self.kernel, 1, "SAME")), 0.2)


class UpConv:
    """2x2 up-convolution of stride 2, layer norm, leaky ReLU."""

    def __init__(self, weights: Weights, name: str) -> None:
        self.kernel = kernel(weights[f"{name}.0.weight"])
        self.norm = Normalized(weights, f"{name}.1")

    def __call__(self, x: tf.Tensor) -> tf.Tensor:
        """[B, H, W, I] to [B, 2H, 2W, O]."""
        batch, height, width, _ = tf.unstack(tf.shape(x))
        shape = [batch, 2 * height, 2 * width, self.kernel.shape[2]]
        return tf.nn.leaky_relu(self.norm(tf.nn.conv2d_transpose(x, self.kernel, shape, 2, "SAME")), 0.2)


class Swish:
    """The swish layer: x times the sigmoid of its normalized convolution."""

    def __init__(self, weights: Weights, name: str) -> None:
        self.kernel = kernel(weights[f"{name}.conv.weight"])
        self.norm = Normalized(weights, f"{name}.norm")

    def __call__(self, x: tf.Tensor) -> tf.Tensor:
        """[B, H, W, C] to the same shape."""
        return tf.sigmoid(self.norm(tf.nn.conv2d(x, self.kernel, 1, "SAME"))) * x


class Down:
    """A block of the contracting path."""

    def __init__(self, weights: Weights, name: str) -> None:
        first = f"{name}.reduce.0.weight" not in weights
        self.reduce = tf.identity if first else Conv(weights, f"{name}.reduce")
        self.convs = [Conv(weights, f"{name}.branch.{i}") for i in range(2)]
        self.swish = Swish(weights, f"{name}.swish")

    def __call__(self, x: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """The halved picture and the skip."""
        x = self.reduce(x)
        skip = self.convs[1](self.convs[0](x))
        pooled = [tf.nn.max_pool2d(skip, 2, 2, "VALID"), self.swish(tf.nn.max_pool2d(x, 2, 2, "VALID"))]
        return tf.concat(pooled, 3), skip


class Up:
    """A block of the expanding path."""

    def __init__(self, weights: Weights, name: str) -> None:
        self.reduce = Conv(weights, f"{name}.reduce")
        self.convs = [Conv(weights, f"{name}.branch.{i}") for i in range(2)]
        self.up_branch = UpConv(weights, f"{name}.up_branch")
        self.up_input = UpConv(weights, f"{name}.up_input")
        self.swish = Swish(weights, f"{name}.swish")
        self.swish_skip = Swish(weights, f"{name}.swish_skip")

    def __call__(self, x: tf.Tensor, skip: tf.Tensor) -> tf.Tensor:
        """The doubled picture."""
        x = self.reduce(x)
        branch = self.up_branch(self.convs[1](self.convs[0](x)))
        return tf.concat([branch, self.swish(self.up_input(x)), self.swish_skip(skip)], 3)


def build(weights: Weights) -> Callable[[np.ndarray], np.ndarray]:
    """The network as a compiled graph: [B, inputs, H, W] to [B, outputs, 3, H, W], as ours."""
    downs = [Down(weights, f"down.{i}") for i in range(5)]
    ups = [Up(weights, f"up.{i}") for i in range(5)]
    last = [Conv(weights, f"last.{i}") for i in range(3)]
    head = kernel(weights["head.weight"])
    bias = tf.Variable(weights["head.bias"], trainable=False)

    @tf.function
    def graph(x: tf.Tensor) -> tf.Tensor:
        skips = []
        for down in downs:
            x, skip = down(x)
            skips.append(skip)
        for up in ups:
            x = up(x, skips.pop())
        for conv in last:
            x = conv(x)
        return tf.nn.bias_add(tf.nn.conv2d(x, head, 1, "SAME"), bias)

    def run(x: np.ndarray) -> np.ndarray:
        y = graph(tf.constant(x.transpose(0, 2, 3, 1))).numpy()
        batch, height, width, channels = y.shape
        return y.reshape(batch, height, width, 3, channels // 3).transpose(0, 4, 3, 1, 2)

    return run
