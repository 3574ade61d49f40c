"""The layers made for ONNX Runtime compute what PyTorch's plain ones compute."""

import copy
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402

from nurie.network import onnx_layers  # noqa: E402
from nurie.network.checkpoint import ModelInfo  # noqa: E402
from nurie.network.sgru import SGRU, SGRUConfig  # noqa: E402
from nurie.network.to_onnx import export_onnx  # noqa: E402

CHANNELS = st.integers(1, 9)
SEEDS = st.integers(0, 2**31)


def same(plain: nn.Module, kind: type[nn.Module], picture: torch.Tensor) -> None:
    """`plain` and itself as a `kind` give the same in float64."""
    plain, picture = plain.double(), picture.double()
    fast = copy.deepcopy(plain)
    fast.__class__ = kind
    with torch.no_grad():
        torch.testing.assert_close(fast(picture), plain(picture), rtol=0, atol=1e-10)


@given(CHANNELS, CHANNELS, st.integers(1, 6).map(lambda n: 4 * n), st.integers(1, 19), SEEDS)
@settings(max_examples=60, deadline=None)
def test_four_rows_of_six_products(inputs: int, outputs: int, height: int, width: int, seed: int) -> None:
    torch.manual_seed(seed)
    conv = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
    same(conv, onnx_layers.MinimalConv, torch.randn(2, inputs, height, width))


@given(CHANNELS, CHANNELS, st.integers(1, 19), st.integers(1, 19), SEEDS)
@settings(max_examples=30, deadline=None)
def test_a_matrix_product(inputs: int, outputs: int, height: int, width: int, seed: int) -> None:
    torch.manual_seed(seed)
    conv = nn.Conv2d(inputs, outputs, 1, bias=False)
    same(conv, onnx_layers.PixelwiseConv, torch.randn(2, inputs, height, width))


@given(CHANNELS, st.integers(2, 19), st.integers(2, 19), SEEDS)
@settings(max_examples=30, deadline=None)
def test_a_norm(channels: int, height: int, width: int, seed: int) -> None:
    torch.manual_seed(seed)
    norm = nn.GroupNorm(1, channels, eps=1e-12)
    nn.init.normal_(norm.weight)
    nn.init.normal_(norm.bias)
    same(norm, onnx_layers.Norm, 3 + torch.randn(1, channels, height, width))


def wide() -> SGRU:
    """A network in which no two tensors are equal; wide for a test that takes 4 channels for many."""
    torch.manual_seed(5)
    network = SGRU(SGRUConfig(width=4)).eval()
    for parameter in network.parameters():
        if parameter.dim() == 1:
            parameter.data += 0.1 * torch.randn(parameter.shape)
    return network


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_layers, "MINIMAL_CHANNELS", 4)


@pytest.mark.usefixtures("few_are_many")
def test_wide_convolutions_of_heights_in_fours_become_minimal() -> None:
    network = wide()
    onnx_layers.fast_layers(network)
    minimal = {name for name, module in network.named_modules() if type(module) is onnx_layers.MinimalConv}
    assert "down.0.branch.1.0" in minimal, "as high as the picture, 4 channels"
    assert "down.0.branch.0.0" not in minimal, "one channel"
    assert "down.3.branch.0.0" in minimal, "an eighth of the height"
    assert "down.4.branch.0.0" not in minimal, "a sixteenth: two rows of the smallest picture"
    assert "up.1.branch.0.0" not in minimal, "a sixteenth"
    assert "up.1.swish.conv" in minimal, "an eighth"
    assert {"last.1.0", "last.2.0"} <= minimal
    sketch = 255 * torch.rand(1, 1, 96, 64, dtype=torch.float64)
    with torch.no_grad():
        torch.testing.assert_close(network.double()(sketch), wide().double()(sketch), rtol=0, atol=1e-9)


def test_the_shipped_width_is_left_alone() -> None:
    network = SGRU(SGRUConfig(width=24, inputs=5))
    onnx_layers.fast_layers(network)
    assert not [module for module in network.modules() if type(module) is onnx_layers.MinimalConv]


@pytest.mark.usefixtures("few_are_many")
def test_a_file_of_a_wide_network(tmp_path: Path) -> None:
    """At sizes that were not traced, and on a large page; 1e-4 is an eightieth of a gray level."""
    network, path = wide(), tmp_path / "wide.onnx"
    export_onnx(network, path, ModelInfo("wide", 96, 0), half=True)
    for parameter in network.parameters():
        parameter.data = parameter.data.half().double()
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(0)
    page = np.full((1, 1, 1536, 1024), 255.0)
    page[0, 0, 300:1200:97] = 0
    for sketch in (rng.uniform(0, 255, (1, 1, 32, 64)), rng.uniform(0, 255, (1, 1, 224, 32)), page):
        (ours,) = session.run(None, {"sketch": sketch.astype(np.float32)})
        with torch.no_grad():
            truth = network.double()(torch.from_numpy(sketch.astype(np.float32)).double()).numpy()
        np.testing.assert_allclose(ours, truth, rtol=0, atol=1e-4)
