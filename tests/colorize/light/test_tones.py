"""Shadow colors: darker, richer, turned to the cool side, skin to red; checked with colorsys."""

import colorsys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize.light.tones import TONES, WHITE, shadow_colors
from nurie.schemes import SCHEMES, Part

LIT = sorted(TONES)


def hsv(rgb: np.ndarray) -> tuple[float, float, float]:
    """Hue in degrees, saturation and value 0..1."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(float(channel) / 255 for channel in rgb))
    return 360 * hue, saturation, value


def in_shadow(rgb: tuple[int, int, int] | np.ndarray, part: Part, depth: float = 1.0) -> np.ndarray:
    return shadow_colors(np.array([rgb], np.uint8), np.array([part], np.uint8), depth)[0]


def turn(one: float, other: float) -> float:
    return (other - one + 180) % 360 - 180


@pytest.mark.parametrize("part", LIT)
@pytest.mark.parametrize("number", range(9))
def test_shadows_of_the_schemes_are_darker_richer_and_keep_their_hue(part: Part, number: int) -> None:
    color = np.rint(np.array(SCHEMES[number][part])).astype(np.uint8)
    shadow = in_shadow(color, part)
    (hue, saturation, value), (dark_hue, dark_saturation, dark_value) = hsv(color), hsv(shadow)
    assert 0.6 * value < dark_value < 0.95 * value
    assert dark_saturation >= min(saturation + 0.04, 1) - 0.01
    if saturation > 0.16:
        assert abs(turn(hue, dark_hue)) <= TONES[part].turn + 1


@pytest.mark.parametrize("number", range(9))
def test_skin_turns_to_red(number: int) -> None:
    color = np.rint(np.array(SCHEMES[number].skin)).astype(np.uint8)
    hue, shadow_hue = hsv(color)[0], hsv(in_shadow(color, Part.SKIN))[0]
    assert turn(hue, shadow_hue) < -4, "from orange towards red"
    assert turn(0, shadow_hue) > 0, "not past it"


def test_white_cloth_is_a_light_cool_gray_violet() -> None:
    hue, saturation, value = hsv(in_shadow((250, 250, 250), Part.CLOTHES))
    assert 225 < hue < 265
    assert 0.06 < saturation < 0.2
    assert value > 0.78, "white cloth is still white"


def test_gray_gets_a_color() -> None:
    for level in (40, 128, 230):
        red, _, blue = in_shadow((level,) * 3, Part.HAIR)
        assert blue > red


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(*[st.integers(0, 255)] * 3),
    st.sampled_from(list(Part)),
    st.floats(0, 2),
    st.floats(0, 2),
)
def test_shadow_only_darkens_and_the_stronger_the_darker(
    color: tuple[int, int, int], part: Part, one: float, other: float
) -> None:
    less, more = sorted((one, other))
    light, dark = in_shadow(color, part, less), in_shadow(color, part, more)
    assert (light <= np.array(color)).all()
    assert dark.max() <= light.max() + 0.01
    assert np.abs(in_shadow(color, part, 0) - color).max() < 0.5


def test_there_is_no_jump_between_whites_and_colors() -> None:
    steps = np.stack([in_shadow((250, 250 - step, 250 - step), Part.CLOTHES) for step in range(80)])
    assert np.abs(np.diff(steps, axis=0)).max() < 9


@pytest.mark.parametrize("part", [Part.GROUND, Part.BUBBLE])
def test_ground_and_bubbles_have_no_shadow_color(part: Part) -> None:
    assert in_shadow((200, 220, 240), part) == pytest.approx([200, 220, 240], abs=0.01)


def test_the_white_of_the_table_is_lighter_than_any_color_of_it() -> None:
    assert max(TONES[part].value for part in (Part.CLOTHES, Part.HAIR, Part.ACCESSORY)) < WHITE.value
