"""What a page holds before anything is known of its colors: regions and panels."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.lineart.panels import find_panels, outside_panels
from nurie.lineart.regions import Regions, paper_mask, reduced, reduced_regions, segment

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

GRID = 1024
"""Px; what a larger page holds is worked out at this size."""


@dataclass(frozen=True, eq=False)
class Layout:
    """The regions and panels of a page.

    Attributes:
        regions: (H, W), the number, from 1, of the region at each pixel.
        panels: (h, w), the number, from 1, of the panel at each pixel, 0 outside and on a drawing that is no
            page; h and w are at most GRID.
        outside: (h, w), the paper around and between panels.
        clearance: (h, w), px of this size to the nearest ink.
    """

    regions: Regions
    panels: Regions
    outside: Mask
    clearance: NDArray[np.float32]


def find_layout(lines: Bytes) -> Layout:
    """Find the regions and panels of clean line art, (H, W) bytes, ink 0, paper 255."""
    regions = segment(lines)
    small = reduced_regions(regions, GRID)
    clearance = np.asarray(
        cv2.distanceTransform(paper_mask(reduced(lines, GRID)), cv2.DIST_L2, 5), np.float32
    )
    panels = find_panels(small, clearance)
    outside = panels == 0 if panels.any() else outside_panels(small, clearance)
    return Layout(regions, panels, np.asarray(outside), clearance)


def box(inside: Mask) -> tuple[slice, slice]:
    """Rows and columns of the smallest box around what is inside."""
    left, top, width, height = cv2.boundingRect(inside.astype(np.uint8))
    return slice(top, top + height), slice(left, left + width)
