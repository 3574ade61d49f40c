"""How lines look: width, tone, pressure, gaps and wobble."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class LineStyle:
    """One artist's line."""

    width: float = 0.004
    """Line width as a share of the picture's long side, 0.0015..0.008."""
    tone: int = 20
    """Gray of the ink, 0 (black) to 120."""
    pressure: float = 0.6
    """How strongly a line swells and tapers, 0..1."""
    gaps: float = 0.0
    """Probability that a line has a small break, 0..1."""
    wobble: float = 0.2
    """Unsteadiness of the hand, 0..1."""


def random_style(rng: np.random.Generator) -> LineStyle:
    """Draw a style: mostly dark, clean lines of middle width, at times thin, gray, broken or shaky."""
    width = float(np.clip(rng.lognormal(np.log(0.0042), 0.35), 0.0015, 0.008))
    tone = int(rng.integers(0, 40)) if rng.random() < 0.7 else int(rng.integers(40, 121))
    pressure = float(rng.uniform(0.1, 1.0))
    gaps = float(rng.uniform(0.03, 0.3)) if rng.random() < 0.25 else 0.0
    wobble = float(rng.uniform(0.0, 0.35)) if rng.random() < 0.75 else float(rng.uniform(0.35, 1.0))
    return LineStyle(width, tone, pressure, gaps, wobble)
