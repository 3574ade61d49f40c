"""Blush: cheeks that the sketch hatches turn pink."""

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles, Floats, Mask
from nurie.colorize.light.things import Things
from nurie.schemes import Part

# Chosen by hand; `python benchmarks/run.py light` measures the result (docs/light.md).
_SHORTEST, _STROKE = 0.06, 0.6  # shortest and longest stroke of hatching, in half widths of the face
_STEEP = 0.5  # least ratio of height to width of a stroke: flatter ones are drawn along a mouth
_NEAR = 0.30  # greatest distance between neighboring strokes, in half widths of the face
# fewest strokes that count as hatching; a face with more than _MOST is hatched all over
_LEAST, _MOST = 2, 40
_LEVEL = 0.4  # a lone stroke counts as the other cheek within this height, in half widths of the face
_FLAT = 0.8  # least ratio of width to height of a group of strokes
_BESIDE = 0.1  # how far to the side of an eye a cheek may lie, in half widths of the face
_WIDER = 0.18  # how far the blush reaches beyond the hatching, in half widths of the face
_DEEPEST = 0.7  # the strongest blush, as a share of the full amount


def find_blush(things: Things, size: Floats, parts: Bytes, paper: Bytes) -> Floats:
    """Find blush: two or more short strokes side by side below an eye.

    Args:
        things: what the drawing is made of.
        size: (m + 1,), half the width of each thing, in px.
        parts: (h, w), `Part` values.
        paper: (h, w), 1 on paper, 0 on lines.

    Returns:
        (h, w), 0..1.
    """
    blush = np.zeros(paper.shape, np.float32)
    if not things.face.any():
        return blush
    _, _, stats, middles = cv2.connectedComponentsWithStats(1 - paper, connectivity=8)
    column, row = np.rint(middles).astype(np.intp).T
    owner = things.labels[row, column]
    wide, tall = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    length = np.hypot(wide, tall)
    for face in np.flatnonzero(things.face).tolist():
        half = float(size[face])
        stroke = (owner == face) & (length > _SHORTEST * half) & (length < _STROKE * half)
        stroke &= tall >= _STEEP * wide
        if not 1 < stroke.sum() <= _MOST:
            continue
        groups = _groups(np.asarray(stats[stroke, :4], np.int32), middles[stroke], _NEAR * half)
        eyes = (things.labels == face) & ((parts == Part.IRIS) | (parts == Part.EYE_WHITE))
        cheeks = [(box, sure) for box, sure in groups if _below_eye(box, eyes, round(_BESIDE * half))]
        heights = [box[1] for box, sure in cheeks if sure]
        for box, _ in cheeks:
            if any(abs(box[1] - height) < _LEVEL * half for height in heights):
                _spread(blush, box, _WIDER * half)
    return blush


def _below_eye(box: npt.NDArray[np.int32], eyes: Mask, beside: int) -> bool:
    """Whether the middle of a box lies lower than the lowest pixel of an eye."""
    rows = eyes[:, max(box[0] - beside, 0) : box[2] + beside].any(axis=1)
    return bool(rows.any() and np.flatnonzero(rows)[-1] < (box[1] + box[3]) / 2)


def _groups(
    boxes: npt.NDArray[np.int32], middles: Doubles, near: float
) -> list[tuple[npt.NDArray[np.int32], bool]]:
    """The box (left, top, right, bottom) of each group of neighboring strokes, and whether it is hatching."""
    left = set(range(len(boxes)))
    found = []
    while left:
        group, edge = set(), {left.pop()}
        while edge:
            one = edge.pop()
            group.add(one)
            close = {other for other in left if np.hypot(*(middles[one] - middles[other])) < near}
            left -= close
            edge |= close
        members = boxes[sorted(group)]
        low, high = members[:, :2].min(axis=0), (members[:, :2] + members[:, 2:]).max(axis=0)
        wide, tall = high - low
        found.append((np.concatenate([low, high]), len(group) >= _LEAST and bool(wide > _FLAT * tall)))
    return found


def _spread(blush: Floats, box: npt.NDArray[np.int32], wider: float) -> None:
    """Add a soft elliptical spot over a box, widened by `wider` px; in place."""
    (x, y), (wide, tall) = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2 + wider
    row, column = np.ogrid[: blush.shape[0], : blush.shape[1]]
    far = ((column - x) / wide) ** 2 + ((row - y) / tall) ** 2
    np.maximum(blush, _DEEPEST * np.clip(1.4 * (1 - far), 0, 1).astype(np.float32), out=blush)
