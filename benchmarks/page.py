"""A page of 2480 x 3508 px, from its file to one full-size coloring and to all nine; and where the time goes.

Whole processes of `nurie color` give time and peak memory; a warm process gives the stages.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from harness import ROOT, Limit, Options, Result

SIZE = (3508, 2480)
MEMORY = 1200.0
STAGES = """
import json, sys, time
import numpy as np
from nurie import Colorizer, images
from nurie.colorize import colorizer as pipeline
from nurie.colorize.compose import compose
from nurie.colorize.fullsize import FullSize
from nurie.export import png
from nurie.lineart.clean import clean
from nurie.lineart.regions import segment

def clock(name, action):
    start = time.perf_counter()
    result = action()
    times[name] = time.perf_counter() - start
    return result

colorizer = Colorizer(sys.argv[2] or None)
for turn in range(2):  # the first turn only warms up
    times = {}
    picture = clock("decode", lambda: images.load(sys.argv[1]))
    cleaned = clock("clean", lambda: clean(picture))
    small = clock("reduce", lambda: pipeline.reduce_lines(cleaned.lines, colorizer.model.working_size))
    sketch = np.full((colorizer.model.inputs, *(side + -side % 32 for side in small.shape)), 255, np.float32)
    maps = clock("network", lambda: colorizer.model(sketch))
    maps = np.ascontiguousarray(maps[:, : small.shape[0], : small.shape[1]])
    regions = clock("regions", lambda: segment(cleaned.lines))
    full_size = clock("geometry", lambda: FullSize(cleaned.lines, small.shape, regions))
    colors = clock("carry one", lambda: full_size(maps[0]))
    composed = clock("compose one", lambda: compose(colors, cleaned.drawing))
    clock("encode one", lambda: png.encode(composed))
print(json.dumps(times))
"""


def color(page: Path, arguments: list[str], messages: Path) -> tuple[float, float | None]:
    """The seconds of one `nurie color` and, where the system tells it, its peak memory in MB."""
    command = [sys.executable, "-m", "nurie", "color", str(page), *arguments]
    start = time.perf_counter()
    with messages.open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    memory = None
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    else:
        process.wait()
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"nurie color failed with exit code {process.returncode}: {messages.read_text()}")
    return seconds, memory


def measure(options: Options) -> Result:
    """Take turns: one coloring, all nine, the stages."""
    model = ["--model", str(options.model)] if options.model else []
    runs: dict[str, list[float]] = {"file to one coloring": [], "file to all nine": []}
    memory: dict[str, list[float | None]] = {"one": [], "nine": []}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        page = folder / "page.png"
        code = (
            "import sys; sys.path.insert(0, sys.argv[1])\n"
            "import drawn_pages; from PIL import Image\n"
            "Image.fromarray(drawn_pages.panels(1, (int(sys.argv[3]), int(sys.argv[4])))).save(sys.argv[2])"
        )
        drawing = [sys.executable, "-c", code, str(ROOT / "tests"), str(page), *map(str, SIZE)]
        subprocess.run(drawing, check=True)  # a process of its own, so that this one stays small
        color(page, ["--pick", "1", "-o", str(folder / "warm-up.png"), *model], folder / "log.txt")
        for turn in range(options.repetitions):
            one = ["--pick", "1", "-o", str(folder / f"{turn}.png"), *model]
            for key, series, arguments in (
                ("one", "file to one coloring", one),
                ("nine", "file to all nine", ["-o", str(folder / str(turn)), *model]),
            ):
                seconds, peak = color(page, arguments, folder / "log.txt")
                runs[series].append(seconds)
                memory[key].append(peak)
            command = [
                sys.executable,
                "-c",
                STAGES,
                str(page),
                str(options.model.resolve()) if options.model else "",
            ]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            for stage, seconds in json.loads(done.stdout).items():
                runs.setdefault(f"stage: {stage}", []).append(seconds)

    limits = [
        Limit("carrying a coloring", median(runs["stage: carry one"]), median(runs["stage: network"]), "s"),
    ]
    peaks = [peak for series in memory.values() for peak in series if peak is not None]
    if peaks:
        limits.append(Limit("peak memory", max(peaks), MEMORY, "MB"))
    return Result("page", runs, "s", limits, {"size": SIZE, "memory_mb": memory})
