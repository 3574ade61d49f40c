"""Colorings at a smaller size, with all decisions as they are at full size."""

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from nurie.arrays import Bytes
from nurie.lineart.layout import StripLayout
from nurie.lineart.regions import reduced_regions
from nurie.lineart.strips import long_side
from nurie.packed import Held

if TYPE_CHECKING:
    from nurie.colorize.colorization import Colorization


def reduced(coloring: "Colorization", size: int) -> "Colorization":
    """The same colorings with a long side of at most `size` px; see :meth:`nurie.Colorization.at`."""
    height = coloring.drawing.shape[0]
    if long_side(coloring.drawing.shape) <= size:
        return coloring
    whole = max(coloring.drawing.shape)
    wanted = round(size * whole / long_side(coloring.drawing.shape))
    regions = reduced_regions(coloring.regions, wanted)
    layout = replace(coloring.layout, regions=regions)
    if isinstance(layout, StripLayout):
        layout = replace(
            layout,
            pieces=tuple(
                slice(*(round(row * len(regions) / height) for row in (rows.start, rows.stop)))
                for rows in layout.pieces
            ),
        )
    shape = regions.shape[1], regions.shape[0]

    def small(plane: Held[np.uint8]) -> Bytes:
        return np.asarray(cv2.resize(np.asarray(plane), shape, interpolation=cv2.INTER_AREA), np.uint8)

    decided, locks = replace(coloring.decided, regions=regions), coloring.locks
    if locks and locks.materials is coloring.decided:
        locks = replace(locks, materials=decided)
    elif locks:
        locks = replace(locks, materials=locks.materials.reduced(wanted))
    return replace(
        coloring,
        drawing=small(coloring.drawing),
        lines=small(coloring.lines),
        shade=None if coloring.shade is None else small(coloring.shade),
        layout=layout,
        _whole=coloring.places,
        decided=decided,
        locks=locks,
    )
