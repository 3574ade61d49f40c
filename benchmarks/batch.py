"""`nurie batch`: pages a minute with one process and with two, and whether memory stays flat over 200 pages.

Pages are line art of the procedural artist, laid out as comic pages of 1200 x 1700 px. Every run is a process
of its own, start-up included. For memory, 200 pages go through one process, which is looked at after each
page; growth is from the median of pages 21 to 60 to the median of the last 40.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from harness import Limit, Options, Result

PAGES = 24
MANY = 200
SIZE = (1700, 1200)
GROWTH = 5.0
_WARM = 20  # pages before memory is looked at


def draw_pages(folder: Path, count: int) -> None:
    """Write comic pages of four panels; ten drawings are enough, in ever new places."""
    code = (
        "import sys\n"
        "import cv2, numpy as np\n"
        "from nurie.data.drawn import draw\n"
        "count, height, width = map(int, sys.argv[2:])\n"
        "panel = height // 2 - 40, width // 2 - 40\n"
        "drawings = [cv2.resize(draw(seed, (800, 560)).line, panel[::-1]) for seed in range(10)]\n"
        "for number in range(count):\n"
        "    page = np.full((height, width), 255, np.uint8)\n"
        "    for place in range(4):\n"
        "        top, left = 30 + place // 2 * (panel[0] + 20), 30 + place % 2 * (panel[1] + 20)\n"
        "        picture = drawings[(number * 3 + place * (1 + number // 10)) % 10]\n"
        "        page[top : top + panel[0], left : left + panel[1]] = picture\n"
        "        cv2.rectangle(page, (left, top), (left + panel[1], top + panel[0]), 0, 6)\n"
        "    cv2.imwrite(f'{sys.argv[1]}/{number:04}.png', page)\n"
    )
    command = [sys.executable, "-c", code, str(folder), str(count), *map(str, SIZE)]
    subprocess.run(command, check=True)


def pages_a_minute(folder: Path, output: Path, jobs: int, model: Path | None) -> float:
    """Color a folder of `PAGES` pages in a process of its own."""
    command = [sys.executable, "-m", "nurie", "batch", str(folder), "-o", str(output), "--jobs", str(jobs)]
    command += ["--model", str(model.resolve())] if model else []
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"nurie batch failed with exit code {done.returncode}: {done.stderr}")
    return 60 * PAGES / seconds


def memory_by_page(folder: Path, output: Path, model: Path | None) -> list[float]:
    """Resident memory in MB after each of `MANY` pages, all in one process."""
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from nurie.batch import local\n"
        "from nurie.batch.plan import Wishes, plan\n"
        "from nurie.batch.run import Batch\n"
        "from nurie.batch.work import Options\n"
        "from nurie.colorize.model import default_threads\n"
        "options = Options(Path(sys.argv[3]) if sys.argv[3] else None)\n"
        "output = Path(sys.argv[2])\n"
        "whole = Batch(plan([sys.argv[1]], Wishes(output)), output, options, False)\n"
        "def tell():\n"
        "    pages = int(Path('/proc/self/statm').read_text().split()[1])\n"
        "    print(pages * os.sysconf('SC_PAGE_SIZE') / 1e6, flush=True)\n"
        "whole.run(lambda tasks: local.run(tasks, options, 1, default_threads()), tell)\n"
    )
    command = [sys.executable, "-c", code, str(folder), str(output), str(model.resolve()) if model else ""]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [float(line) for line in done.stdout.split()]


def measure(options: Options) -> Result:
    """Take turns between one process and two, then watch memory."""
    runs: dict[str, list[float]] = {"1 job": [], "2 jobs": []}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        few, many = folder / "few", folder / "many"
        for pages, count in ((few, PAGES), (many, MANY)):
            pages.mkdir()
            draw_pages(pages, count)
        for turn in range(options.repetitions):
            for jobs, series in enumerate(runs, start=1):
                output = folder / f"{turn}-{jobs}"
                runs[series].append(pages_a_minute(few, output, jobs, options.model))
        memory = memory_by_page(many, folder / "memory", options.model)
    early, late = median(memory[_WARM : 3 * _WARM]), median(memory[-2 * _WARM :])
    limits = [Limit("memory growth over 200 pages", 100 * (late / early - 1), GROWTH, "%")]
    facts: dict[str, object] = {
        "page": f"{SIZE[1]} x {SIZE[0]} px",
        "pages_a_second": median(runs["2 jobs"]) / 60,
        "cores": os.cpu_count(),
        "memory_mb": {"early": early, "late": late, "peak": max(memory)},
    }
    return Result("batch", runs, "pages/min", limits, facts)
