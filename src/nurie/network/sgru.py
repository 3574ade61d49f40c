"""The Swish-Gated Residual U-Net (SGRU) of Liu, Chen and Hu, "Anime Sketch Coloring with
Swish-Gated Residual U-Net", ISICA 2018: the whole network, smallest block first.

With the default configuration the network is the paper's: 47,827,558 parameters.
"""

from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

MULTIPLE = 32
"""Height and width must be multiples of this: five poolings halve them."""

_DOWN = (96, 192, 288, 384, 480)
_UP = (512, 480, 384, 288, 192)
_PAPER_WIDTH = 96


@dataclass(frozen=True)
class SGRUConfig:
    """What may differ from the paper; every default is the paper's value."""

    width: int = 96
    """Channels of the first and last block; the other blocks scale with it."""
    outputs: int = 9
    """Colorings a sketch."""
    inputs: int = 1
    """Input channels: 1 (gray), or 5 (gray, hint red, green, blue, hint mask)."""
    slope: float = 0.2
    """Negative slope of the leaky ReLU."""
    norm: Literal["picture", "position"] = "picture"
    """Layer norm over channels, height and width of one sample, or over the channels of a position."""
    upsampling: Literal["deconv", "bilinear"] = "deconv"
    """2x2 up-convolution, or a 1x1 convolution followed by bilinear enlargement (no grid, a quarter
    of the work)."""
    normalize: bool = False
    """Feed ink 0..1 (paper is 0) and hints 0..1 to the first block, not the reference's gray 0..255."""
    fold: int = 1
    """Side in px of the squares that are folded into channels before the first block (pixel unshuffle): the
    network sees a sketch `fold` times as large as its answer, for nearly the same work."""
    parts: int = 0
    """Channels of a second head, which names the part of each pixel; 0 has none."""
    grays: bool = False
    """Trained to see lines upon the grays of a page that is painted (`nurie.lineart.grays.on_grays`)."""
    swish_skips: bool = True
    """Gate the skips by swish layers, or hand them on as they are."""
    kind: Literal["sgru", "unet", "resunet"] = "sgru"
    """The paper's network, or one of those it is compared with (`nurie.network.baselines`)."""

    def channels(self, paper: int) -> int:
        """The paper's channel count `paper`, scaled to this width."""
        return round(paper * self.width / _PAPER_WIDTH)


class PositionNorm(nn.GroupNorm):
    """Layer norm over the channels of each position, with a scale and a shift per channel."""

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) to the same shape."""
        return F.layer_norm(x.movedim(1, -1), (self.num_channels,), self.weight, self.bias, self.eps).movedim(
            -1, 1
        )


def layer_norm(config: SGRUConfig, channels: int) -> nn.Module:
    """Layer norm with a scale and a shift per channel, epsilon 1e-12."""
    norm = nn.GroupNorm if config.norm == "picture" else PositionNorm
    return norm(1, channels, eps=1e-12)


class Conv(nn.Sequential):
    """Convolution without bias, layer norm, leaky ReLU. The size stays."""

    def __init__(self, config: SGRUConfig, inputs: int, outputs: int, kernel: int) -> None:
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False),
            layer_norm(config, outputs),
            nn.LeakyReLU(config.slope, inplace=True),
        )


class UpConv(nn.Sequential):
    """2x2 up-convolution of stride 2 without bias, layer norm, leaky ReLU. The size doubles."""

    def __init__(self, config: SGRUConfig, inputs: int, outputs: int) -> None:
        if config.upsampling == "deconv":
            super().__init__(
                nn.ConvTranspose2d(inputs, outputs, 2, stride=2, bias=False),
                layer_norm(config, outputs),
                nn.LeakyReLU(config.slope, inplace=True),
            )
        else:
            super().__init__(
                *Conv(config, inputs, outputs, 1),
                nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False),
            )


class Swish(nn.Module):
    """The swish layer, S(X) = sigmoid(LN(conv3x3(X))) * X: a learned gate on what passes by."""

    def __init__(self, config: SGRUConfig, channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm = layer_norm(config, channels)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) to the same shape."""
        gate: Tensor = self.norm(self.conv(x))
        return gate.sigmoid_() * x


class Down(nn.Module):
    """A block of the contracting path: [1x1,] 3x3, 3x3, pool, and the swished block input beside it."""

    def __init__(self, config: SGRUConfig, inputs: int, width: int, first: bool) -> None:
        super().__init__()
        self.reduce = nn.Identity() if first else Conv(config, inputs, width, 1)
        inner = inputs if first else width
        self.branch = nn.Sequential(Conv(config, inner, width, 3), Conv(config, width, width, 3))
        self.swish = Swish(config, inner)
        self.pool = nn.MaxPool2d(2)
        self.outputs = width + inner

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, inputs, H, W) to (B, outputs, H/2, W/2) and the skip (B, width, H, W)."""
        x = self.reduce(x)
        skip = self.branch(x)
        return torch.cat([self.pool(skip), self.swish(self.pool(x))], 1), skip


class Up(nn.Module):
    """A block of the expanding path: 1x1, 3x3, 3x3, up; the swished block input and skip beside it."""

    def __init__(self, config: SGRUConfig, inputs: int, width: int, skip: int) -> None:
        super().__init__()
        self.reduce = Conv(config, inputs, width, 1)
        self.branch = nn.Sequential(Conv(config, width, width, 3), Conv(config, width, width, 3))
        self.up_branch = UpConv(config, width, width)
        self.up_input = UpConv(config, width, width)
        self.swish = Swish(config, width)
        self.swish_skip = Swish(config, skip) if config.swish_skips else nn.Identity()
        self.outputs = 2 * width + skip

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        """(B, inputs, H, W) and the skip (B, skip, 2H, 2W) to (B, outputs, 2H, 2W)."""
        x = self.reduce(x)
        return torch.cat(
            [self.up_branch(self.branch(x)), self.swish(self.up_input(x)), self.swish_skip(skip)], 1
        )


class SGRU(nn.Module):
    """Sketch in, nine colorings out."""

    down_block: type[Any] = Down
    up_block: type[Any] = Up

    def __init__(self, config: SGRUConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or SGRUConfig()
        channels = config.inputs * config.fold**2
        self.down = nn.ModuleList()
        for level, width in enumerate(_DOWN):
            block = self.down_block(config, channels, config.channels(width), first=level == 0)
            self.down.append(block)
            channels = block.outputs
        self.up = nn.ModuleList()
        for width, skip in zip(_UP, reversed(_DOWN), strict=True):
            up = self.up_block(config, channels, config.channels(width), config.channels(skip))
            self.up.append(up)
            channels = up.outputs
        self.feature_channels = config.channels(_PAPER_WIDTH)
        self.last = nn.Sequential(
            Conv(config, channels, self.feature_channels, 1),
            Conv(config, self.feature_channels, self.feature_channels, 3),
            Conv(config, self.feature_channels, self.feature_channels, 3),
        )
        self.head = nn.Conv2d(self.feature_channels, 3 * config.outputs, 1)
        self.part_head = nn.Conv2d(self.feature_channels, config.parts, 1) if config.parts else None

    def features(self, x: Tensor) -> Tensor:
        """The last features before the 1x1 head.

        Args:
            x: (B, inputs, H, W) in 0..255; channel 0 is gray (255 is paper), the others, where
                there are any, are the hints' red, green, blue (0 where there is none) and mask.

        Returns:
            (B, feature_channels, H / fold, W / fold).

        Raises:
            ValueError: H or W is not a multiple of 32 fold.
        """
        multiple = MULTIPLE * self.config.fold
        if x.shape[-2] % multiple or x.shape[-1] % multiple:
            raise ValueError(
                f"a picture of {x.shape[-1]} x {x.shape[-2]} cannot be halved five times; "
                f"pad width and height to multiples of {multiple}"
            )
        if self.config.normalize:
            x = torch.cat([255 - x[:, :1], x[:, 1:]], 1) / 255
        if self.config.fold > 1:
            x = F.pixel_unshuffle(x, self.config.fold)
        skips = []
        for down in self.down:
            x, skip = down(x)
            skips.append(skip)
        for up in self.up:
            x = up(x, skips.pop())
        features: Tensor = self.last(x)
        return features

    def paint(self, features: Tensor) -> Tensor:
        """The colorings (B, outputs, 3, H, W) of `features`: the 1x1 head, its channels color-major."""
        maps: Tensor = self.head(features)
        batch, _, height, width = maps.shape
        return maps.view(batch, 3, self.config.outputs, height, width).transpose(1, 2)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) in 0..255 to (B, outputs, 3, H / fold, W / fold); RGB is (y + 1) / 2 * 255."""
        return self.paint(self.features(x))

    def answers(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """As `forward`, and the logits (B, parts, H / fold, W / fold) of the parts that it names, if any."""
        features = self.features(x)
        return self.paint(features), self.part_head(features) if self.part_head else None
