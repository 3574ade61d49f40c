"""Feature networks that judge a coloring: VGG-19 and SqueezeNet 1.1 behind one interface."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from pickle import UnpicklingError
from typing import ClassVar, Protocol, Self

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from nurie.errors import ModelError


class FeatureNetwork(Protocol):
    """RGB (B, 3, H, W) in 0..255 to the feature maps of the chosen layers, after ReLU."""

    def __call__(self, rgb: Tensor) -> list[Tensor]: ...


def read_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file or of a PyTorch state dict, as float32.

    Raises:
        ModelError: the file is missing or is neither.
    """
    try:
        if path.suffix == ".safetensors":
            weights = load_file(path)
        else:
            weights = torch.load(path, map_location="cpu", weights_only=True)
        return {name: tensor.float() for name, tensor in weights.items()}
    except FileNotFoundError:
        raise ModelError(f"{path} does not exist; name a file with the feature network's weights.") from None
    except (
        SafetensorError,
        UnpicklingError,
        OSError,
        ValueError,
        RuntimeError,
        AttributeError,
        EOFError,
    ) as error:
        raise ModelError(
            f"{path} holds no weights that can be read ({error}); name a .safetensors file or a state dict."
        ) from error


class _Caffe(nn.Module):
    """Weights that expect BGR 0..255 less the ImageNet mean."""

    def forward(self, rgb: Tensor) -> Tensor:
        return rgb.flip(1) - rgb.new_tensor([103.939, 116.779, 123.68]).view(3, 1, 1)


class _Torchvision(nn.Module):
    """Weights that expect RGB 0..1, normalized by the ImageNet mean and deviation."""

    def forward(self, rgb: Tensor) -> Tensor:
        mean = rgb.new_tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
        deviation = rgb.new_tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
        return (rgb / 255 - mean) / deviation


class _Frozen(nn.Module, ABC):
    """A feature network with fixed weights, cut off after the last layer asked for."""

    torchvision_names: ClassVar[dict[str, str]]
    """This file's names of the convolutions -> torchvision's."""

    def __init__(self, weights: dict[str, Tensor], layers: Sequence[str], source: Path) -> None:
        super().__init__()
        torchvision = "features.0.weight" in weights
        self.prepare = _Torchvision() if torchvision else _Caffe()
        self.layers = tuple(layers)
        for name in self.needed():
            stored = self.torchvision_names[name] if torchvision else name
            if f"{stored}.weight" not in weights or f"{stored}.bias" not in weights:
                raise ModelError(
                    f"{source} lacks the layer {name} of {type(self).__name__}; "
                    "name a file that has it, or ask for fewer layers."
                )
            self.register_buffer(_key(name, "weight"), weights[f"{stored}.weight"])
            self.register_buffer(_key(name, "bias"), weights[f"{stored}.bias"])

    @abstractmethod
    def needed(self) -> list[str]:
        """The convolutions up to the last layer asked for, in order.

        Raises:
            ModelError: the network has no layer of that name.
        """

    @classmethod
    def load(cls, path: Path | str, layers: Sequence[str]) -> Self:
        """The network of the weights in `path`, giving the maps of `layers`.

        Raises:
            ModelError: the file cannot be read, or lacks a layer.
        """
        return cls(read_weights(Path(path)), layers, Path(path))

    def convolve(self, name: str, x: Tensor, stride: int = 1, padding: int = 0) -> Tensor:
        """Convolution `name` and ReLU."""
        weight, bias = self.get_buffer(_key(name, "weight")), self.get_buffer(_key(name, "bias"))
        return F.conv2d(x, weight, bias, stride, padding).relu()


def _key(name: str, kind: str) -> str:
    return f"{name}_{kind}".replace("/", "_")


def _until(layers: Sequence[str], known: Sequence[str], network: str) -> list[str]:
    unknown = [name for name in layers if name not in known]
    if unknown or not layers:
        raise ModelError(
            f"{network} has no layer {', '.join(unknown) or '(none was named)'}; "
            f"choose among {', '.join(known)}."
        )
    return list(known[: max(known.index(name) for name in layers) + 1])


class VGG19(_Frozen):
    """VGG-19 (Simonyan and Zisserman, 2014): layers conv1_1 ... conv5_4."""

    _blocks = (2, 2, 4, 4, 4)
    names = tuple(f"conv{b}_{i}" for b, depth in enumerate(_blocks, 1) for i in range(1, depth + 1))
    _positions = (0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34)
    torchvision_names: ClassVar = {name: f"features.{at}" for name, at in zip(names, _positions, strict=True)}

    def needed(self) -> list[str]:
        return _until(self.layers, self.names, "VGG-19")

    def forward(self, rgb: Tensor) -> list[Tensor]:
        """RGB (B, 3, H, W) in 0..255 to one map a layer: (B, C, H / 2^b, W / 2^b) in block b + 1."""
        maps: dict[str, Tensor] = {}
        x = self.prepare(rgb)
        for name in self.needed():
            if name.endswith("_1") and name != "conv1_1":
                x = F.max_pool2d(x, 2)
            x = maps[name] = self.convolve(name, x, padding=1)
        return [maps[name] for name in self.layers]


class SqueezeNet(_Frozen):
    """SqueezeNet 1.1 (Iandola and others, 2016): layers conv1, fire2 ... fire9."""

    names = ("conv1", *(f"fire{i}" for i in range(2, 10)))
    _positions = (0, 3, 4, 6, 7, 9, 10, 11, 12)
    torchvision_names: ClassVar = {"conv1": "features.0"} | {
        f"{name}/{part}": f"features.{at}.{part.replace('squeeze1x1', 'squeeze')}"
        for name, at in zip(names[1:], _positions[1:], strict=True)
        for part in ("squeeze1x1", "expand1x1", "expand3x3")
    }

    def needed(self) -> list[str]:
        fires = _until(self.layers, self.names, "SqueezeNet 1.1")[1:]
        parts = ("squeeze1x1", "expand1x1", "expand3x3")
        return ["conv1", *(f"{fire}/{part}" for fire in fires for part in parts)]

    def forward(self, rgb: Tensor) -> list[Tensor]:
        """RGB (B, 3, H, W) in 0..255 to one map a layer, reduced 2 to 16 times."""
        maps: dict[str, Tensor] = {}
        x = maps["conv1"] = self.convolve("conv1", self.prepare(rgb), stride=2)
        for name in _until(self.layers, self.names, "SqueezeNet 1.1")[1:]:
            if name in ("fire2", "fire4", "fire6"):
                x = F.max_pool2d(x, 3, 2, ceil_mode=True)
            squeezed = self.convolve(f"{name}/squeeze1x1", x)
            x = maps[name] = torch.cat(
                [
                    self.convolve(f"{name}/expand1x1", squeezed),
                    self.convolve(f"{name}/expand3x3", squeezed, padding=1),
                ],
                1,
            )
        return [maps[name] for name in self.layers]
