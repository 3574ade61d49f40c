"""Networks that judge pictures, from files that the user names: nothing is downloaded."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
import torchmetrics
from torch import Tensor, nn
from torchmetrics.image.fid import FrechetInceptionDistance

from nurie.arrays import Bytes
from nurie.errors import MissingExtraError, ModelError
from nurie.perceptual import SqueezeNet, read_weights

SQUEEZENET_LAYERS = ("conv1", "fire3", "fire5", "fire6", "fire7", "fire8", "fire9")
"""The layers that LPIPS compares."""


def load_squeezenet(path: Path) -> tuple[SqueezeNet, list[Tensor]]:
    """SqueezeNet 1.1, and LPIPS' weights of its channels where `path` holds the network that they are for.

    They were learned for torchvision's network, so for any other the list is empty.

    Raises:
        ModelError: the file cannot be read, or lacks a layer.
    """
    network = SqueezeNet.load(path, SQUEEZENET_LAYERS)
    if "features.0.weight" not in read_weights(path):
        return network, []
    learned = read_weights(Path(torchmetrics.__file__).parent / "functional/image/lpips_models/squeeze.pth")
    return network, [learned[f"lin{layer}.model.1.weight"].flatten() for layer in range(7)]


def load_inception(path: Path) -> nn.Module:
    """The Inception network of FID.

    Raises:
        MissingExtraError: torch-fidelity, which knows the network, is not installed.
        ModelError: the file cannot be read.
    """
    if find_spec("torch_fidelity") is None:
        raise MissingExtraError(
            "FID needs torch-fidelity, not installed here; run: pip install torch-fidelity"
        )
    from torchmetrics.image.fid import NoTrainInceptionV3

    try:
        return NoTrainInceptionV3("inception-v3-compat", ["2048"], str(path))
    except Exception as error:  # whatever torch-fidelity makes of a file that it cannot use
        raise ModelError(
            f"{path} holds no weights of FID's Inception network ({error}); name another file."
        ) from error


@torch.no_grad()
def frechet_distance(colorings: Sequence[Bytes], truths: Sequence[Bytes], inception: nn.Module) -> float:
    """The Frechet distance between all colorings, each (n, H, W, 3), and the truths, each (H, W, 3)."""
    distance = FrechetInceptionDistance(feature=inception)
    for nine, truth in zip(colorings, truths, strict=True):
        for pictures, real in ((truth[None], True), (nine, False)):
            distance.update(torch.from_numpy(pictures.transpose(0, 3, 1, 2).copy()), real=real)
    return float(distance.compute())
