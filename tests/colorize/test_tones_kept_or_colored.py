"""``tones``: dots stay in the lines, or are a shade of the colors, in pictures, layers and views alike."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from fake_network import FakeNetwork
from lineart import ill

from nurie import Colorizer, ColorOptions
from nurie.colorize import layers, shown
from nurie.colorize.colorization import Colorization
from nurie.colorize.options import Finish, Tones
from nurie.export.layers import Layer
from nurie.schemes.parts import Part

SIZE = 1200, 900
SHARE, PERIOD = 0.3, 7
TONED = np.s_[330:870, 230:670]


def colored(tones: Tones, finish: Finish = "flat") -> Colorization:
    """A coat in a frame that is toned, on a bare ground."""
    page = np.full(SIZE, 255, np.uint8)
    fine = ill.screentone((2400, 2000), 4 * PERIOD, SHARE)
    page[300:900, 200:700] = cv2.resize(fine, (500, 600), interpolation=cv2.INTER_AREA)
    cv2.rectangle(page, (200, 300), (700, 900), 0, 6)
    parts = np.full(SIZE, Part.GROUND, np.uint8)
    parts[300:900, 200:700] = Part.CLOTHES
    options = ColorOptions(tones=tones, finish=finish)
    return Colorizer(FakeNetwork(parts), threads=1).color(page, options=options)


@pytest.fixture(scope="module")
def kept() -> Colorization:
    return colored("keep")


@pytest.fixture(scope="module")
def shaded() -> Colorization:
    return colored("color")


def test_kept_dots_lie_over_an_even_color(kept: Colorization) -> None:
    page = kept.composed(0)[TONED]
    color = kept.flats(0).picture()[600, 450]
    dots, paper = ((kept.picture.rgb[TONED] == level).all(axis=2) for level in (0, 255))
    assert (page[dots] == 0).all()
    assert (page[paper] == color).all()


def test_tones_become_an_even_shade_of_the_color_below(shaded: Colorization, kept: Colorization) -> None:
    page, color = shaded.composed(0)[TONED].astype(float), kept.flats(0).picture()[600, 450]
    assert np.abs(page - color * (1 - SHARE) ** (1 / 2.2)).max() < 10
    frame = np.s_[297:303, 300:600]
    assert (shaded.composed(0)[frame] == kept.composed(0)[frame]).all()
    assert np.array_equal(shaded.flats(0).colors, kept.flats(0).colors)


def test_lines_alone_have_no_dots(shaded: Colorization) -> None:
    assert (shown.picture(shaded, 0, "lines")[TONED][..., 3] == 0).mean() > 0.99


@pytest.mark.parametrize("finish", ["flat", "cel"])
def test_the_shade_is_in_the_layer_of_shadows(finish: Finish) -> None:
    coloring = colored("color", finish)
    page = layers.build(coloring, 0)
    (shadows,) = (layer for layer in page.children if layer.name == "shadows")
    assert isinstance(shadows, Layer)
    flats, shadow = coloring.flats(0).picture()[TONED], shadows.paint()[TONED]
    multiplied = flats * (shadow[..., :3] / 255.0)
    lit = coloring.colors(0)[TONED]
    dark = (lit <= flats).all(axis=2)
    assert dark.mean() > 0.9
    assert np.abs(multiplied - lit)[dark].max() <= 2


def test_a_white_ground_keeps_its_tone() -> None:
    parts = np.full(SIZE, Part.GROUND, np.uint8)
    page = ill.screentone(SIZE, PERIOD, SHARE)
    coloring = Colorizer(FakeNetwork(parts), threads=1).color(page, options=ColorOptions(tones="color"))
    white = shown.picture(coloring, 0, ground="white")[100:-100, 100:-100]
    assert np.abs(white - 255 * (1 - SHARE) ** (1 / 2.2)).max() < 10


@pytest.mark.parametrize("size", [1060, 840, 610])
@pytest.mark.parametrize("tones", ["keep", "color"])
def test_no_moire_in_smaller_views(kept: Colorization, shaded: Colorization, tones: str, size: int) -> None:
    """Beats are waves longer than the dots are apart."""
    small = (kept if tones == "keep" else shaded).at(size)
    scale = size / max(SIZE)
    rows, columns = (slice(round(side.start * scale), round(side.stop * scale)) for side in TONED)
    page = small.composed(0)[rows, columns].astype(np.float32)
    blurred = cv2.GaussianBlur(page, (0, 0), PERIOD * scale)
    assert np.ptp(blurred[20:-20, 20:-20], axis=(0, 1)).max() < 3


def test_without_the_step_tones_stay(shaded: Colorization) -> None:
    options = ColorOptions(tones="color", steps=frozenset())
    coloring = Colorizer(FakeNetwork(np.zeros(SIZE, np.uint8)), threads=1).color(
        shaded.picture.rgb, options=options
    )
    assert coloring.shade is None
    assert np.array_equal(coloring.drawing, shaded.picture.rgb)


def test_a_mix_and_the_networks_own_colors_are_shaded_too(shaded: Colorization) -> None:
    assert shaded.shade is not None
    for coloring in (shaded, shaded.with_finish("network")):
        bare = replace(coloring, shade=None)
        expected = np.rint(bare.colors(1) * (shaded.shade[..., None] / 255.0))
        assert np.abs(coloring.colors(1) - expected).max() <= 1
