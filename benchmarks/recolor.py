"""What an artist waits for after the network has run: new colors, palettes, mixes; and cleaning before it.

One 1000 px drawing, its painted colors in place of the network's, everything in this process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from harness import Limit, Options, Result

SIDE = 1000
RECOLOR = 0.1
CLEAN = 0.015


def measure(options: Options) -> Result:
    """Take turns, so that a busy moment of the machine meets them all; the first turn does not count."""
    import numpy as np

    from nurie.colorize.flats import flatten
    from nurie.colorize.mix import Choice, Mix, chosen
    from nurie.colorize.palette import Palette, snapped
    from nurie.colorize.recolor import recolor
    from nurie.data.drawn import SCHEMES, LineStyle, draw, paint
    from nurie.images import Picture
    from nurie.lineart.clean import clean
    from nurie.lineart.regions import segment

    drawing = draw(3, (SIDE, SIDE), LineStyle(tone=0))
    colors = paint(drawing, SCHEMES[0])
    regions = segment(drawing.line)
    picture = Picture(np.dstack([drawing.line] * 3))
    palette = Palette.from_image(paint(drawing, SCHEMES[1]), 8)
    numbers = range(1, int(regions.max()) + 1)
    largest = int(np.bincount(regions.ravel()).argmax())
    mix = Mix(1, (Choice(((0.5, 0.2),), 3), Choice(((0.5, 0.8),), "#2f8f5f")))

    work: dict[str, Callable[[], object]] = {
        "recolor the largest region": lambda: recolor(colors, regions, {largest: "#2f8f5f"}),
        "recolor every region": lambda: recolor(colors, regions, dict.fromkeys(numbers, "#2f8f5f")),
        "snap to a palette of 8": lambda: snapped(flatten(colors, regions), palette),
        "mix of three": lambda: chosen(mix, lambda index: colors, regions),
        "clean black on white": lambda: clean(picture),
    }
    runs: dict[str, list[float]] = {name: [] for name in work}
    for turn in range(options.repetitions + 1):
        for name, run in work.items():
            start = time.perf_counter()
            run()
            if turn:
                runs[name].append(time.perf_counter() - start)

    limits = [
        Limit(name, median(seconds), CLEAN if name.startswith("clean") else RECOLOR, "s")
        for name, seconds in runs.items()
    ]
    return Result("recolor", runs, "s", limits, {"px": SIDE, "regions": len(numbers)})
