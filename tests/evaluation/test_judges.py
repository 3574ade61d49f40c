"""The judges agree with torchmetrics and SciPy, and refuse what they cannot use."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import scipy.linalg
import torch
from safetensors.torch import save_file
from torch import nn
from torchmetrics.functional.image import lpips

from nurie.errors import MissingExtraError, ModelError
from nurie.evaluation import judges, metrics

RNG = np.random.default_rng(8)


class Fire(nn.Module):
    """A fire module as torchvision names its layers."""

    def __init__(self, inputs: int, squeeze: int, expand: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(inputs, squeeze, 1)
        self.expand1x1 = nn.Conv2d(squeeze, expand, 1)
        self.expand3x3 = nn.Conv2d(squeeze, expand, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.squeeze(x).relu()
        return torch.cat([self.expand1x1(x).relu(), self.expand3x3(x).relu()], 1)


def torchvision_squeezenet() -> nn.Sequential:
    """The features of torchvision's squeezenet1_1, with random weights."""
    torch.manual_seed(0)
    pool = nn.MaxPool2d(3, 2, ceil_mode=True)
    return nn.Sequential(
        nn.Conv2d(3, 64, 3, stride=2), nn.ReLU(), pool, Fire(64, 16, 64), Fire(128, 16, 64), pool,
        Fire(128, 32, 128), Fire(256, 32, 128), pool, Fire(256, 48, 192), Fire(384, 48, 192),
        Fire(384, 64, 256), Fire(512, 64, 256),
    )  # fmt: skip


@pytest.fixture(scope="module")
def network() -> nn.Sequential:
    return torchvision_squeezenet()


@pytest.fixture(scope="module")
def weights(network: nn.Sequential, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("squeezenet") / "squeezenet.safetensors"
    save_file({f"features.{name}": tensor for name, tensor in network.state_dict().items()}, path)
    return path


def test_lpips_agrees_with_torchmetrics(
    network: nn.Sequential, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # torchmetrics' own LPIPS, but for the backbone, which it would fetch from torchvision.
    monkeypatch.setattr(lpips, "_get_tv_model_features", lambda name, pretrained: network)
    theirs = lpips._LPIPS(net="squeeze").eval()
    truth = RNG.integers(0, 256, (64, 96, 3), np.uint8)
    nine = RNG.integers(0, 256, (3, 64, 96, 3), np.uint8)
    to_planes = [torch.from_numpy(p).permute(0, 3, 1, 2) / 127.5 - 1 for p in (nine, truth[None])]
    with torch.no_grad():
        reference = theirs(to_planes[0], to_planes[1].expand_as(to_planes[0])).flatten()
    squeezenet, learned = judges.load_squeezenet(weights)
    ours = metrics.perceptual_distances(nine, truth, squeezenet, learned)
    np.testing.assert_allclose(ours, reference.numpy(), rtol=1e-4)


def test_weights_of_another_origin_have_no_lpips(network: nn.Sequential, tmp_path: Path) -> None:
    names = {0: "conv1", 3: "fire2", 4: "fire3", 6: "fire4", 7: "fire5", 9: "fire6", 10: "fire7"}
    names |= {11: "fire8", 12: "fire9"}
    tensors = {}
    for name, tensor in network.state_dict().items():
        position, *rest = name.split(".")
        parts = [names[int(position)], *rest[:-1]]
        tensors["/".join(parts).replace("squeeze", "squeeze1x1") + "." + rest[-1]] = tensor
    save_file(tensors, tmp_path / "keras.safetensors")
    assert judges.load_squeezenet(tmp_path / "keras.safetensors")[1] == []


class Corner(nn.Module):
    """Features that SciPy can check: four pixels of the red plane."""

    num_features = 4

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        assert pictures.dtype == torch.uint8
        return pictures[:, 0, :2, :2].flatten(1).float()


def test_the_frechet_distance_agrees_with_scipy() -> None:
    nines = [RNG.integers(0, 200, (9, 4, 5, 3), np.uint8) for _ in range(4)]
    truths = [RNG.integers(50, 256, (4, 5, 3), np.uint8) for _ in range(4)]
    fake = np.concatenate(nines)[:, :2, :2, 0].reshape(36, 4).astype(float)
    real = np.stack(truths)[:, :2, :2, 0].reshape(4, 4).astype(float)
    covariances = np.cov(real.T), np.cov(fake.T)
    root = scipy.linalg.sqrtm(covariances[0] @ covariances[1]).real
    expected = ((real.mean(0) - fake.mean(0)) ** 2).sum() + np.trace(sum(covariances) - 2 * root)
    assert judges.frechet_distance(nines, truths, Corner()) == pytest.approx(expected, rel=1e-3)


def test_without_torch_fidelity_there_is_no_fid(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(judges, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="pip install torch-fidelity"):
        judges.load_inception(tmp_path / "weights.pth")


def test_inception_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*arguments: object) -> None:
        raise ValueError("no such key")

    monkeypatch.setattr(judges, "find_spec", lambda name: importlib.util.find_spec("torch"))
    monkeypatch.setattr("torchmetrics.image.fid.NoTrainInceptionV3", refuse)
    with pytest.raises(ModelError, match=r"weights\.pth holds no weights of FID"):
        judges.load_inception(tmp_path / "weights.pth")
