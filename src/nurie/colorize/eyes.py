"""Makes the eyes of a figure alike: rings of its eyes are all iris or all white."""

import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles
from nurie.schemes.parts import Part

_UNDECIDED = 1.5  # least ratio of the probabilities of iris and white that makes a ring sure


def alike_eyes(
    parts: Bytes, votes: Doubles, figures: npt.NDArray[np.int32], areas: npt.NDArray[np.intp]
) -> Bytes:
    """The part of each region; rings of the eyes of one figure that may be iris or white are all the same.

    Where no iris of the figure is sure, nothing changes: the ring may be all there is of it.

    Args:
        parts: (n + 1,) bytes, the `Part` of each region.
        votes: (n + 1, 12), how its pixels voted.
        figures: (n + 1,), the number, from 1, of its figure.
        areas: (n + 1,), px that it covers.
    """
    iris, white = votes[:, Part.IRIS], votes[:, Part.EYE_WHITE]
    eyes = np.isin(parts, (Part.IRIS, Part.EYE_WHITE)) & (figures > 0)
    unsure = eyes & (np.maximum(iris, white) < _UNDECIDED * np.minimum(iris, white))
    result = parts.copy()
    for figure in np.unique(figures[unsure]).tolist():
        rings = unsure & (figures == figure)
        if not (eyes & ~unsure & (figures == figure) & (parts == Part.IRIS)).any():
            continue
        towards_iris = (np.log(iris[rings] / white[rings]) * areas[rings]).sum() > 0
        result[rings] = Part.IRIS if towards_iris else Part.EYE_WHITE
    return result
