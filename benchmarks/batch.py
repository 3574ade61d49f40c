"""`nurie batch`: pages a minute with one process and with two, and whether memory stays flat over 200 pages.

Pages are line art of the procedural artist, laid out as comic pages of 1200 x 1700 px. Every run is a process
of its own, start-up included. For memory, 200 pages go through one process, which is looked at after each
page; growth is from the median of pages 21 to 60 to the median of the last 40.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from statistics import median

from commands import OURS, nurie, python
from harness import Limit, Options, Result

PAGES = 24
MANY = 200
SIZE = (1700, 1200)
GROWTH = 5.0
_WARM = 20  # pages before memory is looked at


def draw_pages(folder: str, count: str) -> None:
    """Write comic pages of four panels; ten drawings are enough, in ever new places."""
    import cv2
    import numpy as np

    from nurie.data.drawn import draw

    height, width = SIZE
    panel = height // 2 - 40, width // 2 - 40
    drawings = [cv2.resize(draw(seed, (800, 560)).line, panel[::-1]) for seed in range(10)]
    Path(folder).mkdir()
    for number in range(int(count)):
        page = np.full((height, width), 255, np.uint8)
        for place in range(4):
            top, left = 30 + place // 2 * (panel[0] + 20), 30 + place % 2 * (panel[1] + 20)
            picture = drawings[(number * 3 + place * (1 + number // 10)) % 10]
            page[top : top + panel[0], left : left + panel[1]] = picture
            cv2.rectangle(page, (left, top), (left + panel[1], top + panel[0]), 0, 6)
        cv2.imwrite(f"{folder}/{number:04}.png", page)


def pages_a_minute(
    folder: Path, output: Path, jobs: int, model: Path | None, source: Path = OURS, pages: int = PAGES
) -> float:
    """Color a folder of pages in a process of its own, with the package of a folder."""
    more = ["--model", model.resolve()] if model else []
    run = nurie("batch", folder, "-o", output, "--jobs", jobs, *more, source=source)
    return 60 * pages / run.seconds


def print_memory(folder: str, output: str, model: str) -> None:
    """Color all pages of a folder in this process, and print its resident memory in MB after each."""
    from nurie.batch import local
    from nurie.batch.plan import Wishes, plan
    from nurie.batch.run import Batch
    from nurie.batch.work import BatchOptions as Work
    from nurie.colorize.model import default_threads

    options = Work(Path(model) if model else None)
    target = Path(output)
    whole = Batch(plan([folder], Wishes(target)), target, options, False)

    def tell() -> None:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        print(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, flush=True)

    whole.run(lambda tasks: local.run(tasks, options, 1, default_threads()), tell)


def measure(options: Options) -> Result:
    """Take turns between one process and two, then watch memory."""
    runs: dict[str, list[float]] = {"1 job": [], "2 jobs": []}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        few, many = folder / "few", folder / "many"
        for pages, count in ((few, PAGES), (many, MANY)):
            python("batch.draw_pages", pages, count)
        for turn in range(options.repetitions):
            for jobs, series in enumerate(runs, start=1):
                output = folder / f"{turn}-{jobs}"
                runs[series].append(pages_a_minute(few, output, jobs, options.model))
        model = options.model.resolve() if options.model else ""
        memory = [
            float(line) for line in python("batch.print_memory", many, folder / "memory", model).split()
        ]
    early, late = median(memory[_WARM : 3 * _WARM]), median(memory[-2 * _WARM :])
    limits = [Limit("memory growth over 200 pages", 100 * (late / early - 1), GROWTH, "%")]
    facts: dict[str, object] = {
        "page": f"{SIZE[1]} x {SIZE[0]} px",
        "pages_a_second": median(runs["2 jobs"]) / 60,
        "cores": os.cpu_count(),
        "memory_mb": {"early": early, "late": late, "peak": max(memory)},
    }
    return Result("batch", runs, "pages/min", limits, facts)
