"""A whole `nurie color` of a 1000 px sketch against the bare time of its network in ONNX Runtime.

The process starts, loads the shipped model, colors and writes nine pictures of the sketch's own size; the
network runs warm in a process of its own, at the model's working size, with as many threads. They take turns.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from engines import Engine
from harness import Limit, Options, Result

SKETCH = 1000
TIMES_NETWORK = 2.5
START_UP = 0.7
MEMORY = 700.0


def model_input(model: Path | None, picture: Path) -> tuple[Path, int, int]:
    """The model, its working size and nurie's number of threads; write an input of that size.

    A process of its own finds them, so that this one stays small: the peak memory that the system reports for
    a child is at least its parent's.
    """
    code = (
        "import sys, numpy\n"
        "from pathlib import Path\n"
        "from nurie.colorize.model import Model, default_model, default_threads\n"
        "path = sys.argv[2] or default_model()\n"
        "model = Model(Path(path), 1)\n"
        "size = model.working_size\n"
        "numpy.save(sys.argv[1], numpy.full((1, model.inputs, size, size), 255, numpy.float32))\n"
        "print(path, size, default_threads(), sep='\\n')\n"
    )
    command = [sys.executable, "-c", code, str(picture), str(model.resolve()) if model else ""]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    path, size, threads = done.stdout.splitlines()
    return Path(path), int(size), int(threads)


def color(sketch: Path, output: Path, model: Path | None) -> tuple[float, float | None]:
    """The seconds of one whole process and, where the system tells it, its peak memory in MB."""
    command = [sys.executable, "-m", "nurie", "color", str(sketch), "-o", str(output)]
    command += ["--model", str(model)] if model else []
    messages = output.with_suffix(".txt")
    start = time.perf_counter()
    with messages.open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        unit = 1 if sys.platform == "darwin" else 1024
        memory = usage.ru_maxrss * unit / 1e6
    else:
        process.wait()
        memory = None
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"nurie color failed with exit code {process.returncode}: {messages.read_text()}")
    written = [path for path in output.rglob("*.png") if path.stem in "123456789"]
    if len(written) != 9:
        raise SystemExit(f"nurie color wrote {len(written)} of nine pictures.")
    return seconds, memory


def measure(options: Options) -> Result:
    """Take turns and compare the medians; the first whole process, with cold disks, does not count."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sketch = folder / "sketch.png"
        subprocess.run(
            [sys.executable, "-c", "import sys, sketches; sketches.draw_sketch(*sys.argv[1:])", sketch],
            check=True,
            cwd=Path(__file__).parent,
        )
        picture = folder / "input.npy"
        model, size, threads = model_input(options.model, picture)
        engine = Engine("onnx", model, picture, threads)
        color(sketch, folder / "warm-up", options.model)
        network, whole, memory = [], [], []
        for turn in range(options.repetitions):
            network.append(engine.run())
            seconds, peak = color(sketch, folder / str(turn), options.model)
            whole.append(seconds)
            memory.append(peak)
        engine.close()

    allowed = TIMES_NETWORK * median(network) + START_UP
    limits = [Limit("nurie color", median(whole), allowed, "s")]
    facts: dict[str, object] = {
        "sketch": SKETCH,
        "working_size": size,
        "threads": threads,
        "ratio": median(whole) / median(network),
        "ratio_without_start_up": (median(whole) - START_UP) / median(network),
        "memory_mb": memory,
    }
    if None not in memory:
        limits.append(Limit("peak memory", max(memory), MEMORY, "MB"))
    runs = {"network in ONNX Runtime": network, "nurie color": whole}
    return Result("cold_start", runs, "s", limits, facts)
