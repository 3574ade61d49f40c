"""``nurie train``: options, Ctrl-C, and plain words."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from runs import recipe_text

torch = pytest.importorskip("torch")

import nurie as package  # noqa: E402
from nurie.training import loop  # noqa: E402
from nurie.training.config import load_recipe  # noqa: E402
from nurie.training.state import State  # noqa: E402

Nurie = Callable[..., Any]


@pytest.fixture
def recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recipe in the working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "tiny recipe.toml"
    path.write_text(recipe_text(3, 0, 1, "ema = 0.9"))
    return path


def test_train_writes_a_model_and_goes_on(nurie: Nurie, recipe: Path) -> None:
    before = torch.get_num_threads()
    try:
        result = nurie("train", recipe, "--set", "optimizer.steps=2")
        assert result.code == 0, result.err
        assert result.err.splitlines()[-1] == f"nurie: the model is {Path('run/model.safetensors')}"
        assert torch.load("run/state.pt", weights_only=True)["step"] == 2
        assert nurie("train", recipe, "--resume").code == 0
        assert torch.load("run/state.pt", weights_only=True)["step"] == 3
        names = ["log.jsonl", "model.safetensors", "sheet.png", "state.pt"]
        assert sorted(path.name for path in Path("run").iterdir()) == names
    finally:
        torch.set_num_threads(before)


def test_an_earlier_run_is_not_overwritten_unasked(nurie: Nurie, recipe: Path) -> None:
    before = torch.get_num_threads()
    try:
        assert nurie("train", recipe, "--set", "optimizer.steps=1").code == 0
        earlier = Path("run/state.pt").read_bytes()
        result = nurie("train", recipe)
        assert result.code == 2
        assert result.err.strip() == (
            "nurie: run holds an earlier run; add --resume to go on with it or --overwrite to start anew."
        )
        assert Path("run/state.pt").read_bytes() == earlier
        assert nurie("train", recipe, "--overwrite").code == 0
        assert torch.load("run/state.pt", weights_only=True)["step"] == 3
    finally:
        torch.set_num_threads(before)


def press_when(folder: Path, command: list[str]) -> tuple[int, str]:
    """Run the command, press Ctrl-C as a terminal does once it has logged a step, and wait."""
    source = str(Path(package.__file__).parents[1])
    process = subprocess.Popen(
        command,
        env=os.environ | {"PYTHONPATH": source, "OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 120
        log = folder / "log.jsonl"
        while not (log.exists() and log.read_text().count("\n") >= 2):
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < until
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=60)
        return process.returncode, told
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.mark.parametrize("workers", [0, 2])
def test_ctrl_c_saves_the_state_and_says_how_to_go_on(recipe: Path, workers: int) -> None:
    changes = [f"--set=data.workers={workers}", "--set=output=my run", "--set=optimizer.steps=100000"]
    command = [sys.executable, "-m", "nurie", "train", str(recipe), *changes]
    folder = recipe.parent / "my run"
    code, told = press_when(folder, command)
    assert code == 130, told
    assert "Traceback" not in told
    assert "Error" not in told
    lines = told.strip().splitlines()
    goes_on = [line for line in lines if line.startswith("nurie: stopped; go on with: ")]
    assert lines[-1:] == goes_on
    again = shlex.split(goes_on[0].removeprefix("nurie: stopped; go on with: "))
    assert again == ["nurie", "train", str(recipe), *changes, "--resume"]

    assert sorted(path.name for path in folder.iterdir()) == ["log.jsonl", "model.safetensors", "state.pt"]
    state = State.fresh(load_recipe(recipe))
    state.load(folder / "state.pt")
    assert state.step >= 2


def test_resume_without_a_state_is_one_sentence(nurie: Nurie, recipe: Path) -> None:
    result = nurie("train", recipe, "--resume")
    assert result.code == 2
    state = Path("run/state.pt")
    assert result.err.splitlines()[-1] == f"nurie: {state} does not exist; start the run without --resume."
    assert "Traceback" not in result.err
    assert not Path("run").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["--set", "optimizer.steps"],
            "--set optimizer.steps has no value; write --set optimizer.steps=VALUE.",
        ),
        (
            ["--set", "optimizer.steps=0", "--set", "speed=3"],
            "has 2 problems to correct: speed is unknown;",
        ),
    ],
)
def test_wrong_options_are_one_sentence(nurie: Nurie, recipe: Path, arguments: list[str], told: str) -> None:
    result = nurie("train", recipe, *arguments)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert result.err.count("\n") == 1


def test_a_recipe_that_is_missing(nurie: Nurie, tmp_path: Path) -> None:
    result = nurie("train", tmp_path / "nowhere.toml")
    assert result.code == 2
    assert result.err.startswith(f"nurie: {tmp_path / 'nowhere.toml'} cannot be read as a TOML recipe")


def test_a_value_may_hold_an_equals_sign(nurie: Nurie, recipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def train(plan: Any, resume: bool, report: loop.OnStep) -> Path:
        seen.append((plan.output, resume))
        return Path("model")

    monkeypatch.setattr(loop, "train", train)
    assert nurie("train", recipe, "--set", "output=a=b [x]", "--resume").code == 0
    assert seen == [("a=b [x]", True)]
