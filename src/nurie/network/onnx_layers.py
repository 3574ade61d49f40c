"""The network's layers in the operators that ONNX Runtime runs fastest; what they compute stays the same.

`fast_layers` is for the exporter alone: PyTorch runs the plain layers as fast or faster.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from nurie.network.sgru import MULTIPLE, SGRU

MINIMAL_CHANNELS = 128
"""Fewest channels with which minimal filtering pays for its additions and its longer loading."""


class Norm(nn.GroupNorm):
    """Layer norm over the whole picture in the fewest passes over it that ONNX Runtime's operators allow.

    The means are taken row by row first: ONNX Runtime adds up float32 values one by one, and a sum of
    millions loses their last digits. A power, not a product: the product of a convolution's output with
    itself would be turned from the convolution's own layout a second time. Scale and shift are a convolution
    of each channel by itself, into which ONNX Runtime draws the leaky ReLU that follows.
    """

    def forward(self, x: Tensor) -> Tensor:
        """(1, C, H, W) to the same shape."""
        mean = x.mean(3).mean(2).mean(1)
        square = x.pow(2).mean(3).mean(2).mean(1)
        # 1 / sqrt(variance + eps), written so that the exporter does not drop so small a summand: without it
        # a page without a line comes out as NaN, or wrong where the variance is as small.
        variance = (square - mean * mean).clamp(min=0)
        scale = self.weight * (torch.rsqrt(variance / self.eps + 1) * self.eps**-0.5)
        return F.conv2d(x, scale.view(-1, 1, 1, 1), self.bias - mean * scale, groups=self.num_channels)


class PixelwiseConv(nn.Conv2d):
    """A 1x1 convolution without bias as a matrix product, which needs no other layout of its input."""

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) to (B, out_channels, H, W)."""
        product = self.weight.flatten(1) @ x.flatten(2)
        return product.view(x.shape[0], self.out_channels, *x.shape[2:])


_KERNEL = ((6, 0, 0), (-4, -4, -4), (-4, 4, -4), (1, 2, 4), (1, -2, 4), (0, 0, 24))
"""Winograd's G of F(4, 3), 24 times: what each of six products takes of the kernel's three rows."""

_ROWS = (
    (4, 0, -5, 0, 1, 0),
    (0, -4, -4, 1, 1, 0),
    (0, 4, -4, -1, 1, 0),
    (0, -2, -1, 2, 1, 0),
    (0, 2, -1, -2, 1, 0),
    (0, 4, 0, -5, 0, 1),
)
"""Its B transposed: what each product takes of six rows of the picture, the first one above the four."""


class MinimalConv(nn.Conv2d):
    """A 3x3 convolution without bias that makes four rows of six products instead of twelve.

    Minimal filtering F(4, 3) along the columns (Winograd 1980; Lavin and Gray, "Fast Algorithms for
    Convolutional Neural Networks", CVPR 2016): half the multiplications. Every step is a convolution or a
    sum, so that ONNX Runtime keeps to its convolutions' layout until the four rows are put together.
    """

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) with H a multiple of 4 to (B, out_channels, H, W)."""
        transform = torch.tensor(_KERNEL, dtype=x.dtype) / 24
        kernels = (self.weight.mT @ transform.mT).mT

        def product(index: int) -> Tensor:
            rows = _each_channel(x, _ROWS[index], stride=4, padding=1)
            return F.conv2d(rows, kernels[:, :, index : index + 1], padding=(0, 1))

        minus_one, minus_two = product(2), product(4)
        even_one, even_two = product(1) + minus_one, product(3) + minus_two
        odd_one = even_one + _times(minus_one, -2)
        odd_two = even_two + _times(minus_two, -2)
        rows = (
            (product(0) + even_one) + even_two,
            _times(odd_two, 2) + odd_one,
            _times(even_two, 4) + even_one,
            product(5) + (_times(odd_two, 8) + odd_one),
        )
        return torch.stack(rows, 3).flatten(2, 3)


def _times(x: Tensor, factor: int) -> Tensor:
    return _each_channel(x, (factor,), stride=1, padding=0)


def _each_channel(x: Tensor, kernel: tuple[int, ...], stride: int, padding: int) -> Tensor:
    """Each channel convolved with the column `kernel`."""
    channels = x.shape[1]
    weight = torch.tensor(kernel, dtype=x.dtype).view(1, 1, -1, 1).expand(channels, 1, -1, 1)
    return F.conv2d(x, weight, stride=(stride, 1), padding=(padding, 0), groups=channels)


def fast_layers(model: SGRU) -> None:
    """Let `model` run by these layers; its weights are left as they are."""
    minimal = _minimal(model)
    for module in model.modules():
        if type(module) is nn.GroupNorm:
            module.__class__ = Norm
        elif isinstance(module, nn.Conv2d) and module.kernel_size == (1, 1) and module.bias is None:
            module.__class__ = PixelwiseConv
        elif module in minimal:
            module.__class__ = MinimalConv


def _minimal(model: SGRU) -> set[nn.Module]:
    """The wide 3x3 convolutions whose inputs' heights are multiples of four whatever the picture's is.

    They are so in every picture if they are so in the smallest: all heights grow with the picture's.
    """
    found: set[nn.Module] = set()

    def look(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        if inputs[0].shape[2] % 4 == 0:
            found.add(module)

    hooks = [
        module.register_forward_pre_hook(look)
        for module in model.modules()
        if isinstance(module, nn.Conv2d)
        and module.kernel_size == (3, 3)
        and module.bias is None
        and min(module.in_channels, module.out_channels) >= MINIMAL_CHANNELS
    ]
    with torch.no_grad():
        side = MULTIPLE * model.config.fold
        model(torch.zeros(1, model.config.inputs, side, side))
    for hook in hooks:
        hook.remove()
    return found
