"""What is compared: trained networks, and the plainest answers that one could give instead."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from nurie.arrays import Doubles, Floats
from nurie.colorize.model import OUTPUTS, Answer
from nurie.evaluation.scenes import Scene
from nurie.losses import to_rgb
from nurie.network import checkpoint
from nurie.network.checkpoint import ModelInfo
from nurie.network.sgru import SGRU


class Watched(ABC):
    """A model for the pipeline that remembers what it was asked first, and what it answered.

    Attributes:
        given: (inputs, H, W), what it was given last of what was not mirrored.
        answer: (9, h, w, 3) bytes, the colors it answered with, before the pipeline does anything with them.
    """

    def __init__(self, name: str, inputs: int, working_size: int, fold: int = 1, grays: bool = False) -> None:
        self.name, self.inputs, self.working_size, self.fold = name, inputs, working_size, fold
        self.grays = grays
        self.given = np.zeros((inputs, 0, 0), np.float32)
        self.answer = np.zeros((OUTPUTS, 0, 0, 3), np.uint8)

    def __call__(self, sketch: Floats) -> Answer:
        """(inputs, H, W) in 0..255 to what the network says."""
        answer = self.ask(sketch)
        if not np.array_equal(sketch[:, :, ::-1], self.given):
            self.given, self.answer = sketch, np.rint(answer.colors).astype(np.uint8)
        return answer

    @abstractmethod
    def ask(self, sketch: Floats) -> Answer:
        """What the model answers with; see `__call__`."""


class TorchNetwork(Watched):
    """A trained network, run by PyTorch."""

    def __init__(self, network: SGRU, info: ModelInfo, size: int) -> None:
        config = network.config
        super().__init__(info.name, config.inputs, size, config.fold, config.grays)
        self.network = network.eval()

    @torch.inference_mode()
    def ask(self, sketch: Floats) -> Answer:
        """(inputs, H, W) in 0..255 to what the network says."""
        colors, logits = self.network.answers(torch.from_numpy(sketch)[None])
        rgb = to_rgb(colors)[0].clamp(0, 255).permute(0, 2, 3, 1)
        parts = None if logits is None else logits[0].softmax(0).numpy()
        return Answer(np.ascontiguousarray(rgb.numpy()), parts)


class Constant(Watched):
    """One color everywhere, nine times."""

    def __init__(self, rgb: Doubles, size: int) -> None:
        super().__init__("one color", 1, size)
        self.rgb = np.rint(rgb).astype(np.uint8)

    def ask(self, sketch: Floats) -> Answer:
        """(1, H, W) to one color everywhere."""
        return Answer(np.broadcast_to(self.rgb, (OUTPUTS, *sketch.shape[1:], 3)).astype(np.float32))


@dataclass(frozen=True)
class Contestant:
    """One column of the report."""

    name: str
    size: int
    """Long side, in px, of what the network sees."""
    model: Callable[[str], Watched]
    """The model that colors the picture of a name."""
    trained: bool = True


def trained(path: Path, name: str, size: int | None) -> Contestant:
    """The network in `path`, at `size` px or, if None, at its own working size.

    Raises:
        ModelError: the file cannot be read or holds no nurie model.
    """
    network, info = checkpoint.load(path)
    model = TorchNetwork(network, info, size or info.working_size)
    return Contestant(name, model.working_size // model.fold, lambda name: model)


def baselines(scenes: Sequence[Scene], size: int) -> list[Contestant]:
    """The plainest answers: white, the mean color of all the truths, and the mean color of each one alone.

    No network can know the last: it is about the best that a single color could possibly do.
    """
    means = {scene.name: _mean(scene) for scene in scenes}
    white = Constant(np.full(3, 255, np.float64), size)
    common = Constant(np.mean(list(means.values()), axis=0), size)
    return [
        Contestant("no color", size, lambda name: white, False),
        Contestant("mean color of all", size, lambda name: common, False),
        Contestant("mean color of each", size, lambda name: Constant(means[name], size), trained=False),
    ]


def _mean(scene: Scene) -> Doubles:
    paper = scene.paper if scene.paper.any() else np.ones_like(scene.paper)
    return np.asarray(scene.truth[paper].mean(axis=0))
