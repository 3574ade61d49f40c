"""Commands that tests run as processes of their own, and disturb."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

import cv2
import fake_model
import numpy as np

import nurie

MOMENTS = int(os.environ.get("NURIE_KILLS", "1"))
"""How often each command is disturbed."""
PATIENCE = 600
"""Seconds that a run may take on a machine that is busy with other things."""
PROGRAM = "import nurie.__main__ as command; print('begun', flush=True); command.main()"
ENVIRONMENT = os.environ | {
    "PYTHONPATH": str(Path(nurie.__file__).parents[1]),
    "OMP_NUM_THREADS": "1",
}


def recipe_text(steps: int, workers: int, log_every: int, more: str = "") -> str:
    """A recipe of a few drawings of 64 px; `more` lines go to its last table, of the optimizer."""
    return f"""
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
workers = {workers}
[[data.sources]]
kind = "drawn"
count = 2
side = 64
[loss]
[optimizer]
steps = {steps}
rate = 1e-3
precision = "float32"
device = "cpu"
threads = 1
log_every = {log_every}
{more}
"""


@dataclass(frozen=True)
class Command:
    """A command to kill.

    Attributes:
        arguments: of the run that is killed.
        again: of the run that finishes it.
        results: the patterns of the files that must be the old ones or the new ones at any moment.
        prepare: puts into an empty folder what the command needs.
        trains: whether it needs PyTorch.
    """

    arguments: tuple[str, ...]
    again: tuple[str, ...]
    results: tuple[str, ...]
    prepare: Callable[[Path], None]
    trains: bool = False


@dataclass(frozen=True)
class Whole:
    """A run that nothing disturbed: its command, what it left in a folder, and the seconds that it took."""

    command: Command
    folder: Path
    seconds: float


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
    (folder / "tiny.toml").write_text(recipe_text(12, 1, 4, "checkpoint_every = 4"))


def corrected_pages_and_an_old_model(folder: Path) -> None:
    import torch

    from nurie.network import checkpoint
    from nurie.network.sgru import SGRU, SGRUConfig

    torch.manual_seed(1)
    network = SGRU(SGRUConfig(width=2, inputs=5, upsampling="bilinear", normalize=True))
    checkpoint.save(network, folder / "start.safetensors", checkpoint.ModelInfo("start", 64, 1))
    (folder / "hero.onnx").write_bytes(b"old")
    (folder / "corrected").mkdir()
    for path in sketches(folder / "corrected", 2):
        cv2.imwrite(str(path.with_suffix(".color.png")), picture(int(path.stem)))


BATCH = ("batch", "book.cbz", "pages", "-o", "out/", "--model", "model.onnx", "--jobs", "2", "--threads", "1")
PREPARE = ("prepare", "art", "-o", "out", "--minimum", "32", "--size", "64", "--shard", "4", "--workers", "2")
TUNE = ("tune", "corrected", "-o", "hero.onnx", "--model", "start.safetensors", "--steps", "2", "--overwrite")
COMMANDS = {
    "color": Command(
        ("color", "1.png", "--overwrite", "--model", "model.onnx"),
        ("color", "1.png", "--overwrite", "--model", "model.onnx"),
        ("1.nurie/*.png",),
        one_sketch_and_an_old_result,
    ),
    "batch": Command(BATCH, BATCH, ("out/**/*.png", "out/*.cbz"), a_book),
    "prepare": Command(PREPARE, PREPARE, ("out/**/*.tar", "out/manifest.json"), art, trains=True),
    "train": Command(
        ("train", "tiny.toml"),
        ("train", "tiny.toml", "--resume"),
        (),  # state.pt and its like change from step to step
        a_recipe,
        trains=True,
    ),
    "tune": Command(TUNE, TUNE, ("hero.onnx",), corrected_pages_and_an_old_model, trains=True),
}


def ready(folder: Path, command: Command) -> Path:
    """A new folder with what the command needs."""
    folder.mkdir()
    command.prepare(folder)
    fake_model.make(folder / "model.onnx")
    for path in folder.rglob("*"):  # the stamps of sources are part of what is noted
        os.utime(path, (10**9, 10**9))
    return folder


def started(folder: Path, arguments: tuple[str, ...]) -> "subprocess.Popen[str]":
    """Start a command in a group of its own, as a shell does, and wait until nurie's own program begins."""
    process = subprocess.Popen(
        program(arguments), cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    return process


def program(arguments: tuple[str, ...]) -> list[str]:
    """The command line of a nurie that says when it begins."""
    return [sys.executable, "-c", PROGRAM, *arguments]


def contents(folder: Path) -> dict[str, bytes]:
    """All files that stay, by name: a log tells of speed, and journals of the moments at which runs began."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("log.jsonl", ".nurie-batch.jsonl")
    }


def assert_old_or_new(folder: Path, whole: Whole, before: dict[str, bytes], where: str) -> None:
    """Nothing is lost: sources and old results are there, and what is new is what a whole run writes."""
    now, after = contents(folder), contents(whole.folder)
    assert before.keys() <= now.keys(), where
    results = {path.relative_to(folder) for one in whole.command.results for path in folder.glob(one)}
    for name, data in now.items():
        path = PurePath(name)
        if name in before or (path in results and not any(part.startswith(".") for part in path.parts)):
            assert data in (before.get(name), after[name]), f"{name}: {where}"


def assert_finishes(folder: Path, whole: Whole, where: str) -> None:
    """The next run ends as if nothing had been in its way."""
    again = whole.command.again
    if again[-1] == "--resume" and not (folder / "run" / "state.pt").exists():
        again = whole.command.arguments
    process = started(folder, again)
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, where + told
    assert contents(folder) == contents(whole.folder), where
