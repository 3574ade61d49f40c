"""Line art extracted from a color picture, in several styles."""

from collections.abc import Callable

import cv2
import numpy as np

from nurie.arrays import Bytes, Floats

Extractor = Callable[[Bytes, float], Bytes]


def _to_ink(strength: Floats, low: float, high: float) -> Bytes:
    """Line strength to gray: at most `low` is paper (255), at least `high` is ink (0)."""
    gray: Bytes = (255 * (1 - np.clip((strength - low) / (high - low), 0, 1))).astype(np.uint8)
    return gray


def high_pass(rgb: Bytes, width: float) -> Bytes:
    """High-pass filter, the maximum over the channels: looks much like sketchKeras."""
    picture = rgb.astype(np.float32)
    strength = (cv2.GaussianBlur(picture, (0, 0), 1.5 * width + 0.5) - picture).max(axis=2)
    return _to_ink(strength, 5, 45)


def clean_ink(rgb: Bytes, width: float) -> Bytes:
    """The high-pass lines with a hard threshold and specks removed, as inked with a pen."""
    soft = high_pass(np.asarray(cv2.bilateralFilter(rgb, 5, 40, 3), np.uint8), width)
    ink = (soft < 150).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = stats[:, cv2.CC_STAT_AREA] >= 6 * width
    keep[0] = False
    lines = np.where(keep[labels], soft, 255).astype(np.uint8)
    table = _to_ink(np.arange(255, -1, -1, dtype=np.float32), 60, 140)
    return table[lines]


def pencil(rgb: Bytes, width: float) -> Bytes:
    """Gray divided by its blurred self ("color dodge"): soft, grainy, like a pencil."""
    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32) + 8
    ratio = gray / (cv2.GaussianBlur(gray, (0, 0), 2.5 * width) + 1e-3)
    return (255 * np.clip((ratio - 0.55) / 0.42, 0, 1)).astype(np.uint8)


def contour(rgb: Bytes, width: float) -> Bytes:
    """The borders between colors in Lab, whether inked or not: thick, even lines."""
    lab = cv2.cvtColor(cv2.medianBlur(rgb, 3), cv2.COLOR_RGB2LAB)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (1 + 2 * max(1, round(0.6 * width)),) * 2)
    strength = cv2.morphologyEx(lab, cv2.MORPH_GRADIENT, kernel).max(axis=2).astype(np.float32)
    return _to_ink(cv2.GaussianBlur(strength, (0, 0), 0.5 * width), 18, 60)


EXTRACTORS: dict[str, Extractor] = {
    "high_pass": high_pass,
    "clean_ink": clean_ink,
    "pencil": pencil,
    "contour": contour,
}
"""The extractors by name: RGB uint8 (H, W, 3) and a line width of about 0.5 to 4 px to gray uint8
(H, W), ink 0 and paper 255."""
