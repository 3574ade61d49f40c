"""A character in fixed colors: four corrected pages tune the shipped model, four unseen ones judge it.

The pages are drawn figures, painted in one palette that is none of the nine the model was trained on. Judged
is what `nurie color --finish network` makes of them, where no line lies: coloring 1 against the palette, and
all nine colorings of pages of others against the nine schemes that the model answers with.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np
from harness import ROOT, Limit, Options, Result
from PIL import Image

PAGE = 512
LEARNED, UNSEEN, OTHERS = 4, 4, 6
FIRST = 9_500_000
"""Drawings from here on; no recipe trains on them."""


def page(seed: int, scheme: object) -> tuple[np.ndarray, np.ndarray]:
    """The lines (H, W) and the colors without lines (H, W, 3) of a drawn page."""
    from nurie.data.drawn import draw, paint

    drawing = draw(seed, (PAGE, PAGE))
    return drawing.line, paint(drawing, scheme)


def figures(first: int, count: int) -> list[int]:
    """The next seeds whose drawings show figures: places and pages of panels are of nobody's character."""
    from nurie.data.drawn import draw

    shown = (seed for seed in itertools.count(first) if draw(seed, (64, 64)).kind == "figures")
    return list(itertools.islice(shown, count))


def write_pairs(folder: Path, pages: list[tuple[np.ndarray, np.ndarray]]) -> None:
    """Save pages as an artist would: the sketch, and the picture with its lines."""
    for number, (line, rgb) in enumerate(pages, 1):
        Image.fromarray(line).save(folder / f"{number}.png")
        inked = rgb * (line[..., None] / 255)
        Image.fromarray(inked.astype(np.uint8)).save(folder / f"{number}.color.png")


def error(colors: np.ndarray, line: np.ndarray, truth: np.ndarray) -> float:
    """Mean CIEDE2000 where no line lies."""
    from nurie.color.difference import ciede2000

    paper = line > 200
    return float(ciede2000(colors[paper], truth[paper]).mean())


def judge(model: Path | None, unseen: list[tuple[np.ndarray, np.ndarray]]) -> dict[str, float]:
    """How far a model's colorings lie from the truth."""
    from nurie import Colorizer, ColorOptions
    from nurie.data.drawn import SCHEMES

    colorizer, own = Colorizer(model), ColorOptions(finish="network")
    nine = []
    for line, truth in unseen:
        result = colorizer.color(line, options=own)
        nine.append([error(result.colors(u), line, truth) for u in range(9)])
    others = []
    for seed in figures(FIRST + 1000, OTHERS):
        result = colorizer.color(page(seed, SCHEMES[0])[0], options=own)
        others.append([error(result.colors(u), *page(seed, scheme)) for u, scheme in enumerate(SCHEMES)])
    return {
        "coloring 1": float(np.mean(nine, axis=0)[0]),
        "the best coloring": float(np.mean(nine, axis=0).min()),
        "others, coloring 1": float(np.mean(others, axis=0)[0]),
        "others, colorings 2 to 9": float(np.mean(others, axis=0)[1:].mean()),
    }


def experiment(character: int, more: list[str]) -> tuple[dict[str, float], dict[str, float], str]:
    """What a model knows before and after it was tuned to a character, and what `nurie tune` said."""
    from nurie.data.drawn import random_scheme

    scheme = random_scheme(np.random.default_rng(FIRST + character))
    seeds = figures(FIRST + 20 * character, LEARNED + UNSEEN)
    pages = [page(seed, scheme) for seed in seeds]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_pairs(folder, pages[:LEARNED])
        tuned = folder / "tuned.onnx"
        done = subprocess.run(
            [sys.executable, "-m", "nurie", "tune", str(folder), "-o", str(tuned), *more],
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
            check=True,
        )
        return judge(None, pages[LEARNED:]), judge(tuned, pages[LEARNED:]), done.stdout.strip()


def measure(options: Options, more: list[str] | None = None) -> Result:
    """Tune to as many characters as there are repetitions, and compare the medians."""
    runs: dict[str, list[float]] = {}
    said = []
    for character in range(options.repetitions):
        before, after, words = experiment(character, more or [])
        said.append(words.partition(" ")[2])
        for name in before:
            runs.setdefault(f"{name}, before", []).append(before[name])
            runs.setdefault(f"{name}, after", []).append(after[name])

    def ratio(name: str, against: str | None = None) -> float:
        pairs = zip(runs[f"{name}, after"], runs[f"{against or name}, before"], strict=True)
        return median(after / before for after, before in pairs)

    limits = [
        Limit("unseen pages, coloring 1, after / before", ratio("coloring 1"), 0.5),
        Limit("after / the best coloring before", ratio("coloring 1", "the best coloring"), 0.5),
        Limit("others, colorings 2 to 9, after / before", ratio("others, colorings 2 to 9"), 1.1),
    ]
    facts = {"page": PAGE, "learned": LEARNED, "unseen": UNSEEN, "others": OTHERS, "said": said}
    return Result("tune", runs, "CIEDE2000", limits, facts)
