"""Evening out the light of a photographed page."""

import cv2
import numpy as np

from nurie.arrays import Bytes, Doubles, Mask
from nurie.lineart.levels import to_gray
from nurie.packed import Held

# Chosen by hand; tests/lineart/test_clean.py checks the result on photographed, tinted and toned pages.
_CELLS = 64  # cells on the long side of the grid on which light is estimated
_PAPER_SHOWS = 100  # a square of 1 / this of the long side around any line holds some bare paper
_DEGREE = 4  # degree of the polynomial fitted to the light
_ROUNDS = 8  # rounds of fitting it to the cells that look like paper
_FIT = 0.04  # a cell is paper if it differs from the fit by at most this share
_PAPER = 0.6  # least share of cells that must be paper, and of the brightest 5 % that paper reaches at first
_UNEVEN = 0.06  # least range of the light, as a share of its maximum, that is evened out
_DARKEST = 40  # darkest paper (of 255) that can be made white
# least ratio of brightness from one cell to the next within a soft shadow; black areas drop at once
_STEP = 0.82
_HEARD = 0.05  # least weight of the blurred cells from which a shadow is estimated
_LEAST = 0.02  # least light to divide by
_SEEN = 1000  # rows sampled to measure the grain
_GRAIN = 6.0  # how many standard deviations of the grain of the paper are made white


def uneven_light(rgb: Held[np.uint8]) -> Doubles | None:
    """Estimate the light on the paper, (h, w, 3) on a coarse grid, 1 where brightest; None if it is even.

    A polynomial is fitted to the cells of the grid that show paper; ink, tones and black areas are darker and
    left out. Soft shadows, which get darker from cell to cell, are multiplied in.

    Args:
        rgb: (H, W, 3) bytes, dark lines on light paper.
    """
    if _is_white(rgb):
        return None
    side = max(3, max(rgb.shape) // _PAPER_SHOWS)
    paper = cv2.dilate(np.asarray(rgb), np.ones((side, side), np.uint8))
    scale = _CELLS / max(rgb.shape)
    size = (max(4, round(rgb.shape[1] * scale)), max(4, round(rgb.shape[0] * scale)))
    cells = cv2.resize(paper, size, interpolation=cv2.INTER_AREA).astype(np.float64)
    terms = _terms(size[1], size[0])
    brightness = cells.max(axis=2).ravel()
    inside = brightness > _PAPER * np.percentile(brightness, 95)
    for _ in range(_ROUNDS):
        if inside.sum() < 2 * terms.shape[1]:
            return None
        fitted = terms @ _fit(terms[inside], brightness[inside])
        inside = np.abs(brightness - fitted) <= _FIT * fitted.clip(1)
    light = (terms @ _fit(terms[inside], cells.reshape(-1, 3)[inside])).reshape(cells.shape)
    if (
        inside.mean() < _PAPER
        or light.min() < _DARKEST
        or np.ptp(light, axis=(0, 1)).max() < _UNEVEN * light.max()
    ):
        return None
    light *= _shadow(cells / light, inside.reshape(size[::-1]), brightness.reshape(size[::-1]))
    return np.asarray(light / light.max(axis=(0, 1)))


def _shadow(share: Doubles, lit: Mask, brightness: Doubles) -> Doubles:
    """The factor of soft shadows on the light: (h, w, 3), 1 where there are none.

    Args:
        share: (h, w, 3), the brightness of each cell divided by the fitted light.
        lit: (h, w), the cells that match the fit.
        brightness: (h, w), 0..255.
    """
    reached = lit.copy()
    for _ in range(_CELLS):  # a flood fill from lit cells into darker ones
        near = cv2.dilate(np.where(reached, brightness, 0), np.ones((3, 3), np.uint8))
        more = ~reached & (near > 0) & (brightness >= _STEP * near) & (brightness >= _DARKEST)
        if not more.any():
            break
        reached |= more
    known = np.where(reached & ~lit, share.transpose(2, 0, 1), 1) * reached
    *planes, weight = (cv2.GaussianBlur(plane, (0, 0), 1) for plane in (*known, reached.astype(np.float64)))
    near_by = weight > _HEARD
    return np.stack([np.where(near_by, plane / np.maximum(weight, _HEARD), 1) for plane in planes], axis=-1)


def _grain(rgb: Bytes) -> float:
    """The standard deviation of the grain of the paper, 0..1, from the median absolute deviation."""
    gray = to_gray(rgb[:: max(1, len(rgb) // _SEEN)]).astype(np.float32)
    return float(np.median(np.abs(gray - cv2.blur(gray, (9, 1))))) * 1.4826 / 255


def even_out(rgb: Bytes, light: Doubles) -> Bytes:
    """The page divided by the light, with the grain, which that would amplify in the dark, made white."""
    size = (rgb.shape[1], rgb.shape[0])
    result = np.empty_like(rgb)
    margin = min(_GRAIN * _grain(rgb), float(light.min()) / 2)
    for channel in range(3):
        full = cv2.resize(light[..., channel].astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
        full = np.maximum(full - np.float32(margin), np.float32(_LEAST))
        result[..., channel] = cv2.divide(rgb[..., channel], full, dtype=cv2.CV_8U)
    return result


def _is_white(rgb: Held[np.uint8]) -> bool:
    """Whether white paper shows nearly everywhere, judged from a sample of the pixels."""
    seen = to_gray(rgb[::8, ::8])
    height, width = (side // 8 * 8 for side in seen.shape)
    if not height or not width:
        return False
    parts = seen[:height, :width].reshape(8, height // 8, 8, width // 8).max(axis=(1, 3))
    return bool((parts >= 250).mean() >= 0.8)


def _terms(height: int, width: int) -> Doubles:
    """The terms of a polynomial of two variables at each cell: (height * width, terms)."""
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    powers = [(i, j) for i in range(_DEGREE + 1) for j in range(_DEGREE + 1 - i)]
    return np.stack([(x**i * y**j).ravel() for i, j in powers], axis=1)


def _fit(terms: Doubles, values: Doubles) -> Doubles:
    """Least-squares weights of the terms, by the normal equations."""
    return np.asarray(np.linalg.lstsq(terms.T @ terms, terms.T @ values, rcond=None)[0])
