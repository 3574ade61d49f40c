"""Upsamples the network's color maps from the working size to full size, region by region.

The maps are small and soft: under a line their colors are meaningless, beside it they are mixed with those of
the other side, and within a region they are blotchy. So a region gets one color, its most common one away
from ink. Differences from it are kept as light and shade unless they are blotches. Only regions with two
distinct colors, such as a figure joined to the ground by a gap in a line, keep both.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles, Floats, Mask, Places, Regions
from nurie.color.channels import brightest
from nurie.lineart.layout import GRID, Layout
from nurie.lineart.regions import paper_mask, reduced, reduced_regions

Shorts = npt.NDArray[np.int16]

# Chosen by hand: docs/experiments.md has what was tried, docs/regions.md what the values do.
_BAND = 128  # rows processed at a time
_CLEARANCE = 1.25  # working pixels: least distance from ink of a pixel whose color is trusted
_COVERED = 64  # ink (of 255) on a working pixel above which its color is ignored
_SMALL = 64  # working pixels: smaller regions are sampled more densely than once a working pixel
_SHADE = 20  # levels of lightness by which light and shade may differ from the color of a region
_TINT = 8  # levels of hue by which they may differ
_BLOTCH_HUE = 16, 40  # levels of hue at which a blotch begins, and at which it is certain
_STRICT = 3  # divisor of these thresholds in a large region
_BLOTCH_LIGHT = 32, 72  # levels of lightness at which a blotch begins, and at which it is certain
_RIM = 2.0  # working pixels by which a blotch is dilated
_CLOSE, _OTHER = 48, 96  # levels of difference up to which a color is the same, and from which it is another
_ONCE = 64  # fixed-point one in a map of parts: gain 1, at which _OTHER levels are fully another color
_MOST = 4  # the largest gain
_LARGE = 0.04  # smallest region that may have parts in another color, as a share of the page
_PART = 0.005  # smallest part of a region in another color, as a share of the page
_OPENING = 0.3  # most of the edge of such a part that runs through open paper, as a share
_NEIGHBORS = (np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])  # all pixels, and those beside or below


class FullSize:
    """The geometry of one sketch, computed once for all its colorings.

    Args:
        lines: (H, W) bytes, the clean line art at full size: ink 0, paper 255.
        working_shape: height and width of the color maps.
        layout: the regions and panels of the lines.
    """

    def __init__(self, lines: Bytes, working_shape: tuple[int, int], layout: Layout) -> None:
        self.regions = layout.regions
        small = reduced(lines, GRID)
        self._size = small.shape[1], small.shape[0]
        pitch = max(small.shape) / max(working_shape)
        self._rim = round(_RIM * pitch)
        paper = paper_mask(small)
        covered = cv2.resize((1 - paper) * np.uint8(255), working_shape[::-1], interpolation=cv2.INTER_AREA)
        self._working_source = _nearest(covered < _COVERED)

        clearance = np.asarray(cv2.distanceTransform(paper, cv2.DIST_L2, 5), np.float32)
        trusted = _trusted(clearance, _CLEARANCE * pitch)
        self._small_regions = reduced_regions(self.regions, GRID)
        self._source = _nearest(trusted)
        self._stranger = self._is_stranger()
        if self._stranger.any():  # a pixel whose nearest sample is in another region takes one of its own
            self._source = self._source.ravel().take(_nearest(~self._stranger))
            self._stranger = self._is_stranger()
        self._samples = _Samples(self._small_regions, trusted, clearance, pitch)
        large = np.bincount(self._small_regions.ravel()) > _LARGE * self._small_regions.size
        self._strictness = np.where(large, _STRICT, 1).astype(np.uint8).take(self._small_regions)
        rows, columns = small.shape
        outside = layout.outside
        if outside.shape != small.shape:
            shrunk = cv2.resize(
                outside.view(np.uint8), (columns, rows), interpolation=cv2.INTER_NEAREST_EXACT
            )
            outside = np.asarray(shrunk > 0)
        self._stranger |= outside
        self._parts = _Parts(np.where(outside, 0, self._small_regions), np.asarray(covered, np.uint8))

    def __call__(self, colors: Bytes) -> Bytes:
        """Carry one color map, (h, w, 3) bytes at the working size, to (H, W, 3)."""
        padded = cv2.cvtColor(colors, cv2.COLOR_RGB2RGBA)  # as uint32, so that one operation fetches a pixel
        seen = _fetch(padded, self._working_source)
        large = np.asarray(cv2.resize(seen, self._size, interpolation=cv2.INTER_LINEAR), np.uint8)
        palette = self._samples.usual_colors(large)
        parts = self._parts(_rgb(seen), palette)
        cv2.insertChannel(cv2.resize(parts, self._size, interpolation=cv2.INTER_LINEAR), large, 3)
        shade = np.empty((*self._small_regions.shape, 3), np.int16)
        for band in _bands(shade):
            around = slice(max(0, band.start - 2 * self._rim), band.stop + 2 * self._rim)
            regions = self._small_regions[around]
            nearby = _fetch(large, self._source[around])
            part = np.asarray(cv2.extractChannel(nearby, 3), np.uint8)
            usual = _rgb(palette.take(regions))
            kept = _shade(_rgb(nearby), usual, part, self._strictness[around], self._rim)
            kept[self._stranger[around]] = 0
            shade[band] = kept[band.start - around.start :][:_BAND]

        height, width = self.regions.shape
        if self.regions is not self._small_regions:
            shade = np.asarray(cv2.resize(shade, (width, height), interpolation=cv2.INTER_LINEAR), np.int16)
        result = np.empty((height, width, 3), np.uint8)
        for band in _bands(result):
            usual = _rgb(palette.take(self.regions[band]))
            cv2.add(usual, shade[band], result[band], dtype=cv2.CV_8U)
        return result

    def _is_stranger(self) -> Mask:
        """Whether a pixel's color would come from another region."""
        return np.asarray(self._small_regions.ravel().take(self._source) != self._small_regions)


def _bands(picture: npt.NDArray[np.generic]) -> Iterator[slice]:
    """Bands of _BAND rows of a picture, small enough for the processor's cache."""
    return (slice(top, top + _BAND) for top in range(0, len(picture), _BAND))


class _Samples:
    """The pixels at which the colors of regions are sampled, weighted by their distance from ink.

    Args:
        regions: (h, w), the region's number at each pixel.
        trusted: (h, w), whether the color of the pixel counts.
        clearance: (h, w), px to the nearest ink.
        pitch: full-size pixels per working pixel.
    """

    def __init__(self, regions: Regions, trusted: Mask, clearance: Floats, pitch: float) -> None:
        areas = np.bincount(regions.ravel())
        wanted = np.zeros(regions.shape, bool)
        step = max(1, round(pitch))
        wanted[::step, ::step] = True
        step = max(1, round(pitch / 3))
        wanted[::step, ::step] |= (areas < _SMALL * pitch**2).take(regions[::step, ::step])
        wanted &= trusted
        missed = np.bincount(regions[wanted], minlength=areas.size) == 0
        if missed[areas > 0].any():
            wanted |= missed.take(regions)
        self._places = np.flatnonzero(wanted)
        self._regions = regions.ravel().take(self._places)
        self._weights = np.minimum(clearance.ravel().take(self._places), 2 * pitch) ** 2 + 1e-3
        self._count = areas.size

    def usual_colors(self, rgba: Bytes) -> npt.NDArray[np.uint32]:
        """The most common color of each region, RGBA packed as uint32."""
        colors = rgba.reshape(-1, 4).take(self._places, axis=0)
        light = np.asarray(cv2.cvtColor(colors[None], cv2.COLOR_RGBA2GRAY), np.uint8)[0]
        chosen = np.ones(light.shape, bool)
        for values in (light, *colors.T[:3]):
            mode = self._modes(values, chosen).take(self._regions)
            chosen &= np.abs(values - mode) <= _CLOSE // 2
        return np.ascontiguousarray(self._medians(colors, chosen)).view(np.uint32).ravel()

    def _histograms(self, values: Bytes, chosen: Mask) -> Doubles:
        """For each region the cumulative weight of the chosen samples by level: (regions, 256)."""
        keys = self._regions[chosen].astype(np.intp) * 256 + values[chosen]
        counts = np.bincount(keys, self._weights[chosen], 256 * self._count)
        return counts.reshape(-1, 256).cumsum(axis=1)

    def _modes(self, values: Bytes, chosen: Mask) -> Shorts:
        """The mode of the chosen samples of each region: the level that most of them are close to."""
        sums = np.pad(self._histograms(values, chosen), ((0, 0), (_CLOSE // 2 + 1, _CLOSE // 2)), "edge")
        sums[:, : _CLOSE // 2 + 1] = 0
        return np.asarray((sums[:, _CLOSE + 1 :] - sums[:, : -_CLOSE - 1]).argmax(axis=1), np.int16)

    def _medians(self, colors: Bytes, chosen: Mask) -> Bytes:
        """The median color, (regions, 4), of the chosen samples of each region."""
        result = np.zeros((self._count, 4), np.uint8)
        for channel in range(3):
            sums = self._histograms(colors[:, channel], chosen)
            result[:, channel] = (sums >= sums[:, -1:] / 2).argmax(axis=1)
        return result


class _Parts:
    """Parts of large regions in another color, such as a figure that an open line joins to the ground.

    Lines tell parts from blotches: most of the edge of a part runs along them.

    Args:
        regions: (H, W), the region's number at each pixel, 0 where there are no parts.
        covered: (h, w) bytes, how much ink lies on each working pixel.
    """

    def __init__(self, regions: Regions, covered: Bytes) -> None:
        size = covered.shape[1], covered.shape[0]
        nearest = cv2.resize(regions, size, interpolation=cv2.INTER_NEAREST_EXACT)
        self._regions = np.asarray(nearest, np.int32)
        areas = np.bincount(self._regions.ravel(), minlength=int(regions.max()) + 1)
        areas[0] = 0
        self._undivided = regions.min() == regions.max()
        border = np.zeros(covered.shape, bool)
        for one, other in _NEIGHBORS:
            border[one] |= self._regions[one] != self._regions[other]
        self._is_large = (areas > _LARGE * covered.size).take(self._regions) & ~border
        line = ((covered > 0) | border).view(np.uint8)
        self._by_line = cv2.dilate(line, np.ones((3, 3), np.uint8)) > 0

    def __call__(self, colors: Bytes, usual: npt.NDArray[np.uint32]) -> Bytes:
        """The gain on color differences in and right beside parts, fixed point, 0 elsewhere: (h, w) bytes.

        A part keeps its own color, however little that differs from the region's: the gain makes half of the
        pixels of a part show it fully.
        """
        if self._undivided:
            return np.full(colors.shape[:2], _ONCE, np.uint8)
        apart = brightest(cv2.absdiff(colors, _rgb(usual.take(self._regions))))
        far = (self._is_large & (apart > _CLOSE)).view(np.uint8)
        count, labels = cv2.connectedComponents(far, connectivity=4)
        edge, opening = np.zeros(count), np.zeros(count)
        for one, other in _NEIGHBORS:
            ends = labels[one] != labels[other]
            part = np.maximum(labels[one], labels[other])[ends]
            edge += np.bincount(part, minlength=count)
            opening += np.bincount(part, ~(self._by_line[one] | self._by_line[other])[ends], count)
        area = np.bincount(labels.ravel(), minlength=count)
        kept = (area >= _PART * labels.size) & (opening <= _OPENING * edge)
        kept[0] = False
        typical = np.bincount(labels.ravel(), apart.ravel(), count) / np.maximum(area, 1) - _CLOSE
        soon = (_OTHER - _CLOSE) / np.maximum(typical, (_OTHER - _CLOSE) / _MOST)
        soon = (_ONCE * np.maximum(soon, 1) * kept).clip(0, 255).astype(np.uint8)
        return np.asarray(cv2.dilate(soon[labels], np.ones((3, 3), np.uint8)), np.uint8)


def _shade(colors: Bytes, usual: Bytes, part: Bytes, strictness: Bytes, reach: int) -> Shorts:
    """The difference of a map from the regions' colors, (h, w, 3) both, that is kept: (h, w, 3) levels.

    Nothing is kept within `reach` px of a blotch, so that it leaves no rim. In a part of another color large
    differences are kept as they are.
    """
    light, usual_light = (cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY) for rgb in (colors, usual))
    brighter, darker = cv2.subtract(light, usual_light), cv2.subtract(usual_light, light)
    lit = cv2.subtract(cv2.add(usual, cv2.merge([brighter] * 3)), cv2.merge([darker] * 3))
    hue_is_same = cv2.LUT(cv2.multiply(brightest(cv2.absdiff(colors, lit)), strictness), _SAME_HUE)
    steady = cv2.min(hue_is_same, cv2.LUT(cv2.max(brighter, darker), _SAME_LIGHT))
    window = 2 * reach + 1, 2 * reach + 1
    steady = cv2.blur(cv2.erode(steady, np.ones(window, np.uint8)), window)

    shade, tint = cv2.LUT(steady, _UP_TO_SHADE), cv2.merge([cv2.LUT(steady, _UP_TO_TINT)] * 3)
    up = cv2.add(cv2.merge([cv2.min(brighter, shade)] * 3), cv2.min(cv2.subtract(colors, lit), tint))
    down = cv2.add(cv2.merge([cv2.min(darker, shade)] * 3), cv2.min(cv2.subtract(lit, colors), tint))
    kept = np.asarray(cv2.subtract(up, down, dtype=cv2.CV_16S), np.int16)
    if part.any():
        far = brightest(cv2.absdiff(colors, usual))
        places = np.flatnonzero((part > 0) & (far > _CLOSE))
        near = kept.reshape(-1, 3).take(places, axis=0)
        way = colors.reshape(-1, 3).take(places, axis=0) - usual.reshape(-1, 3).take(places, axis=0).astype(
            np.int16
        )
        share = (far.ravel().take(places) - np.float32(_CLOSE)) / (_OTHER - _CLOSE)
        share = (share * (part.ravel().take(places) / np.float32(_ONCE))).clip(0, 1)
        kept.reshape(-1, 3)[places] = near + np.rint((way - near) * share[:, None]).astype(np.int16)
    return kept


def _fading(start: int, end: int) -> Bytes:
    """A table of 256 bytes: 255, fading to 0 from `start` to `end`."""
    return np.asarray(np.rint(255 * ((end - np.arange(256)) / (end - start)).clip(0, 1)), np.uint8)


_UP_TO_SHADE = (np.arange(256) * _SHADE // 255).astype(np.uint8)
_UP_TO_TINT = (np.arange(256) * _TINT // 255).astype(np.uint8)
_SAME_HUE = _fading(*_BLOTCH_HUE)
_SAME_LIGHT = _fading(*_BLOTCH_LIGHT)


def _trusted(clearance: Floats, least: float) -> Mask:
    """Pixels whose color can be trusted: far from ink, or at least as far as their neighbors are."""
    ridge = clearance >= cv2.dilate(clearance, np.ones((3, 3), np.uint8))
    return np.asarray((clearance > least) | (ridge & (clearance > 0)))


def _nearest(known: Mask) -> Places:
    """For each pixel the flat index of the nearest known one; itself everywhere if there is none."""
    if not known.any():
        return np.arange(known.size).reshape(known.shape)
    _, labels = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    places = np.append(0, np.flatnonzero(known))  # labels count the known pixels in reading order
    return places.take(np.asarray(labels, np.int32))


def _fetch(rgba: npt.NDArray[np.generic], source: Places) -> Bytes:
    """Each pixel's color from the pixel that ``source`` names: (H, W, 4) bytes."""
    packed = np.ascontiguousarray(rgba).view(np.uint32).ravel()
    return packed.take(source).view(np.uint8).reshape(*source.shape, 4)


def _rgb(rgba: npt.NDArray[np.generic]) -> Bytes:
    """Four bytes a pixel, or one number, as red, green and blue."""
    return np.asarray(
        cv2.cvtColor(rgba.view(np.uint8).reshape(*rgba.shape[:2], 4), cv2.COLOR_RGBA2RGB), np.uint8
    )
