"""The feature networks against NumPy, on small files that the tests write themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from reference import features as reference
from reference.operations import Array

torch = pytest.importorskip("torch")

from safetensors.torch import save_file  # noqa: E402

from nurie.errors import ModelError  # noqa: E402
from nurie.perceptual import VGG19, SqueezeNet  # noqa: E402

VGG_AT = {
    "conv1_1": 0, "conv1_2": 2, "conv2_1": 5, "conv2_2": 7,
    "conv3_1": 10, "conv3_2": 12, "conv3_3": 14, "conv3_4": 16,
}  # fmt: skip
FIRE_AT = {"fire2": 3, "fire3": 4, "fire4": 6, "fire5": 7, "fire6": 9, "fire7": 10, "fire8": 11, "fire9": 12}
FIRES = tuple(FIRE_AT)


def tensors(weights: dict[str, Array]) -> dict[str, torch.Tensor]:
    """The weights as float32 tensors."""
    return {name: torch.from_numpy(array).float() for name, array in weights.items()}


def vgg_weights() -> dict[str, Array]:
    """Random VGG-19 blocks 1-3."""
    return reference.random_weights(reference.vgg19_shapes(), seed=1)


def squeezenet_weights() -> dict[str, Array]:
    """Random SqueezeNet 1.1 features."""
    return reference.random_weights(reference.squeezenet_shapes(), seed=2)


@pytest.fixture(scope="module")
def vgg_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A safetensors file of the form that is documented: convBLOCK_INDEX.weight and .bias."""
    path = tmp_path_factory.mktemp("weights") / "vgg.safetensors"
    save_file(tensors(vgg_weights()), path)
    return path


@pytest.fixture(scope="module")
def squeezenet_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for SqueezeNet 1.1."""
    path = tmp_path_factory.mktemp("weights") / "squeezenet.safetensors"
    save_file(tensors(squeezenet_weights()), path)
    return path


def picture(height: int, width: int, batch: int = 1) -> Array:
    """Random RGB in 0..255."""
    return np.random.default_rng(height * width).uniform(0, 255, (batch, 3, height, width))


def assert_same(ours: list[torch.Tensor], theirs: list[Array]) -> None:
    """Every map agrees with NumPy in float64."""
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        assert a.shape == (1, *b.shape)
        assert (b > 0).any()
        np.testing.assert_allclose(a[0].numpy(), b, rtol=0, atol=1e-12 * np.abs(b).max())


def test_vgg19_agrees_with_numpy(vgg_file: Path) -> None:
    layers = ("conv1_1", "conv1_2", "conv2_2", "conv3_1", "conv3_2", "conv3_4")
    rgb = picture(12, 16)
    maps = reference.vgg19(rgb[0], vgg_weights())

    ours = VGG19.load(vgg_file, layers=layers).double()(torch.from_numpy(rgb))

    assert_same(ours, [maps[name] for name in layers])


@pytest.mark.parametrize("size", [(32, 40), (37, 50)])
def test_squeezenet_agrees_with_numpy(squeezenet_file: Path, size: tuple[int, int]) -> None:
    layers = ("conv1", *FIRES)
    rgb = picture(*size)
    maps = reference.squeezenet(rgb[0], squeezenet_weights())

    ours = SqueezeNet.load(squeezenet_file, layers=layers).double()(torch.from_numpy(rgb))

    assert_same(ours, [maps[name] for name in layers])


def test_maps_come_in_the_order_asked_for(vgg_file: Path) -> None:
    rgb = torch.from_numpy(picture(8, 8)).float()

    first, second = VGG19.load(vgg_file, layers=("conv2_1", "conv1_2"))(rgb)

    assert first.shape == (1, 128, 4, 4)
    assert second.shape == (1, 64, 8, 8)


def test_half_precision_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "half.safetensors"
    save_file({name: tensor.half() for name, tensor in tensors(vgg_weights()).items()}, path)

    (features,) = VGG19.load(path, layers=("conv1_2",))(torch.from_numpy(picture(8, 8)).float())

    assert features.dtype == torch.float32


def to_torchvision(weight: Array, bias: Array) -> tuple[Array, Array]:
    """A first convolution on BGR 0..255 less the Caffe mean as one on normalized RGB.

    Both see the same picture p: BGR p - mean, and (p / 255 - m) / s in RGB, so p = 255 (s x + m).
    """
    mean, deviation = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    rgb = weight[:, ::-1]
    offset = 255 * mean - reference.MEAN_BGR[::-1]
    return rgb * (255 * deviation)[:, None, None], bias + (rgb.sum(axis=(2, 3)) * offset).sum(axis=1)


def interior(features: torch.Tensor) -> torch.Tensor:
    """Without the frame, where zeros outside the picture mean another color."""
    return features[..., 3:-3, 3:-3]


def test_torchvision_vgg19_is_fed_as_torchvision_wants(vgg_file: Path, tmp_path: Path) -> None:
    weights = vgg_weights()
    weights["conv1_1.weight"], weights["conv1_1.bias"] = to_torchvision(
        weights["conv1_1.weight"], weights["conv1_1.bias"]
    )
    path = tmp_path / "vgg19.pth"
    renamed = {
        f"features.{VGG_AT[name.split('.')[0]]}.{name.split('.')[1]}": tensor
        for name, tensor in tensors(weights).items()
    }
    torch.save(renamed, path)
    rgb = torch.from_numpy(picture(20, 20)).float()

    for ours, theirs in zip(
        VGG19.load(path, layers=("conv1_1", "conv1_2"))(rgb),
        VGG19.load(vgg_file, layers=("conv1_1", "conv1_2"))(rgb),
        strict=True,
    ):
        torch.testing.assert_close(interior(ours), interior(theirs), rtol=1e-3, atol=0.05)


def test_torchvision_squeezenet_is_fed_as_torchvision_wants(squeezenet_file: Path, tmp_path: Path) -> None:
    weights = squeezenet_weights()
    weights["conv1.weight"], weights["conv1.bias"] = to_torchvision(
        weights["conv1.weight"], weights["conv1.bias"]
    )
    renamed = {}
    for name, tensor in tensors(weights).items():
        layer, kind = name.rsplit(".", 1)
        if layer == "conv1":
            renamed[f"features.0.{kind}"] = tensor
        else:
            fire, part = layer.split("/")
            renamed[f"features.{FIRE_AT[fire]}.{part.replace('squeeze1x1', 'squeeze')}.{kind}"] = tensor
    path = tmp_path / "squeezenet1_1.pth"
    torch.save(renamed, path)
    rgb = torch.from_numpy(picture(40, 40)).float()

    # SqueezeNet's first convolution has no padding: the whole network sees the same, frame and all.
    for ours, theirs in zip(
        SqueezeNet.load(path, layers=("conv1", "fire3", "fire9"))(rgb),
        SqueezeNet.load(squeezenet_file, layers=("conv1", "fire3", "fire9"))(rgb),
        strict=True,
    ):
        torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-3 * theirs.max().item())


def test_gradients_reach_the_picture_and_not_the_weights(vgg_file: Path) -> None:
    network = VGG19.load(vgg_file, layers=("conv2_2",))
    rgb = torch.from_numpy(picture(8, 8)).float().requires_grad_()

    network(rgb)[0].sum().backward()

    assert (rgb.grad != 0).any()
    assert not any(p.requires_grad for p in network.parameters())


def refusal(network: type, path: Path, layers: tuple[str, ...]) -> str:
    """The message with which a network refuses a file."""
    with pytest.raises(ModelError) as caught:
        network.load(path, layers=layers)
    return str(caught.value)


def test_a_layer_that_the_file_lacks_is_named_with_the_file_and_the_fix(vgg_file: Path) -> None:
    message = refusal(VGG19, vgg_file, ("conv1_2", "conv4_2"))

    assert "conv4_1" in message or "conv4_2" in message
    assert str(vgg_file) in message
    assert "fewer layers" in message


def test_a_torchvision_file_that_lacks_a_layer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "short.pth"
    torch.save({"features.0.weight": torch.zeros(64, 3, 3, 3), "features.0.bias": torch.zeros(64)}, path)

    assert "conv1_2" in refusal(VGG19, path, ("conv1_2",))


def test_squeezenet_that_lacks_a_layer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "short.safetensors"
    kept = {name: tensor for name, tensor in tensors(squeezenet_weights()).items() if "fire9" not in name}
    save_file(kept, path)

    message = refusal(SqueezeNet, path, ("conv1", "fire9"))

    assert "fire9" in message
    assert str(path) in message


@pytest.mark.parametrize("layers", [("conv9_9",), ()])
def test_a_layer_that_no_vgg19_has_is_refused(vgg_file: Path, layers: tuple[str, ...]) -> None:
    assert "conv5_4" in refusal(VGG19, vgg_file, layers), "the message lists what there is"


@pytest.mark.parametrize("name", ["weights.safetensors", "weights.pth"])
@pytest.mark.parametrize("content", [b"", b"not weights at all", bytes(64)], ids=["empty", "text", "zeros"])
def test_files_that_hold_no_weights_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    assert str(path) in refusal(VGG19, path, ("conv1_1",))


@pytest.mark.parametrize("name", ["missing.safetensors", "missing.pth"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    assert str(tmp_path / name) in refusal(VGG19, tmp_path / name, ("conv1_1",))
