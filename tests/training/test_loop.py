"""The training loop: its loss falls, it stops cleanly and goes on as if it had not stopped."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

import tiny_run  # noqa: E402
from lightning_fabric.accelerators import CUDAAccelerator  # noqa: E402
from safetensors.torch import load_file  # noqa: E402
from tiny_run import assert_equal, log_of, state_of, tiny  # noqa: E402

from nurie.errors import OutputError, RecipeError, TrainingError  # noqa: E402
from nurie.network import checkpoint  # noqa: E402
from nurie.training import loop  # noqa: E402
from nurie.training.config import Recipe, load_recipe  # noqa: E402
from nurie.training.state import State  # noqa: E402

SMOKE = Path(__file__).parents[2] / "recipes" / "smoke.toml"


def test_the_loss_falls(tmp_path: Path) -> None:
    """The smoke recipe, made smaller."""
    changes = {
        "output": str(tmp_path),
        "model.width": "6",
        "data.sizes": "[[64, 64]]",
        "data.workers": "0",
        "data.sources": '[{kind = "drawn", count = 20}]',
        "optimizer.steps": "70",
        "optimizer.rate": "3e-3",
        "optimizer.warmup": "5",
        "optimizer.threads": "1",
        "optimizer.precision": "float32",
        "optimizer.device": "cpu",
        "optimizer.log_every": "7",
    }
    recipe = load_recipe(SMOKE, changes)
    path = loop.train(recipe)
    rows = log_of(tmp_path)
    assert [row["step"] for row in rows] == list(range(7, 71, 7))
    for term, share in (("loss", 0.8), ("color", 0.8), ("parts", 0.9)):
        values = [row[term] for row in rows]
        assert np.mean(values[-3:]) < share * values[0], term
    model, info = checkpoint.load(path)
    assert info == checkpoint.ModelInfo("smoke", 128, 70)
    assert model.config == recipe.model
    sheet = cv2.imread(str(tmp_path / "sheet.png"))
    assert sheet is not None
    assert sheet.shape == (4 * 64, 11 * 64, 3)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "log.jsonl",
        "model.safetensors",
        "sheet.png",
        "state.pt",
    ]


def stop_at(step: int) -> loop.OnStep:
    """A report that presses Ctrl-C in that step."""

    def report(now: int, loss: float, speed: float) -> None:
        if now == step:
            signal.raise_signal(signal.SIGINT)

    return report


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, feature_file: Path) -> Path:
    """The folder of an uninterrupted run."""
    folder = tmp_path_factory.mktemp("whole")
    loop.train(tiny(folder, feature_file))
    return folder


@pytest.mark.parametrize("workers", [0, 1])
def test_a_resumed_run_is_the_uninterrupted_one_bit_for_bit(
    tmp_path: Path, whole: Path, feature_file: Path, workers: int
) -> None:
    recipe = tiny(tmp_path, feature_file, workers)
    with pytest.raises(KeyboardInterrupt):
        loop.train(recipe, report=stop_at(3))
    assert state_of(tmp_path)["step"] == 3
    steps: list[int] = []
    loop.train(recipe, resume=True, report=lambda step, *_: steps.append(step))
    assert steps == [4, 5, 6]
    assert_equal(state_of(tmp_path), state_of(whole))
    assert (tmp_path / "state.pt").read_bytes() == (whole / "state.pt").read_bytes()
    assert_equal(load_file(tmp_path / "model.safetensors"), load_file(whole / "model.safetensors"))
    # The terms of the log are means since its last line; the line of step 4 lost step 3 to the interrupt.
    assert [row["step"] for row in log_of(tmp_path)] == [2, 4, 6]
    clock = {"pictures_a_second", "waiting"}
    same = [{k: v for k, v in log_of(folder)[2].items() if k not in clock} for folder in (tmp_path, whole)]
    assert same[0] == same[1]


def test_training_changed_the_weights(whole: Path, feature_file: Path) -> None:
    fresh = State.fresh(tiny(whole, feature_file)).trainee.state_dict()
    trained = state_of(whole)["trainee"]
    same = [name for name, tensor in fresh.items() if torch.equal(tensor, trained[name])]
    assert same == []


def test_an_interrupt_waits_for_the_end_of_the_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pressed between the optimizer's step and the average's: both are in the state all the same."""
    follow = loop.follow
    recipe = tiny(tmp_path / "stopped")

    def press(*arguments: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        follow(*arguments)

    monkeypatch.setattr(loop, "follow", press)
    with pytest.raises(KeyboardInterrupt):
        loop.train(recipe)
    monkeypatch.undo()
    assert state_of(tmp_path / "stopped")["step"] == 1
    loop.train(recipe, resume=True)
    loop.train(tiny(tmp_path / "whole"))
    assert_equal(state_of(tmp_path / "stopped"), state_of(tmp_path / "whole"))


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Python's own answer to Ctrl-C, also where the tests run in the background, with it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_a_second_interrupt_stops_at_once(tmp_path: Path) -> None:
    def report(step: int, loss: float, speed: float) -> None:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        loop.train(tiny(tmp_path), report=report)
    assert not (tmp_path / "state.pt").exists()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_run_leaves_the_signal_as_it_was(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    loop.train(tiny(tmp_path, steps=1, log_every=1))
    assert signal.getsignal(signal.SIGINT) is before


def recorded(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> tuple[list[dict[str, Any]], list[float]]:
    """The network's weights before the first and after each step, and the learning rate of each step."""
    states: list[State] = []
    fresh = State.fresh

    def keep(plan: Recipe) -> State:
        states.append(fresh(plan))
        weights.append(snapshot())
        return states[0]

    def snapshot() -> dict[str, Any]:
        parameters = states[0].trainee.network.named_parameters()
        return {name: tensor.detach().double().numpy().copy() for name, tensor in parameters}

    def report(step: int, loss: float, speed: float) -> None:
        weights.append(snapshot())
        rates.append(states[0].optimizer.param_groups[0]["lr"])

    weights: list[dict[str, Any]] = []
    rates: list[float] = []
    monkeypatch.setattr(loop.State, "fresh", keep)
    loop.train(recipe, report=report)
    return weights, rates


def test_the_average_and_the_rate_follow_their_formulas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = tiny(tmp_path, steps=10, warmup=4, decay=0.5, rate=1e-2, ema=0.3)
    weights, rates = recorded(recipe, monkeypatch)
    points = [0.25, 0.5, 0.75, 1.0, 1.0, 1.0, 0.8, 0.6, 0.4, 0.2]
    np.testing.assert_allclose(rates, 1e-2 * np.array(points), rtol=1e-12)
    shipped = load_file(tmp_path / "model.safetensors")
    decays = [0.1, 2 / 11, 0.25, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3]
    for name, average in weights[0].items():
        for decay, step in zip(decays, weights[1:], strict=True):
            average = decay * average + (1 - decay) * step[name]
        np.testing.assert_allclose(shipped[name].numpy(), average, rtol=0, atol=1e-6)


def test_without_an_average_the_network_itself_is_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights, rates = recorded(tiny(tmp_path, steps=2, ema=0.0, warmup=0, decay=0.0), monkeypatch)
    assert rates == [1e-3, 1e-3]
    shipped = load_file(tmp_path / "model.safetensors")
    for name, last in weights[-1].items():
        np.testing.assert_array_equal(shipped[name].numpy(), last)


def test_an_output_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(OutputError, match="cannot be written"):
        loop.train(tiny(tmp_path / "taken"))
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_step_that_can_be_resumed_has_its_sheet(tmp_path: Path) -> None:
    """A sheet that cannot be written leaves no state after it, so the resumed run makes that step again."""
    (tmp_path / "sheet.png").mkdir()
    with pytest.raises(OutputError, match=r"sheet\.png"):
        loop.train(tiny(tmp_path))
    assert not (tmp_path / "state.pt").exists()


def test_workers_need_no_shared_memory(tmp_path: Path) -> None:
    """Files of 100 bytes at most, shared memory among them: a batch comes all the same."""
    script = f"""
import resource, sys
sys.path.insert(0, {str(Path(tiny_run.__file__).parent)!r})
from tiny_run import tiny
from nurie.training.batches import batches
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
stream = batches(tiny({str(tmp_path)!r}, workers=1), 0)
print(next(stream)["targets"].shape[:3])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.returncode) == ("torch.Size([2, 9, 3])\n", 0), done.stderr


def test_a_device_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CUDAAccelerator, "is_available", staticmethod(lambda: False))
    with pytest.raises(RecipeError, match=r"optimizer\.device is cuda"):
        loop.train(tiny(tmp_path, device="cuda"))


def test_the_log_names_each_term_of_the_loss(whole: Path) -> None:
    for row in log_of(whole):
        assert row.keys() == {"step", "pictures_a_second", "waiting", "loss", "color", "features", "parts"}
        assert row["loss"] == pytest.approx(row["color"] + row["features"] + row["parts"], abs=2e-4)
        assert min(row.values()) > 0
        assert row["waiting"] < 1


def gradients_of(recipe: Recipe) -> dict[str, torch.Tensor]:
    """The gradients of the last step of a run."""
    states: list[State] = []
    fresh = State.fresh

    def keep(plan: Recipe) -> State:
        states.append(fresh(plan))
        return states[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop.State, "fresh", keep)
        loop.train(recipe)
    return {name: p.grad.clone() for name, p in states[0].trainee.named_parameters()}


def test_pieces_of_a_batch_make_the_batch(tmp_path: Path, feature_file: Path) -> None:
    """Gradients add up to the whole batch's; only the order of the sums differs."""
    whole, cut = (
        tiny(tmp_path / str(pieces), feature_file, batch=4, steps=1, accumulate=pieces, ema=0.0, log_every=1)
        for pieces in (1, 2)
    )
    gradients = [gradients_of(recipe) for recipe in (whole, cut)]
    for name, gradient in gradients[0].items():
        torch.testing.assert_close(gradients[1][name], gradient, rtol=1e-3, atol=1e-5 * gradient.abs().max())
    losses = [log_of(Path(recipe.output))[0]["loss"] for recipe in (whole, cut)]
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)


def test_a_loss_that_is_no_number_stops_the_run_and_keeps_the_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state that is left is that of the last checkpoint, and the batch comes back as it was."""
    honest, calls, seen = loop.batch_loss, [], []

    def spoil(outputs: Any, logits: Any, batch: Any, *rest: Any) -> Any:
        terms = honest(outputs, logits, batch, *rest)
        calls.append(1)
        seen.append(batch)
        return terms if len(calls) < 4 else terms | {"color": terms["color"] * float("nan")}

    monkeypatch.setattr(loop, "batch_loss", spoil)
    with pytest.raises(TrainingError) as caught:
        loop.train(tiny(tmp_path, checkpoint_every=2))
    file = tmp_path / "batch-4.safetensors"
    assert str(caught.value) == (
        f"the loss of step 4 or its gradient is no finite number (the batch is in {file}); "
        "lower optimizer.rate or set optimizer.precision to float32, then go on with resume=True."
    )
    assert state_of(tmp_path)["step"] == 2
    kept = load_file(file)
    assert kept.keys() == seen[3].keys()
    assert all(torch.equal(kept[name], seen[3][name].to(kept[name].dtype)) for name in kept)


def test_a_gradient_that_is_no_number_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The square root of 0 is 0, its slope is not."""
    honest = loop.batch_loss

    def spoil(outputs: Any, *rest: Any) -> Any:
        terms = honest(outputs, *rest)
        return terms | {"color": terms["color"] + (outputs * 0).sum().clamp(min=0).sqrt()}

    monkeypatch.setattr(loop, "batch_loss", spoil)
    with pytest.raises(TrainingError, match="of step 1 or its gradient is no finite number"):
        loop.train(tiny(tmp_path))
    assert not (tmp_path / "state.pt").exists()


def test_a_batch_that_cannot_be_shared_evenly_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here three processes that torchrun started, of which the recipe knows nothing."""
    for name, value in {"TORCHELASTIC_RUN_ID": "x", "LOCAL_WORLD_SIZE": "3", "WORLD_SIZE": "3"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(RecipeError, match=r"data\.batch is 2, which 3 processes x optimizer\.accumulate 1"):
        loop.train(tiny(tmp_path))


def test_the_sheet_shows_the_same_samples_after_a_resume(
    tmp_path: Path, whole: Path, feature_file: Path
) -> None:
    """Sketches and targets, the two columns that do not depend on the weights."""
    loop.train(tiny(tmp_path, feature_file, steps=4))
    first = cv2.imread(str(tmp_path / "sheet.png"))
    loop.train(tiny(tmp_path, feature_file), resume=True)
    second = cv2.imread(str(tmp_path / "sheet.png"))
    side = first.shape[1] // 11
    np.testing.assert_array_equal(first[:, : 2 * side], second[:, : 2 * side])
    assert (first[:, 2 * side :] != second[:, 2 * side :]).any()
