"""Eyes: rings that may be iris or white are the same in both, and nothing that is sure changes."""

import numpy as np
import pytest

from nurie.colorize.eyes import alike_eyes
from nurie.schemes import PART_COUNT, Part

NOTHING, FACE, LEFT_IRIS, RIGHT_IRIS, LEFT_RING, RIGHT_RING, OTHER_RING = range(7)


def parts_of(rings: dict[int, float], iris: float = 0.8) -> tuple[np.ndarray, ...]:
    """Parts, votes and figures of a face with two irises; `rings` say how likely each ring is iris."""
    votes = np.full((7, PART_COUNT), 0.01)
    votes[FACE, Part.SKIN] = 0.8
    shares = {LEFT_IRIS: iris, RIGHT_IRIS: iris} | rings
    for region, share in shares.items():
        votes[region, Part.IRIS], votes[region, Part.EYE_WHITE] = share, 0.9 - share
    parts = votes.argmax(axis=1).astype(np.uint8)
    figures = np.array([0, 1, 1, 1, 1, 1, 2], np.int32)
    return parts, votes, figures


@pytest.mark.parametrize(("larger", "right"), [(LEFT_RING, Part.IRIS), (RIGHT_RING, Part.EYE_WHITE)])
def test_the_larger_ring_decides_for_both(larger: int, right: Part) -> None:
    parts, votes, figures = parts_of({LEFT_RING: 0.5, RIGHT_RING: 0.4, OTHER_RING: 0.5})
    areas = np.full(7, 100)
    areas[larger] = 400
    found = alike_eyes(parts, votes, figures, areas)
    assert found[LEFT_RING] == found[RIGHT_RING] == right
    assert found[OTHER_RING] == Part.IRIS  # another figure
    others = [NOTHING, FACE, LEFT_IRIS, RIGHT_IRIS]
    assert (found[others] == parts[others]).all()


def test_what_is_sure_stays() -> None:
    parts, votes, figures = parts_of({LEFT_RING: 0.7, RIGHT_RING: 0.2, OTHER_RING: 0.5})
    assert (alike_eyes(parts, votes, figures, np.full(7, 100)) == parts).all()


def test_no_iris_is_lost_where_none_is_sure() -> None:
    parts, votes, figures = parts_of({LEFT_RING: 0.41, RIGHT_RING: 0.42, OTHER_RING: 0.5}, iris=0.47)
    assert (alike_eyes(parts, votes, figures, np.full(7, 100)) == parts).all()
