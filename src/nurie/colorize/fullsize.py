"""Colors from the working size to the full size, without smearing them across lines.

Under a line the network's colors mean nothing, and beside it they are mixed with those from the other side.
So only pixels well away from ink, or in the middle of a strip too narrow for that, are taken as they are: the
anchors. Every other pixel gets the color of its nearest anchor, which lies on its own side of the line.
"""

import math

import cv2
import numpy as np
import numpy.typing as npt

from nurie.images import Bytes

_BLACK = 64  # darker is ink
_LINE_DEPTH = 48  # what is darker than its surroundings by more is a line
_LINE_WIDTH = 2.5  # working pixels; what is wider is a tone of its own
_CLEARANCE = 1.25  # working pixels between ink and an anchor
_COVERED = 64  # of 255: a working pixel with more ink has no color of its own


class FullSize:
    """The geometry of one sketch, worked out once and used for each of its colorings.

    Args:
        lines: (H, W) bytes, the clean line art at full size: ink 0, paper 255.
        working_shape: height and width of the color maps to come.
    """

    def __init__(self, lines: Bytes, working_shape: tuple[int, int]) -> None:
        self._size = lines.shape[1], lines.shape[0]
        pitch = max(lines.shape) / max(working_shape)
        ink = _ink(lines, pitch)
        coverage = cv2.resize(ink, working_shape[::-1], interpolation=cv2.INTER_AREA)
        self._working_source = _nearest(coverage < _COVERED)
        self._source = _nearest(_anchors(ink, _CLEARANCE * pitch))

    def __call__(self, colors: Bytes) -> Bytes:
        """Carry one color map, (h, w, 3) bytes at the working size, to (H, W, 3)."""
        padded = cv2.cvtColor(colors, cv2.COLOR_RGB2RGBA)  # four bytes make one number to fetch
        paper = _fetch(padded, self._working_source)
        large = np.asarray(cv2.resize(paper, self._size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
        return np.asarray(cv2.cvtColor(_fetch(large, self._source), cv2.COLOR_RGBA2RGB), dtype=np.uint8)


def _ink(lines: Bytes, pitch: float) -> Bytes:
    """255 on lines and black areas, 0 on paper and on gray tones."""
    width = 2 * math.ceil(_LINE_WIDTH * pitch / 2) + 1
    depth = cv2.morphologyEx(lines, cv2.MORPH_BLACKHAT, np.ones((width, width), np.uint8))
    return ((depth > _LINE_DEPTH) | (lines < _BLACK)).astype(np.uint8) * np.uint8(255)


def _anchors(ink: Bytes, clearance: float) -> npt.NDArray[np.bool_]:
    """Pixels whose color can be trusted: far from ink, or at least as far as their neighbors are."""
    distance = cv2.distanceTransform(cv2.bitwise_not(ink), cv2.DIST_L2, 3)
    ridge = distance >= cv2.dilate(distance, np.ones((3, 3), np.uint8))
    return np.asarray((distance > clearance) | (ridge & (ink == 0)))


def _nearest(trusted: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """For each pixel the flat index of the nearest trusted one; itself everywhere if there is none."""
    if not trusted.any():
        return np.arange(trusted.size).reshape(trusted.shape)
    _, labels = cv2.distanceTransformWithLabels(
        (~trusted).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    places = np.flatnonzero(trusted)
    index_of_label = np.zeros(places.size + 1, np.intp)
    index_of_label[labels.ravel()[places]] = places
    return np.asarray(index_of_label[labels])


def _fetch(rgba: npt.NDArray[np.generic], source: npt.NDArray[np.intp]) -> Bytes:
    """Each pixel's color from the pixel that ``source`` names: (H, W, 4) bytes."""
    packed = np.ascontiguousarray(rgba).view(np.uint32).ravel()
    return packed.take(source).view(np.uint8).reshape(*source.shape, 4)
