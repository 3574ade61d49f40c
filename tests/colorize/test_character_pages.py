"""One character on six drawn pages: exactly the sheet's colors on each."""

from collections.abc import Iterator

import numpy as np
import pytest
from fake_network import FakeNetwork

from nurie import Colorization, Colorizer
from nurie.colorize.character import Character
from nurie.colorize.palette import Palette, PaletteColor
from nurie.data.drawn import Drawing, draw
from nurie.schemes import Part

COLORS = {"hair": "#1b2a63", "skin": "#f5cdb4", "clothes": "#b02030", "eyes": "#208050"}
PARTS = {"hair": Part.HAIR, "skin": Part.SKIN, "clothes": Part.CLOTHES, "eyes": Part.IRIS}


def figures() -> Iterator[Drawing]:
    for seed in range(100):
        drawing = draw(seed, (320, 320))
        if drawing.kind == "figures" and all((drawing.parts == part).sum() > 60 for part in PARTS.values()):
            yield drawing


@pytest.fixture(scope="module")
def pages() -> list[tuple[Drawing, Colorization]]:
    drawn = figures()
    drawings = [next(drawn) for _ in range(6)]
    return [
        (drawing, Colorizer(FakeNetwork(drawing.parts, fold=1, size=320), threads=1).color(drawing.line))
        for drawing in drawings
    ]


def check(drawing: Drawing, coloring: Colorization, which: int) -> None:
    """The material has exactly the color, and is where the part was drawn."""
    flats = coloring.with_finish("flat")
    colors, materials = flats.colors(which), flats.materials
    assert materials is not None
    shown = materials.part_map()
    for name, part in PARTS.items():
        goal = np.array(list(bytes.fromhex(COLORS[name][1:])))
        there = shown == part
        assert there.any(), name
        assert (colors[there] == goal).all(), name
        drawn = (drawing.parts == part) & (drawing.line > 250)
        least = 0.6 if part == Part.IRIS else 0.9  # of irises that are a few pixels large
        assert (colors[drawn] == goal).all(axis=1).mean() > least, name


@pytest.mark.parametrize("which", [0, 4, 8])
def test_six_pages_have_exactly_the_sheets_colors(
    pages: list[tuple[Drawing, Colorization]], which: int
) -> None:
    hero = Character.named(COLORS)
    for drawing, coloring in pages:
        check(drawing, coloring.with_character(hero), which)


def test_a_palette_whose_names_are_materials_gives_these_their_colors_and_all_else_one_of_them(
    pages: list[tuple[Drawing, Colorization]],
) -> None:
    palette = Palette(tuple(PaletteColor(name, color) for name, color in COLORS.items()))
    hero = Character.named(COLORS)
    for _, coloring in pages:
        parts, paper = coloring.decided.part_map(), coloring.decided.part_map() == Part.BUBBLE
        named = np.isin(parts, list(hero.colors))
        for which in (0, 6):
            flats = coloring.with_palette(palette).flats(which).picture()
            expected = coloring.with_character(hero).flats(which).picture()
            assert np.array_equal(flats[named], expected[named])
            colors = set(map(tuple, np.unique(flats[~paper], axis=0).tolist()))
            assert colors <= {entry.rgb for entry in palette}


def test_japanese_names_act_the_same(pages: list[tuple[Drawing, Colorization]]) -> None:
    names = {"hair": "髪", "skin": "肌", "clothes": "服", "eyes": "目"}
    japanese = Character.named({names[name]: color for name, color in COLORS.items()})
    _, coloring = pages[0]
    assert np.array_equal(
        coloring.with_character(japanese).colors(2),
        coloring.with_character(Character.named(COLORS)).colors(2),
    )


def test_what_the_sheet_does_not_name_stays_the_schemes(pages: list[tuple[Drawing, Colorization]]) -> None:
    for _, coloring in pages:
        flats = coloring.with_finish("flat")
        assert flats.materials is not None
        others = flats.materials.part_map() != Part.HAIR
        dyed = flats.with_character(Character.named({"hair": "#1b2a63"}))
        assert np.array_equal(dyed.colors(3)[others], flats.colors(3)[others])
