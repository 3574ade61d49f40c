"""The benchmarks go with the library: every name that they use is there, and they run, on little pictures."""

import ast
import importlib
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from nurie.data.drawn import draw

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"
FILES = sorted(BENCHMARKS.glob("*.py"))
ONCE = (1, 1, sys.executable, None)


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Import benchmarks as their own runner does, and forget them afterwards."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield
    for name in set(sys.modules) - before:
        if not name.startswith("nurie") and (BENCHMARKS / f"{name}.py").exists():
            del sys.modules[name]


@pytest.fixture
def little(tmp_path: Path) -> Path:
    """A little drawing as a file."""
    path = tmp_path / "sketch.png"
    cv2.imwrite(str(path), draw(9_600_004, (192, 192)).line)
    return path


def found(name: str) -> bool:
    """Whether a dotted name is that of a module or of something in one."""
    module, _, attribute = name.rpartition(".")
    try:
        return hasattr(importlib.import_module(module), attribute)
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_all_names_of_the_library_are_there(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "nurie":
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Constant) and re.fullmatch(r"nurie(\.\w+){2,}", str(node.value)):
            names.add(node.value)  # what is patched
    missing = []
    for name in sorted(names):
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            missing += [] if found(name) else [name]
    assert missing == []


def test_every_benchmark_can_be_named_and_has_its_line_in_the_table() -> None:
    run, table = importlib.import_module("run"), (BENCHMARKS / "README.md").read_text(encoding="utf-8")
    for name in run.NAMES:
        assert "def measure(" in (BENCHMARKS / f"{name}.py").read_text(encoding="utf-8")
        assert f"| `{name}`" in table


@pytest.mark.parametrize(
    ("name", "smaller"),
    [
        ("recolor", {"SIDE": 96}),
        ("panels", {"PAGES": 1, "SIZE": (256, 184)}),
        ("light", {"FIGURES": 1, "SIZE": 160, "TIMED": ((160, 160),)}),
        ("regions", {"SEEDS": (0,), "SIDE": 128, "PAGE": (280, 200)}),
    ],
)
def test_benchmarks_run(name: str, smaller: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    module, harness = importlib.import_module(name), importlib.import_module("harness")
    for constant, value in smaller.items():
        monkeypatch.setattr(module, constant, value)
    result = module.measure(harness.Options(*ONCE))
    assert result.runs
    assert all(np.isfinite(values).all() and values for values in result.runs.values())
    assert json.loads(json.dumps(harness.record(result)))["benchmark"] == name
    assert "MISSED" in harness.table(result) or result.met


def test_stages_of_a_page(little: Path, capsys: pytest.CaptureFixture[str]) -> None:
    importlib.import_module("page").print_stages(str(little), "")
    stages = json.loads(capsys.readouterr().out)
    assert {"network", "carry one of --finish network"} <= stages.keys()
    assert min(stages.values()) > 0


def test_work_of_an_earlier_and_the_present_checkout(
    little: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = importlib.import_module("earlier")
    strokes = tmp_path / "strokes.png"
    earlier.draw_strokes(str(strokes))
    jobs = ["mix", *earlier.RECOLORED, "strokes"]
    monkeypatch.setattr(sys, "stdin", [f"{job}\n" for job in jobs])
    earlier.obey(str(little), str(strokes))
    ready, *seconds = capsys.readouterr().out.split()
    assert ready == "ready"
    assert len(seconds) == len(jobs)
    assert all(float(taken) > 0 for taken in seconds)


def test_hint_strokes_are_smooth_and_leave_paper_clear(tmp_path: Path) -> None:
    path = tmp_path / "strokes.png"
    importlib.import_module("earlier").draw_strokes(str(path))
    alpha = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)[..., 3]
    assert cv2.connectedComponents((alpha > 0).astype(np.uint8))[0] == 1 + 6
    assert ((alpha > 0) & (alpha < 255)).any()


def test_memory_of_a_book(little: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "book"
    book.mkdir()
    for number in (1, 2):
        (book / f"{number}.png").write_bytes(little.read_bytes())
    importlib.import_module("batch").print_memory(str(book), str(tmp_path / "out"), "")
    assert len(capsys.readouterr().out.split()) == 2


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    commands = importlib.import_module("commands")
    with pytest.raises(SystemExit, match=r"missing\.png"):
        commands.nurie("color", tmp_path / "missing.png")


def test_a_child_answers_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = importlib.import_module("commands")
    (tmp_path / "echo.py").write_text(
        "import sys\ndef say(name):\n    print('ready', flush=True)\n"
        "    for line in sys.stdin:\n        print(name, line.strip(), flush=True)\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.fspath(tmp_path))
    child = commands.Child("echo.say", "it", source=tmp_path)
    assert child.ask("one") == "it one"
    assert child.ask("two") == "it two"
    child.close()
