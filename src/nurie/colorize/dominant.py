"""The main colors of a picture."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Floats
from nurie.colorize.flats import lab
from nurie.lineart.extract import high_pass

_SIDE = 256  # px: long side at which colors are counted
_LINES_SIDE = 1024  # px: long side at which lines are told from areas
_LINE = 500  # the width of lines is about the long side divided by this
_INK = 200  # darker (of 255) is line
_MOSTLY_INK = 0.75  # share of ink above which all pixels count, lines included
_BITS = 4  # bits per channel of the histogram whose peaks start the clusters
_SMALLEST = 0.0005  # least share of the picture of a color that starts a cluster


def dominant_colors(rgb: Bytes, count: int) -> list[tuple[int, int, int]]:
    """At most ``count`` colors, the most common first: k-means in CIELAB from fixed starting points.

    Line ink does not count; dark areas do. Each color is the median of its cluster, so that the even colors
    of cel art come out exactly.

    Args:
        rgb: (H, W, 3) bytes.
    """
    pixels = _painted(rgb)
    places = lab(pixels)
    begin = _beginnings(pixels, places, count)
    labels = np.linalg.norm(places[:, None] - begin, axis=2).argmin(axis=1).astype(np.int32)
    if len(begin) > 1:
        stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 20, 0.1)
        _, labels, _ = cv2.kmeans(places, len(begin), labels, stop, 1, cv2.KMEANS_USE_INITIAL_LABELS)
    sizes = np.bincount(labels.ravel(), minlength=len(begin))
    order = [cluster for cluster in np.argsort(-sizes, kind="stable") if sizes[cluster]]
    medians = (np.median(pixels[labels.ravel() == cluster], axis=0) for cluster in order)
    return [(int(red), int(green), int(blue)) for red, green, blue in medians]


def _painted(rgb: Bytes) -> Bytes:
    """(n, 3) bytes, pixels from everywhere but the lines; from everywhere where hardly any would be left."""
    seen = _thinned(rgb, _LINES_SIDE)
    lines = high_pass(seen, max(seen.shape[:2]) / _LINE) < _INK
    inked = cv2.dilate(lines.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    pixels, inked = _thinned(seen, _SIDE), _thinned(inked, _SIDE)
    return pixels[~inked] if inked.mean() < _MOSTLY_INK else pixels.reshape(-1, 3)


def _thinned(picture: npt.NDArray[Any], side: int) -> npt.NDArray[Any]:
    """The picture subsampled by one stride in both directions, so that the long side is at most `side`."""
    step = max(1, -(-max(picture.shape[:2]) // side))
    return np.ascontiguousarray(picture[step // 2 :: step, step // 2 :: step])


def _beginnings(pixels: Bytes, places: Floats, count: int) -> Floats:
    """Starting points: the most common color, then repeatedly one that is common and far from the others."""
    codes = (pixels >> (8 - _BITS)).astype(np.int64) @ np.array([1 << 2 * _BITS, 1 << _BITS, 1])
    _, first, bins, sizes = np.unique(codes, return_index=True, return_inverse=True, return_counts=True)
    means = np.stack([np.bincount(bins, places[:, channel]) for channel in range(3)], axis=1) / sizes[:, None]
    common = sizes >= max(1, _SMALLEST * len(pixels))
    means, sizes = means[common], sizes[common]
    if not len(means):  # every color is rare
        means, sizes = places[first].astype(np.float64), np.ones(len(first), np.int64)
    chosen = [int(sizes.argmax())]
    distance = np.linalg.norm(means - means[chosen[0]], axis=1)
    while len(chosen) < count and distance.max() > 0:
        chosen.append(int((distance * np.sqrt(sizes)).argmax()))
        distance = np.minimum(distance, np.linalg.norm(means - means[chosen[-1]], axis=1))
    return means[chosen].astype(np.float32)
