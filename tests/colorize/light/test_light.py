"""What a user may say about the light."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurie.colorize.light import Light
from nurie.errors import LightError


def test_by_default_it_is_cel_from_the_upper_left() -> None:
    assert Light() == Light("cel", 315.0, 1.0)
    x, y = Light().toward
    assert x == pytest.approx(-math.sqrt(0.5))
    assert y == pytest.approx(-math.sqrt(0.5))


@pytest.mark.parametrize(("angle", "toward"), [(0, (0, -1)), (90, (1, 0)), (180, (0, 1)), (270, (-1, 0))])
def test_angles_run_clockwise_from_the_top(angle: float, toward: tuple[float, float]) -> None:
    assert Light(angle=angle).toward == pytest.approx(toward, abs=1e-9)


@given(st.floats(allow_nan=True), st.floats(allow_nan=True))
def test_what_is_out_of_range_is_said(angle: float, strength: float) -> None:
    if 0 <= angle <= 360 and 0 <= strength <= 2:
        assert Light(angle=angle, strength=strength).angle == angle
    else:
        with pytest.raises(LightError, match=r"0 to (360|2)"):
            Light(angle=angle, strength=strength)


def test_an_unknown_finish_lists_the_known_ones() -> None:
    with pytest.raises(LightError, match=r"glossy.*cel, soft, flat"):
        Light("glossy")  # type: ignore[arg-type]
