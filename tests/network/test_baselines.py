"""The networks that the SGRU is compared with, against plain NumPy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from reference.operations import Array, convolve, layer_norm, leaky_relu, max_pool, upconvolve

torch = pytest.importorskip("torch")

from reference import sgru as reference  # noqa: E402

from nurie.network import checkpoint, to_onnx  # noqa: E402
from nurie.network.baselines import ResidualUNet, UNet, build  # noqa: E402
from nurie.network.sgru import SGRU, SGRUConfig  # noqa: E402

Weights = dict[str, Array]


def conv(x: Array, weights: Weights, name: str) -> Array:
    """Convolution or up-convolution without bias, layer norm, leaky ReLU."""
    weight = weights[f"{name}.0.weight"]
    x = upconvolve(x, weight) if ".up" in name else convolve(x, weight, padding=weight.shape[-1] // 2)
    return leaky_relu(layer_norm(x, weights[f"{name}.1.weight"], weights[f"{name}.1.bias"]))


def block(x: Array, weights: Weights, name: str, residual: bool) -> Array:
    """Two 3x3 convolutions; in a residual network added to the 1x1 before them."""
    if not residual:
        return conv(conv(x, weights, f"{name}.branch.0"), weights, f"{name}.branch.1")
    x = conv(x, weights, f"{name}.reduce")
    return x + conv(conv(x, weights, f"{name}.branch.0"), weights, f"{name}.branch.1")


def naive(x: Array, weights: Weights, residual: bool) -> Array:
    """The nine colorings (9, 3, H, W) of one picture (C, H, W) by a U-Net."""
    skips = []
    for level in range(5):
        skips.append(block(x, weights, f"down.{level}", residual))
        x = max_pool(skips[-1])
    for level in range(5):
        x = conv(block(x, weights, f"up.{level}", residual), weights, f"up.{level}.up")
        x = np.concatenate([x, skips.pop()])
    for layer in ("last.0", "last.1", "last.2"):
        x = conv(x, weights, layer)
    y = convolve(x, weights["head.weight"], padding=0) + weights["head.bias"][:, None, None]
    return np.stack([y[[u, 9 + u, 18 + u]] for u in range(9)])


def weights_of(model: SGRU) -> Weights:
    return {name: tensor.numpy() for name, tensor in model.state_dict().items()}


def made(kind: str, **more: object) -> SGRU:
    """A network in float64 in which no two tensors are equal."""
    torch.manual_seed(1)
    model = build(SGRUConfig(width=6, kind=kind, **more)).double()
    for parameter in model.parameters():
        if parameter.dim() == 1:
            parameter.data += 0.2 * torch.randn(parameter.shape, dtype=torch.float64)
    return model


@pytest.mark.parametrize(("kind", "residual"), [("unet", False), ("resunet", True)])
@pytest.mark.parametrize("inputs", [1, 5])
def test_agree_with_a_naive_network(kind: str, residual: bool, inputs: int) -> None:
    model = made(kind, inputs=inputs)
    assert type(model) is (ResidualUNet if residual else UNet)
    x = np.random.default_rng(2).uniform(0, 255, (inputs, 32, 64))
    with torch.no_grad():
        ours = model(torch.from_numpy(x)[None])[0].numpy()
    theirs = naive(x, weights_of(model), residual)
    assert np.ptp(theirs) > 0.5, "the reference must have something to say"
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10)


def test_an_sgru_whose_skips_are_not_gated_agrees_with_the_naive_one(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = reference.swish
    monkeypatch.setattr(
        reference, "swish", lambda x, p, name: x if name.endswith(".skip") else honest(x, p, name)
    )
    parameters = reference.random_parameters(seed=3, width=6)
    torch.manual_seed(0)
    plain, gated = (SGRU(SGRUConfig(width=6, swish_skips=on)).double() for on in (False, True))
    named = [name for name in reference.shapes(6) if ".skip." not in name]
    kept = [name for name in gated.state_dict() if "swish_skip" not in name]
    assert list(plain.state_dict()) == kept
    by_name = dict(zip(sorted(named), [parameters[name] for name in sorted(named)], strict=True))
    plain.load_state_dict({our_name(name): torch.from_numpy(array) for name, array in by_name.items()})
    x = np.random.default_rng(2).uniform(0, 255, (1, 32, 64))
    with torch.no_grad():
        ours = plain(torch.from_numpy(x)[None])[0].numpy()
    np.testing.assert_allclose(ours, reference.sgru(x, parameters), rtol=0, atol=1e-10)


def our_name(name: str) -> str:
    """The name in our state dict of a parameter of the reference SGRU."""
    at, layer, kind = name.split(".")
    if layer == "colors":
        return f"head.{kind}"
    if at == "head":
        layer = {"reduce": "last.0", "conv1": "last.1", "conv2": "last.2"}[layer]
    else:
        side, level = at[:-1], int(at[-1])
        number = level - 1 if side == "down" else 5 - level
        ours = {
            "conv1": "branch.0", "conv2": "branch.1", "deconv": "up_branch", "deconv_input": "up_input"
        }  # fmt: skip
        layer = f"{side}.{number}.{ours.get(layer, layer)}"
    conv, norm = ("conv", "norm") if layer.endswith("swish") else ("0", "1")
    return (
        f"{layer}." + {"weight": f"{conv}.weight", "scale": f"{norm}.weight", "shift": f"{norm}.bias"}[kind]
    )


@pytest.mark.parametrize("kind", ["unet", "resunet"])
def test_every_parameter_receives_a_gradient(kind: str) -> None:
    model = made(kind)
    (model(torch.rand(1, 1, 64, 64).double() * 255) ** 2).mean().backward()
    assert [name for name, p in model.named_parameters() if not p.grad.abs().sum() > 0] == []


@pytest.mark.parametrize("kind", ["unet", "resunet"])
def test_they_are_saved_and_loaded_like_the_sgru(tmp_path: Path, kind: str) -> None:
    model = made(kind).float()
    checkpoint.save(model, tmp_path / "model.safetensors", checkpoint.ModelInfo("tiny", 64, 5))
    loaded, _ = checkpoint.load(tmp_path / "model.safetensors")
    assert type(loaded) is type(model)
    assert loaded.config == model.config
    assert all(torch.equal(tensor, loaded.state_dict()[name]) for name, tensor in model.state_dict().items())


def test_a_variant_is_exported_like_the_sgru(tmp_path: Path) -> None:
    """Any kind takes the same way; tracing takes long."""
    model = build(SGRUConfig(width=3, upsampling="bilinear", normalize=True, kind="resunet")).eval()
    to_onnx.export_onnx(model, tmp_path / "model.onnx", checkpoint.ModelInfo("tiny", 64, 5))
    x = torch.rand(1, 1, 64, 96) * 255
    session = onnxruntime.InferenceSession(tmp_path / "model.onnx", providers=["CPUExecutionProvider"])
    with torch.no_grad():
        truth = model(x).numpy()
    np.testing.assert_allclose(session.run(["colors"], {"sketch": x.numpy()})[0], truth, rtol=0, atol=1e-3)
