"""Tells line art from blank pages, pages of text, photographs and pages that are colored already.

All is judged on a small copy, in milliseconds at any size. In doubt a page is line art: to color a photograph
is odd, to leave out a drawing is a loss. docs/batch.md lists the pages that the constants below were set on.
"""

from enum import StrEnum

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask
from nurie.color.channels import brightest, darkest
from nurie.images import Picture
from nurie.lineart import inks, levels

_SMALL = 800  # px: long side at which ink is examined
_SLIMMEST = 4  # ratio of the sides above which a page is a strip
_COARSE = 200  # px: long side at which the gray of the paper is estimated
_LEAST_CONTRAST = 14  # least difference of ink from the paper around it
_MOST_CONTRAST = 48  # a difference that makes ink on any paper, however grainy
_GRAIN = 8  # between the two, ink differs by more than this many typical deviations of the paper
_LEAST_INK = 0.0006  # share of a page below which ink is a page number or dust
_SHADE = 180  # by how much uneven light may darken a blank page

_LARGEST_LETTER = 0.06  # largest letter, as a share of the long side, or of twice the width of a strip
_FEWEST_LETTERS = 40  # fewest letters of a page of text
_OTHER_INK = 0.02  # most ink, as a share, in marks larger than letters
_FEWEST_ROWS = 4  # fewest rows of a page of text
_LIKE = 0.35  # how far the height of a row may be from the median, as a share of it
_EMPTY = 0.2  # least share of a text that is space between rows

_LOOK = 4  # stride in px at which pixels are sampled for color
_GRAY = 6  # channels that differ by no more are gray
_TINY = 256  # px: long side at which tones are counted
_PAPER = 0.06  # a page with a larger share near white has paper
_BLACK = 0.25  # a page with a larger share near black has black areas, as inked pages have
_TONES = 6.5  # bits: least entropy of the tones of a photograph
_AROUND = 21  # px: the light at a place is the maximum in a square of this side
_AS_LIGHT = 0.93  # share of that light from which a pixel is paper
_LIT_PAPER = 0.4  # least share of paper on a photographed drawing


class PageKind(StrEnum):
    """What a page is."""

    LINE_ART = "line art"
    BLANK = "blank"
    TEXT = "text"
    PHOTO = "photograph"
    """A photograph or a painting, in color or gray, without paper."""
    COLORED = "colored already"


def kind_of_page(picture: Picture) -> PageKind:
    """Classify a page. Only COLORED looks at colors; all else looks at grays, so paper may be tinted."""
    colored = _has_color(picture.rgb) and inks.is_colored(picture.rgb)
    usual = PageKind.COLORED if colored else PageKind.LINE_ART
    if picture.alpha is not None:  # cut out: the white around it is no paper
        return usual
    gray = _reduced(levels.to_gray(picture.rgb), _SMALL)
    ink = _ink(gray)
    if ink.mean() < _LEAST_INK and _is_even(gray):
        return PageKind.BLANK
    if _is_text(ink):
        return PageKind.TEXT
    if _is_photograph(_reduced(gray, _TINY)):
        return PageKind.PHOTO
    return usual


def _reduced(page: Bytes, side: int) -> Bytes:
    """A copy with a long side of `side` px; longer for a strip, so that its lines do not vanish."""
    scale = min(1.0, max(side / max(page.shape[:2]), side / _SLIMMEST / min(page.shape[:2])))
    size = (max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale)))
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.uint8)


def _ink(gray: Bytes) -> Mask:
    """Pixels that are darker than the paper around them, or on black paper lighter, beyond its grain."""
    coarse = _reduced(gray, _COARSE)
    window = max(3, min(coarse.shape) // 8 | 1)
    paper = cv2.blur(cv2.medianBlur(coarse, window), (window, window))
    paper = cv2.resize(paper, gray.shape[::-1], interpolation=cv2.INTER_LINEAR)
    difference = cv2.absdiff(gray, paper)
    grain = 1.4826 * float(np.median(cv2.absdiff(gray, cv2.blur(gray, (3, 3)))))
    return np.asarray(difference > np.clip(_GRAIN * grain, _LEAST_CONTRAST, _MOST_CONTRAST))


def _has_color(rgb: Bytes) -> bool:
    """Whether a sample of the pixels has any color."""
    seen = np.ascontiguousarray(rgb[::_LOOK, ::_LOOK])
    difference = cv2.subtract(brightest(seen), darkest(seen))
    return int(difference.max()) > _GRAY


def _is_even(gray: Bytes) -> bool:
    """Whether the page has one tone, uneven light aside."""
    paper = cv2.medianBlur(_reduced(gray, 64), 5)
    return int(paper.max()) - int(paper.min()) < _SHADE


def _is_text(ink: Mask) -> bool:
    """Whether nearly all ink is small marks in rows, or columns, of like height."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    sides = boxes[1:, 2:4].max(axis=1)
    areas = boxes[1:, cv2.CC_STAT_AREA]
    large = sides > _largest_letter(ink)
    if count - 1 < _FEWEST_LETTERS or areas[large].sum() > _OTHER_INK * areas.sum():
        return False
    letters = ink & ~np.isin(labels, 1 + np.flatnonzero(large))
    return _stands_in_rows(letters) or _stands_in_rows(letters.T)


def _largest_letter(ink: Mask) -> float:
    return _LARGEST_LETTER * float(min(max(ink.shape), 2 * min(ink.shape)))


def _stands_in_rows(letters: Mask) -> bool:
    filled = np.flatnonzero(letters.any(axis=1))
    rows = np.split(filled, np.flatnonzero(np.diff(filled) > 1) + 1)
    heights = np.array([len(row) for row in rows])
    usual = float(np.median(heights))
    alike = np.abs(heights - usual) <= max(2, _LIKE * usual)
    ink = np.array([letters[row].sum() for row in rows])
    length = filled[-1] - filled[0] + 1
    return bool(
        alike.sum() >= _FEWEST_ROWS
        and ink[alike].sum() > 0.85 * ink.sum()
        and usual < _largest_letter(letters)
        and 1 - len(filled) / length > _EMPTY
    )


def _is_photograph(gray: Bytes) -> bool:
    """Whether a page has many tones, no paper under even or uneven light, and no black areas."""
    lightest = int(np.percentile(gray, 99.5))
    shares = levels.histogram(gray) / gray.size
    if shares[max(lightest - 12, 0) :].sum() > _PAPER or shares[:24].sum() > _BLACK:
        return False
    used = shares[shares > 0]
    entropy = -float((used * np.log2(used)).sum())
    window = (_AROUND, _AROUND)
    light = cv2.blur(cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones(window, np.uint8)), window)
    return bool(entropy > _TONES and (gray > _AS_LIGHT * light).mean() < _LIT_PAPER)
