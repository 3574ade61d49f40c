"""Changes that make many training pictures of one: views, inks, palettes."""

import colorsys
from dataclasses import dataclass

import cv2
import numpy as np

from nurie.arrays import Bytes, Doubles, Floats, Mask
from nurie.color.channels import darkest

_TILTED = 0.12
"""Share of the views that are tilted far."""


@dataclass(frozen=True)
class View:
    """A crop, turn, mirror and stretch, the same for every layer of a picture."""

    matrix: Doubles
    """(2, 3), from picture to view coordinates."""
    size: tuple[int, int]
    """(height, width) of the view in px."""

    def enlarged(self, factor: int) -> "View":
        """The same view, `factor` times as large: at 2, pixels 2k and 2k + 1 lie in pixel k of this."""
        matrix = self.matrix * factor
        matrix[:, 2] += (factor - 1) / 2
        return View(matrix, (factor * self.size[0], factor * self.size[1]))

    def warp(self, layer: Bytes, border: int, nearest: bool = False) -> Bytes:
        """`layer` (H, W) or (H, W, 3) in this view; `border` fills what lies outside the picture.

        Intensities are averaged over each pixel's area, so that thin lines do not break; labels
        (`nearest`) are taken as they are.
        """
        height, width = self.size
        if nearest:
            return np.asarray(
                cv2.warpAffine(
                    layer, self.matrix, (width, height), flags=cv2.INTER_NEAREST, borderValue=(border,) * 3
                ),
                np.uint8,
            )
        # A much larger picture is first reduced by a whole factor, then sampled at twice the size.
        matrix = self.enlarged(2).matrix
        factor = max(1, round(1 / np.sqrt(abs(np.linalg.det(matrix[:, :2])))))
        if factor > 1:
            rows, columns = (-(-side // factor) for side in layer.shape[:2])
            below, right = rows * factor - layer.shape[0], columns * factor - layer.shape[1]
            layer = np.asarray(
                cv2.copyMakeBorder(layer, 0, below, 0, right, cv2.BORDER_CONSTANT, value=(border,) * 3),
                np.uint8,
            )
            layer = np.asarray(cv2.resize(layer, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
            matrix[:, 2] += matrix[:, :2].sum(axis=1) * (factor - 1) / 2
            matrix[:, :2] *= factor
        large = cv2.warpAffine(
            layer, matrix, (2 * width, 2 * height), flags=cv2.INTER_LINEAR, borderValue=(border,) * 3
        )
        return np.asarray(cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def random_view(
    rng: np.random.Generator, shape: tuple[int, int], size: tuple[int, int], zoom: tuple[float, float]
) -> View:
    """A random view of a picture of `shape` (H, W) in a frame of `size` (h, w).

    At zoom 1 the picture just fits into the frame; above, the frame crops it; below, paper surrounds it.
    """
    height, width = shape
    fit = min(size[0] / height, size[1] / width)
    scale = fit * np.exp(rng.uniform(*np.log(zoom)))
    stretch = np.exp(rng.normal(0, 0.05))
    turn = np.deg2rad(rng.uniform(-40, 40) if rng.random() < _TILTED else rng.normal(0, 4))
    shear = rng.normal(0, 0.03)
    mirror = -1.0 if rng.random() < 0.5 else 1.0
    linear = (
        scale
        * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        @ np.array([[mirror * stretch, shear], [0, 1 / stretch]])
    )
    # Where the frame's center lies in the picture: anywhere that keeps the frame on the picture,
    # or the picture in the frame.
    slack = np.abs(np.array([size[1], size[0]]) / scale - np.array([width, height])) / 2
    center = np.array([width, height]) / 2 + rng.uniform(-1, 1, 2) * slack
    offset = np.array([size[1], size[0]]) / 2 - linear @ center
    return View(np.column_stack([linear, offset]), size)


def vary_ink(rng: np.random.Generator, line: Bytes) -> Bytes:
    """Another pen, another scan: tone, width, softness, gaps, paper noise. (H, W) to the same shape."""
    ink = 255 - line.astype(np.float32)
    if rng.random() < 0.25:
        ink = np.asarray(cv2.dilate(ink, np.ones((2, 2), np.uint8)), np.float32)
    if rng.random() < 0.3:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.3, 0.8)), np.float32)
    tone, strength = rng.uniform(0.45, 1.3), rng.uniform(0.55, 1.0)
    ink = np.asarray(255 * (ink / 255) ** tone * strength, np.float32)
    if rng.random() < 0.2:
        noise = rng.standard_normal(line.shape).astype(np.float32)
        gaps = np.asarray(cv2.GaussianBlur(noise, (0, 0), 3), np.float32)
        ink *= np.clip((gaps / gaps.std() + 2.2) * 2, 0, 1)
    if rng.random() < 0.2:
        noise = rng.normal(0, rng.uniform(1, 8), line.shape).astype(np.float32)
        ink += noise * (rng.random(line.shape) < 0.3)
    return (255 - np.clip(ink, 0, 255)).astype(np.uint8)


def skin_tones(lab: Floats) -> Mask:
    """Which CIELAB colors (..., 3) can be skin: light to brown, reddish yellow, of medium chroma."""
    lightness, a, b = lab[..., 0], lab[..., 1], lab[..., 2]
    hue, chroma = np.degrees(np.arctan2(b, a)), np.hypot(a, b)
    return (lightness > 45) & (hue > 20) & (hue < 78) & (chroma > 9) & (chroma < 42)


def to_lab(rgb: Bytes) -> Floats:
    """RGB uint8 (H, W, 3) to CIELAB float32, L in 0..100."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def border_ground(rgb: Bytes, tolerance: int = 12) -> Mask:
    """The near-white paper (H, W) that is joined to the border of a cut-out figure."""
    white = (darkest(rgb) >= 255 - tolerance).astype(np.uint8)
    _, labels = cv2.connectedComponents(white, connectivity=4)
    border = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    ground: Mask = np.isin(labels, border[border > 0])
    return ground


def recolor_by_part(rng: np.random.Generator, rgb: Bytes, clusters: int = 6) -> Bytes:
    """The picture with its color clusters turned to other hues one by one; skin and white paper stay.

    Args:
        rng: the source of chance.
        rgb: uint8 (H, W, 3).
        clusters: how many colors to tell apart.
    """
    lab = to_lab(rgb)
    small = cv2.resize(lab, (48, 48), interpolation=cv2.INTER_AREA).reshape(-1, 3)
    weight = np.array([0.5, 1, 1], np.float32)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 8, 1.0)
    cv2.setRNGSeed(int(rng.integers(2**31)))
    _, _, centers = cv2.kmeans(
        np.ascontiguousarray(small * weight), clusters, np.empty(0), criteria, 1, cv2.KMEANS_PP_CENTERS
    )
    distance = np.stack([((lab * weight - center) ** 2).sum(axis=2) for center in centers])
    label = distance.argmin(axis=0)
    result = lab.copy()
    for index, center in enumerate(centers / weight):
        if skin_tones(center) or (center[0] > 93 and np.hypot(center[1], center[2]) < 6):
            continue
        here = label == index
        turn = rng.uniform(0, 2 * np.pi)
        cos, sin = np.cos(turn) * (gain := rng.uniform(0.6, 1.3)), np.sin(turn) * gain
        a, b = result[here, 1], result[here, 2]
        result[here, 1], result[here, 2] = cos * a - sin * b, sin * a + cos * b
        result[here, 0] = np.clip(result[here, 0] + rng.normal(0, 10), 2, 98)
    out = cv2.cvtColor(result, cv2.COLOR_LAB2RGB)
    return (np.clip(out, 0, 1) * 255).round().astype(np.uint8)


def random_ground(rng: np.random.Generator) -> Bytes:
    """A pale or muted ground color, RGB uint8 (3,)."""
    color = colorsys.hsv_to_rgb(rng.random(), rng.uniform(0, 0.35), rng.uniform(0.55, 1.0))
    return (np.array(color) * 255).astype(np.uint8)
