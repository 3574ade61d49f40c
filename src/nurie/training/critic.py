"""Adversarial training: a discriminator learns to tell colorings from pictures.

The loss is the hinge loss of Miyato and others, 2018; for the network, less the score of its colorings.
"""

import torch
from lightning_fabric import Fabric
from torch import Tensor

from nurie.losses import distances, to_rgb
from nurie.network.discriminator import Discriminator
from nurie.training.batches import TensorBatch
from nurie.training.config import LossConfig
from nurie.training.engine import channels_last
from nurie.training.objective import two_of
from nurie.training.state import Judge


class Critic:
    """The discriminator of a run.

    Of the nine colorings of a sample it sees two: the best one and another, as in `loss.sampled`.

    Attributes:
        optimizer: the discriminator's; the loop makes its steps.
    """

    def __init__(self, fabric: Fabric, judge: Judge, config: LossConfig) -> None:
        self._fabric, self._config, self._judge = fabric, config, judge.network
        self._shared, self.optimizer = fabric.setup(channels_last(judge.network), judge.optimizer)
        self._judge.requires_grad_(False)
        self._at = [Discriminator.names.index(name) for name in config.layers]

    def features(self, rgb: Tensor) -> list[Tensor]:
        """The feature maps of the loss's layers: the discriminator as it stands, not learning."""
        self._judge.eval()
        maps, _ = self._judge(rgb)
        return [maps[at] for at in self._at]

    def opinion(self, colors: Tensor, batch: TensorBatch) -> Tensor:
        """The network's share: less the score of its colorings (B, 9, 3, H, W), weighted."""
        self._judge.eval()
        made, _ = self._two(colors, batch)
        score: Tensor = self._judge(made)[1].mean()
        return -self._config.adversarial * score

    def learn(self, colors: Tensor, batch: TensorBatch, pieces: int, more: bool) -> Tensor:
        """Add the gradient of the hinge loss on one of a step's `pieces`, of which there may be `more`."""
        made, real = self._two(colors, batch)
        self._judge.requires_grad_(True).train()
        with self._fabric.no_backward_sync(self._shared, enabled=more):
            _, scores = self._shared(torch.cat([made, real]))
            false, true = scores.chunk(2)
            loss: Tensor = (1 + false).relu().mean() + (1 - true).relu().mean()
            self._fabric.backward(loss / pieces)
        self._judge.requires_grad_(False)
        return loss.detach()

    def _two(self, colors: Tensor, batch: TensorBatch) -> tuple[Tensor, Tensor]:
        """Two colorings of each sample and their targets, both (2 B, 3, H, W) in 0..255."""
        targets = batch["targets"].float()
        with torch.no_grad():
            pixels = distances(colors, targets, batch["sketch"].float())
        best, other = two_of(pixels, batch["other"])
        rows = torch.arange(len(best), device=best.device)
        chosen = torch.cat([best, other])
        return to_rgb(colors[rows.repeat(2), chosen]), targets[rows.repeat(2), chosen]
