"""The few operations of the networks in plain NumPy; a picture is an array of channels, rows and columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def convolve(x: Array, weight: Array, padding: int, stride: int = 1) -> Array:
    """Correlate x [C, H, W] with weight [O, C, k, k], one kernel offset at a time, zeros outside."""
    outputs, _, size, _ = weight.shape
    x = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    height = (x.shape[1] - size) // stride + 1
    width = (x.shape[2] - size) // stride + 1
    result = np.zeros((outputs, height, width))
    for row in range(size):
        for column in range(size):
            rows = slice(row, row + (height - 1) * stride + 1, stride)
            columns = slice(column, column + (width - 1) * stride + 1, stride)
            result += np.tensordot(weight[:, :, row, column], x[:, rows, columns], axes=1)
    return result


def upconvolve(x: Array, weight: Array) -> Array:
    """2x2 up-convolution, stride 2, weight [C, O, 2, 2]: every pixel of x paints its own 2x2 square."""
    _, height, width = x.shape
    result = np.zeros((weight.shape[1], 2 * height, 2 * width))
    for row in range(2):
        for column in range(2):
            result[:, row::2, column::2] = np.tensordot(weight[:, :, row, column].T, x, axes=1)
    return result


def max_pool(x: Array) -> Array:
    """The largest value of every 2x2 square; an odd last row or column is left out."""
    x = x[:, : x.shape[1] // 2 * 2, : x.shape[2] // 2 * 2]
    corners = [x[:, row::2, column::2] for row in range(2) for column in range(2)]
    return np.max(corners, axis=0)


def max_pool_ceil(x: Array) -> Array:
    """The largest value of every 3x3 square, stride 2; squares that stick out of the picture count."""
    channels, height, width = x.shape
    rows = -(-(height - 3) // 2) + 1
    columns = -(-(width - 3) // 2) + 1
    result = np.zeros((channels, rows, columns))
    for row in range(rows):
        for column in range(columns):
            result[:, row, column] = x[:, 2 * row : 2 * row + 3, 2 * column : 2 * column + 3].max(axis=(1, 2))
    return result


def layer_norm(x: Array, scale: Array, shift: Array) -> Array:
    """Mean 0, variance 1 over channels, rows and columns together; then a scale and a shift per channel."""
    normal = (x - x.mean()) / np.sqrt(x.var() + 1e-12)
    return normal * scale[:, None, None] + shift[:, None, None]


def leaky_relu(x: Array, slope: float = 0.2) -> Array:
    """Keep what is positive, multiply the rest by the slope."""
    return np.where(x > 0, x, slope * x)


def relu(x: Array) -> Array:
    """Keep what is positive."""
    return np.maximum(x, 0)


def sigmoid(x: Array) -> Array:
    """The logistic function."""
    return 1 / (1 + np.exp(-x))
