"""What can be made of nine colorings without running the network again: palettes, mixes, flats."""

from pathlib import Path

import numpy as np
import pytest

from nurie import Colorization, Colorizer, Hint, Hints
from nurie.colorize.mix import Choice, Mix
from nurie.colorize.palette import Palette, PaletteColor
from nurie.colorize.runtime import Model

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


def test_all_nine_show_only_colors_of_the_palette_and_white_paper(coloring: Colorization) -> None:
    allowed = {entry.rgb for entry in HERO}
    snapped = coloring.with_palette(HERO)
    for index in range(9):
        before, after = coloring.flat(index), snapped.flat(index)
        for place in (CIRCLE, BOX, GROUND):
            stays_white = before[place].min() > 235 and np.array_equal(after[place], before[place])
            assert stays_white or tuple(after[place].tolist()) in allowed
    assert tuple(snapped.flat(8)[CIRCLE].tolist()) in allowed
    assert np.array_equal(snapped.with_palette(None).flat(3), coloring.flat(3))


def test_the_lines_stay_on_top_of_palettes_mixes_and_flats(coloring: Colorization, lines: np.ndarray) -> None:
    mix = Mix(4, (Choice((IN_THE_BOX,), "#123456"),))
    for picture in (
        coloring.with_palette(HERO).composed(2),
        coloring.composed(mix),
        coloring.as_flats().composed(mix),
    ):
        assert (picture[lines == 0] == 0).all()


def test_a_mix_is_made_of_the_colorings_in_the_palette(coloring: Colorization) -> None:
    snapped = coloring.with_palette(HERO)
    mixed = snapped.flat(Mix(9, (Choice((IN_THE_CIRCLE,), 2), Choice((IN_THE_BOX,), "#123456"))))
    assert np.array_equal(mixed[GROUND], snapped.flat(8)[GROUND])
    assert np.array_equal(mixed[CIRCLE], snapped.flat(1)[CIRCLE])
    assert tuple(mixed[BOX]) == (0x12, 0x34, 0x56)


def test_a_mix_is_saved_as_a_picture(coloring: Colorization) -> None:
    mix = Mix(1, (Choice((IN_THE_BOX,), 9),))
    assert coloring.encoded(mix).startswith(b"\x89PNG")
    assert coloring.encoded(Mix(5)) == coloring.encoded(4)


def test_hints_count_more_than_the_palette(model: Path, lines: np.ndarray) -> None:
    hints = Hints((Hint((IN_THE_CIRCLE,), 0.05, "#00c040"),))
    snapped = Colorizer(model, threads=1).color(lines, hints).with_palette(HERO)
    assert tuple(snapped.flat(0)[CIRCLE]) == (0x00, 0xC0, 0x40)


def test_flats_are_even(coloring: Colorization) -> None:
    flats = coloring.as_flats().flat(6)
    for region in range(1, coloring.regions.max() + 1):
        assert len(np.unique(flats[coloring.regions == region], axis=0)) <= 1
