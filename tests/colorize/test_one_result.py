"""One frozen result: previews are the export reduced, schemes need no network, threads do not mix."""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from fake_network import FakeNetwork
from known_pictures import Picture
from PIL import Image

from nurie import Colorization, Colorizer, Hint, Hints
from nurie.colorize import layers
from nurie.colorize.mix import Choice, Mix
from nurie.errors import OptionError
from nurie.schemes import SCHEMES, Part
from nurie.schemes.names import Language

RED, BLUE = "#c81e28", "#1e3cc8"


@pytest.fixture(scope="module")
def girl() -> Picture:
    return Picture(640).girl(320, 60, 1.7)


@pytest.fixture(scope="module")
def coloring(girl: Picture) -> Colorization:
    return Colorizer(FakeNetwork(girl.parts), threads=1).color(girl.line)


def inked(girl: Picture, ink: tuple[int, int, int]) -> Colorization:
    """The same girl drawn in another ink."""
    cover = (255 - girl.line[..., None]) / 255
    rgb = np.rint(255 - cover * (255 - np.array(ink))).astype(np.uint8)
    return Colorizer(FakeNetwork(girl.parts), threads=1).color(Image.fromarray(rgb))


@pytest.mark.parametrize("ink", [(0, 0, 0), (209, 209, 209), (230, 200, 40)])
def test_a_preview_is_the_export_reduced(girl: Picture, ink: tuple[int, int, int]) -> None:
    """In black, in 18 % gray, and in yellow ink."""
    full = inked(girl, ink).with_finish("flat")
    small = full.at(320)
    export = cv2.resize(full.composed(2), (320, 320), interpolation=cv2.INTER_AREA).astype(int)
    apart = np.abs(small.composed(2).astype(int) - export).max(axis=2)
    assert (apart > 12).mean() < 0.02  # pixels of lines, under which two colors meet
    paper = cv2.erode(cv2.resize(girl.line, (320, 320), interpolation=cv2.INTER_AREA), np.ones((5, 5))) == 255
    assert apart[paper].max() <= 1


def test_a_region_keeps_its_number_and_its_color_at_any_size(coloring: Colorization, girl: Picture) -> None:
    small = coloring.at(320)
    assert small.regions.shape == (320, 320)
    for part in (Part.HAIR, Part.SKIN, Part.CLOTHES):
        rows, columns = (int(np.median(axis)) for axis in np.nonzero(girl.inside(part, 20)))
        if girl.parts[rows, columns] == part:
            assert small.regions[rows // 2, columns // 2] == coloring.regions[rows, columns]
    flat, preview = coloring.with_finish("flat").flats(7), small.with_finish("flat").flats(7)
    assert np.array_equal(flat.colors, preview.colors)
    assert coloring.at(640) is coloring.at(10_000) is coloring


def test_a_preview_with_hints_shows_them(coloring: Colorization) -> None:
    hints = Hints((Hint(((0.5, 0.8),), 0.01, RED),))
    full = coloring.with_finish("flat").with_hints(hints)
    assert tuple(full.at(320).colors(1)[256, 160]) == tuple(bytes.fromhex(RED[1:]))


def test_other_schemes_paint_the_same_materials(coloring: Colorization, girl: Picture) -> None:
    turned = (*SCHEMES[1:], SCHEMES[0])
    other = coloring.with_schemes(turned)
    for which in range(9):
        assert np.array_equal(other.colors(which), coloring.colors((which + 1) % 9))
    for part in (Part.HAIR, Part.CLOTHES, Part.SKIN):
        flat = other.with_finish("flat").colors(0)[girl.inside(part, 2)]
        assert np.abs(flat - np.array(SCHEMES[1][part])).max() <= 1


def test_eight_schemes_are_refused(coloring: Colorization) -> None:
    with pytest.raises(OptionError, match="8 schemes"):
        coloring.with_schemes(SCHEMES[:8])


def test_two_threads_do_not_mix_their_hints(coloring: Colorization) -> None:
    hints = [Hints((Hint(((0.5, 0.8),), 0.01, color),)) for color in (RED, BLUE)]
    alone = [coloring.with_hints(one).composed(3) for one in hints]
    assert not np.array_equal(*alone)
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda n: coloring.with_hints(hints[n % 2]).composed(3), range(12)))
    assert all(np.array_equal(picture, alone[n % 2]) for n, picture in enumerate(together))


def names(coloring: Colorization, which: int | Mix, language: Language = "en") -> list[str]:
    flats = next(part for part in layers.build(coloring, which, language=language).children)
    return [layer.name for layer in flats.children]  # type: ignore[union-attr]


def test_layers_are_named_by_their_materials(coloring: Colorization) -> None:
    english, japanese = names(coloring, 0), names(coloring, 0, "ja")
    assert {"ground", "skin", "hair", "eyes", "clothes", "second clothes"} <= set(english)
    assert {"背景", "肌", "髪", "目", "服", "服2"} <= set(japanese)
    assert len(english) == len(japanese)


def test_the_names_of_a_mix_win(coloring: Colorization) -> None:
    mix = Mix(1, (Choice(((0.5, 0.8),), RED, "her coat"),))
    assert "her coat" in names(coloring, mix)
