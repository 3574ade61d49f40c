"""Light laid over flats: exact, only where it falls, and what layers can hold."""

import numpy as np
import pytest
from lit_pictures import drawing

from nurie.colorize.compose import compose
from nurie.colorize.light import Light, Shading, shade
from nurie.colorize.light.tones import shadow_colors
from nurie.schemes import SCHEMES, Part


def scheme(parts: np.ndarray, number: int = 1) -> np.ndarray:
    return np.rint(SCHEMES[number].table()).astype(np.uint8)[parts]


def planes(parts: np.ndarray, **amounts: int) -> Shading:
    names = ("shadow", "second", "gloss", "blush")
    return Shading(Light(), parts, *(np.full(parts.shape, amounts.get(name, 0), np.uint8) for name in names))


@pytest.mark.parametrize("finish", ["cel", "soft"])
def test_no_ink_moves_and_what_no_light_meets_stays(finish: str) -> None:
    picture = drawing(3)
    flats = scheme(picture.parts)
    shading = shade(picture.parts, picture.regions, picture.lines, Light(finish))  # type: ignore[arg-type]
    before = flats.copy()
    colors = shading.on(flats)
    assert np.array_equal(flats, before)
    still = (shading.shadow | shading.second | shading.gloss | shading.blush) == 0
    assert 0.3 < still.mean() < 0.95
    assert np.array_equal(colors[still], flats[still])
    drawing_rgb = np.dstack([picture.lines] * 3)
    drawing_rgb[drawing_rgb < 60] = 0
    ink = drawing_rgb[..., 0] == 0
    assert ink.mean() > 0.02
    assert not compose(colors, drawing_rgb)[ink].any()


def test_full_shadow_is_the_color_of_the_table() -> None:
    parts = np.repeat(np.arange(12, dtype=np.uint8)[None], 5, axis=0)
    flats = scheme(parts)
    colors = planes(parts, shadow=255).on(flats)
    wanted = shadow_colors(flats[0], parts[0], 1.0)
    assert np.abs(colors[0] - wanted).max() <= 0.5
    assert np.array_equal(colors[4], colors[0])


def test_light_lightens_hair_and_not_skin() -> None:
    parts = np.array([[Part.HAIR, Part.SKIN, Part.GROUND]], np.uint8)
    flats = np.full((1, 3, 3), 100, np.uint8)
    hair, skin, ground = planes(parts, gloss=255).on(flats)[0]
    assert (hair > 140).all()
    assert (skin == 100).all()
    assert (ground == 100).all()


def test_blush_reddens() -> None:
    parts = np.full((1, 1), Part.SKIN, np.uint8)
    skin = scheme(parts)
    ((pink,),) = planes(parts, blush=255).on(skin)
    assert (pink <= skin[0, 0]).all()
    assert int(skin[0, 0, 1]) - pink[1] > int(skin[0, 0, 0]) - pink[0]


@pytest.mark.parametrize("finish", ["cel", "soft"])
def test_a_layer_to_multiply_and_one_to_screen_hold_it(finish: str) -> None:
    picture = drawing(11)
    shading = shade(picture.parts, picture.regions, picture.lines, Light(finish))  # type: ignore[arg-type]
    flats = scheme(picture.parts, 2)
    colors = shading.on(flats).astype(float)
    base = flats.astype(float)
    multiply = np.rint(np.minimum(colors, base) / np.maximum(base, 1) * 255)
    screen = 255 - np.rint((255 - np.maximum(colors, base)) / np.maximum(255 - base, 1) * 255)
    shown = np.rint(base * multiply / 255)
    shown = np.rint(255 - (255 - shown) * (255 - screen) / 255)
    assert np.array_equal(shown, colors)


def test_strength_goes_from_nothing_to_twice_as_deep() -> None:
    picture = drawing(8)
    flats = scheme(picture.parts)

    def change(strength: float) -> float:
        shading = shade(picture.parts, picture.regions, picture.lines, Light(strength=strength))
        return float(np.abs(shading.on(flats).astype(int) - flats).mean())

    assert change(0) == 0
    assert change(0.25) < change(0.5) < change(1) < change(2)


def test_colors_that_are_not_flat_are_lit_pixel_by_pixel() -> None:
    rng = np.random.default_rng(4)
    colors = rng.integers(0, 256, (300, 7, 3), np.uint8)
    parts = rng.integers(0, 12, (300, 7), np.uint8)
    shading = planes(parts, shadow=255)
    whole = shading.on(colors)
    wanted = shadow_colors(colors.reshape(-1, 3), parts.ravel(), 1.0).reshape(colors.shape)
    assert np.abs(whole - wanted).max() <= 0.5
