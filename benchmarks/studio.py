"""The studio as a browser sees it: from drop to nine, from stroke to picture, mixes, twenty clients at once.

The studio runs as a process of its own on this machine; the network alone runs warm in another, at the
model's working size with as many threads, to compare with. The first round of everything does not count.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import httpx
from cold_start import model_input
from commands import python
from engines import Engine
from harness import ROOT, Limit, Options, Result

SKETCH = 1000
CLIENTS = 20
SECONDS = 60.0
HINTS = 5
MEMORY = 2500.0  # MB, of the whole process under twenty clients
APART = 2  # rounds that the busiest of twenty clients may have done more than the slowest
STATIC = ROOT / "src" / "nurie" / "studio" / "static"


@contextmanager
def studio(model: Path | None, folder: Path) -> Iterator[tuple[str, int]]:
    """Run `nurie studio`; its address and process number."""
    command = [
        sys.executable,
        "-m",
        "nurie",
        "studio",
        "--no-browser",
        "--port",
        "0",
        "--folder",
        str(folder),
    ]
    command += ["--model", str(model)] if model else []
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    said = process.stderr.readline()
    found = re.search(r"the studio is at (http://\S+)", said)
    if not found:
        raise SystemExit(f"the studio did not start: {said}")
    try:
        yield found[1], process.pid
    finally:
        process.terminate()
        process.wait()


def peak_memory(pid: int) -> float | None:
    """The peak memory of a process in MB, where the system tells it."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return None
    return int(re.search(r"VmHWM:\s+(\d+)", text)[1]) / 1000


def draw(path: Path) -> bytes:
    """A sketch of 1000 px as PNG bytes, drawn in a process of its own."""
    python("sketches.draw_sketch", path)
    return path.read_bytes()


@dataclass
class Client:
    """A browser's part of the conversation."""

    http: httpx.Client
    page: str = ""
    hints: list[dict[str, object]] = field(default_factory=list)
    refusals: int = 0

    def ask(self, method: str, path: str, **body: object) -> httpx.Response:
        """Ask until the studio is not too busy; anything else but success ends the benchmark."""
        while (answer := self.http.request(method, path, **body)).status_code == 429:
            self.refusals += 1
            time.sleep(min(1.0, float(answer.headers["retry-after"])))
        if answer.status_code >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer

    def drop(self, sketch: bytes) -> None:
        """From the sketch to everything that the page shows: lines, colors and nine thumbnails."""
        answer = self.ask("POST", "/api/sessions", content=sketch)
        self.page, self.hints = f"/api/sessions/{answer.json()['id']}", []
        about = self.ask("GET", f"{self.page}/variants").json()
        pictures = [f"{self.page}/lines", f"{self.page}/picture?layer=colors"]
        pictures += [variant["thumbnail"] for variant in about["variants"]]
        with ThreadPoolExecutor(5) as lanes:
            list(lanes.map(lambda path: self.ask("GET", path), pictures))

    def stroke(self, number: int) -> None:
        """From one more hint, the sixth instead of the first, to the new picture."""
        share = (number * 0.137) % 0.8 + 0.1
        points = [[share, 0.4], [share + 0.05, 0.45]]
        hint = {"points": points, "radius": 0.01, "color": f"#{number % 256:02x}60a0"}
        self.hints = [*self.hints, hint][-HINTS:]
        self.ask("PUT", f"{self.page}/hints", json={"hints": self.hints})
        self.ask("GET", f"{self.page}/picture?layer=colors")

    def mix(self, number: int) -> None:
        """From a click on a region to the new picture."""
        regions = [
            {"x": 0.5, "y": 0.3, "from": number % 9 + 1},
            {"x": 0.2, "y": 0.9, "color": f"#40{number % 256:02x}a0"},
        ]
        self.ask("PUT", f"{self.page}/mix", json={"base": 1, "regions": regions})
        self.ask("GET", f"{self.page}/picture?layer=colors")

    def change(self, kind: str, number: int) -> None:
        """From a change of paint to the new picture."""
        color = f"#40{number % 256:02x}a0"
        decisions: dict[str, object] = {
            "light": {"light_from": number * 37 % 360},
            "material": {"character": {"colors": {"hair": color}}},
            "scheme": {"schemes": number + 1},
            "fill": {"mix": {"base": 1, "regions": [{"x": 0.5, "y": 0.3, "color": color}]}},
        }[kind]
        self.ask("PATCH", self.page, json=decisions)
        self.ask("GET", f"{self.page}/picture?layer=colors")


CHANGES = ("light", "material", "scheme", "fill")
CHANGE = 0.15  # s


def processor(pid: int) -> float | None:
    """Seconds that a process has computed, where the system tells it."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def timed(run: object, *arguments: object) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    run(*arguments)  # type: ignore[operator]
    return time.perf_counter() - start


@dataclass
class Crowd:
    """What twenty clients saw."""

    rounds: list[int] = field(default_factory=lambda: [0] * CLIENTS)
    seconds: list[float] = field(default_factory=list)
    strokes: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    refusals: int = 0
    lost: int = 0


def crowd(address: str, sketch: bytes, seconds: float) -> Crowd:
    """Twenty clients at once: each uploads, hints five times and exports, again and again."""
    seen = Crowd()
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        with httpx.Client(base_url=address, timeout=300, trust_env=False) as http:
            client = Client(http)
            try:
                while time.perf_counter() < end:
                    start = time.perf_counter()
                    client.drop(sketch)
                    for step in range(HINTS):
                        seen.strokes.append(timed(client.stroke, number * HINTS + step))
                    exported = client.ask("GET", f"{client.page}/export/png").content
                    kept = client.ask("GET", client.page).json()["hints"]["hints"]
                    seen.lost += len(kept) != HINTS or not exported.startswith(b"\x89PNG")
                    seen.seconds.append(time.perf_counter() - start)
                    seen.rounds[number] += 1
            except Exception as error:
                seen.errors.append(str(error))
            seen.refusals += client.refusals

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


@dataclass
class Turns:
    """Seconds that one client waited, in turns with the bare network, and what else is known of them."""

    network: list[float] = field(default_factory=list)
    drops: list[float] = field(default_factory=list)
    strokes: list[float] = field(default_factory=list)
    mixes: list[float] = field(default_factory=list)
    changes: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in CHANGES})
    computed: dict[str, float] = field(default_factory=lambda: dict.fromkeys(CHANGES, 0.0))
    """Processor seconds of the studio for one change."""


def take_turns(client: Client, sketch: bytes, pid: int, engine: Engine, repetitions: int) -> Turns:
    """Everything that a client does, and the network alone; a first round does not count."""
    client.drop(sketch)
    for number in range(2):
        client.stroke(number)
        client.mix(number)
    seen = Turns()
    for turn in range(repetitions):
        seen.network.append(engine.run())
        seen.drops.append(timed(client.drop, sketch))
        seen.strokes += [timed(client.stroke, 10 * turn + step) for step in range(HINTS)]
        seen.mixes += [timed(client.mix, 10 * turn + step) for step in range(3)]
        for kind in CHANGES:
            before = processor(pid)
            seen.changes[kind] += [timed(client.change, kind, 10 * turn + step) for step in range(5)]
            if before is not None:
                seen.computed[kind] += ((processor(pid) or 0.0) - before) / 5 / repetitions
    return seen


def limits_of(turns: Turns, seen: Crowd, memory: float | None) -> list[Limit]:
    """What was met and what was not."""
    weight = sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file())
    once = median(turns.network)
    limits = [
        Limit("drop to nine", median(turns.drops), 1.5 * once + 0.5, "s"),
        Limit("stroke to picture", median(turns.strokes), 1.3 * once + 0.2, "s"),
        Limit("region to picture", median(turns.mixes), CHANGE, "s"),
        *(Limit(f"{kind} to picture", median(turns.changes[kind]), CHANGE, "s") for kind in CHANGES),
        Limit("page weight", weight / 1e6, 1.0, "MB"),
        Limit("errors of 20 clients but 429", len(seen.errors), 0),
        Limit("works lost of 20 clients", seen.lost, 0),
        Limit("rounds between 20 clients", max(seen.rounds) - min(seen.rounds), APART),
    ]
    if memory is not None:
        limits.append(Limit("peak memory of 20 clients", memory, MEMORY, "MB"))
    return limits


def measure(options: Options) -> Result:
    """Take turns with the bare network, then let the crowd in."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sketch = draw(folder / "sketch.png")
        model, size, threads = model_input(options.model, folder / "input.npy")
        start = time.perf_counter()
        with (
            studio(options.model, folder / "work") as (address, pid),
            httpx.Client(base_url=address, timeout=300, trust_env=False) as http,
        ):
            http.get("/").raise_for_status()
            first_paint = time.perf_counter() - start
            model_at_first_paint = http.get("/api/health").json()["model"]
            engine = Engine("onnx", model, folder / "input.npy", threads)
            turns = take_turns(Client(http), sketch, pid, engine, options.repetitions)
            engine.close()
            calm = peak_memory(pid)
            seen = crowd(address, sketch, SECONDS)
            memory = peak_memory(pid)
    facts: dict[str, object] = {
        "sketch": SKETCH,
        "working_size": size,
        "threads": threads,
        "first_paint_s": first_paint,
        "model_at_first_paint": model_at_first_paint,
        "clients": CLIENTS,
        "rounds_of_each_client": seen.rounds,
        "round_p95_s": percentile(seen.seconds),
        "stroke_p95_s": percentile(seen.strokes),
        "refusals_429": seen.refusals,
        "errors": seen.errors[:5],
        "memory_of_one_client_mb": calm,
        "processor_s_of_a_change": turns.computed,
    }
    runs = {
        "network in ONNX Runtime": turns.network,
        "drop to nine": turns.drops,
        "stroke to picture": turns.strokes,
        "region to picture": turns.mixes,
        **{f"{kind} to picture": turns.changes[kind] for kind in CHANGES},
        "20 clients: a whole round": seen.seconds or [0.0],
        "20 clients: stroke to picture": seen.strokes or [0.0],
    }
    return Result("studio", runs, "s", limits_of(turns, seen, memory), facts)


def percentile(values: list[float]) -> float:
    """The 95th."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else max(values, default=0.0)
