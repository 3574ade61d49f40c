"""The nine colorings as a sequence of pictures."""

from collections.abc import Callable, Sequence
from typing import overload

from PIL import Image

from nurie.arrays import Bytes
from nurie.colorize.model import OUTPUTS


class Nine(Sequence[Image.Image]):
    """The colorings of a sketch, composed one at a time, so that nine large ones need not fit into memory.

    Args:
        compose: makes one of them, 0..8, with its lines: (H, W, 3) bytes.
    """

    def __init__(self, compose: Callable[[int], Bytes]) -> None:
        self._compose = compose

    def __len__(self) -> int:
        return OUTPUTS

    @overload
    def __getitem__(self, index: int) -> Image.Image: ...
    @overload
    def __getitem__(self, index: slice) -> list[Image.Image]: ...
    def __getitem__(self, index: int | slice) -> Image.Image | list[Image.Image]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return Image.fromarray(self._compose(range(len(self))[index]))
