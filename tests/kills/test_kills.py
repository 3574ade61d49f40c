"""Processes that are killed, or stopped by Ctrl-C, at random moments: what is there is whole, and the next
run finishes it.

``NURIE_KILLS=30`` tries so many moments of each command, and not a few.
"""

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

import nurie

MOMENTS = int(os.environ.get("NURIE_KILLS", "1"))
PROGRAM = "import nurie.__main__ as command; print('begun', flush=True); command.main()"
ENVIRONMENT = os.environ | {
    "PYTHONPATH": str(Path(nurie.__file__).parents[1]),
    "OMP_NUM_THREADS": "1",
}
RECIPE = """
name = "tiny"
output = "run"
working_size = 64
[model]
width = 2
inputs = 5
[data]
batch = 2
sizes = [[32, 32]]
hints = 0.5
workers = 1
[[data.sources]]
kind = "drawn"
count = 2
side = 64
[loss]
[optimizer]
steps = 12
rate = 1e-3
precision = "float32"
device = "cpu"
threads = 1
log_every = 4
checkpoint_every = 4
"""


@dataclass(frozen=True)
class Command:
    """A command to kill.

    Attributes:
        arguments: of the run that is killed.
        again: of the run that finishes it.
        results: the patterns of the files that must be the old ones or the new ones at any moment.
        prepare: puts into an empty folder what the command needs.
    """

    arguments: tuple[str, ...]
    again: tuple[str, ...]
    results: tuple[str, ...]
    prepare: Callable[[Path], None]


def picture(seed: int) -> np.ndarray:
    """(120, 100, 3) bytes: some boxes in color."""
    rng = np.random.default_rng(seed)
    page = np.full((120, 100, 3), 250, np.uint8)
    for _ in range(4):
        (x, y), color = rng.integers(5, 60, 2), rng.integers(0, 255, 3)
        cv2.rectangle(page, (int(x), int(y)), (int(x) + 30, int(y) + 40), [int(c) for c in color], -1)
        cv2.rectangle(page, (int(x), int(y)), (int(x) + 30, int(y) + 40), (0, 0, 0), 2)
    return page


def sketches(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number}.png" for number in range(1, count + 1)]
    for path in paths:
        gray = cv2.cvtColor(picture(int(path.stem)), cv2.COLOR_BGR2GRAY)
        cv2.imwrite(str(path), np.where(gray < 40, 0, 255).astype(np.uint8))
    return paths


def one_sketch_and_an_old_result(folder: Path) -> None:
    sketches(folder, 1)
    (folder / "1.nurie").mkdir()
    for name in (*(f"{number}.png" for number in range(1, 10)), "sheet.png"):
        (folder / "1.nurie" / name).write_bytes(b"old")


def a_book(folder: Path) -> None:
    (folder / "pages").mkdir()
    with zipfile.ZipFile(folder / "book.cbz", "w") as book:
        for path in sketches(folder / "pages", 5):
            book.writestr(zipfile.ZipInfo(path.name), path.read_bytes())


def art(folder: Path) -> None:
    (folder / "art").mkdir()
    for number in range(12):
        cv2.imwrite(str(folder / "art" / f"{number}.png"), picture(number))


def a_recipe(folder: Path) -> None:
    (folder / "tiny.toml").write_text(RECIPE)


BATCH = ("batch", "book.cbz", "pages", "-o", "out/", "--model", "model.onnx", "--jobs", "2", "--threads", "1")
PREPARE = ("prepare", "art", "-o", "out", "--minimum", "32", "--size", "64", "--shard", "4", "--workers", "2")
COMMANDS = {
    "color": Command(
        ("color", "1.png", "--overwrite", "--model", "model.onnx"),
        ("color", "1.png", "--overwrite", "--model", "model.onnx"),
        ("1.nurie/*.png",),
        one_sketch_and_an_old_result,
    ),
    "batch": Command(BATCH, BATCH, ("out/**/*.png", "out/*.cbz"), a_book),
    "prepare": Command(PREPARE, PREPARE, ("out/**/*.tar", "out/manifest.json"), art),
    "train": Command(
        ("train", "tiny.toml"),
        ("train", "tiny.toml", "--resume"),
        (),  # state.pt and its like change from step to step
        a_recipe,
    ),
}


@pytest.fixture(scope="module", params=COMMANDS)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator:
    """A command, a folder in which it ran undisturbed, and how long that took."""
    if request.param in ("prepare", "train"):
        pytest.importorskip("torch")
    command = COMMANDS[request.param]
    folder = ready(tmp_path_factory.mktemp(request.param) / "whole", command, model)
    begun = time.monotonic()
    process = started(folder, command.arguments)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    return command, folder, time.monotonic() - begun


def ready(folder: Path, command: Command, model: Path) -> Path:
    folder.mkdir()
    command.prepare(folder)
    (folder / "model.onnx").write_bytes(model.read_bytes())
    for path in folder.rglob("*"):  # the stamps of sources are part of what is noted
        os.utime(path, (10**9, 10**9))
    return folder


def started(folder: Path, arguments: tuple[str, ...]) -> "subprocess.Popen[str]":
    """Start a command in a group of its own, as a shell does, and wait until nurie's own program begins."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    return process


def contents(folder: Path) -> dict[str, bytes]:
    """All files that stay, by name: a log tells of speed, and journals of the moments at which runs began."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("log.jsonl", ".nurie-batch.jsonl")
    }


def assert_old_or_new(folder: Path, whole: Path, command: Command) -> None:
    for pattern in command.results:
        for path in folder.glob(pattern):
            if not any(part.startswith(".") for part in path.relative_to(folder).parts):
                new = (whole / path.relative_to(folder)).read_bytes()
                assert path.read_bytes() in (b"old", new), path


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGINT], ids=["killed", "stopped"])
def test_what_is_there_is_whole_and_the_next_run_finishes_it(
    whole: tuple[Command, Path, float], tmp_path: Path, model: Path, way: signal.Signals
) -> None:
    command, finished, seconds = whole
    chance = random.Random(f"{command.arguments[0]} {way}")
    for number in range(MOMENTS):
        folder = ready(tmp_path / str(number), command, model)
        process = started(folder, command.arguments)
        moment = chance.uniform(0, seconds)
        time.sleep(moment)
        os.killpg(process.pid, way)
        _, told = process.communicate(timeout=60)
        where = f"{way.name} after {moment:.3f} of {seconds:.3f} s:\n{told}"
        assert process.returncode in (0, -9 if way is signal.SIGKILL else 130), where
        assert "Traceback" not in told, where
        if process.returncode == 130:
            assert told.count("nurie: stopped") == 1, where
            assert told.splitlines()[-1].startswith("nurie: stopped"), where
        if process.returncode == 0:
            assert contents(folder) == contents(finished), where
        if contents(folder) == contents(finished):  # it was done before
            continue
        assert_old_or_new(folder, finished, command)
        again = command.again
        if command.arguments[0] == "train" and not (folder / "run" / "state.pt").exists():
            again = command.arguments
        process = started(folder, again)
        _, told = process.communicate(timeout=120)
        assert process.returncode == 0, where + told
        assert contents(folder) == contents(finished), where
