"""Clean line art: paper to white, ink to black, white lines on black turned round."""

import cv2
import numpy as np
import numpy.typing as npt

from nurie.images import Bytes

_FLAT = 12  # a page whose brightest and darkest gray differ by less is blank
_DEEPEST_BLACK_POINT = 0.6  # of the white point: soft pencil grows darker, a faint page is not torn apart


def clean(gray: Bytes) -> Bytes:
    """Line art as the network wants it.

    Args:
        gray: (H, W) bytes; dark lines on light paper of any shade, or light lines on dark.

    Returns:
        (H, W) bytes; paper 255, the darkest ink 0, softer pencil in between.
    """
    if is_inverted(gray):
        gray = cv2.bitwise_not(gray).astype(np.uint8, copy=False)
    return _stretch(gray, *_ink_and_paper(gray))


def level(rgb: Bytes) -> Bytes:
    """The drawing as it is laid over the colors: tinted paper made white, everything else as drawn.

    Args:
        rgb: (H, W, 3) bytes.

    Returns:
        (H, W, 3) bytes; the same array where the paper is white already.
    """
    if is_inverted(to_gray(rgb)):
        rgb = np.asarray(cv2.bitwise_not(rgb), dtype=np.uint8)
    papers = [paper_level(np.ascontiguousarray(rgb[..., channel])) for channel in range(3)]
    if papers == [255, 255, 255]:
        return rgb
    table = np.stack([_ramp(0, paper) for paper in papers], axis=-1)
    return np.asarray(cv2.LUT(rgb, table[None]), dtype=np.uint8)


def to_gray(rgb: Bytes) -> Bytes:
    """(H, W, 3) to (H, W), by luminance."""
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def notices(gray: Bytes, name: str) -> tuple[str, ...]:
    """What the user should know about a page before looking at its colors."""
    if is_blank(gray):
        shade = "white" if gray.min() >= 192 else "black" if gray.max() < 64 else "gray"
        return (f"{name} is {shade} all over: the colors follow no lines.",)
    if is_inverted(gray):
        return (f"{name} shows light lines on dark paper: it was turned round, dark on light.",)
    return ()


def is_blank(gray: Bytes) -> bool:
    """Whether a page shows nothing: all white, all black, or one gray."""
    return int(gray.max()) - int(gray.min()) < _FLAT


def is_inverted(gray: Bytes) -> bool:
    """Whether a page is light lines on dark paper: mostly dark, inside and along its border."""
    if is_blank(gray):
        return False
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    return bool(np.median(border) < 96 and (gray < 96).mean() > 0.6)


def paper_level(gray: Bytes) -> int:
    """The gray of the paper: the most common of the lighter half of the tones on the page."""
    counts = _histogram(gray)
    lightest, darkest = int(gray.max()), int(gray.min())
    if lightest - darkest < _FLAT:
        return 255
    middle = (lightest + darkest) // 2
    return middle + int(counts[middle:].argmax())


def _ink_and_paper(gray: Bytes) -> tuple[int, int]:
    """The grays that become black and white."""
    paper = paper_level(gray)
    if is_blank(gray):
        return 0, paper
    counts = _histogram(gray)
    grain = _spread_above(counts, paper)
    white = max(paper - grain, 1)
    ink = np.cumsum(counts[: max(white - 2 * grain, 1)])
    black = int(np.searchsorted(ink, 0.02 * ink[-1])) if ink[-1] else 0
    return min(black, int(_DEEPEST_BLACK_POINT * white)), white


def _spread_above(counts: npt.NDArray[np.int64], paper: int) -> int:
    """How far paper grain reaches above the paper's gray, which is how far it reaches below it, too."""
    above = np.cumsum(counts[paper:])
    return int(np.searchsorted(above, 0.98 * above[-1]))


def _stretch(gray: Bytes, black: int, white: int) -> Bytes:
    if (black, white) == (0, 255):
        return gray
    return np.asarray(cv2.LUT(gray, _ramp(black, white)), dtype=np.uint8)


def _ramp(black: int, white: int) -> Bytes:
    """A table of 256 bytes: ``black`` and below to 0, ``white`` and above to 255."""
    tones = (np.arange(256) - black) * (255 / (white - black))
    return np.asarray(np.rint(tones.clip(0, 255)), dtype=np.uint8)


def _histogram(gray: Bytes) -> npt.NDArray[np.int64]:
    counts = cv2.calcHist([gray], [0], None, [256], [0, 256])
    return np.asarray(counts.ravel(), dtype=np.int64)
