"""Line art made ill on purpose."""

import numpy as np


def on_white(lines: np.ndarray) -> np.ndarray:
    """(H, W) to (H, W, 3)."""
    return np.dstack([lines] * 3)


def inked(lines: np.ndarray, paper: tuple[int, int, int], ink: tuple[int, int, int]) -> np.ndarray:
    """The page drawn with another ink on other paper."""
    share = lines[..., None] / 255.0
    return np.rint(np.array(ink) + share * (np.array(paper) - np.array(ink))).astype(np.uint8)


def photographed(lines: np.ndarray, darkest: float = 0.55, noise: float = 2.0) -> np.ndarray:
    """Warm paper, light that falls off toward a corner, and the noise of a camera."""
    y, x = np.mgrid[0 : 1 : lines.shape[0] * 1j, 0 : 1 : lines.shape[1] * 1j]
    light = 1 - (1 - darkest) * x * y
    page = inked(lines, (240, 232, 214), (8, 8, 8)) * light[..., None]
    grain = np.random.default_rng(0).normal(0, noise, page.shape)
    return (page + grain).clip(0, 255).astype(np.uint8)


def screentone(shape: tuple[int, int], period: float, share: float) -> np.ndarray:
    """(H, W) bytes: black dots at 45 degrees, so large that they cover the share of the page."""
    y, x = np.mgrid[: shape[0], : shape[1]] * (np.pi * np.sqrt(2) / period)
    wave = np.cos(x + y) + np.cos(x - y)
    return np.where(wave > np.quantile(wave, 1 - share), 0, 255).astype(np.uint8)


def over_blue_pencil(lines: np.ndarray, sketch: np.ndarray) -> np.ndarray:
    """Ink over another drawing in light blue pencil; both let the light of the other through."""
    return np.rint(inked(sketch, (255, 255, 255), (150, 200, 245)) * (lines[..., None] / 255.0)).astype(
        np.uint8
    )
