"""The studio in a browser: frames while a large page with many strokes moves, many pages at once, memory.

Debian's Chromium without a screen draws with the processor, so a frame here is the slowest that one will see.
Beside the clock, the processor time of all of the browser's processes is told: other work changes it little.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx
import numpy as np
from commands import python
from harness import Limit, Options, Result
from PIL import Image
from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright
from studio import studio

A4 = (2480, 3508)
STROKES = 200
PAGES = 12
OPENED = 50
FRAME = 20.0  # ms
PATIENCE = 120_000  # ms
POINTS = 40  # of a stroke

FRAMES = """async ([kind, count]) => {
    const canvas = document.getElementById("canvas");
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const taken = [];
    for (let step = 0; step < count; step++) {
        const back = step % 40 < 20 ? 1 : -1;
        const way = kind === "pan" ? { deltaX: 6 * back, deltaY: 4 * back } : { deltaY: -20 * back };
        canvas.dispatchEvent(new WheelEvent("wheel", { ...at, ...way }));
        const start = performance.now();
        await frame();
        await frame();
        taken.push((performance.now() - start) / 2);
    }
    return taken;
}"""
"""Milliseconds of each frame while the page is panned or zoomed, back and forth."""


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("there is no chromium: apt-get install chromium.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--enable-precise-memory-info"]
        )
        yield chromium
        chromium.close()


def ready(page: Page) -> None:
    """Wait until a page is colored and everything is saved."""
    expect(page.locator("#nine img")).to_have_count(9, timeout=PATIENCE)
    expect(page.locator("#canvas")).to_have_attribute("aria-busy", "false", timeout=PATIENCE)
    expect(page.locator("#status")).to_have_attribute("data-kind", "good", timeout=PATIENCE)


def processor(devtools: CDPSession) -> float:
    """Seconds that all processes of the browser have computed."""
    return sum(process["cpuTime"] for process in devtools.send("SystemInfo.getProcessInfo")["processInfo"])


def strokes(count: int) -> list[dict[str, object]]:
    """Wavy strokes all over a page."""
    chance = random.Random(1)
    drawn = []
    for _ in range(count):
        x, y = chance.uniform(0.05, 0.7), chance.uniform(0.05, 0.9)
        points = [[x + 0.005 * step, y + 0.01 * chance.random() + 0.0005 * step] for step in range(POINTS)]
        drawn.append({"points": points, "radius": 0.006, "color": f"#{chance.randrange(1 << 24):06x}"})
    return drawn


def frames(chromium: Browser, address: str, sketch: bytes, count: int, number: int) -> dict[str, object]:
    """Milliseconds a frame, by the clock and of the processors, of a page with so many strokes."""
    devtools = chromium.new_browser_cdp_session()
    with httpx.Client(base_url=address, timeout=300, trust_env=False) as http:
        id = http.post("/api/sessions?name=large.png", content=sketch).json()["id"]
        http.put(f"/api/sessions/{id}/hints", json={"hints": strokes(count)}).raise_for_status()
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/#{id}")
    ready(page)
    page.wait_for_timeout(500)
    found: dict[str, object] = {}
    for kind in ("pan", "zoom"):
        page.evaluate(FRAMES, [kind, 20])
        start = processor(devtools)
        taken = page.evaluate(FRAMES, [kind, number])
        found[kind] = taken
        found[f"{kind}_processor"] = 1000 * (processor(devtools) - start) / number / 2
    page.close()
    return found


def many_pages(chromium: Browser, address: str, sketch: Path, folder: Path) -> tuple[float, float, float]:
    """Seconds from the drop of twelve pages until the first, and all, are to be used, and all are colored."""
    files = []
    for number in range(PAGES):
        files.append(folder / f"page {number}.png")
        shutil.copy(sketch, files[-1])
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    expect(page.locator("#welcome")).to_be_visible(timeout=PATIENCE)
    start = time.perf_counter()
    page.set_input_files("#files", files)
    expect(page.locator("#canvas")).to_have_attribute("aria-busy", "false", timeout=PATIENCE)
    first = time.perf_counter() - start
    expect(page.locator("#strip .tab")).to_have_count(PAGES, timeout=PATIENCE)
    every = time.perf_counter() - start
    ids = page.locator("#strip .tab").evaluate_all("(all) => all.map((tab) => tab.dataset.id)")
    with httpx.Client(base_url=address, timeout=300, trust_env=False) as http:
        for id in ids:
            http.get(f"/api/sessions/{id}/variants").raise_for_status()
    colored = time.perf_counter() - start
    page.context.close()
    return first, every, colored


def held(devtools: CDPSession) -> float:
    """Megabytes of all that the page's scripts hold, less their machine code, which grows as they warm up."""
    chunks: list[str] = []
    devtools.on("HeapProfiler.addHeapSnapshotChunk", lambda event: chunks.append(event["chunk"]))
    devtools.send("HeapProfiler.collectGarbage")
    devtools.send("HeapProfiler.takeHeapSnapshot")
    snapshot = json.loads("".join(chunks))
    fields = snapshot["snapshot"]["meta"]["node_fields"]
    kinds = snapshot["snapshot"]["meta"]["node_types"][0]
    nodes = np.array(snapshot["nodes"]).reshape(-1, len(fields))
    apart = [kinds.index("code"), kinds.index("native")]
    counted = ~np.isin(nodes[:, fields.index("type")], apart)
    return float(nodes[counted, fields.index("self_size")].sum() / 1e6)


def heap(chromium: Browser, address: str, sketch: Path) -> list[float]:
    """Megabytes of the page's memory after each ten of fifty pages that were opened, closed and deleted."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.on("dialog", lambda question: question.accept())
    page.goto(address)
    seen = []
    for number in range(1, OPENED + 1):
        page.set_input_files("#files", sketch)
        expect(page.locator("#nine img")).to_have_count(9, timeout=PATIENCE)
        ready(page)
        page.click("#strip .tab .icon")
        expect(page.locator("#welcome")).to_be_visible(timeout=PATIENCE)
        if number % 10 == 0:
            page.click("#delete-all")  # else the list of what was closed grows
            expect(page.locator("#closed")).to_be_hidden(timeout=PATIENCE)
            devtools = page.context.new_cdp_session(page)
            seen.append(held(devtools))
            devtools.detach()
    page.context.close()
    return seen


def measure(options: Options) -> Result:
    """Everything in one studio, one after the other."""
    with tempfile.TemporaryDirectory() as temporary, browser() as chromium:
        folder = Path(temporary)
        sketch = folder / "sketch.png"
        python("sketches.draw_sketch", sketch)
        large = folder / "large.png"
        Image.open(sketch).resize(A4).save(large)
        with studio(options.model, folder / "work") as (address, _):
            none, some, twice = (
                frames(chromium, address, large.read_bytes(), count, 20 * options.repetitions)
                for count in (0, STROKES, 2 * STROKES)
            )
            first, every, colored = many_pages(chromium, address, sketch, folder)
            megabytes = heap(chromium, address, sketch)
    runs = {f"{kind}, {STROKES} strokes": some[kind] for kind in ("pan", "zoom")}
    limits = [Limit(f"{name}: a frame", median(taken), FRAME, "ms") for name, taken in runs.items()]
    limits += [
        Limit(f"{PAGES} pages at once: usable after the first", every - first, 3.0, "s"),
        Limit("heap after fifty pages, against that after ten", megabytes[-1] / megabytes[0], 1.05),
    ]
    facts: dict[str, object] = {
        "processor_ms_a_frame": {
            str(count): {kind: found[f"{kind}_processor"] for kind in ("pan", "zoom")}
            for count, found in ((0, none), (STROKES, some), (2 * STROKES, twice))
        },
        "frame_ms_of_400_strokes": {kind: median(twice[kind]) for kind in ("pan", "zoom")},
        "frame_ms_without_strokes": {kind: median(none[kind]) for kind in ("pan", "zoom")},
        "first_of_twelve_s": first,
        "twelve_colored_s": colored,
        "heap_mb_after_each_ten_pages": megabytes,
    }
    return Result("browser", runs, "ms", limits, facts)
