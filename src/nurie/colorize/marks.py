"""The dots and strokes of a hint map, and which regions each of them means."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Mask, Places, Regions

MarkColors = npt.NDArray[np.int32]

# Chosen by hand; tests/colorize/test_marks.py checks the result.
_STROKE = 0.15  # a stroke means the regions that hold this share of its pixels
_LONG = 2.5  # least length of a stroke, in thicknesses; shorter marks are dots
_COVER = 0.5  # a mark of any size means the regions of which it covers this share
_MOST_COLORS = 16  # most colors of a mark; with more it is of a textured brush
_TEXTURE = 96  # greatest L1 distance of the colors of a texture from their median
_STRAY = 0.05  # colors of a texture with a smaller share of its pixels are ignored


@dataclass(frozen=True, eq=False)
class Mark:
    """A dot or a stroke of one color.

    Attributes:
        rgb: its color, 0..255.
        places: (2, n), the rows and columns of its pixels.
    """

    rgb: tuple[int, int, int]
    places: Places

    def means(self, regions: Regions, areas: Places) -> list[int]:
        """The regions that it means: those with enough of its pixels, or that it crosses or covers.

        Args:
            regions: (h, w), the number of the region at each pixel of the hint map.
            areas: the area of each region, by its number.
        """
        rows, columns = self.places
        counts = np.bincount(regions[rows, columns], minlength=len(areas))
        extent = int(max(np.ptp(rows), np.ptp(columns))) + 1
        thickness = self._thickness()
        enough = counts.max()  # a dot on an outline means the side with most of its pixels
        if extent > _LONG * thickness:
            enough = min(_STROKE * counts.sum(), enough, thickness**2)
        meant = (counts > 0) & ((counts >= enough) | (counts >= _COVER * areas))
        found: list[int] = np.flatnonzero(meant).tolist()
        return found

    def _thickness(self) -> float:
        """The width of the stroke or dot in px."""
        rows, columns = self.places[0] - self.places[0].min() + 1, self.places[1] - self.places[1].min() + 1
        cut = np.zeros((rows.max() + 2, columns.max() + 2), np.uint8)
        cut[rows, columns] = 1
        return 2 * float(cv2.distanceTransform(cut, cv2.DIST_L2, 5).max())


def find_marks(hint_map: Bytes) -> Iterator[Mark]:
    """The marks on a hint map, (h, w, 4) bytes: connected components, divided by color.

    The mixed colors along an anti-aliased edge do not count: they are replaced by the nearest of the colors
    that cover a square of 3 x 3 px somewhere. Nor do the many colors of a textured brush count one by one.
    """
    opaque = hint_map[..., 3] > 0
    if not opaque.any():
        return
    codes = np.ascontiguousarray(hint_map).view(np.uint32)[..., 0]
    solid = opaque & (
        cv2.erode(hint_map, np.ones((3, 3), np.uint8)) == cv2.dilate(hint_map, np.ones((3, 3), np.uint8))
    ).all(axis=2)
    _, labels = cv2.connectedComponents(opaque.view(np.uint8), connectivity=8)
    rows, columns = np.nonzero(opaque)
    owner = labels[rows, columns]
    order = np.argsort(owner, kind="stable")
    rows, columns, owner = rows[order], columns[order], owner[order]
    for group in np.split(np.arange(owner.size), np.flatnonzero(np.diff(owner)) + 1):
        places = np.stack([rows[group], columns[group]])
        inside = codes[places[0], places[1]]
        colors = _own_colors(inside, solid[places[0], places[1]])
        nearest = _nearest(_rgb(inside), colors)
        for number, color in enumerate(colors.tolist()):
            if (nearest == number).any():
                yield Mark((color[0], color[1], color[2]), places[:, nearest == number])


def _own_colors(codes: npt.NDArray[np.uint32], solid: Mask) -> MarkColors:
    """(k, 3), the colors that a mark was painted with.

    Args:
        codes: (n,), the color of each pixel.
        solid: (n,), whether it lies in a square of 3 x 3 px of its color.
    """
    found, sizes = np.unique(codes[solid] if solid.any() else codes, return_counts=True)
    if not solid.any() and sizes.max() >= _STRAY * sizes.sum():
        found = found[sizes.argmax() :][:1]
    colors = _rgb(found)
    return colors if len(colors) <= _MOST_COLORS else _of_texture(colors, sizes)


def _of_texture(colors: MarkColors, sizes: npt.NDArray[np.intp]) -> MarkColors:
    """(k, 3), the main colors of a texture: medians around the densest places of color space."""
    groups: list[tuple[int, MarkColors]] = []
    bins = (colors >> 5) @ np.array([64, 8, 1])
    left = np.ones(len(colors), np.bool_)
    while left.any() and len(groups) < _MOST_COLORS:
        densest = left & (bins == np.bincount(bins[left], sizes[left]).argmax())
        middle = np.average(colors[densest], axis=0, weights=sizes[densest])
        near = left & ((np.abs(colors - middle).sum(axis=1) <= _TEXTURE) | densest)
        every = np.repeat(colors[near], sizes[near], axis=0)
        groups.append((len(every), np.median(every, axis=0).astype(np.int32)))
        left &= ~near
    groups.sort(key=lambda group: -group[0])
    kept = [color for size, color in groups if size >= _STRAY * sizes.sum()]
    return np.array(kept or [groups[0][1]], np.int32)


def _nearest(given: MarkColors, colors: MarkColors) -> Places:
    """(n,), the index of the nearest of `colors` to each given color."""
    distance = np.full(len(given), np.iinfo(np.int32).max)
    nearest = np.zeros(len(given), np.intp)
    for number, color in enumerate(colors):
        here = np.abs(given - color).sum(axis=1)
        nearest[here < distance] = number
        np.minimum(distance, here, out=distance)
    return nearest


def _rgb(codes: npt.NDArray[np.uint32]) -> MarkColors:
    return codes.view(np.uint8).reshape(-1, 4)[:, :3].astype(np.int32)
