"""Draws the example sketches: python examples/draw.py. They are free to use (CC0)."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.data.drawn import LineStyle, draw

HERE = Path(__file__).parent
EXAMPLES = {
    "ink": (9_000_113, (1000, 1000), LineStyle(width=0.004, tone=0, pressure=0.8)),
    "pencil": (9_000_129, (1000, 800), LineStyle(width=0.0035, tone=60, pressure=0.9, wobble=0.35)),
    "brush": (9_000_121, (900, 720), LineStyle(width=0.0075, tone=10, pressure=1.0, wobble=0.3)),
    "figure": (9_000_126, (1024, 800), LineStyle(width=0.0025, tone=15, pressure=0.6)),
}


def as_pencil(line: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Soft, grainy strokes on slightly gray paper."""
    rng = np.random.default_rng(7)
    ink = cv2.GaussianBlur(255 - line.astype(np.float32), (0, 0), 0.8)
    grain = cv2.GaussianBlur(rng.uniform(0, 1, line.shape).astype(np.float32), (0, 0), 0.7)
    paper = 250 + rng.normal(0, 1.5, line.shape)
    return np.clip(paper - ink * np.clip(1.6 * grain, 0.3, 1), 0, 255).astype(np.uint8)


for name, (seed, size, style) in EXAMPLES.items():
    line = draw(seed, size, style).line
    cv2.imwrite(str(HERE / f"{name}.png"), as_pencil(line) if name == "pencil" else line)
