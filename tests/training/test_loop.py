"""The training loop: its loss falls, it stops cleanly and goes on as if it had not stopped."""

import contextlib
import json
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from reference import features as reference
from reference import losses as reference_losses

torch = pytest.importorskip("torch")

from lightning.fabric.accelerators import CUDAAccelerator  # noqa: E402
from safetensors.torch import load_file, save_file  # noqa: E402

from nurie.data.config import DataConfig, SourceConfig  # noqa: E402
from nurie.data.pairs import OTHER, UNKNOWN  # noqa: E402
from nurie.data.parts import Part  # noqa: E402
from nurie.errors import OutputError, RecipeError  # noqa: E402
from nurie.losses import part_loss  # noqa: E402
from nurie.network import checkpoint  # noqa: E402
from nurie.network.sgru import SGRU, SGRUConfig  # noqa: E402
from nurie.perceptual import SqueezeNet  # noqa: E402
from nurie.training import loop  # noqa: E402
from nurie.training.config import LossConfig, OptimizerConfig, Recipe, load_recipe  # noqa: E402
from nurie.training.state import State  # noqa: E402

SMOKE = Path(__file__).parents[2] / "recipes" / "smoke.toml"


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def feature_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SqueezeNet of random weights."""
    weights = reference.random_weights(reference.squeezenet_shapes(), seed=2)
    path = tmp_path_factory.mktemp("weights") / "squeezenet.safetensors"
    save_file({name: torch.from_numpy(array).float() for name, array in weights.items()}, path)
    return path


def tiny(output: Path, features: Path | None = None, workers: int = 0, **run: Any) -> Recipe:
    """A run of six steps that takes a second: everything that is random is on."""
    loss = LossConfig(best=0.9, parts=1.0)
    if features is not None:
        loss = replace(
            loss,
            perceptual="squeezenet",
            weights_file=str(features),
            layers=("conv1", "fire2"),
            layer_weights=(0.1, 0.2),
            sampled=True,
        )
    data = DataConfig(
        (SourceConfig("drawn", count=2),), batch=2, sizes=((32, 32), (64, 32)), hints=0.5, workers=workers
    )
    settings: dict[str, Any] = {
        "steps": 6, "rate": 1e-3, "warmup": 2, "decay": 0.5, "clip": 50.0, "ema": 0.9,
        "precision": "float32", "device": "cpu", "log_every": 2,
    }  # fmt: skip
    model = SGRUConfig(width=2, inputs=5, upsampling="bilinear", normalize=True)
    return Recipe(str(output), model, data, loss, OptimizerConfig(**(settings | run)), "tiny", 64)


def log_of(folder: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


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
    for term in ("loss", "color", "parts"):
        values = [row[term] for row in rows]
        assert np.mean(values[-3:]) < 0.8 * values[0], term
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


def stop_at(step: int) -> loop.Report:
    """A report that presses Ctrl-C in that step."""

    def report(now: int, loss: float, speed: float) -> None:
        if now == step:
            signal.raise_signal(signal.SIGINT)

    return report


def state_of(folder: Path) -> dict[str, Any]:
    return torch.load(folder / "state.pt", weights_only=True)


def assert_equal(a: Any, b: Any, at: str = "state") -> None:
    """Bit for bit, through all of the state."""
    if isinstance(a, dict):
        assert a.keys() == b.keys(), at
        for key in a:
            assert_equal(a[key], b[key], f"{at}.{key}")
    elif isinstance(a, list | tuple):
        assert len(a) == len(b), at
        for index, (x, y) in enumerate(zip(a, b, strict=True)):
            assert_equal(x, y, f"{at}[{index}]")
    elif isinstance(a, torch.Tensor):
        assert torch.equal(a, b), at
    else:
        assert a == b, at


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
    assert_equal(load_file(tmp_path / "model.safetensors"), load_file(whole / "model.safetensors"))
    # The terms of the log are means since its last line; the line of step 4 lost step 3 to the interrupt.
    assert [row["step"] for row in log_of(tmp_path)] == [2, 4, 6]
    same = [
        {k: v for k, v in log_of(folder)[2].items() if k != "pictures_a_second"}
        for folder in (tmp_path, whole)
    ]
    assert same[0] == same[1]


def test_training_changed_the_weights(whole: Path, feature_file: Path) -> None:
    fresh = State.fresh(tiny(whole, feature_file)).trainee.state_dict()
    trained = state_of(whole)["trainee"]
    same = [name for name, tensor in fresh.items() if torch.equal(tensor, trained[name])]
    assert same == []


def test_an_interrupt_waits_for_the_end_of_the_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pressed between the optimizer's step and the average's: both are in the state all the same."""
    follow = loop._follow
    recipe = tiny(tmp_path / "stopped")

    def press(*arguments: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        follow(*arguments)

    monkeypatch.setattr(loop, "_follow", press)
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


def test_a_new_run_starts_a_new_log_and_a_resumed_one_drops_what_it_repeats(tmp_path: Path) -> None:
    log = loop.Log(tmp_path / "log.jsonl", 0)
    for step in (2, 4, 6):
        log.add({"color": float(step)})
        log.write(step, 1.0)
    with (tmp_path / "log.jsonl").open("a") as file:
        file.write('{"step": 8, "lo')
    loop.Log(tmp_path / "log.jsonl", 4)
    assert [row["step"] for row in log_of(tmp_path)] == [2, 4]
    loop.Log(tmp_path / "log.jsonl", 0)
    assert log_of(tmp_path) == []


def test_the_log_holds_means(tmp_path: Path) -> None:
    log = loop.Log(tmp_path / "log.jsonl", 0)
    for value in (1.0, 2.0, 6.0):
        log.add({"color": value, "parts": 2 * value})
    log.write(3, 7.5)
    assert log_of(tmp_path) == [
        {"step": 3, "pictures_a_second": 7.5, "loss": 9.0, "color": 3.0, "parts": 6.0}
    ]


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


def test_a_run_starts_from_the_weights_of_init(tmp_path: Path) -> None:
    recipe = tiny(tmp_path / "run")
    torch.manual_seed(5)
    model = SGRU(recipe.model)
    checkpoint.save(model, tmp_path / "init.safetensors", checkpoint.ModelInfo("init", 64, 1))
    begun = State.fresh(replace(recipe, init=str(tmp_path / "init.safetensors")))
    assert_equal(dict(begun.trainee.network.state_dict()), dict(model.state_dict()))
    wider = replace(recipe, init=str(tmp_path / "init.safetensors"), model=replace(recipe.model, width=3))
    with pytest.raises(RecipeError, match="another shape"):
        State.fresh(wider)


def test_resume_without_a_state_or_with_a_broken_one(tmp_path: Path) -> None:
    recipe = tiny(tmp_path)
    with pytest.raises(RecipeError, match="does not exist; start the run without --resume"):
        loop.train(recipe, resume=True)
    for content in (b"", b"no state at all", b"PK\x03\x04 half a file"):
        (tmp_path / "state.pt").write_bytes(content)
        with pytest.raises(RecipeError, match="start without --resume") as caught:
            loop.train(recipe, resume=True)
        assert "\n" not in str(caught.value)
    torch.save({"step": 3}, tmp_path / "state.pt")
    with pytest.raises(RecipeError, match="does not fit the recipe's model"):
        loop.train(recipe, resume=True)


def test_a_state_of_another_model_does_not_fit(tmp_path: Path, whole: Path, feature_file: Path) -> None:
    recipe = tiny(whole, feature_file)
    with pytest.raises(RecipeError, match="does not fit the recipe's model"):
        State.fresh(replace(recipe, model=replace(recipe.model, width=3))).load(whole / "state.pt")


def test_an_output_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(OutputError, match="cannot be written"):
        loop.train(tiny(tmp_path / "taken"))
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_full_disk_keeps_the_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = State.fresh(tiny(tmp_path))
    state.save(tmp_path / "state.pt")
    before = (tmp_path / "state.pt").read_bytes()
    monkeypatch.setattr(Path, "open", lambda *_: contextlib.closing(Full()))
    with pytest.raises(OutputError, match="No space left"):
        state.save(tmp_path / "state.pt")
    monkeypatch.undo()
    assert (tmp_path / "state.pt").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["state.pt"]


class Full:
    """A file on a full disk."""

    def write(self, _: bytes) -> int:
        raise OSError(28, "No space left on device")

    def flush(self) -> None: ...

    def close(self) -> None: ...


def test_a_device_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CUDAAccelerator, "is_available", staticmethod(lambda: False))
    with pytest.raises(RecipeError, match=r"optimizer\.device is cuda"):
        loop.train(tiny(tmp_path, device="cuda"))


def test_part_loss_agrees_with_numpy() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (2, len(Part), 5, 7))
    parts = rng.choice([*map(int, Part), OTHER, OTHER, UNKNOWN, UNKNOWN], (2, 5, 7)).astype(np.uint8)
    total, known = 0.0, 0
    for sample, row, column in np.ndindex(parts.shape):
        likely = np.exp(logits[sample, :, row, column])
        likely /= likely.sum()
        part = parts[sample, row, column]
        if part == UNKNOWN:
            continue
        known += 1
        total -= np.log(1 - likely[Part.GROUND] - likely[Part.SKIN] if part == OTHER else likely[part])
    assert {OTHER, UNKNOWN} <= set(np.unique(parts))
    ours = part_loss(
        torch.from_numpy(logits), torch.from_numpy(parts), Part.GROUND, Part.SKIN, OTHER, UNKNOWN
    )
    assert ours.item() == pytest.approx(total / known, rel=1e-5)
    nothing = torch.full((2, 5, 7), UNKNOWN, dtype=torch.uint8)
    assert part_loss(torch.from_numpy(logits), nothing, 0, 1, OTHER, UNKNOWN).item() == 0


def test_the_sampled_loss_agrees_with_numpy(feature_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Best and one other for a picture; two outputs with a target each for a matched sample."""
    rng = np.random.default_rng(1)
    outputs, targets = rng.normal(0, 0.5, (2, 9, 3, 32, 32)), rng.integers(0, 256, (2, 9, 3, 32, 32))
    targets[0] = targets[0, :1]
    sketch = rng.integers(0, 256, (2, 1, 32, 32))
    draws = torch.tensor([3, 5])
    monkeypatch.setattr(loop.torch, "randint", lambda *_, **__: draws)
    config = LossConfig(
        best=0.9, perceptual="squeezenet", layers=("conv1", "fire2"), layer_weights=(0.1, 0.2), sampled=True
    )
    batch = {
        "sketch": torch.from_numpy(sketch).to(torch.uint8),
        "targets": torch.from_numpy(targets).to(torch.uint8),
        "matched": torch.tensor([False, True]),
    }
    network = SqueezeNet.load(feature_file, config.layers)
    terms = loop.batch_loss(torch.from_numpy(outputs).float(), torch.zeros(()), batch, config, network)

    weights = reference.random_weights(reference.squeezenet_shapes(), seed=2)

    def features(rgb: reference.Array) -> list[reference.Array]:
        maps = reference.squeezenet(rgb, weights)
        return [maps["conv1"], maps["fire2"]]

    def distance(sample: int, output: int, pixels: bool) -> float:
        lambdas = (0.88,) if pixels else (0.0, 0.1, 0.2)
        return reference_losses.distance(
            outputs[sample, output],
            targets[sample, output],
            sketch[sample, 0],
            (lambda _: []) if pixels else features,
            lambdas,
        )

    pixels = np.array([[distance(sample, output, True) for output in range(9)] for sample in range(2)])
    first = 0.9 * pixels[0].min() + 0.1 * pixels[0].mean()
    assert terms["color"].item() == pytest.approx((first + pixels[1].mean()) / 2, rel=1e-5)
    best = pixels.argmin(axis=1)
    other = (best + draws.numpy()) % 9
    picture = 0.9 * distance(0, best[0], False) + 0.1 * distance(0, other[0], False)
    matched = (distance(1, other[1], False) + distance(1, (other[1] + 1) % 9, False)) / 2
    assert terms["features"].item() == pytest.approx((picture + matched) / 2, rel=1e-4)
    assert terms.keys() == {"color", "features"}


def test_the_log_names_each_term_of_the_loss(whole: Path) -> None:
    for row in log_of(whole):
        assert row.keys() == {"step", "pictures_a_second", "loss", "color", "features", "parts"}
        assert row["loss"] == pytest.approx(row["color"] + row["features"] + row["parts"], abs=2e-4)
        assert min(row.values()) > 0
