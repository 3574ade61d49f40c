"""A picture without figures is not one tint."""

import numpy as np
from fake_network import FakeNetwork
from known_pictures import Picture

from nurie.color.difference import ciede2000
from nurie.colorize.character import Character
from nurie.colorize.colorizer import Colorizer
from nurie.schemes import Part


def landscape() -> Picture:
    """Sky, two hills one before the other, two trees alike and a house."""
    picture = Picture(400)
    picture.polygon(Part.SCENERY, [(-5, 180), (200, 120), (405, 200), (405, 300), (-5, 300)])
    picture.polygon(Part.SCENERY, [(-5, 290), (200, 240), (405, 300), (405, 405), (-5, 405)])
    for x in (80, 320):
        picture.ellipse(Part.SCENERY, (x, 200), (26, 30))
    return picture.polygon(Part.SCENERY, [(180, 300), (240, 300), (240, 340), (180, 340)])


def color(colors: np.ndarray, x: int, y: int) -> np.ndarray:
    return colors[y, x]


def test_things_of_a_landscape_have_colors_of_their_own() -> None:
    picture = landscape()
    coloring = Colorizer(FakeNetwork(picture.parts), threads=1).color(picture.line).with_finish("flat")
    for which in range(9):
        colors = coloring.colors(which)
        sky, far, near, house = (color(colors, *at) for at in ((200, 40), (200, 160), (200, 370), (210, 320)))
        one, other = (color(colors, x, 200) for x in (80, 320))
        assert np.array_equal(one, other)  # two trees
        places = [sky, far, near, house, one]
        for first in range(5):
            for second in range(first):
                assert ciede2000(places[first], places[second]) > 3, (which, first, second)
        assert ciede2000(far, sky) < ciede2000(near, sky)


def test_behind_a_figure_scenery_is_quiet() -> None:
    picture = landscape().girl(200, 60)
    coloring = Colorizer(FakeNetwork(picture.parts), threads=1).color(picture.line).with_finish("flat")
    for which in range(9):
        shown = coloring.colors(which)[picture.inside(Part.SCENERY)]
        assert len(np.unique(shown, axis=0)) == 1


def test_a_sheet_says_what_color_scenery_has() -> None:
    picture = landscape()
    coloring = Colorizer(FakeNetwork(picture.parts), threads=1).color(picture.line).with_finish("flat")
    named = coloring.with_character(Character.named({"scenery": "#205040"}))
    shown = named.colors(2)[picture.inside(Part.SCENERY)]
    assert (shown == (0x20, 0x50, 0x40)).all()
