"""A judge of colored pictures whose convolutions are spectrally normalized.

The SSN-GAN (Liu, Chen and Hu, 2019) has the SGRU as its generator and a spectrally normalized discriminator
that is also the perceptual network of the loss. Only so much of it is known. What is ours: five levels of a
3x3 and a 4x4 stride-2 convolution each, leaky ReLU 0.1 (after Miyato and others, 2018), a 3x3 convolution
that gives each patch a score, and the activations of every level as the features.
"""

from typing import ClassVar

from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm


class Discriminator(nn.Module):
    """RGB in, features and scores out."""

    names: ClassVar = ("level1", "level2", "level3", "level4", "level5")

    def __init__(self, width: int = 64) -> None:
        """Args: width: channels of the first level; the next have 2, 4, 8 and 8 times as many."""
        super().__init__()
        self.levels = nn.ModuleList()
        channels = 3
        for times in (1, 2, 4, 8, 8):
            self.levels.append(
                nn.Sequential(
                    spectral_norm(nn.Conv2d(channels, times * width, 3, padding=1)),
                    nn.LeakyReLU(0.1),
                    spectral_norm(nn.Conv2d(times * width, times * width, 4, stride=2, padding=1)),
                    nn.LeakyReLU(0.1),
                )
            )
            channels = times * width
        self.score = spectral_norm(nn.Conv2d(channels, 1, 3, padding=1))

    def forward(self, rgb: Tensor) -> tuple[list[Tensor], Tensor]:
        """Judge pictures.

        Args:
            rgb: (B, 3, H, W) in 0..255.

        Returns:
            The activations of each level, (B, C, H / 2^k, W / 2^k) at level k, and the score of each patch,
            (B, 1, H / 32, W / 32): high where the picture looks like an artist's.
        """
        x = rgb / 127.5 - 1
        maps = []
        for level in self.levels:
            x = level(x)
            maps.append(x)
        return maps, self.score(x)
