"""Camouflage on fields of color whose drift is known beforehand."""

import numpy as np
import pytest
from skimage.color import lab2rgb

from nurie.evaluation.camouflage import camouflage

SIDE = 500  # a thousandth of the long side is half a px: 8 of them are 4 px, 9 are 4.5
PAPER = np.ones((SIDE, SIDE), bool)
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE]


def field(a: np.ndarray, b: np.ndarray | None = None, light: np.ndarray | float = 70.0) -> np.ndarray:
    """A picture of these CIELAB colors."""
    planes = np.broadcast_arrays(light, a, np.zeros(()) if b is None else b)
    return np.rint(lab2rgb(np.stack(planes, -1).astype(np.float64)) * 255).astype(np.uint8)


def test_one_color_does_not_drift() -> None:
    assert camouflage(field(np.full(PAPER.shape, 20.0)), PAPER) == 0


def test_light_and_shade_of_gray_do_not_count() -> None:
    assert camouflage(field(np.zeros(PAPER.shape), light=20 + 60.0 * COLUMNS / SIDE), PAPER) == 0


@pytest.mark.parametrize("turned", [False, True])
def test_a_sharp_change_of_hue_is_as_wide_as_the_way_it_is_seen_over(turned: bool) -> None:
    a = np.where(COLUMNS < SIDE // 2, -10.0, 10.0)
    share = camouflage(field(a.T if turned else a), PAPER)
    assert share == pytest.approx(4 / SIDE)  # 8 thousandths of the side are 4 px
    assert camouflage(field(np.where(COLUMNS < SIDE // 2, -1.0, 1.0)), PAPER) == 0


@pytest.mark.parametrize("angle", [0, 30, 45, 90])
def test_a_ramp_counts_from_four_on_over_the_way_in_every_direction(angle: float) -> None:
    along = np.cos(np.radians(angle)) * COLUMNS + np.sin(np.radians(angle)) * ROWS
    inside = (along > 300) & (along < 340)

    def ramp(drift: float) -> float:
        """Of a ramp of 40 px that drifts so much over 4 px; it stays on the paper that is flat elsewhere."""
        return camouflage(field(np.clip((along - 320) * drift / 4, -5 * drift, 5 * drift)), PAPER)

    assert ramp(2.8) == 0
    assert ramp(5.4) == pytest.approx(inside.mean(), rel=0.12)


def test_both_axes_of_hue_count_together() -> None:
    step = np.where(COLUMNS < SIDE // 2, -1.6, 1.6)
    assert camouflage(field(step), PAPER) == 0  # 3.2
    assert camouflage(field(step, step), PAPER) == pytest.approx(4 / SIDE)  # 4.5


def test_a_change_at_a_line_is_no_camouflage() -> None:
    a = np.where(COLUMNS < SIDE // 2, -10.0, 10.0)
    paper = np.abs(COLUMNS - SIDE // 2) > 1
    assert camouflage(field(a), paper) == 0
    beside = np.abs(COLUMNS - SIDE // 2 - 40) > 1  # the line is somewhere else
    clear = np.abs(COLUMNS - SIDE // 2 - 40) >= 1 + 4.5
    assert camouflage(field(a), beside) == pytest.approx(4 * SIDE / clear.sum(), rel=0.01)


def test_without_clear_paper_there_is_none() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    assert camouflage(noise, COLUMNS % 8 > 0) == 0
    assert camouflage(noise, PAPER) > 0.9


def test_the_share_does_not_depend_on_the_size() -> None:
    small = np.zeros((250, 250, 3), np.uint8) + np.uint8([200, 120, 120])
    small[:, 125:] = (120, 120, 200)
    large = small.repeat(8, 0).repeat(8, 1)
    one, other = (camouflage(rgb, np.ones(rgb.shape[:2], bool)) for rgb in (small, large))
    assert one == pytest.approx(other, abs=1e-3)
    assert one == pytest.approx(0.008, abs=1e-3)
