"""The ONNX file computes what PyTorch computes, or is not written."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, numpy_helper

torch = pytest.importorskip("torch")

from nurie.errors import ModelError, OutputError  # noqa: E402
from nurie.network import to_onnx  # noqa: E402
from nurie.network.checkpoint import ModelInfo  # noqa: E402
from nurie.network.sgru import SGRU, SGRUConfig  # noqa: E402

CONFIG = SGRUConfig(width=3, inputs=5, upsampling="bilinear", normalize=True)
INFO = ModelInfo("tiny", 160, 77)
SIZES = ((32, 32), (96, 160), (256, 64))
"""None of them was traced or compared on export."""


def make() -> SGRU:
    """A network in which no two tensors are equal, as after training."""
    torch.manual_seed(0)
    network = SGRU(CONFIG).eval()
    for parameter in network.parameters():
        if parameter.dim() == 1:
            parameter.data += 0.1 * torch.randn(parameter.shape)
    return network


@pytest.fixture(scope="module")
def model() -> SGRU:
    return make()


@pytest.fixture(scope="module")
def traced(model: SGRU, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The file of a real export; all warnings are errors and none may pass."""
    path = tmp_path_factory.mktemp("onnx") / "tiny.onnx"
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    difference = to_onnx.export_onnx(model, path, INFO)
    assert 0 <= difference <= to_onnx.TOLERANCE
    yield path
    torch.set_num_threads(before)


@pytest.fixture
def quick(traced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not trace again: it takes many seconds and gives the same graph."""
    monkeypatch.setattr(to_onnx, "_trace", lambda _: onnx.load(traced))


@pytest.fixture
def quick_half(traced: Path, monkeypatch: pytest.MonkeyPatch) -> onnx.ModelProto:
    """The graph that tracing the network gives once its weights are rounded."""
    proto = onnx.load(traced)
    for entry in proto.graph.initializer:
        if entry.data_type == TensorProto.FLOAT and entry.dims:
            rounded = numpy_helper.to_array(entry).astype(np.float16).astype(np.float32)
            entry.CopyFrom(numpy_helper.from_array(rounded, entry.name))
    monkeypatch.setattr(to_onnx, "_trace", lambda _: proto)
    return proto


def run(path: Path, planes: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (colors,) = session.run(["colors"], {"sketch": planes})
    return colors


def planes(height: int, width: int) -> np.ndarray:
    rng = np.random.default_rng(height + width)
    return rng.uniform(0, 255, (1, 5, height, width)).astype(np.float32)


def apply(model: SGRU, sketch: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        return model(torch.from_numpy(sketch)).numpy()


@pytest.mark.parametrize("size", SIZES)
def test_onnx_runtime_agrees_with_pytorch_at_other_sizes(
    model: SGRU, traced: Path, size: tuple[int, int]
) -> None:
    sketch = planes(*size)
    ours = run(traced, sketch)
    assert ours.shape == (1, 9, 3, *size)
    truth = apply(model, sketch)
    assert np.ptp(truth) > 0.1, "the network says something"
    np.testing.assert_allclose(ours, truth, rtol=0, atol=1e-3)


def test_a_large_page_keeps_its_last_digits(model: SGRU, traced: Path) -> None:
    """Means of millions of nearly equal numbers, against float64."""
    page = np.zeros((1, 5, 1536, 1024), np.float32)
    page[0, 0] = 255
    page[0, 0, 300:1200:97] = 0
    truth = apply(model.double(), page.astype(np.float64))
    model.float()
    np.testing.assert_allclose(run(traced, page), truth, rtol=0, atol=3e-5)


def test_the_file_describes_itself(traced: Path) -> None:
    proto = onnx.load(traced)
    onnx.checker.check_model(proto)
    about = {entry.key: entry.value for entry in proto.metadata_props}
    assert about == {
        "nurie.format": "1",
        "nurie.name": "tiny",
        "nurie.working_size": "160",
        "nurie.steps": "77",
        "nurie.config": about["nurie.config"],
    }
    assert json.loads(about["nurie.config"])["inputs"] == 5
    assert [entry.name for entry in proto.graph.input] == ["sketch"]
    assert [entry.name for entry in proto.graph.output] == ["colors"]


def test_the_file_holds_nothing_of_the_computer_that_wrote_it(traced: Path) -> None:
    data = traced.read_bytes()
    assert b".py" not in data
    assert str(Path(to_onnx.__file__).parents[2]).encode() not in data
    assert b"stack_trace" not in data


def test_half_stores_float16_and_computes_with_the_rounded_weights(
    model: SGRU, traced: Path, quick_half: onnx.ModelProto, tmp_path: Path
) -> None:
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    path = tmp_path / "half.onnx"
    assert to_onnx.export_onnx(model, path, INFO, half=True) <= to_onnx.TOLERANCE
    assert all(torch.equal(tensor, before[name]) for name, tensor in model.state_dict().items())

    weights = sum(parameter.numel() for parameter in model.parameters())
    stored = onnx.load(path).graph.initializer
    halves = sum(np.prod(entry.dims) for entry in stored if entry.data_type == TensorProto.FLOAT16)
    assert halves >= weights
    assert all(entry.data_type != TensorProto.FLOAT or not entry.dims for entry in stored)
    saved = traced.stat().st_size - path.stat().st_size
    casts = sum(node.op_type == "Cast" for node in onnx.load(path).graph.node)
    assert 2 * weights - 250 * casts < saved <= 2 * halves

    rounded = make()
    for parameter in rounded.parameters():
        parameter.data = torch.from_numpy(parameter.detach().numpy().astype(np.float16).astype(np.float32))
    for size in SIZES:
        np.testing.assert_allclose(run(path, planes(*size)), apply(rounded, planes(*size)), rtol=0, atol=1e-3)
    assert np.abs(run(path, planes(32, 32)) - run(traced, planes(32, 32))).max() > 1e-5


def test_what_float16_does_not_hold_stays_whole(
    model: SGRU, quick_half: onnx.ModelProto, tmp_path: Path
) -> None:
    """A sixth of a transform, say."""
    for name, value in (("quarter", 0.25), ("sixth", 1 / 6)):
        quick_half.graph.initializer.append(numpy_helper.from_array(np.full(4, value, np.float32), name))
    to_onnx.export_onnx(model, tmp_path / "half.onnx", INFO, half=True)
    stored = {entry.name: entry.data_type for entry in onnx.load(tmp_path / "half.onnx").graph.initializer}
    assert stored["quarter.half"] == TensorProto.FLOAT16
    assert stored["sixth"] == TensorProto.FLOAT


def spoil(path: Path, value: float) -> onnx.ModelProto:
    """The graph with the bias of the head moved by `value`."""
    proto = onnx.load(path)
    for entry in proto.graph.initializer:
        if list(entry.dims) == [27]:
            entry.CopyFrom(
                numpy_helper.from_array(numpy_helper.to_array(entry) + np.float32(value), entry.name)
            )
            return proto
    raise AssertionError("the head has no bias")


@pytest.mark.parametrize("value", [2e-3, -0.5, float("nan")])
@pytest.mark.parametrize("half", [False, True])
def test_a_file_that_disagrees_is_not_written(
    model: SGRU, traced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: float, half: bool
) -> None:
    wrong = spoil(traced, value)
    monkeypatch.setattr(to_onnx, "_trace", lambda _: wrong)
    path = tmp_path / "new" / "wrong.onnx"
    with pytest.raises(ModelError, match="was not written: ONNX Runtime and PyTorch differ by"):
        to_onnx.export_onnx(model, path, INFO, half)
    assert list(tmp_path.iterdir()) == []


def test_a_fault_that_only_a_drawing_shows_is_found(
    model: SGRU, traced: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, quick: None
) -> None:
    sketch = np.full((64, 64), 255, np.uint8)
    sketch[20:40, 30] = 0
    honest = SGRU.paint

    def blank_differs(self: SGRU, features: torch.Tensor) -> torch.Tensor:
        return honest(self, features) + (0.01 if features.shape[-2:] == (64, 64) else 0.0)

    monkeypatch.setattr(SGRU, "paint", blank_differs)
    with pytest.raises(ModelError, match="was not written"):
        to_onnx.export_onnx(model, tmp_path / "a.onnx", INFO, sketches=[sketch])
    assert not list(tmp_path.iterdir())


def test_a_difference_within_the_tolerance_is_told(model: SGRU, traced: Path) -> None:
    found = to_onnx.difference(model, spoil(traced, 5e-4).SerializeToString())
    assert found == pytest.approx(5e-4, abs=1e-4)


def test_a_place_that_cannot_be_written(model: SGRU, quick: None, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="cannot be written"):
        to_onnx.export_onnx(model, tmp_path / "file" / "a.onnx", INFO)
    assert (tmp_path / "file").read_text() == "mine"


def test_both_answers_travel(tmp_path: Path) -> None:
    """Probabilities of parts beside the colors, of a network that sees twice what it answers in."""
    torch.manual_seed(3)
    network = SGRU(SGRUConfig(width=6, inputs=1, fold=2, parts=12, upsampling="bilinear", normalize=True))
    assert to_onnx.export_onnx(network, tmp_path / "two.onnx", INFO) < 1e-3
    session = onnxruntime.InferenceSession(tmp_path / "two.onnx", providers=["CPUExecutionProvider"])
    sketch = np.random.default_rng(0).uniform(0, 255, (1, 1, 128, 192)).astype(np.float32)
    colors, parts = session.run(["colors", "parts"], {"sketch": sketch})
    assert colors.shape == (1, 9, 3, 64, 96)
    assert parts.shape == (1, 12, 64, 96)
    with torch.no_grad():
        _, logits = network.answers(torch.from_numpy(sketch))
    assert logits is not None
    odds = np.exp(logits.numpy().astype(np.float64))
    np.testing.assert_allclose(parts, odds / odds.sum(axis=1, keepdims=True), atol=1e-3)
