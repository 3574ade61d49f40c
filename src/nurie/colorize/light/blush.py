"""Blush: cheeks that the sketch hatches turn pink."""

import cv2
import numpy as np
import numpy.typing as npt

from nurie.colorize.light.things import Bytes, Floats, Things

_SHORTEST, _STROKE = 0.06, 0.45  # of a face's half width: how long a stroke of hatching is
_NEAR = 0.30  # the same: how near to each other its strokes lie
_LEAST = 3  # strokes
_WIDER = 0.16  # of a face's half width: how far blush reaches beyond the hatching
_DEEPEST = 0.7  # of the full amount


def find_blush(things: Things, size: Floats, paper: Bytes) -> Floats:
    """Where cheeks blush.

    Args:
        things: what the drawing is made of.
        size: (m + 1,), half the width of each thing, in px.
        paper: (h, w), 1 on paper, 0 on lines.

    Returns:
        (h, w), 0..1.
    """
    blush = np.zeros(paper.shape, np.float32)
    if not things.face.any():
        return blush
    _, _, stats, middles = cv2.connectedComponentsWithStats(1 - paper, connectivity=8)
    places = np.rint(middles).astype(np.intp)
    owner = things.labels[places[:, 1].clip(0, paper.shape[0] - 1), places[:, 0].clip(0, paper.shape[1] - 1)]
    length = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    for face in np.flatnonzero(things.face).tolist():
        stroke = (owner == face) & (length > _SHORTEST * size[face]) & (length < _STROKE * size[face])
        for box in _clusters(stats[stroke, :4], middles[stroke], _NEAR * size[face]):
            _spread(blush, box, _WIDER * float(size[face]))
    return blush


def _clusters(
    boxes: npt.NDArray[np.int32], middles: npt.NDArray[np.float64], near: float
) -> list[npt.NDArray[np.int32]]:
    """The corners (left, top, right, bottom) around each group of strokes side by side."""
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
        if len(group) >= _LEAST and wide > tall:
            found.append(np.concatenate([low, high]))
    return found


def _spread(blush: Floats, box: npt.NDArray[np.int32], wider: float) -> None:
    """Add a soft spot around a box."""
    (x, y), (wide, tall) = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2 + wider
    row, column = np.ogrid[: blush.shape[0], : blush.shape[1]]
    far = ((column - x) / wide) ** 2 + ((row - y) / tall) ** 2
    np.maximum(blush, _DEEPEST * np.clip(1.4 * (1 - far), 0, 1).astype(np.float32), out=blush)
