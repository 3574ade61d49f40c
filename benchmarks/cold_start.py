"""A whole `nurie color` of a 1000 px sketch against the bare time of its network in ONNX Runtime.

The process starts, loads the shipped model, colors and writes nine pictures of the sketch's own size; the
network runs warm in a process of its own, at the model's working size, with as many threads. They take turns.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from commands import Run, nurie, python
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
    path, size, threads = python("cold_start.write_input", picture, model.resolve() if model else "").split(
        "\n"
    )
    return Path(path), int(size), int(threads)


def write_input(picture: str, path: str) -> None:
    """Write what the network is shown, and print what :func:`model_input` returns."""
    import numpy as np

    from nurie.colorize.model import Model, default_model, default_threads

    model = Model(Path(path) if path else default_model(), 1)
    side = model.working_size
    np.save(picture, np.full((1, model.inputs, side, side), 255, np.float32))
    print(model.path, side, default_threads(), sep="\n", end="")


def color(sketch: Path, output: Path, model: Path | None) -> Run:
    """Color a sketch nine ways in a whole process."""
    run = nurie("color", sketch, "-o", output, *(["--model", model] if model else []))
    written = [path for path in output.rglob("*.png") if path.stem in "123456789"]
    if len(written) != 9:
        raise SystemExit(f"nurie color wrote {len(written)} of nine pictures.")
    return run


def measure(options: Options) -> Result:
    """Take turns and compare the medians; the first whole process, with cold disks, does not count."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sketch = folder / "sketch.png"
        python("sketches.draw_sketch", sketch)
        picture = folder / "input.npy"
        model, size, threads = model_input(options.model, picture)
        engine = Engine("onnx", model, picture, threads)
        color(sketch, folder / "warm-up", options.model)
        network, whole, memory = [], [], list[float]()
        for turn in range(options.repetitions):
            network.append(engine.run())
            run = color(sketch, folder / str(turn), options.model)
            whole.append(run.seconds)
            if run.memory is not None:
                memory.append(run.memory)
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
    if memory:
        limits.append(Limit("peak memory", max(memory), MEMORY, "MB"))
    runs = {"network in ONNX Runtime": network, "nurie color": whole}
    return Result("cold_start", runs, "s", limits, facts)
