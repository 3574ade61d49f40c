"""The dots and strokes of a hint map, and which regions each of them means."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Mask, Places, Regions

MarkColors = npt.NDArray[np.int32]

_STROKE = 0.15  # of a stroke's pixels that must lie in a region for the stroke to mean it
_LONG = 2.5  # times its thickness: what is longer is a stroke
_COVER = 0.5  # of a region that a mark must cover to mean it, however large the mark
_MOST_COLORS = 16  # of one mark; more are a textured brush's
_TEXTURE = 96  # how far, summed over the channels, a texture's colors lie from their middle
_STRAY = 0.05  # of a mark's pixels: a rarer color of a texture is none


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
        """The regions that it means: those that hold a good share of it, that it crosses, or that it covers.

        Args:
            regions: (h, w), the number of the region at each pixel of the hint map.
            areas: the area of each region, by its number.
        """
        rows, columns = self.places
        counts = np.bincount(regions[rows, columns], minlength=len(areas))
        extent = int(max(np.ptp(rows), np.ptp(columns))) + 1
        thickness = self._thickness()
        enough = counts.max()  # a dot means the side of an outline that it lies on most
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
    """The marks on a hint map, (h, w, 4) bytes: what hangs together, divided by color.

    The many mixed colors along an anti-aliased edge are no colors of their own: they go to the color nearest
    to them among those that cover a square of three pixels somewhere. Nor are those of a textured brush.
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
    """(k, 3), the colors that the painter of a mark took.

    Args:
        codes: (n,), the color of each pixel.
        solid: (n,), whether it lies in a square of three pixels of its color.
    """
    found, sizes = np.unique(codes[solid] if solid.any() else codes, return_counts=True)
    if not solid.any() and sizes.max() >= _STRAY * sizes.sum():
        found = found[sizes.argmax() :][:1]
    colors = _rgb(found)
    return colors if len(colors) <= _MOST_COLORS else _of_texture(colors, sizes)


def _of_texture(colors: MarkColors, sizes: npt.NDArray[np.intp]) -> MarkColors:
    """(k, 3), the colors around which many others lie: the medians around the densest places."""
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
    """(n,), which of some colors is nearest to each of those given."""
    distance = np.full(len(given), np.iinfo(np.int32).max)
    nearest = np.zeros(len(given), np.intp)
    for number, color in enumerate(colors):
        here = np.abs(given - color).sum(axis=1)
        nearest[here < distance] = number
        np.minimum(distance, here, out=distance)
    return nearest


def _rgb(codes: npt.NDArray[np.uint32]) -> MarkColors:
    return codes.view(np.uint8).reshape(-1, 4)[:, :3].astype(np.int32)
