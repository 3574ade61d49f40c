"""Let a hint's color flow to whatever is of one material with the hinted place: hair strands, both sleeves.

The network gives each material its own color in each of its nine colorings, so the nine colors at a place
tell what is there: places that are alike in all nine are the same hair, the same cloth, the same ground.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from nurie.colorize.enforce import distance_to, hint_marks
from nurie.images import Bytes
from nurie.lineart.regions import PAPER, closed_regions, flood, meant_regions

_MOST = 0.75  # of the nine must be alike, for cloth has the color of skin in some of them
_ALIKE = 10.0  # Lab distance in those up to which a place is wholly of the hint's material
_UNLIKE = 20.0  # and from which on it is not at all
_LIGHTNESS = 0.5  # weight of lightness in that distance: a shadow is the same material
_AROUND = 0.03  # of the long side: how far around a hint its material is looked at
_NEAREST = 4  # power of the distance by which the nearest of several hints of one material prevails
_SHADING = 32  # levels of light and shade that a recolored place may keep

Floats = NDArray[np.float32]


def flow(colors: Bytes, lines: Bytes, hint_map: Bytes) -> Bytes:
    """Give everything of a hinted material the hint's color, keeping soft shading.

    A closed region that holds hints takes the colors of those alone, however much it looks like another's.

    Args:
        colors: (N, H, W, 3) bytes, the network's colorings.
        lines: (H, W) bytes, ink 0, paper 255.
        hint_map: (H, W, 4) bytes, hint RGB and mask.

    Returns:
        (N, H, W, 3) bytes.
    """
    hints = list(hint_marks(hint_map))
    places: NDArray[np.int32] = np.zeros(lines.shape, np.int32)
    for number, mark in enumerate(hints, start=1):
        places[mark] = number
    lab = np.stack([cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB) for picture in colors])
    lab = np.ascontiguousarray(lab.transpose(3, 0, 1, 2))
    lab[0] *= _LIGHTNESS
    most = int(_MOST * len(colors))
    flooded, regions = flood(places, lines), closed_regions(lines)
    meant = meant_regions(places, regions)
    free = np.logical_not(meant.any(axis=1))
    free[:1] = True  # under lines
    total: Floats = np.zeros(colors.shape, np.float32)
    shares: Floats = np.zeros(lines.shape, np.float32)
    weight: Floats = np.zeros(lines.shape, np.float32)
    for number, mark in enumerate(hints, start=1):
        distance = distance_to(mark)
        around = (distance <= _AROUND * max(lines.shape)) & (flooded == number) & (lines > PAPER)
        if not around.any():
            continue
        material = np.median(lab[..., around], axis=-1)[..., None, None]
        apart = np.sort(((lab - material) ** 2).sum(axis=0), axis=0)[most]
        alike = ((_UNLIKE - np.sqrt(apart)) / (_UNLIKE - _ALIKE)).clip(0, 1)
        alike *= (meant[:, number] | free)[regions]
        inside = alike > 0
        share = alike[inside] / (distance[inside] + 1) ** _NEAREST
        usual = np.median(colors[:, around].astype(np.float32), axis=1)[:, None]
        shading = (colors[:, inside] - usual).clip(-_SHADING, _SHADING)
        total[:, inside] += share[:, None] * (hint_map[mark][0, :3] + shading)
        shares[inside] += share
        weight = np.maximum(weight, alike)
    goal = total / np.maximum(shares, np.finfo(np.float32).tiny)[..., None]
    result = colors + weight[..., None] * (goal - colors)
    return np.asarray(np.rint(result.clip(0, 255)), dtype=np.uint8)
