"""Whole commands against those of an earlier checkout, in turns in one run.

    python benchmarks/run.py earlier --against PATH

Ratios are medians over all turns, of the seconds of this checkout by the other's, or with light by without.
What is done without the network runs warm, in a process for each checkout.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from batch import pages_a_minute
from commands import OURS, Child, nurie, python
from harness import Limit, Options, Result, git

NINE, PAGE = "1000 px to nine files", "2480 x 3508 px to one coloring"
SLOWER = {NINE: 1.25, PAGE: 1.0}
"""How many times the earlier seconds a command may take."""
LIGHT = {NINE: 1.1, PAGE: 1.3}
"""How many times the seconds of `--finish flat` it may take with light."""
MEMORY = {NINE: 400.0, PAGE: 900.0}
"""MB."""
RECOLORED = ("character", "scheme", "material")
"""Ways to recolor, which may take as long as a mix took."""
STROKES = 0.5
"""Seconds that six strokes may take."""
PAGES, PAGES_SHARE = 12, 0.85
"""Comic pages in a book, and how many a minute are colored at least, in times of the earlier number."""
EARLIER, NOW, UNLIT = "earlier", "now", "now, --finish flat"


def draw_strokes(path: str) -> None:
    """Paint six smooth strokes of color on a clear sheet."""
    from PIL import Image, ImageDraw

    sheet = Image.new("RGBA", (4000, 4000), (0, 0, 0, 0))
    pen = ImageDraw.Draw(sheet)
    colors = ("#7a4a2b", "#f4d0b8", "#3c6fb0", "#f2f2f2", "#8f1d3a", "#e8b923")
    for number, color in enumerate(colors):
        x, y = 1400 + 300 * (number % 3), 600 + 2400 * (number // 3)
        pen.line([(x, y), (x + 200, y + 260), (x + 260, y + 420)], fill=color, width=80, joint="curve")
    sheet.resize((1000, 1000), Image.Resampling.LANCZOS).save(path)


def obey(sketch: str, strokes: str) -> None:
    """Color a sketch; then answer each job's name on standard input with the least seconds of three."""
    from nurie import Colorizer, Hints
    from nurie.colorize.mix import Choice, Mix

    coloring = Colorizer().color(sketch)
    mix = Mix(1, (Choice(((0.5, 0.2),), 3), Choice(((0.5, 0.8),), "#2f8f5f")))

    def character() -> None:
        from nurie import Character

        sheet = Character.loads(
            '{"format": "nurie-character", "version": 1, "colors": {"hair": "#7a4a2b", "clothes": "#3c6fb0"}}'
        )
        coloring.with_character(sheet).composed(0)

    def scheme() -> None:
        from nurie.schemes.invent import schemes_of

        coloring.with_schemes(schemes_of(7)).composed(0)

    def material() -> None:
        from nurie.schemes.parts import Part

        coloring.with_materials({1: Part.SCENERY}).composed(0)

    jobs: dict[str, Callable[[], object]] = {
        "mix": lambda: coloring.composed(mix),
        "character": character,
        "scheme": scheme,
        "material": material,
        "strokes": lambda: coloring.with_hints(Hints.load(strokes)).composed(0),
    }
    jobs["mix"]()
    print("ready", flush=True)
    for line in sys.stdin:
        taken = []
        for _ in range(3):
            start = time.perf_counter()
            jobs[line.strip()]()
            taken.append(time.perf_counter() - start)
        print(min(taken), flush=True)


def ratio(ones: list[float], others: list[float]) -> float:
    """The median over all turns of how many times longer one took than the other."""
    return median(one / other for one, other in zip(ones, others, strict=True))


def measure(options: Options) -> Result:
    """Measure all, the first turn not counted."""
    if options.against is None:
        raise SystemExit("earlier compares with another checkout: name its folder by --against PATH.")
    sources = {EARLIER: options.against.resolve() / "src", NOW: OURS}
    runs: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sketch, page, strokes = (folder / f"{name}.png" for name in ("sketch", "page", "strokes"))
        python("sketches.draw_sketch", sketch)
        python("page.draw_page", page)
        python("earlier.draw_strokes", strokes)
        commands = {
            NINE: ["color", sketch, "--overwrite", "-o", folder / "nine"],
            PAGE: ["color", page, "--overwrite", "--pick", 1, "-o", folder / "one.png"],
        }
        limits = _of_commands(commands, sources, options.repetitions, runs)
        limits += _of_recoloring(sketch, strokes, sources, options.repetitions, runs)
        limits += _of_books(folder, sources, options.repetitions, runs)
    against = git("-C", str(options.against.resolve()), "rev-parse", "HEAD")
    return Result("earlier", runs, "s", limits, {"against": against, "pages of a book": PAGES})


def _of_commands(
    commands: dict[str, list[object]], sources: dict[str, Path], turns: int, runs: dict[str, list[float]]
) -> list[Limit]:
    limits = []
    for name, command in commands.items():
        peaks = []
        for turn in range(turns + 1):
            for way in (EARLIER, NOW, UNLIT):
                more = ["--finish", "flat"] if way == UNLIT else []
                run = nurie(*command, *more, source=sources.get(way, OURS))
                if turn:
                    runs.setdefault(f"{name}, {way}", []).append(run.seconds)
                    if run.processor is not None:
                        runs.setdefault(f"{name}, {way}, processor", []).append(run.processor)
                if way == NOW and run.memory is not None:
                    peaks.append(run.memory)
        earlier, now, unlit = (runs[f"{name}, {way}"] for way in (EARLIER, NOW, UNLIT))
        limits += [
            Limit(f"{name}: now / earlier", ratio(now, earlier), SLOWER[name]),
            Limit(f"{name}: with light / without", ratio(now, unlit), LIGHT[name]),
            *([Limit(f"{name}: peak memory", max(peaks), MEMORY[name], "MB")] if peaks else []),
        ]
    return limits


def _of_recoloring(
    sketch: Path, strokes: Path, sources: dict[str, Path], turns: int, runs: dict[str, list[float]]
) -> list[Limit]:
    children = {way: Child("earlier.obey", sketch, strokes, source=source) for way, source in sources.items()}
    for _ in range(turns):
        runs.setdefault("mix, earlier", []).append(float(children[EARLIER].ask("mix")))
        for job in (*RECOLORED, "strokes"):
            runs.setdefault(f"{job}, now", []).append(float(children[NOW].ask(job)))
    for child in children.values():
        child.close()
    mixes = runs["mix, earlier"]
    return [
        *(Limit(f"{job}: now / earlier mix", ratio(runs[f"{job}, now"], mixes), 1.0) for job in RECOLORED),
        Limit("six strokes", median(runs["strokes, now"]), STROKES, "s"),
    ]


def _of_books(
    folder: Path, sources: dict[str, Path], turns: int, runs: dict[str, list[float]]
) -> list[Limit]:
    book = folder / "book"
    python("batch.draw_pages", book, PAGES)
    paces: dict[str, list[float]] = {way: [] for way in sources}
    for turn in range(turns):
        for way, source in sources.items():
            output = folder / f"{way} {turn}"
            paces[way].append(pages_a_minute(book, output, 1, None, source, PAGES))
            runs.setdefault(f"a page of a book, {way}", []).append(60 / paces[way][-1])
    return [Limit("pages a minute: earlier / now", ratio(paces[EARLIER], paces[NOW]), 1 / PAGES_SHARE)]
