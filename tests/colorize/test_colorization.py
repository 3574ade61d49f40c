"""What can be made of nine colorings without running the network again: hints, palettes, mixes, flats."""

from pathlib import Path

import numpy as np
import pytest

from nurie import Colorization, Colorizer, ColorOptions, Hint, Hints
from nurie.colorize.hints import HintScope
from nurie.colorize.mix import Choice, Mix
from nurie.colorize.model import Model
from nurie.colorize.palette import Palette, PaletteColor
from nurie.errors import HintError

HERO = Palette((PaletteColor("coat", "#a03050"), PaletteColor("sky", "#80b0e0")))
CIRCLE, BOX, GROUND = (70, 80), (160, 80), (5, 5)
IN_THE_CIRCLE, IN_THE_BOX = (0.5, 0.35), (0.5, 0.8)


@pytest.fixture
def coloring(model: Path, lines: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> Colorization:
    """Nine colorings, after which the network cannot be asked again."""
    made = Colorizer(model, threads=1).color(lines)

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked again")

    monkeypatch.setattr(Model, "__call__", refuse)
    return made


def test_flats_in_a_palette_hold_its_colors_alone(coloring: Colorization, lines: np.ndarray) -> None:
    """Every pixel off the ink, of all nine colorings and of a mix."""
    allowed = {entry.rgb for entry in HERO}
    flat = coloring.with_palette(HERO).with_finish("flat")
    mix = Mix(3, (Choice((IN_THE_CIRCLE,), 2),))
    for which in (*range(9), mix):
        for picture in (flat.flats(which).picture(), flat.colors(which), flat.composed(which)[lines == 255]):
            assert set(map(tuple, np.unique(picture.reshape(-1, 3), axis=0).tolist())) <= allowed
    assert np.array_equal(coloring.with_palette(HERO).with_palette(None).colors(3), coloring.colors(3))


def test_the_lines_stay_on_top_of_palettes_mixes_and_flats(coloring: Colorization, lines: np.ndarray) -> None:
    mix = Mix(4, (Choice((IN_THE_BOX,), "#123456"),))
    for picture in (
        coloring.with_palette(HERO).composed(2),
        coloring.composed(mix),
        coloring.with_finish("flat").composed(mix),
    ):
        assert (picture[lines == 0] == 0).all()


def test_a_mix_is_made_of_the_colorings_in_the_palette(coloring: Colorization) -> None:
    snapped = coloring.with_palette(HERO)
    mixed = snapped.colors(Mix(9, (Choice((IN_THE_CIRCLE,), 2), Choice((IN_THE_BOX,), "#123456"))))
    assert np.array_equal(mixed[GROUND], snapped.colors(8)[GROUND])
    assert np.array_equal(mixed[CIRCLE], snapped.colors(1)[CIRCLE])
    assert tuple(mixed[BOX]) == (0x12, 0x34, 0x56)


def test_a_mix_is_saved_as_a_picture(coloring: Colorization) -> None:
    mix = Mix(1, (Choice((IN_THE_BOX,), 9),))
    assert coloring.encoded(mix).startswith(b"\x89PNG")
    assert coloring.encoded(Mix(5)) == coloring.encoded(4)


@pytest.mark.parametrize("scope", ["flow", "region"])
def test_hints_need_no_fresh_coloring(model: Path, lines: np.ndarray, scope: HintScope) -> None:
    """Whatever hints there were before, the result is a fresh coloring's to the bit."""
    colorizer = Colorizer(model, threads=1)
    hints = Hints((Hint((IN_THE_CIRCLE,), 0.05, "#3264c8"), Hint((IN_THE_BOX,), 0.02, "#20a040")))
    bare, fresh = colorizer.color(lines), colorizer.color(lines, hints, ColorOptions(hint_scope=scope))
    earlier = colorizer.color(lines, Hints((Hint((IN_THE_BOX,), 0.05, "#c03020"),)))
    for start in (bare, earlier):
        again = start.with_hints(hints, scope)
        assert again.hints == hints
        assert all(np.array_equal(again.composed(index), fresh.composed(index)) for index in range(9))
    assert not np.array_equal(bare.composed(0), fresh.composed(0))
    assert np.array_equal(fresh.with_hints(Hints()).composed(0), bare.composed(0))


def test_hints_are_placed_without_the_network(coloring: Colorization) -> None:
    hinted = coloring.with_hints(Hints((Hint((IN_THE_CIRCLE,), 0.05, "#3264c8"),)))
    assert tuple(hinted.colors(0)[CIRCLE].tolist()) == (0x32, 0x64, 0xC8)


def test_a_hint_layer_of_another_shape_is_refused(coloring: Colorization) -> None:
    layer = np.zeros((390, 320, 4), np.uint8)
    layer[130:150, 150:170] = (0x32, 0x64, 0xC8, 255)
    with pytest.raises(HintError, match="which is another shape"):
        coloring.with_hints(Hints.from_layer(layer))


def test_hints_count_more_than_the_palette(model: Path, lines: np.ndarray) -> None:
    hints = Hints((Hint((IN_THE_CIRCLE,), 0.05, "#00c040"),))
    snapped = Colorizer(model, threads=1).color(lines, hints).with_palette(HERO)
    assert tuple(snapped.colors(0)[CIRCLE]) == (0x00, 0xC0, 0x40)


def test_flats_are_even(coloring: Colorization) -> None:
    flats = coloring.with_finish("flat").colors(6)
    for region in range(1, coloring.regions.max() + 1):
        assert len(np.unique(flats[coloring.regions == region], axis=0)) <= 1
