"""Regions that are each other's mirror image, such as two sleeves or two collars: both are of one material.

The network is often surer of one half of a figure than of the other. Where a drawing is symmetric, as one
seen from the front, the halves share their votes. Eyes do not: both look to the same side, so that the iris
of one may lie where the white of the other has its mirror image.
"""

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles, Mask, Regions
from nurie.colorize.figures import find_figures
from nurie.schemes.parts import Part

_GRID = 128  # px: the axis is searched at this size
_BLUR = 1.5  # px of it: sigma, about how far a line may lie from its mirror image
_INK = 60.0  # ink is clipped here, so that one black shape does not outweigh the drawing
# least correlation with the mirror image: 0.6 to 0.97 from the front, else below 0.55 (54 sketches)
_SYMMETRIC = 0.6
_SYMMETRIC_FIGURE = 0.7  # the same of one figure on a page, of which less is seen
_SYMMETRIC_FACE = 0.45  # the same if its face is its own mirror image: a sound beside it is not
_FACE = 0.85  # least share of a face that lies on its own mirror image
_FRAME = 0.04  # of the longer side of a panel: so near to its edge lies its frame, which is symmetric
_BESIDE = 0.2  # how much wider than a figure, and half as much higher, its surroundings are
_SMALL = 400  # px: smaller figures have no twins
_SEEN = 0.6  # least share of the ink, or of a region, whose mirror image lies on the page
_SHIFT = 0.02  # greatest shift of a region from the mirror image of its twin, as a share of the long side
_ALIKE = 0.75  # least share of the smaller twin that lies on the mirror image of the larger
_AREA = 0.65  # least ratio of the areas of twins
_LEAST = 10  # px: smallest region that may have a twin


def heard_by_twins(votes: Doubles, lines: Bytes, regions: Regions) -> Doubles:
    """The votes of each region; twins share theirs.

    Args:
        votes: (n + 1, 12), how each region voted.
        lines: (H, W) bytes, ink 0, paper 255.
        regions: (h, w), the number, from 1, of the region at each pixel; 0 for what has no twin.
    """
    axis = find_axis(lines)
    return votes if axis is None else _shared(votes, regions, axis)


def _shared(votes: Doubles, regions: Regions, axis: float) -> Doubles:
    """The votes of each region; what are twins at this axis share theirs."""
    small = regions[::2, ::2]
    areas = np.bincount(small.ravel(), minlength=len(votes)).astype(np.float64)
    result = votes.copy()
    eyes = np.isin(votes.argmax(axis=1), (Part.IRIS, Part.EYE_WHITE))
    for one, other in find_twins(small, axis):
        if eyes[one] or eyes[other]:
            continue
        weights = areas[[one, other], None]
        result[[one, other]] = (votes[[one, other]] * weights).sum(axis=0) / weights.sum()
    return result


def heard_in_figures(votes: Doubles, lines: Bytes, regions: Regions, panels: Regions) -> Doubles:
    """The same on a page of panels, whose figures are symmetric each by itself.

    Args:
        votes, lines, regions: as for `heard_by_twins`.
        panels: (h', w'), the number of the panel at each pixel, 0 outside.
    """
    size = regions.shape[1], regions.shape[0]
    panel = cv2.resize(panels, size, interpolation=cv2.INTER_NEAREST)
    figures = find_figures(regions, votes.argmax(axis=1).astype(np.uint8), panels)[regions]
    down, across = (full / small for full, small in zip(lines.shape, regions.shape, strict=True))
    for number in range(1, int(figures.max()) + 1):
        figure = figures == number
        if np.count_nonzero(figure) < _SMALL:
            continue
        own = int(np.bincount(panel[figure]).argmax())
        top, bottom, left, right = _around(figure, panel == own)
        here = np.s_[top:bottom, left:right]
        near = np.where(panel[here] == own, regions[here], 0)
        page = lines[round(top * down) : round(bottom * down), round(left * across) : round(right * across)]
        if near.size and page.size:
            axis = find_axis(page, _SYMMETRIC_FACE)
            if axis is not None and (
                _has_symmetric_face(near, votes, axis) or find_axis(page, _SYMMETRIC_FIGURE) is not None
            ):
                votes = _shared(votes, near, axis)
    return votes


def _has_symmetric_face(regions: Regions, votes: Doubles, axis: float) -> bool:
    """Whether the largest region of skin is its own mirror image."""
    areas = np.bincount(regions.ravel(), minlength=len(votes))
    areas[votes.argmax(axis=1) != Part.SKIN] = areas[0] = 0
    if not areas.any():
        return False
    face = regions == areas.argmax()
    twice = round(2 * axis * face.shape[1]) - 1
    half = face[:, max(0, twice - face.shape[1] + 1) : twice + 1]
    return bool(np.count_nonzero(half & half[:, ::-1]) > _FACE * np.count_nonzero(face))


def _around(figure: Mask, panel: Mask) -> tuple[int, int, int, int]:
    """The rows and columns, first and end, of a figure and what is beside it in its panel, but no frame."""
    left, top, width, height = cv2.boundingRect(panel.view(np.uint8))
    frame = 1 + round(_FRAME * max(width, height))
    x, y, wide, high = cv2.boundingRect(figure.view(np.uint8))
    beside, above = round(_BESIDE * wide), round(_BESIDE * high / 2)
    return (
        max(top + frame, y - above),
        min(top + height - frame, y + high + above),
        max(left + frame, x - beside),
        min(left + width - frame, x + wide + beside),
    )


def find_axis(lines: Bytes, symmetric: float = _SYMMETRIC) -> float | None:
    """The vertical axis of symmetry of a drawing, 0..1 of the width; None if it is not symmetric.

    Args:
        lines: (H, W) bytes, ink 0, paper 255.
        symmetric: its least likeness to its mirror image, 0..1.
    """
    scale = _GRID / max(lines.shape)
    width, height = (max(1, round(side * scale)) for side in lines.shape[::-1])
    ink = 255 - cv2.resize(lines, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    ink = np.minimum(cv2.GaussianBlur(ink, (0, 0), _BLUR), _INK).astype(np.float64)
    spectrum = np.fft.rfft(ink, 2 * width)
    common = np.fft.irfft(spectrum**2, 2 * width).sum(axis=0)[:-1]  # of columns whose numbers sum to 0, 1 ...
    sums, squares = (np.append(0, np.cumsum(plane.sum(axis=0))) for plane in (ink, np.square(ink)))
    twice = np.arange(2 * width - 1)
    first, last = np.maximum(0, twice - width + 1), np.minimum(width, twice + 1)
    energy = squares[last] - squares[first]
    even = np.square(sums[last] - sums[first]) / ((last - first) * height)
    likeness = (common - even) / np.maximum(energy - even, 1e-6)
    likeness[energy < _SEEN * squares[-1]] = 0
    best = int(likeness.argmax())
    return (best + 1) / 2 / width if likeness[best] > symmetric else None


def find_twins(regions: Regions, axis: float) -> list[tuple[int, int]]:
    """Pairs of regions, each the best mirror image of the other.

    Args:
        regions: (h, w), the number, from 1, of the region at each pixel.
        axis: 0..1 of the width.
    """
    areas = np.bincount(regions.ravel())
    numbers = np.flatnonzero(areas >= _LEAST)
    numbers = numbers[numbers > 0]
    place = np.zeros(areas.size, np.intp)
    place[numbers] = np.arange(1, numbers.size + 1)
    compact = place[regions]
    likeness = np.zeros((numbers.size + 1, numbers.size + 1))
    reach = _SHIFT * max(regions.shape)
    for shift in np.linspace(-reach, reach, 5):
        here = _likeness(compact, round(2 * axis * regions.shape[1] + shift) - 1)
        likeness = np.maximum(likeness, here)
    np.fill_diagonal(likeness, 0)
    best = likeness.argmax(axis=1)
    ones = np.arange(best.size)
    mutual = (best[best] == ones) & (ones < best) & (likeness[ones, best] > 0)
    return [(int(numbers[one - 1]), int(numbers[best[one] - 1])) for one in ones[mutual]]


def _likeness(regions: npt.NDArray[np.intp], twice: int) -> Doubles:
    """(n + 1, n + 1), how well each region matches the mirror image of each other one; 0 for no twins.

    Columns x and twice - x are each other's image.
    """
    count = int(regions.max()) + 1
    width = regions.shape[1]
    half = regions[:, max(0, twice - width + 1) : twice + 1]
    image = half[:, ::-1]
    common = np.bincount((half * count + image).ravel(), minlength=count**2).reshape(count, count)
    seen = np.bincount(half.ravel(), minlength=count)
    seen[seen < _SEEN * np.bincount(regions.ravel(), minlength=count)] = 0
    smaller, larger = np.minimum.outer(seen, seen), np.maximum.outer(seen, seen)
    shares = common / np.maximum(smaller, 1)
    shares[(shares <= _ALIKE) | (smaller < _AREA * larger) | (smaller == 0)] = 0
    shares[0] = shares[:, 0] = 0
    return np.asarray(np.minimum(shares, 1))
