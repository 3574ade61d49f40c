"""A page of 2480 x 3508 px, from its file to one full-size coloring and to all nine; and where the time goes.

Whole processes of `nurie color` give time and peak memory; a warm process gives the stages.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TypeVar

from commands import nurie, python
from harness import ROOT, Limit, Options, Result

SIZE = (3508, 2480)
MEMORY = 1200.0
T = TypeVar("T")


def draw_page(path: str | Path) -> None:
    """Draw a comic page of panels."""
    sys.path.insert(0, str(ROOT / "tests"))
    import drawn_pages
    from PIL import Image

    Image.fromarray(drawn_pages.panels(1, SIZE)).save(path)


def print_stages(page: str, path: str) -> None:
    """Print the seconds of each stage in this process, as JSON; the first turn only warms up."""
    from nurie import Colorizer, images
    from nurie.colorize.colorization import Colorization
    from nurie.colorize.fullsize import FullSize
    from nurie.colorize.look import look
    from nurie.colorize.materials import decide
    from nurie.export import png
    from nurie.lineart.clean import clean
    from nurie.lineart.layout import find_layout

    times: dict[str, float] = {}

    def clock(name: str, action: Callable[[], T]) -> T:
        start = time.perf_counter()
        result = action()
        times[name] = time.perf_counter() - start
        return result

    colorizer = Colorizer(path or None)
    for _ in range(2):
        picture = clock("decode", lambda: images.load(page))
        cleaned = clock("clean", lambda: clean(picture))  # noqa: B023  (called at once, as all of these)
        lines = cleaned.lines
        layout = clock("layout", lambda: find_layout(lines))  # noqa: B023
        size = colorizer.model.working_size
        seen = clock("network", lambda: look(colorizer.model, lines, layout.panels, size))  # noqa: B023
        parts = seen.parts
        if parts is None:
            raise SystemExit("this model names no materials: use one that does, such as the shipped one.")
        materials = clock("materials", lambda: decide(lines, layout, parts))  # noqa: B023
        coloring = Colorization(picture, cleaned.drawing, lines, layout, seen, materials, (), 1)
        clock("light and colors of one", lambda: coloring.colors(0))  # noqa: B023
        clock("light on another", lambda: coloring.colors(1))  # noqa: B023
        composed = clock("compose another", lambda: coloring.composed(1))  # noqa: B023
        clock("encode one", lambda: png.encode(composed))  # noqa: B023
        geometry = clock("geometry of --finish network", lambda: FullSize(lines, seen.lines.shape, layout))  # noqa: B023
        clock("carry one of --finish network", lambda: geometry(seen.colors[0]))  # noqa: B023
    print(json.dumps(times))


def measure(options: Options) -> Result:
    """Take turns: one coloring, all nine, the stages."""
    runs: dict[str, list[float]] = {"file to one coloring": [], "file to all nine": []}
    memory: dict[str, list[float | None]] = {series: [] for series in runs}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        page, model = folder / "page.png", options.model and options.model.resolve()
        python("page.draw_page", page)  # in a process of its own, so that this one stays small
        more = ["--model", model] if model else []
        nurie("color", page, "--pick", 1, "-o", folder / "warm-up.png", *more)
        for turn in range(options.repetitions):
            one, nine = ["--pick", 1, "-o", folder / f"{turn}.png"], ["-o", folder / str(turn)]
            for series, arguments in zip(list(runs), (one, nine), strict=False):
                run = nurie("color", page, *arguments, *more)
                runs[series].append(run.seconds)
                memory[series].append(run.memory)
            for stage, seconds in json.loads(python("page.print_stages", page, model or "")).items():
                runs.setdefault(f"stage: {stage}", []).append(seconds)

    limits = [
        Limit(
            "carrying a coloring, --finish network",
            median(runs["stage: carry one of --finish network"]),
            median(runs["stage: network"]),
            "s",
        ),
    ]
    peaks = [peak for series in memory.values() for peak in series if peak is not None]
    if peaks:
        limits.append(Limit("peak memory", max(peaks), MEMORY, "MB"))
    return Result("page", runs, "s", limits, {"size": SIZE, "memory_mb": memory})
