"""What inputs within the default limits may take: processor time and memory of whole `nurie` commands.

Large pages, pages made of dots, and many hints; docs/limits.md states the budget, and `python
docs/make_limits.py` writes there what this found.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from commands import nurie, python
from harness import Limit, Options, Result

LARGE, DOTTED, USUAL = 10_000, 3_000, 1_000
"""Px: the sides of the pages."""
DOTS = 1_000
MOST = 3000.0
"""MB that nothing may take."""
INK = 2500.0
"""MB that a page of 100 megapixels in ink may take."""
SECONDS = 60.0
"""Of one processor, that nothing may take."""


def draw_inputs(folder: str, large: str, dotted: str, usual: str) -> None:
    """Write the pages and hints."""
    import cv2
    import numpy as np

    from nurie.data.drawn import draw

    rng, place = np.random.default_rng(0), Path(folder)
    line = draw(7, (1024, 1024)).line
    for name, side in (("ink", int(large)), ("usual", int(usual))):
        way = cv2.INTER_CUBIC if side > 1024 else cv2.INTER_AREA
        cv2.imwrite(str(place / f"{name}.png"), cv2.resize(line, (side, side), interpolation=way))
    noise = rng.integers(0, 256, (int(large), int(large)), np.uint8)
    cv2.imwrite(str(place / "noise.png"), noise)
    checks = (np.indices((int(dotted), int(dotted))).sum(axis=0) % 2 * 255).astype(np.uint8)
    cv2.imwrite(str(place / "checks.png"), checks)
    brush = np.zeros((int(usual), int(usual), 4), np.uint8)
    middle, radius = int(usual) // 2, int(usual) // 10
    spot = cv2.circle(np.zeros(brush.shape[:2], np.uint8), (middle, middle), radius, 1, cv2.FILLED) > 0
    brush[spot, :3] = rng.normal((120, 80, 200), 12, (int(spot.sum()), 3)).clip(0, 255)
    brush[spot, 3] = 255
    cv2.imwrite(str(place / "brush.png"), brush)
    dots = [
        {"x": float(x), "y": float(y), "radius": 0.002, "color": "#c81e28"} for x, y in rng.random((DOTS, 2))
    ]
    palette = "GIMP Palette\n250 224 205 skin\n90 60 40 hair\n180 40 60 coat\n255 255 255 white\n"
    (place / "palette.gpl").write_text(palette)
    (place / "dots.json").write_text(json.dumps({"format": "nurie-hints", "version": 1, "hints": dots}))


def measure(options: Options) -> Result:
    """Run each command so many times."""
    runs: dict[str, list[float]] = {}
    memory: dict[str, float] = {}
    limits = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        python("limits.draw_inputs", folder, LARGE, DOTTED, USUAL)

        def named(name: str) -> tuple[object, ...]:
            return "--pick", "1", "-o", folder / name, "--overwrite"

        one = named("out.png")
        usual = folder / "usual.png"
        commands: dict[str, tuple[tuple[object, ...], float]] = {
            "ink, 100 MP, one coloring": ((folder / "ink.png", *one), INK),
            "ink, 100 MP, nine": ((folder / "ink.png", "-o", folder / "nine/", "--overwrite"), INK),
            "ink, 100 MP, layers in PSD": ((folder / "ink.png", *named("layers.psd")), MOST),
            "ink, 100 MP, layers in OpenRaster": ((folder / "ink.png", *named("layers.ora")), MOST),
            "ink, 100 MP, WebP": ((folder / "ink.png", *named("page.webp")), MOST),
            "ink, 100 MP, palette": ((folder / "ink.png", "--palette", folder / "palette.gpl", *one), MOST),
            "ink, 100 MP, 1,000 hints": ((folder / "ink.png", "--hints", folder / "dots.json", *one), MOST),
            "noise, 100 MP": ((folder / "noise.png", *one), MOST),
            "checkerboard, 9 MP": ((folder / "checks.png", *one), MOST),
            "1,000 hints": ((usual, "--hints", folder / "dots.json", *one), MOST),
            "a textured brush": ((usual, "--hints", folder / "brush.png", *one), MOST),
            "--size 2048": ((usual, "--size", "2048", *one), MOST),
        }
        for name, (arguments, most) in commands.items():
            taken = [nurie("color", *arguments) for _ in range(options.repetitions)]
            runs[name] = [run.seconds if run.processor is None else run.processor for run in taken]
            limits.append(Limit(f"{name}: time", max(runs[name]), SECONDS, "s"))
            peaks = [run.memory for run in taken if run.memory is not None]
            if peaks:
                memory[name] = max(peaks)
                limits.append(Limit(f"{name}: memory", memory[name], most, "MB"))
    facts = {"sides": (LARGE, DOTTED, USUAL), "dots": DOTS, "memory": memory}
    return Result("limits", runs, "s", limits, facts)
