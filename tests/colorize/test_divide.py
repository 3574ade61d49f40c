"""A region that holds two things is divided along its lines; what no line parts stays one."""

import cv2
import numpy as np
import pytest

from nurie.colorize.divide import divide
from nurie.schemes import PART_COUNT, Part

SIDE, RADIUS = 400, 110


def ring(gap: float, radius: int = RADIUS) -> np.ndarray:
    """(SIDE, SIDE) bytes: a circle of which an arc of `gap` px is missing."""
    line = np.full((SIDE, SIDE), 255, np.uint8)
    half = np.degrees(gap / radius) / 2
    cv2.ellipse(line, (SIDE // 2, SIDE // 2), (radius, radius), 0, half, 360 - half, 0, 3)
    return line


def disk(radius: float) -> np.ndarray:
    rows, columns = np.indices((SIDE, SIDE)) - SIDE // 2
    return np.asarray(np.hypot(rows, columns) < radius)


def likely(parts: np.ndarray, sure: np.ndarray) -> np.ndarray:
    """(12, SIDE, SIDE): 0.9 for the part where the network is sure, 0.4 elsewhere."""
    best = np.where(sure, 0.9, 0.4)
    planes = np.repeat(((1 - best) / (PART_COUNT - 1))[None], PART_COUNT, axis=0)
    np.put_along_axis(planes, parts[None].astype(np.intp), best[None], axis=0)
    return planes.astype(np.float32)


def divided(line: np.ndarray, parts: np.ndarray, sure: np.ndarray) -> np.ndarray:
    clearance = cv2.distanceTransform((line > 128).astype(np.uint8), cv2.DIST_L2, 5)
    return divide(np.ones((SIDE, SIDE), np.int32), likely(parts, sure), clearance, line)


@pytest.mark.parametrize("gap", [6, 14, 24])
def test_a_ring_with_a_gap_holds_another_thing(gap: int) -> None:
    """Though the network is sure only in the middle, the border runs along the ring."""
    parts = np.where(disk(RADIUS), Part.HAIR, Part.GROUND)
    regions = divided(ring(gap), parts, disk(0.6 * RADIUS) | ~disk(1.3 * RADIUS))
    assert regions.max() == 2
    inside = regions == regions[SIDE // 2, SIDE // 2]
    assert inside[disk(RADIUS - 4)].mean() > 0.99
    assert (~inside)[~disk(RADIUS + 4)].mean() > 0.99


def test_a_small_head_in_a_wide_ground_is_another_thing() -> None:
    """Of the region that an open line makes of both it is one part in fifty."""
    parts = np.where(disk(30), Part.HAIR, Part.GROUND)
    regions = divided(ring(8, 30), parts, disk(22) | ~disk(50))
    assert regions.max() == 2
    assert (regions == regions[SIDE // 2, SIDE // 2])[disk(26)].mean() > 0.99


def test_what_meets_in_open_paper_stays_one() -> None:
    parts = np.full((SIDE, SIDE), Part.SKIN)
    parts[:, SIDE // 2 :] = Part.HAIR
    blank = np.full((SIDE, SIDE), 255, np.uint8)
    blank[10:390, 8:11] = 0
    assert divided(blank, parts, np.ones((SIDE, SIDE), np.bool_)).max() == 1


def test_what_the_network_is_not_sure_of_divides_nothing() -> None:
    parts = np.where(disk(RADIUS), Part.HAIR, Part.GROUND)
    assert divided(ring(14), parts, np.zeros((SIDE, SIDE), np.bool_)).max() == 1


def test_one_thing_on_both_sides_of_a_line_stays_one() -> None:
    parts = np.full((SIDE, SIDE), Part.CLOTHES)
    assert divided(ring(14), parts, np.ones((SIDE, SIDE), np.bool_)).max() == 1
