"""Regions of drawn pictures with gaps in their lines: nurie, OpenCV's connected components, G'MIC.

Each finds the regions of the same pictures. Quality is the adjusted Rand index against the areas of the
picture before gaps were cut into its lines, and the share of these areas that a leak joined to another. G'MIC
(its "colorize lineart, smart coloring" filter) takes part where `gmic` is installed; its time is that of its
process.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median

import cv2
import numpy as np
from harness import ROOT, Limit, Options, Result

sys.path.insert(0, str(ROOT / "tests"))

import drawn_pages

from nurie.data.drawn import draw
from nurie.lineart.areas import closed_regions
from nurie.lineart.regions import PAPER, segment

SEEDS = range(0, 48, 6)
GAPS = (0, 2, 4, 6)
SIDE = 1024
PAGE = (3508, 2480)
PAGE_LIMIT = 1.5
INDEX_LIMIT = 0.9
SMALLEST_AREA = 200
GMIC = "fx_colorize_lineart_smart 0,95,0,0,0,255,0,0,75,2,60,20,90,1,10,1,0"
"""Random colors, not tied to the regions' sizes; the filter's own defaults for closing lines."""

Method = Callable[[np.ndarray], np.ndarray]


def gmic(lines: np.ndarray) -> np.ndarray:
    """The regions that G'MIC finds: one for each of its random colors."""
    with tempfile.TemporaryDirectory() as temporary:
        sketch, colored = Path(temporary, "sketch.png"), Path(temporary, "colored.pfm")
        cv2.imwrite(str(sketch), lines)
        command = ["gmic", "-v", "-1", str(sketch), "to_rgb", *GMIC.split(), "k[1]", "o", str(colored)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        rgb = np.rint(cv2.imread(str(colored), cv2.IMREAD_UNCHANGED)).astype(np.int64) + 1024
    return np.unique(rgb @ [1, 1 << 12, 1 << 24], return_inverse=True)[1].reshape(lines.shape)


def joined(truth: np.ndarray, regions: np.ndarray) -> float:
    """The share of true areas whose usual region is another area's, too."""
    table = np.zeros((int(truth.max()) + 1, int(regions.max()) + 1))
    np.add.at(table, (truth, regions), 1)
    usual = table[table.sum(axis=1) >= SMALLEST_AREA].argmax(axis=1)
    _, place, count = np.unique(usual, return_inverse=True, return_counts=True)
    return float((count[place] > 1).mean())


def measure(options: Options) -> Result:
    """Quality once, for nothing in it is random; time as often as is asked for, taking turns."""
    methods: dict[str, Method] = {"nurie": segment, "OpenCV connected components": closed_regions}
    if shutil.which("gmic"):
        methods["G'MIC"] = gmic
    pictures = {}
    for seed in SEEDS:
        drawing = draw(seed, (SIDE, SIDE))
        truth = drawn_pages.areas(drawing.parts, drawing.line)
        for gap in GAPS:
            lines = drawn_pages.cut(drawing.line, gap, np.random.default_rng(seed))
            pictures[seed, gap] = lines, truth, (lines > PAPER) & (truth > 0)

    quality: dict[str, dict[str, dict[str, float]]] = {}
    for name, method in methods.items():
        for gap in GAPS:
            found = []
            for seed in SEEDS:
                lines, truth, paper = pictures[seed, gap]
                regions = method(lines)[paper]
                found.append(
                    (drawn_pages.adjusted_rand(truth[paper], regions), joined(truth[paper], regions))
                )
            index, leaks = (mean(values) for values in zip(*found, strict=True))
            quality.setdefault(name, {})[f"gap {gap} px"] = {"adjusted_rand": index, "joined_areas": leaks}

    page = drawn_pages.panels(1, PAGE)
    runs: dict[str, list[float]] = {f"{name}, {SIDE} px": [] for name in methods}
    runs[f"nurie, {PAGE[1]} x {PAGE[0]} px"] = []
    for turn in range(options.repetitions):
        lines = pictures[SEEDS[turn % len(SEEDS)], GAPS[-1]][0]
        for method, series in zip(methods.values(), runs.values(), strict=False):
            series.append(seconds(method, lines))
        runs[f"nurie, {PAGE[1]} x {PAGE[0]} px"].append(seconds(segment, page))
    worst = min(values["adjusted_rand"] for values in quality["nurie"].values())
    limits = [
        Limit("a page's regions", median(runs[f"nurie, {PAGE[1]} x {PAGE[0]} px"]), PAGE_LIMIT, "s"),
        Limit("1 - adjusted Rand index", 1 - worst, 1 - INDEX_LIMIT),
    ]
    return Result("regions", runs, "s", limits, {"pictures": len(SEEDS), "side": SIDE, "quality": quality})


def seconds(method: Method, lines: np.ndarray) -> float:
    """How long a method takes."""
    start = time.perf_counter()
    method(lines)
    return time.perf_counter() - start
