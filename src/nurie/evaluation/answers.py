"""What a coloring takes each pixel for."""

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.colorize.colorizer import Colorization
from nurie.lineart.regions import Regions, paper_mask
from nurie.schemes.parts import Part
from nurie.schemes.scheme import SCHEMES

READ = tuple(part for part in Part if part != Part.BUBBLE)
"""The parts that nine colors can tell: bubbles are as white as eyes in every scheme."""
_LIGHTNESS = 0.6
"""How much a difference of lightness counts beside one of hue."""
_FARTHEST = 60.0
"""From here on, one color is as far from another as it can be."""
_SURE = 3.0
"""Distances that lie this far apart make one part e times as likely as the other."""
_CLEARANCE = 1.25
"""Working pixels between ink and a pixel that has a vote."""

Bytes = NDArray[np.uint8]
Shares = NDArray[np.float32]


def part_map(coloring: Colorization) -> Bytes:
    """The `Part` a coloring takes each pixel for, (H, W): what it says itself, else what its colors say."""
    materials = getattr(coloring, "materials", None)
    if materials is not None:
        return np.asarray(materials.parts[coloring.regions], np.uint8)
    gray = cv2.cvtColor(coloring.drawing, cv2.COLOR_RGB2GRAY)
    return voted(likelihoods(coloring.color_maps), coloring.regions, paper_mask(np.asarray(gray, np.uint8)))


def nearest_parts(colors: Bytes) -> Bytes:
    """The `Part` whose colors in the nine schemes are nearest to nine colorings (9, h, w, 3): (h, w)."""
    return np.asarray(np.array(READ, np.uint8)[distances(colors).argmin(axis=0)])


def distances(colors: Bytes) -> Shares:
    """How far nine colorings (9, h, w, 3) are from each part of `READ` in the nine schemes: (parts, h, w).

    The mean over the nine of the distance in CIELAB, in which lightness counts 0.6 times and which is 60 at
    most.
    """
    tables = np.stack([scheme.table()[list(READ)] for scheme in SCHEMES])
    weight = np.array([_LIGHTNESS, 1, 1], np.float32)
    result = np.zeros((len(READ), *colors.shape[1:3]), np.float32)
    for one, table in zip(colors, _lab(tables), strict=True):
        lab = _lab(one)
        for place, target in enumerate(table):
            apart = np.sqrt(np.square((lab - target) * weight).sum(axis=-1))
            result[place] += np.minimum(apart, _FARTHEST) / len(colors)
    return result


def likelihoods(colors: Bytes) -> Shares:
    """How likely each part of `READ` is, (parts, h, w) in 0..1, by the `distances` of nine colorings."""
    far = distances(colors)
    shares = np.exp((far.min(axis=0) - far) / _SURE)
    return np.asarray(shares / shares.sum(axis=0), np.float32)


def voted(shares: Shares, regions: Regions, paper: Bytes) -> Bytes:
    """The `Part` that is likeliest in each region as a whole, (H, W).

    Args:
        shares: (parts, h, w), how likely each part of `READ` is, at the working size.
        regions: (H, W), the number, from 1, of the region at each pixel.
        paper: (H, W), 1 on paper, 0 on lines; what is near lines has next to no vote.
    """
    height, width = regions.shape
    clearance = cv2.distanceTransform(paper, cv2.DIST_L2, 5)
    pitch = max(regions.shape) / max(shares.shape[1:])
    weight = np.where(clearance > _CLEARANCE * pitch, 1.0, 1e-3)
    votes = [
        np.bincount(regions.ravel(), (cv2.resize(one, (width, height)) * weight).ravel()) for one in shares
    ]
    winners = np.array(READ, np.uint8)[np.argmax(votes, axis=0)]
    return np.asarray(winners[regions])


def _lab(rgb: NDArray[np.generic]) -> Shares:
    """CIELAB (D65) of sRGB colors 0..255, (a, b, 3)."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
