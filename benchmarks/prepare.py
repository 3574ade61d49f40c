"""`nurie prepare`: pictures a second and core, and what a second process gains.

The pictures are drawn ones of 640 x 512 px in several palettes, with all four kinds of line art; a run is the
whole command from start to manifest. The limit is on the seconds of two processes against those of one.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from commands import nurie
from harness import Limit, Options, Result

DRAWINGS, PALETTES = 80, 9
SIZE = (640, 512)
GAIN = 1.7
"""How many times faster two processes must be."""


def draw(folder: Path) -> int:
    """Write the pictures and return how many they are."""
    from PIL import Image

    from nurie.data.drawn import SCHEMES, draw, paint

    for seed in range(DRAWINGS):
        drawing = draw(seed, SIZE)
        for palette in range(PALETTES):
            picture = Image.fromarray(paint(drawing, SCHEMES[palette]))
            picture.save(folder / f"{seed}_{palette}.webp", quality=90)
    return DRAWINGS * PALETTES


def seconds(pictures: Path, out: Path, workers: int) -> float:
    """How long the command takes."""
    more = ["--overwrite", "--duplicates", -1, "--workers", workers]
    return nurie("prepare", pictures, "-o", out, *more).seconds


def measure(options: Options) -> Result:
    """Take turns and compare the medians."""
    with tempfile.TemporaryDirectory() as temporary:
        pictures, out = Path(temporary, "pictures"), Path(temporary, "shards")
        pictures.mkdir()
        count = draw(pictures)
        taken: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(options.repetitions):
            for workers, values in taken.items():
                values.append(seconds(pictures, out, workers))
        size = sum(path.stat().st_size for path in out.glob("*.tar"))
    runs = {
        f"a core, {workers} process(es)": [count / value / workers for value in values]
        for workers, values in taken.items()
    }
    share = median(taken[2]) / median(taken[1])
    limits = [Limit("seconds, two processes / one", share, 1 / GAIN)]
    facts = {"pictures": count, "size": SIZE, "speed_up": 1 / share, "bytes_a_picture": size // count}
    return Result("prepare", runs, "pictures/s", limits, facts)
