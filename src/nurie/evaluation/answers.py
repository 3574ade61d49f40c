"""What a coloring takes each pixel for."""

import numpy as np

from nurie.arrays import Bytes
from nurie.colorize.colorization import Colorization
from nurie.colorize.read_parts import distances


def part_map(coloring: Colorization) -> Bytes | None:
    """The `Part` a coloring takes each pixel for, (H, W); None where its model names no materials."""
    return None if coloring.materials is None else coloring.materials.part_map()


def network_parts(coloring: Colorization) -> Bytes:
    """The likeliest `Part` of each pixel by the network alone, (h, w): what it or its colors say."""
    seen = coloring.seen
    if seen.parts is not None:
        return np.asarray(seen.parts.argmax(axis=0), np.uint8)
    return np.asarray(distances(seen.colors).argmin(axis=0), np.uint8)
