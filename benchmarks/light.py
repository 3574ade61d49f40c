"""Light worked out from line art against the artist's own: overlap of shadows, how much is shaded, and time.

Drawings by the procedural artist that no recipe trains on, lit from where their artist's sun stood; each
region has the part that most of its paper has.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import mean
from typing import TYPE_CHECKING

from harness import Limit, Options, Result

if TYPE_CHECKING:
    import numpy as np

FIGURES = 28
FIRST_SEED = 9_600_000
SIZE = 800
TIMED = (1000, 1000), (3508, 2480)
OFFSETS = 0.010, 0.015, 0.020, 0.030
"""Of the page: how far outlines are moved for a plain offset; the best is what light is compared with."""


def divided(lines: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The part of each region that most of its paper has, at each pixel, and the regions."""
    import numpy as np

    from nurie.lineart.regions import segment
    from nurie.schemes import PART_COUNT

    regions = segment(lines)
    keys = (regions * PART_COUNT + labels).ravel()
    votes = np.bincount(keys, lines.ravel() > 128, (int(regions.max()) + 1) * PART_COUNT)
    return votes.reshape(-1, PART_COUNT).argmax(axis=1).astype(np.uint8)[regions], regions


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    """Intersection over union of two masks."""
    return float((one & other).sum() / max((one | other).sum(), 1))


def compare() -> tuple[dict[str, list[float]], list[float], list[float]]:
    """Light every drawing.

    Returns:
        Overlaps with the artist's shadow, of light and of each offset; the share of each figure that is
        shaded; the share that light from behind changes.
    """
    import cv2
    import numpy as np

    from nurie.colorize.light import Light, shade
    from nurie.data.drawn import draw
    from nurie.data.drawn.picture import random_kind
    from nurie.data.drawn.styles import random_style
    from nurie.schemes import Part

    overlaps: dict[str, list[float]] = {"light": []} | {f"offset {share:.1%}": [] for share in OFFSETS}
    covered, turned = [], []
    seed = FIRST_SEED
    while len(covered) < FIGURES:
        seed += 1
        drawn = draw(seed, (SIZE, SIZE))
        if drawn.kind != "figures":
            continue
        rng = np.random.default_rng(seed)
        random_style(rng)
        random_kind(rng)
        side = -0.6 if rng.random() < 0.6 else 0.6
        angle = float(np.degrees(np.arctan2(side, 0.8)) % 360)
        parts, regions = divided(drawn.line, drawn.parts)
        figure = (drawn.line > 128) & ~np.isin(parts, (Part.GROUND, Part.SCENERY, Part.BUBBLE, Part.PROP))
        ours, opposite = (
            (shade(parts, regions, drawn.line, Light(angle=way)).shadow > 127) & figure
            for way in (angle, (angle + 180) % 360)
        )
        artist = (drawn.shadow > 127) & figure
        overlaps["light"].append(overlap(ours, artist))
        for share, series in zip(OFFSETS, list(overlaps.values())[1:], strict=True):
            shift = np.array([[1, 0, side * share * SIZE], [0, 1, -0.8 * share * SIZE]])
            moved = cv2.warpAffine(
                parts, shift, (SIZE, SIZE), flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE
            )
            series.append(overlap((moved != parts) & figure, artist))
        covered.append(float(ours.sum() / figure.sum()))
        turned.append(1 - overlap(ours, opposite))
    return overlaps, covered, turned


def measure(options: Options) -> Result:
    """Light every drawing, then time one at two sizes."""
    import cv2
    import numpy as np

    from nurie.colorize.light import Light, shade
    from nurie.data.drawn import SCHEMES, draw

    overlaps, covered, turned = compare()

    def seconds(work: Callable[[], object]) -> float:
        taken = []
        for _ in range(options.repetitions):
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
        return min(taken)

    facts: dict[str, object] = {
        "figures": FIGURES,
        "shaded, least and most": [round(min(covered), 3), round(max(covered), 3)],
        "changed by light from behind, least": round(min(turned), 3),
    }
    cv2.setNumThreads(1)
    for size in TIMED:
        drawn = draw(FIRST_SEED + 1, (1000, 1000 * size[1] // size[0]))
        lines = cv2.resize(drawn.line, size[::-1], interpolation=cv2.INTER_CUBIC)
        parts, regions = divided(lines, cv2.resize(drawn.parts, size[::-1], interpolation=cv2.INTER_NEAREST))
        flats = np.rint(SCHEMES[1].table()).astype(np.uint8)[parts]
        shading = shade(parts, regions, lines, Light())
        name = f"CPU seconds at {size[1]} x {size[0]}"
        facts[f"{name}, worked out"] = round(seconds(lambda: shade(parts, regions, lines, Light())), 3)  # noqa: B023
        facts[f"{name}, one coloring"] = round(seconds(lambda: shading.on(flats)), 3)  # noqa: B023
    best = max(mean(series) for name, series in overlaps.items() if name != "light")
    limits = [Limit("best offset / light", best / mean(overlaps["light"]), 0.95)]
    return Result("light", overlaps, "intersection over union", limits, facts)
