"""The networks that the paper compares with: a plain U-Net and a residual U-Net.

Both have the SGRU's five levels, widths, norms and head; only their blocks differ. The paper says no
more of its own.
"""

import torch
from torch import Tensor, nn

from nurie.network.sgru import SGRU, Conv, SGRUConfig, UpConv


class PlainDown(nn.Module):
    """3x3, 3x3, pool."""

    def __init__(self, config: SGRUConfig, inputs: int, width: int, first: bool) -> None:
        super().__init__()
        self.branch = nn.Sequential(Conv(config, inputs, width, 3), Conv(config, width, width, 3))
        self.pool = nn.MaxPool2d(2)
        self.outputs = width

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, inputs, H, W) to (B, width, H/2, W/2) and the skip (B, width, H, W)."""
        skip = self.branch(x)
        return self.pool(skip), skip


class PlainUp(nn.Module):
    """3x3, 3x3, up; the skip beside it."""

    def __init__(self, config: SGRUConfig, inputs: int, width: int, skip: int) -> None:
        super().__init__()
        self.branch = nn.Sequential(Conv(config, inputs, width, 3), Conv(config, width, width, 3))
        self.up = UpConv(config, width, width)
        self.outputs = width + skip

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        """(B, inputs, H, W) and the skip (B, skip, 2H, 2W) to (B, outputs, 2H, 2W)."""
        return torch.cat([self.up(self.branch(x)), skip], 1)


class ResidualDown(nn.Module):
    """1x1, then 3x3, 3x3 added to it, pool."""

    def __init__(self, config: SGRUConfig, inputs: int, width: int, first: bool) -> None:
        super().__init__()
        self.reduce = Conv(config, inputs, width, 1)
        self.branch = nn.Sequential(Conv(config, width, width, 3), Conv(config, width, width, 3))
        self.pool = nn.MaxPool2d(2)
        self.outputs = width

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, inputs, H, W) to (B, width, H/2, W/2) and the skip (B, width, H, W)."""
        x = self.reduce(x)
        skip = x + self.branch(x)
        return self.pool(skip), skip


class ResidualUp(nn.Module):
    """1x1, then 3x3, 3x3 added to it, up; the skip beside it."""

    def __init__(self, config: SGRUConfig, inputs: int, width: int, skip: int) -> None:
        super().__init__()
        self.reduce = Conv(config, inputs, width, 1)
        self.branch = nn.Sequential(Conv(config, width, width, 3), Conv(config, width, width, 3))
        self.up = UpConv(config, width, width)
        self.outputs = width + skip

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        """(B, inputs, H, W) and the skip (B, skip, 2H, 2W) to (B, outputs, 2H, 2W)."""
        x = self.reduce(x)
        return torch.cat([self.up(x + self.branch(x)), skip], 1)


class UNet(SGRU):
    """The SGRU's frame with plain blocks."""

    down_block, up_block = PlainDown, PlainUp


class ResidualUNet(SGRU):
    """The SGRU's frame with residual blocks."""

    down_block, up_block = ResidualDown, ResidualUp


_KINDS: dict[str, type[SGRU]] = {"sgru": SGRU, "unet": UNet, "resunet": ResidualUNet}


def build(config: SGRUConfig) -> SGRU:
    """The network that `config.kind` names, with random weights.

    Raises:
        KeyError: there is no such kind.
    """
    return _KINDS[config.kind](config)
