"""What happens inside the network: the maps of every level and branch, and what each gate lets pass."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from nurie.arrays import Floats
from nurie.network.sgru import SGRU, Swish

LEVELS = 5
_PATHS = {"branch": "branch", "up_branch": "branch", "up": "branch", "swish": "input", "swish_skip": "skip"}
"""Our modules -> what a reader calls the paths through a block."""


@dataclass(frozen=True)
class FeatureMaps:
    """The maps of one path through one block."""

    block: str
    """"down 1" to "down 5", "up 5" to "up 1", or "last", the features before the colors."""
    path: str
    """"branch", what the convolutions make; "input" and "skip", what passes by them; with "gate" behind the
    name, how far it is let through."""
    level: int
    """1 at the full size to 5 at the smallest; what belongs to "last" is of level 1."""
    maps: Floats
    """(C, h, w); gates lie in 0..1."""

    @property
    def name(self) -> str:
        """For instance "down 2, input gate"."""
        return f"{self.block}, {self.path}"

    @property
    def is_gate(self) -> bool:
        """Whether the maps are gates."""
        return self.path.endswith("gate")

    @property
    def activity(self) -> Floats:
        """(C,): the mean size of each channel's values; of a gate, how far it is open."""
        return np.asarray(np.abs(self.maps).mean(axis=(1, 2)), np.float32)

    @property
    def order(self) -> NDArray[np.intp]:
        """(C,): the channels, the most active first."""
        return np.argsort(-self.activity, kind="stable")


@contextmanager
def watch(network: SGRU) -> Iterator[dict[str, FeatureMaps]]:
    """Note the maps of every level and branch of the first picture of each batch while the network runs.

    What is yielded fills when the network runs, from its input to its output, by the layers' names. A branch
    of the contracting path is noted before its pooling, as its skip takes it; one of the expanding path
    after its enlargement. Networks without gates have none.
    """
    layers: dict[str, FeatureMaps] = {}
    handles = []

    def note(
        block: str, path: str, level: int, change: Callable[[Tensor], Tensor] = Tensor.clone
    ) -> Callable[[nn.Module, Any, Tensor], None]:
        def hook(module: nn.Module, given: Any, output: Tensor) -> None:
            # A copy: what follows may work in place.
            maps = change(output.detach()[0].float()).cpu().numpy()
            layer = FeatureMaps(block, path, level, maps)
            layers[layer.name] = layer

        return hook

    down = [(f"down {level}", level, block) for level, block in enumerate(network.down, 1)]
    up = [
        (f"up {level}", level, block) for level, block in zip(range(LEVELS, 0, -1), network.up, strict=True)
    ]
    for title, level, block in (*down, *up):
        for name, module in block.named_children():
            path = _PATHS.get(name)
            if path is None or (title.startswith("up") and name == "branch"):
                continue
            if isinstance(module, Swish):
                gate = note(title, f"{path} gate", level, Tensor.sigmoid)
                handles.append(module.norm.register_forward_hook(gate))
            handles.append(module.register_forward_hook(note(title, path, level)))
    handles.append(network.last.register_forward_hook(note("last", "features", 1)))
    try:
        yield layers
    finally:
        for handle in handles:
            handle.remove()
