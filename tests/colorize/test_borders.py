"""Strokes split and join regions, and nothing else changes."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from fake_network import FakeNetwork
from known_pictures import Picture

from nurie import Border, Borders, Colorization, Colorizer, Hint, Hints
from nurie.colorize.mix import Choice, Mix
from nurie.errors import BorderError, MixError, OptionError
from nurie.schemes import Part

Place = tuple[float, float]

LEFT, RIGHT, OUTSIDE, FOOT = (0.3, 0.4), (0.7, 0.4), (0.05, 0.05), (0.5, 0.88)
BARRIER = Border(((0.5, 0.15), (0.5, 0.75)))
ACROSS = Border(((0.4, 0.5), (0.6, 0.5)), "join")
TO_THE_FOOT = Border(((0.5, 0.5), (0.5, 0.85)), "join")
RED, BLUE = "#c81e28", "#1e3cc8"


def page() -> Picture:
    """A box, hair on the left and clothes on the right with no line between them; it stands on a foot."""
    drawn = Picture(400).polygon(Part.HAIR, [(60, 60), (340, 60), (340, 300), (60, 300)])
    drawn.parts[60:300, 200:340] = Part.CLOTHES
    return drawn.polygon(Part.PROP, [(170, 300), (230, 300), (230, 380), (170, 380)])


@pytest.fixture(scope="module")
def network() -> FakeNetwork:
    return FakeNetwork(page().parts, sure=0.4)  # too unsure to divide anything itself


@pytest.fixture(scope="module")
def bare(network: FakeNetwork) -> Colorization:
    coloring = Colorizer(network, threads=1).color(page().line).with_finish("flat")
    assert region(coloring, LEFT) == region(coloring, RIGHT) != region(coloring, FOOT)
    return coloring


def with_strokes(coloring: Colorization, *strokes: Border) -> Colorization:
    return coloring.with_borders(Borders(strokes))


def region(coloring: Colorization, place: Place) -> int:
    height, width = coloring.regions.shape
    return int(coloring.regions[int(place[1] * height), int(place[0] * width)])


def part(coloring: Colorization, place: Place) -> Part:
    assert coloring.materials
    return Part(int(coloring.materials.parts[region(coloring, place)]))


def color(coloring: Colorization, place: Place, which: int | Mix = 0) -> str:
    colors = coloring.colors(which)
    return f"#{colors[int(place[1] * len(colors)), int(place[0] * colors.shape[1])].tobytes().hex()}"


def test_a_split_region_is_two_things_that_say_what_they_are(
    bare: Colorization, network: FakeNetwork
) -> None:
    asked = len(network.asked)
    split = with_strokes(bare, BARRIER)
    assert (part(split, LEFT), part(split, RIGHT)) == (Part.HAIR, Part.CLOTHES)
    assert color(split, LEFT) != color(split, RIGHT)
    for place in (OUTSIDE, FOOT):
        assert region(split, place) == region(bare, place)
        assert color(split, place) == color(bare, place)
    assert len(network.asked) == asked


def test_a_stroke_is_never_seen(bare: Colorization) -> None:
    """The same material on both sides: the picture is what it was."""
    same = {region(bare, LEFT): Part.HAIR}
    split = with_strokes(bare, BARRIER)
    parts = dict.fromkeys((region(split, LEFT), region(split, RIGHT)), Part.HAIR)
    for finish in ("flat", "cel", "soft"):
        one, two = (
            bare.with_materials(same).with_finish(finish),
            split.with_materials(parts).with_finish(finish),
        )
        assert np.array_equal(one.composed(0), two.composed(0))


def test_the_edge_between_pieces_is_the_stroke(bare: Colorization) -> None:
    split = with_strokes(bare, BARRIER)
    rows = split.regions[80:280]
    assert np.abs((rows == region(split, RIGHT)).argmax(axis=1) - 200).max() <= 2


def test_pieces_are_the_same_at_every_size(network: FakeNetwork) -> None:
    """The stroke is worked out on a reduced page; at full size its edge is smooth and where it was drawn."""
    large = cv2.resize(page().line, None, fx=5, fy=5, interpolation=cv2.INTER_CUBIC)
    slope = Border(((0.45, 0.15), (0.55, 0.75)))
    split = with_strokes(Colorizer(network, threads=1).color(large).with_finish("flat"), slope)
    rows = np.arange(400, 1400)
    edge = (split.regions[rows] == region(split, RIGHT)).argmax(axis=1)
    wanted = 2000 * (0.45 + 0.1 * (rows / 2000 - 0.15) / 0.6)
    assert np.abs(edge - wanted).max() < 5
    assert np.abs(np.diff(edge)).max() <= 2
    view = split.at(500)
    for place in (LEFT, RIGHT, FOOT):
        assert region(view, place) == region(split, place)
        assert color(view, place) == color(split, place)


def test_a_stroke_that_leads_nowhere_splits_nothing(bare: Colorization) -> None:
    open_ended = with_strokes(bare, Border(((0.5, 0.15), (0.5, 0.5))))
    assert np.array_equal(open_ended.regions, bare.regions)
    near = with_strokes(bare, Border(((0.5, 0.163), (0.5, 0.742))))  # 3 px of 400 are missing at each end
    assert region(near, LEFT) != region(near, RIGHT)
    loop = [(0.25 + 0.05 * np.cos(turn), 0.4 + 0.05 * np.sin(turn)) for turn in np.linspace(0, 6.2, 30)]
    ring = with_strokes(bare, Border(tuple(loop)))
    assert region(ring, (0.25, 0.4)) != region(ring, (0.4, 0.4))


def test_two_strokes_that_meet_split_together(bare: Colorization) -> None:
    halves = Border(((0.5, 0.15), (0.5, 0.5))), Border(((0.45, 0.48), (0.7, 0.48), (0.7, 0.75)))
    split = with_strokes(bare, *halves)
    assert region(split, LEFT) != region(split, (0.8, 0.3))


def test_joined_regions_are_one(bare: Colorization) -> None:
    joined = with_strokes(bare, TO_THE_FOOT)
    assert region(joined, LEFT) == region(joined, FOOT) == region(bare, LEFT)
    assert color(joined, LEFT) == color(joined, FOOT)
    assert region(joined, OUTSIDE) == region(bare, OUTSIDE)
    dotted = joined.with_hints(Hints((Hint((FOOT,), 0.01, RED, None, "region"),)))
    assert color(dotted, LEFT) == color(dotted, FOOT) == RED


def test_what_is_drawn_later_counts(bare: Colorization) -> None:
    again = with_strokes(bare, BARRIER, ACROSS)
    assert region(again, LEFT) == region(again, RIGHT)
    once_more = with_strokes(bare, BARRIER, ACROSS, BARRIER)
    assert region(once_more, LEFT) != region(once_more, RIGHT)
    three = with_strokes(bare, TO_THE_FOOT, BARRIER)
    assert region(three, FOOT) in (region(three, LEFT), region(three, RIGHT))
    assert region(three, LEFT) != region(three, RIGHT)


def test_other_decisions_are_about_the_pieces(bare: Colorization) -> None:
    split = with_strokes(bare, BARRIER)
    hinted = split.with_hints(Hints((Hint((LEFT,), 0.01, BLUE, None, "region"),)))
    assert (color(hinted, LEFT), color(hinted, RIGHT)) == (BLUE, color(split, RIGHT))
    mixed = Mix(2, (Choice((RIGHT,), RED),))
    assert (color(split, LEFT, mixed), color(split, RIGHT, mixed)) == (color(split, LEFT, 1), RED)
    named = split.with_materials({region(split, RIGHT): Part.SKIN})
    assert (part(named, LEFT), part(named, RIGHT)) == (Part.HAIR, Part.SKIN)


@pytest.mark.parametrize("place", [LEFT, RIGHT])
def test_what_is_locked_is_neither_split_nor_joined(bare: Colorization, place: Place) -> None:
    """A whole region, and a piece, which stays that piece when its border is gone."""
    whole = with_strokes(bare.with_locked([Choice((place,), RED, locked=True)]), BARRIER, TO_THE_FOOT)
    assert region(whole, LEFT) == region(whole, RIGHT) != region(whole, FOOT)
    before = with_strokes(bare, BARRIER)
    piece = before.regions == region(before, place)
    lock = Choice((place,), RED, locked=True, borders=Borders((BARRIER,)))
    for strokes in ((), (BARRIER,), (BARRIER, ACROSS), (TO_THE_FOOT,)):
        kept = with_strokes(bare.with_locked([lock]), *strokes)
        assert np.array_equal(kept.regions == region(kept, place), piece)
        assert (kept.colors(Mix(5, (lock,)))[piece] == (0xC8, 0x1E, 0x28)).all()


def test_joined_regions_are_locked_together(bare: Colorization) -> None:
    lock = Choice((FOOT,), RED, locked=True, borders=Borders((TO_THE_FOOT,)))
    kept = bare.with_locked([lock])
    assert color(kept, LEFT, Mix(3, (lock,))) == color(kept, FOOT, Mix(3, (lock,))) == RED


def test_models_that_name_nothing(bare: Colorization) -> None:
    nameless = FakeNetwork(np.zeros((400, 400), np.uint8), names_parts=False)
    colors = nameless.__call__
    nameless.__class__ = type(
        "Gray", (FakeNetwork,), {"__call__": lambda self, sketch: _gray(colors(sketch))}
    )
    coloring = Colorizer(nameless, threads=1).color(page().line)
    assert coloring.materials is None
    split = with_strokes(coloring, BARRIER)
    assert region(split, LEFT) != region(split, RIGHT)


def _gray(answer: object) -> object:
    colors = np.asarray(answer.colors)  # type: ignore[attr-defined]
    return type(answer)(np.full_like(colors, 128))


def test_files_come_back(tmp_path: Path) -> None:
    borders = Borders((BARRIER, ACROSS))
    (tmp_path / "borders.json").write_text(borders.dumps())
    assert Borders.load(tmp_path / "borders.json") == borders
    lock = Mix(1, (Choice((LEFT,), RED, locked=True, borders=borders),))
    assert Mix.loads(lock.dumps()) == lock


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ("{}", "list of borders is missing"),
        ('{"borders": [3]}', "border 1: it is malformed"),
        ('{"borders": [{"points": [[0.1, 0.2], 3]}]}', "border 1: points is no list of points"),
        ('{"borders": [{"points": [[0.1, 0.2]]}]}', "border 1: the stroke has 1 points: give two at least"),
        ('{"borders": [{"points": [[0.1, 0.2], [0.1, 2]]}]}', "border 1: 2 is no share of the sketch"),
        ('{"borders": [{"points": [[0, 0], [1, 1]], "kind": "cut"}]}', "kind is 'cut': write"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, entries: str, words: str) -> None:
    text = entries.replace("{", '{"format": "nurie-borders", "version": 1, ', 1).replace(", }", "}")
    (tmp_path / "mine.json").write_text(text)
    with pytest.raises(BorderError, match=rf"^mine\.json: .*{words}"):
        Borders.load(tmp_path / "mine.json")


def test_callers_are_told(bare: Colorization) -> None:
    with pytest.raises(OptionError, match=r"borders is 'borders.json', of type str: give Borders"):
        bare.with_borders("borders.json")  # type: ignore[arg-type]
    with pytest.raises(BorderError, match=r"one of strokes is .*give Border objects"):
        Borders(((0.1, 0.2),))  # type: ignore[arg-type]
    with pytest.raises(MixError, match="region 1: border 1: it is malformed"):
        Mix.loads(
            '{"format": "nurie-mix", "version": 1, "regions": [{"x": 0, "y": 0, "from": 1, "borders": '
            '{"format": "nurie-borders", "version": 1, "borders": [1]}}]}'
        )
