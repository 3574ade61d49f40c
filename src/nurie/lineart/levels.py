"""The gray of the paper and of the ink on a page, from its histogram."""

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes
from nurie.packed import Held
from nurie.threads import at_once
from nurie.tiles import bands

# Chosen by hand; tests/lineart/test_clean.py checks the result on photographed, tinted and toned pages.
_FLAT = 12  # a page is blank if its lightest and darkest gray differ by less
# the lightest gray that may become black, as a share of the white point: lighter may be a smudge
_FAINTEST = 0.9
_ABOVE_GRAIN = 3  # least depth of lines that are made black, in depths of the grain of the paper

Counts = npt.NDArray[np.int64]


def to_gray(rgb: Held[np.uint8]) -> Bytes:
    """(H, W, 3) to (H, W), by luminance."""
    result = np.empty(rgb.shape[:2], np.uint8)
    at_once(lambda rows: cv2.cvtColor(rgb[rows], cv2.COLOR_RGB2GRAY, dst=result[rows]), bands(rgb.shape))
    return result


def histogram(page: Held[np.uint8], channel: int = 0) -> Counts:
    """How many pixels have each of the 256 values."""

    def counted(rows: slice) -> Counts:
        return cv2.calcHist([page[rows]], [channel], None, [256], [0, 256]).ravel().astype(np.int64)

    return np.asarray(np.sum(at_once(counted, bands(page.shape)), axis=0), np.int64)


def is_blank(counts: Counts) -> bool:
    """Whether a page with this histogram shows nothing: all white, all black, or one gray."""
    lightest, darkest = _range(counts)
    return lightest - darkest < _FLAT


def is_inverted(gray: Bytes) -> bool:
    """Whether a page is light lines on dark paper: mostly dark, along its border and inside."""
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    if np.median(border) >= 96:
        return False
    counts = histogram(gray)
    return bool(counts[:96].sum() > 0.6 * gray.size) and not is_blank(counts)


def paper_level(counts: Counts) -> int:
    """The gray of the paper: the mode of the lighter half of the tones on the page."""
    if is_blank(counts):
        return 255
    lightest, darkest = _range(counts)
    middle = (lightest + darkest) // 2
    return middle + int(counts[middle:].argmax())


def white_point(counts: Counts) -> int:
    """The gray that becomes white: the paper's, less its grain."""
    paper = paper_level(counts)
    return max(paper - _grain(counts, paper), 1)


def black_point(counts: Counts) -> int:
    """The gray that becomes black, so that the darkest lines are black however faint they are."""
    if is_blank(counts):
        return 0
    paper = paper_level(counts)
    grain = _grain(counts, paper)
    white = max(paper - grain, 1)
    ink = np.cumsum(counts[: max(white - 2 * grain, 1)])
    darkest = int(np.searchsorted(ink, 0.02 * ink[-1])) if ink[-1] else 0
    return min(darkest, int(_FAINTEST * white), max(white - _ABOVE_GRAIN * grain - 1, 0))


def ramp(black: int, white: int) -> Bytes:
    """A table of 256 bytes: ``black`` and below to 0, ``white`` and above to 255."""
    tones = (np.arange(256) - black) * (255 / (white - black))
    return np.asarray(np.rint(tones.clip(0, 255)), dtype=np.uint8)


def _grain(counts: Counts, paper: int) -> int:
    """How far the grain reaches above the gray of the paper; it is taken to reach as far below it."""
    above = np.cumsum(counts[paper:])
    return int(np.searchsorted(above, 0.98 * above[-1]))


def _range(counts: Counts) -> tuple[int, int]:
    """The lightest and the darkest gray that occur."""
    used = np.flatnonzero(counts)
    return int(used[-1]), int(used[0])
