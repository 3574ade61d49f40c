"""A run that is killed, and a run in two processes, end as one that was left alone in one process."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import load_file  # noqa: E402
from tiny_run import assert_equal, state_of, tiny  # noqa: E402

import nurie  # noqa: E402
from nurie.training import engine, loop  # noqa: E402
from nurie.training.output import Output  # noqa: E402

PATH = os.pathsep.join([str(Path(nurie.__file__).parents[1]), str(Path(__file__).parents[1])])
ENVIRONMENT = os.environ | {"PYTHONPATH": PATH, "OMP_NUM_THREADS": "1"}

RUN = """
import sys
from pathlib import Path
import torch
from tiny_run import tiny
from nurie.training import loop
torch.set_num_threads(1)
output, features, steps = sys.argv[1:]
often = {"checkpoint_every": 2, "log_every": 1}
loop.train(tiny(Path(output), Path(features), workers=1, steps=int(steps), decay=0.0, **often))
"""


def start(program: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_a_killed_run_goes_on_bit_for_bit(tmp_path: Path, feature_file: Path) -> None:
    """Killed at a moment that chance picks, some steps after its first checkpoint."""
    folder, log = tmp_path / "killed", tmp_path / "killed" / "log.jsonl"
    least = random.randint(2, 12)
    process = start(RUN, folder, feature_file, 100_000)
    try:
        until = time.monotonic() + 240
        while not (log.exists() and log.read_text().count("\n") >= least and (folder / "state.pt").exists()):
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < until
            time.sleep(random.uniform(0.001, 0.05))
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    step = state_of(folder)["step"]
    whole, again = (
        tiny(at, feature_file, steps=step + 3, decay=0.0, checkpoint_every=2, log_every=1)
        for at in (tmp_path / "whole", folder)
    )
    loop.train(whole)
    loop.train(again, resume=True)
    assert_equal(state_of(folder), state_of(tmp_path / "whole"), f"killed after step {step}")
    assert_equal(load_file(folder / "model.safetensors"), load_file(tmp_path / "whole" / "model.safetensors"))


SHARED = """
import sys
from pathlib import Path
import torch
from tiny_run import tiny
from nurie.training import engine, loop
from nurie.training.output import Output
torch.set_num_threads(1)
engine.precision = lambda *_: "64-true"
Output.sheet = lambda self: None
output, features, devices, accumulate, steps = sys.argv[1:]
more = {"devices": int(devices), "accumulate": int(accumulate), "steps": int(steps)}
loop.train(tiny(Path(output), Path(features), batch=4, ema=0.0, **more), resume=int(steps) > 20)
"""


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, feature_file: Path) -> Path:
    """Twenty steps of one process, in float64: in float32 Adam makes whole steps of rounding errors."""
    folder = tmp_path_factory.mktemp("alone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "precision", lambda *_: "64-true")
        patch.setattr(Output, "sheet", lambda self: None)
        loop.train(tiny(folder, feature_file, batch=4, steps=20, ema=0.0))
    return folder


@pytest.mark.parametrize("launcher", ["devices", "torchrun"])
def test_two_processes_are_one(tmp_path: Path, alone: Path, feature_file: Path, launcher: str) -> None:
    """Started by the recipe's own key, each batch in two pieces, and by torchrun; and they can go on."""
    program = tmp_path / "shared.py"
    program.write_text(SHARED)
    command = [sys.executable]
    if launcher == "torchrun":
        command += ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    many = ("2", "2") if launcher == "devices" else ("1", "1")

    def train(steps: int) -> None:
        done = subprocess.run(
            [*command, program, tmp_path / "run", feature_file, *many, str(steps)],
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=400,
        )
        assert done.returncode == 0, done.stderr

    train(20)
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == [
        "log.jsonl",
        "model.safetensors",
        "state.pt",
    ]
    ours, theirs = (load_file(folder / "model.safetensors") for folder in (tmp_path / "run", alone))
    for name, tensor in theirs.items():
        torch.testing.assert_close(ours[name], tensor, rtol=0, atol=1e-5)
    state = state_of(tmp_path / "run")
    assert (state["step"], state["seen"], len(state["chance"])) == (20, 80, 2)
    train(22)
    assert state_of(tmp_path / "run")["step"] == 22
