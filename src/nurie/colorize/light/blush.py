"""Blush: cheeks that the sketch hatches turn pink."""

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles, Floats, Mask
from nurie.colorize.light.things import Things
from nurie.schemes import Part

_SHORTEST, _STROKE = 0.06, 0.6  # of a face's half width: how long a stroke of hatching is
_STEEP = 0.5  # from its width to its height at least: cheeks are hatched across, mouths drawn along
_NEAR = 0.30  # of a face's half width: how near to each other strokes lie
_LEAST, _MOST = 2, 40  # strokes that make a cheek, and that a clean face has at most
_LEVEL = 0.4  # of a face's half width: within which height the other cheek may be a single stroke
_FLAT = 0.8  # from the height of hatching to its width at least
_BESIDE = 0.1  # of a face's half width: how far to the side of an eye a cheek may lie
_WIDER = 0.18  # the same: how far blush reaches beyond the hatching
_DEEPEST = 0.7  # of the full amount


def find_blush(things: Things, size: Floats, parts: Bytes, paper: Bytes) -> Floats:
    """Where cheeks blush: at two or more short strokes side by side below an eye.

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
    """Whether the middle of a box lies below all of an eye."""
    rows = eyes[:, max(box[0] - beside, 0) : box[2] + beside].any(axis=1)
    return bool(rows.any() and np.flatnonzero(rows)[-1] < (box[1] + box[3]) / 2)


def _groups(
    boxes: npt.NDArray[np.int32], middles: Doubles, near: float
) -> list[tuple[npt.NDArray[np.int32], bool]]:
    """The corners (left, top, right, bottom) around strokes side by side, and whether they are hatching."""
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
    """Add a soft spot around a box."""
    (x, y), (wide, tall) = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2 + wider
    row, column = np.ogrid[: blush.shape[0], : blush.shape[1]]
    far = ((column - x) / wide) ** 2 + ((row - y) / tall) ** 2
    np.maximum(blush, _DEEPEST * np.clip(1.4 * (1 - far), 0, 1).astype(np.float32), out=blush)
