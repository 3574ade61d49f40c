"""Do two colors melt into each other where no line parts them?"""

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask

CLEAR, REACH = 9.0, 8.0
"""Distance from ink from which on hue is judged, and the way over which it may drift, in thousandths of the
long side: all of that way is then paper."""
DRIFT = 4.0
"""How far the CIELAB colors (a, b) at the two ends of that way may lie apart."""


def camouflage(rgb: Bytes, paper: Mask) -> float:
    """Share of the paper away from ink whose hue drifts; 0 where no paper is far enough from ink.

    At each pixel the colors (a, b) of CIELAB (D65) half a `REACH` to the left and to the right are compared,
    and those above and below. The drift is the root of the sum of both squared distances, so that a gradient
    counts the same in every direction; lightness does not count.

    Args:
        rgb: (H, W, 3), 0..255, a coloring without its lines.
        paper: (H, W), where no line lies.
    """
    unit = max(paper.shape) / 1000
    distance = cv2.distanceTransform(paper.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    clear = np.asarray(distance >= CLEAR * unit)
    if not clear.any():
        return 0.0
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    half = max(1, round(REACH * unit / 2))
    hue = cv2.copyMakeBorder(lab[..., 1:], half, half, half, half, cv2.BORDER_REPLICATE)
    across = hue[half:-half, 2 * half :] - hue[half:-half, : -2 * half]
    down = hue[2 * half :, half:-half] - hue[: -2 * half, half:-half]
    drift = np.sqrt(np.square(across).sum(-1) + np.square(down).sum(-1)) * (REACH * unit / (2 * half))
    return float((drift > DRIFT)[clear].mean())
