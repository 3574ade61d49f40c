"""The reference's TensorFlow 1 graph of the SGRU: its names, its layouts, its checkpoints.

Written from the paper's table and from how tf.contrib.layers names things: a layer opens a scope with a
default name, which TensorFlow numbers in graph order. Nothing here knows of our network.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import tensorflow as tf

tf1 = tf.compat.v1

DOWN = (96, 192, 288, 384, 480)
UP = (192, 288, 384, 480, 512)
COLORS = 27


class Reference:
    """The graph with random weights, and the session that holds them.

    Attributes:
        shapes: the shape of every variable of the network, by name.
    """

    def __init__(self, width: int = 96, trained: bool = False) -> None:
        """Build it; `trained` adds what a training run has beside it: Adam, a counter, a loss network."""
        self._scale = width / 96
        with tf1.Graph().as_default() as graph:
            tf1.set_random_seed(width)
            self._sketch = tf1.placeholder(tf.float32, [1, None, None, 1])
            with tf1.variable_scope("SGRU_MODEL"):
                self._colors = self._network(self._sketch)
            self.shapes = {variable.op.name: tuple(variable.shape) for variable in tf1.global_variables()}
            if trained:
                _add_training()
            self._start = tf1.global_variables_initializer()
            self._saver = tf1.train.Saver()
        self._session = tf1.Session(graph=graph)

    def start(self) -> None:
        """Draw the weights."""
        self._session.run(self._start)

    def save(self, path: Path) -> None:
        """Write a checkpoint of everything."""
        with self._session.graph.as_default():
            self._saver.save(self._session, str(path), write_meta_graph=False)

    def color(self, sketch: np.ndarray) -> np.ndarray:
        """The nine pictures (9, H, W, 3), not clipped, of a sketch (H, W) in 0..255."""
        (colors,) = self._session.run(self._colors, {self._sketch: sketch[None, :, :, None]})
        pictures = colors.reshape(*sketch.shape, 3, COLORS // 3).transpose(3, 0, 1, 2)
        return (pictures + 1) / 2 * 255

    def close(self) -> None:
        """Free what the session holds."""
        self._session.close()

    def _network(self, x: Any) -> Any:
        skips = []
        for level, channels in enumerate(DOWN, 1):
            with tf1.variable_scope(f"SGB_{level}"):
                x, branch = self._body(x, channels, reduced=level > 1)
                skips.append(branch)
                x = tf.concat([_pooled(branch), _swish(_pooled(x), "SWISH")], 3)
        gates = [_swish(skip, f"SWISH_{level}") for level, skip in enumerate(skips, 1)]
        for level in range(5, 0, -1):
            with tf1.variable_scope(f"SGB_{level}_up"):
                x, branch = self._body(x, UP[level - 1], reduced=True)
                branch, x = _activated(_doubled(branch)), _activated(_doubled(x))
                x = tf.concat([branch, _swish(x, "SWISH"), gates[level - 1]], 3)
        for size in (1, 3, 3):
            x = _activated(_convolved(x, self._scaled(96), size))
        with tf1.variable_scope(None, "conv2d"):
            kernel = tf1.get_variable("kernel", [1, 1, x.shape[-1], COLORS], initializer=_kernel_values())
            bias = tf1.get_variable("bias", [COLORS], initializer=tf1.random_normal_initializer())
            return tf.nn.conv2d(x, kernel, 1, "SAME") + bias

    def _body(self, x: Any, channels: int, reduced: bool) -> tuple[Any, Any]:
        """What enters a block, after its 1x1 if it has one, and that after two 3x3."""
        if reduced:
            x = _activated(_convolved(x, self._scaled(channels), 1))
        branch = _activated(_convolved(x, self._scaled(channels), 3))
        return x, _activated(_convolved(branch, self._scaled(channels), 3))

    def _scaled(self, channels: int) -> int:
        return round(channels * self._scale)


def _kernel_values() -> Callable[..., Any]:
    return tf1.variance_scaling_initializer(2.0)


def _convolved(x: Any, channels: int, size: int) -> Any:
    """Convolution without bias, then layer norm, as one contrib layer; weights height, width, in, out."""
    with tf1.variable_scope(None, "Conv"):
        kernel = tf1.get_variable(
            "weights", [size, size, x.shape[-1], channels], initializer=_kernel_values()
        )
        return _normalized(tf.nn.conv2d(x, kernel, 1, "SAME"))


def _doubled(x: Any) -> Any:
    """2x2 up-convolution of stride 2, then layer norm; weights height, width, out, in."""
    with tf1.variable_scope(None, "Conv2d_transpose"):
        channels = x.shape[-1]
        kernel = tf1.get_variable("weights", [2, 2, channels, channels], initializer=_kernel_values())
        size = tf.shape(x) * [1, 2, 2, 1]
        larger = tf.nn.conv2d_transpose(x, kernel, size, 2, "SAME")
        larger.set_shape([1, None, None, channels])
        return _normalized(larger)


def _normalized(x: Any) -> Any:
    """Layer norm over height, width and channels, with a scale and a shift a channel."""
    with tf1.variable_scope(None, "LayerNorm"):
        channels = [x.shape[-1]]
        beta = tf1.get_variable("beta", channels, initializer=tf1.random_normal_initializer(0, 0.3))
        gamma = tf1.get_variable("gamma", channels, initializer=tf1.random_normal_initializer(1, 0.3))
        mean, variance = tf.nn.moments(x, [1, 2, 3], keepdims=True)
        return tf.nn.batch_normalization(x, mean, variance, beta, gamma, 1e-12)


def _activated(x: Any) -> Any:
    return tf.nn.leaky_relu(x, 0.2)


def _pooled(x: Any) -> Any:
    return tf.nn.max_pool2d(x, 2, 2, "SAME")


def _swish(x: Any, scope: str) -> Any:
    with tf1.variable_scope(scope):
        return tf.sigmoid(_convolved(x, x.shape[-1], 3)) * x


def _add_training() -> None:
    """A loss of all weights and Adam, which gives each of them two slots."""
    loss = tf.add_n([tf.reduce_sum(variable) for variable in tf1.trainable_variables()])
    with tf1.variable_scope("vgg_19/conv1/conv1_1"):
        tf1.get_variable("weights", [3, 3, 3, 4])
    tf1.train.AdamOptimizer(1e-4).minimize(loss, tf1.train.get_or_create_global_step())
