"""Color difference CIEDE2000 of sRGB colors, for choosing colors that can be told apart."""

import numpy as np
from numpy.typing import ArrayLike

from nurie.arrays import Doubles

_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


def lab(colors: ArrayLike) -> Doubles:
    """CIE L*a*b* (D65) of sRGB colors 0..255, shape (..., 3)."""
    rgb = np.asarray(colors, np.float64) / 255.0
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / _WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1
    )


def ciede2000(first: ArrayLike, second: ArrayLike) -> Doubles:
    """CIEDE2000 between sRGB colors 0..255, shapes (..., 3) to (...)."""
    one, two = lab(first), lab(second)
    mean_c7 = ((np.hypot(one[..., 1], one[..., 2]) + np.hypot(two[..., 1], two[..., 2])) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean_c7 / (mean_c7 + 25.0**7))
    c1 = np.hypot(one[..., 1] * stretch, one[..., 2])
    c2 = np.hypot(two[..., 1] * stretch, two[..., 2])
    h1 = np.degrees(np.arctan2(one[..., 2], one[..., 1] * stretch)) % 360
    h2 = np.degrees(np.arctan2(two[..., 2], two[..., 1] * stretch)) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    turn = np.where(c1 * c2 == 0, 0.0, turn)
    big_l, big_c = two[..., 0] - one[..., 0], c2 - c1
    big_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    mean_l, mean_c, mean_h = (one[..., 0] + two[..., 0]) / 2, (c1 + c2) / 2, h1 + turn / 2
    mean_h = np.where(c1 * c2 == 0, h1 + h2, mean_h)
    t = (
        1
        - 0.17 * np.cos(np.radians(mean_h - 30))
        + 0.24 * np.cos(np.radians(2 * mean_h))
        + 0.32 * np.cos(np.radians(3 * mean_h + 6))
        - 0.20 * np.cos(np.radians(4 * mean_h - 63))
    )
    bow = (mean_l - 50) ** 2
    scale_l = 1 + 0.015 * bow / np.sqrt(20 + bow)
    scale_c, scale_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    twist = (
        -2
        * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7))
        * np.sin(np.radians(60 * np.exp(-((((mean_h % 360) - 275) / 25) ** 2))))
    )
    dl, dc, dh = big_l / scale_l, big_c / scale_c, big_h / scale_h
    return np.asarray(np.sqrt(np.maximum(dl**2 + dc**2 + dh**2 + twist * dc * dh, 0.0)))
