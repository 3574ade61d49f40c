"""Mixes of colorings: what each region gets, at any resolution."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize.mix import Choice, Mix, chosen
from nurie.errors import MixError

share = st.floats(0, 1)
points = st.lists(st.tuples(share, share), min_size=1, max_size=3).map(tuple)
source = st.integers(1, 9) | st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
mixes = st.builds(
    Mix,
    st.integers(1, 9),
    st.lists(st.builds(Choice, points, source, st.text(max_size=5), st.booleans())).map(tuple),
)


def flat(index: int) -> np.ndarray:
    """Coloring 0..8 is one gray, 20 to 180."""
    return np.full((*REGIONS.shape, 3), 20 * (index + 1), np.uint8)


REGIONS = np.repeat(np.array([[1, 2], [3, 4]], np.int32), 10, axis=0).repeat(16, axis=1)
TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT = (0.2, 0.2), (0.9, 0.1), (0.0, 1.0), (1.0, 1.0)


def corners(mix: Mix) -> list[int]:
    """The red of the four regions; each must be even."""
    picture = chosen(mix, flat, REGIONS)
    result = []
    for region in range(1, 5):
        (color,) = np.unique(picture[region == REGIONS], axis=0)
        result.append(int(color[0]))
    return result


def choice(place: tuple[float, float], source: int | str, locked: bool = False) -> Choice:
    return Choice((place,), source, locked=locked)


@settings(max_examples=60, deadline=None)
@given(mixes)
def test_round_trip_is_exact(mix: Mix) -> None:
    assert Mix.loads(mix.dumps()) == mix


def test_a_mix_takes_each_region_from_its_coloring() -> None:
    assert corners(Mix(2)) == [40, 40, 40, 40]
    assert corners(Mix(2, (choice(TOP_RIGHT, 9), choice(BOTTOM_LEFT, 1)))) == [40, 180, 20, 40]
    several = Choice((TOP_LEFT, BOTTOM_RIGHT, BOTTOM_RIGHT), 5)
    assert corners(Mix(1, (several, choice(BOTTOM_LEFT, "#c80000")))) == [100, 20, 200, 100]


def test_the_last_choice_counts_unless_the_region_is_locked() -> None:
    assert corners(Mix(1, (choice(TOP_LEFT, 3), choice(TOP_LEFT, 4))))[0] == 80
    locked = (choice(TOP_LEFT, 3, locked=True), Choice((TOP_LEFT, TOP_RIGHT), 4), choice(TOP_LEFT, "#ff0000"))
    assert corners(Mix(1, locked)) == [60, 80, 20, 20]
    assert corners(Mix(9, locked)) == [60, 80, 180, 180]


def test_a_fixed_color_keeps_the_shading_of_the_base() -> None:
    shaded = np.full((*REGIONS.shape, 3), 150, np.uint8)
    shaded[:3, :16] = 100
    picture = chosen(Mix(1, (choice(TOP_LEFT, "#3060c0"),)), lambda index: shaded, REGIONS)
    assert tuple(picture[8, 3]) == (0x30, 0x60, 0xC0)
    assert 0x40 < picture[1, 3, 2] < 0xB0
    assert (picture[REGIONS > 1] == 150).all()


def test_only_the_colorings_that_show_are_made() -> None:
    asked: list[int] = []

    def counted(index: int) -> np.ndarray:
        asked.append(index)
        return flat(index)

    chosen(
        Mix(4, (choice(TOP_LEFT, 4), choice(TOP_RIGHT, 7), choice(TOP_RIGHT, "#000000"))), counted, REGIONS
    )
    assert asked == [3]


def test_a_mix_fits_the_same_drawing_at_another_resolution() -> None:
    mix = Mix(1, (choice(TOP_RIGHT, 3), choice(BOTTOM_RIGHT, "#102030"), choice((0.49, 0.49), 8)))
    large = cv2.resize(REGIONS, None, fx=7, fy=7, interpolation=cv2.INTER_NEAREST)
    small_picture = chosen(mix, flat, REGIONS)
    large_picture = chosen(mix, lambda index: np.full((*large.shape, 3), 20 * (index + 1), np.uint8), large)
    assert np.array_equal(large_picture[3::7, 3::7], small_picture)


def test_the_base_is_never_changed_in_place() -> None:
    base = flat(0)
    chosen(Mix(1, (choice(TOP_LEFT, "#ff0000"), choice(TOP_RIGHT, 2))), lambda index: base, REGIONS)
    assert (base == 20).all()


def text(**change: object) -> str:
    """A file with one good entry and one that is changed; a key set to None is left out."""
    good = {"x": 0.5, "y": 0.5, "from": 3}
    entry = {key: value for key, value in {**good, **change}.items() if value is not None}
    return json.dumps({"format": "nurie-mix", "version": 1, "base": 2, "regions": [good, entry]})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": 1.7}, "region 2: x is 1.7, which is outside 0..1"),
        ({"y": float("nan")}, "region 2: y is nan, which is outside 0..1"),
        ({"y": True}, "region 2: y is True, which is no number"),
        ({"x": None}, "region 2: x is None, which is no number"),
        ({"x": None, "y": None}, "region 2: it needs either x and y, or points"),
        ({"points": [[0, 0]]}, "region 2: it needs either x and y, or points"),
        ({"x": None, "y": None, "points": []}, "region 2: it has no points"),
        ({"x": None, "y": None, "points": [5]}, "region 2: points is no list of points"),
        ({"from": 0}, "region 2: 0 is the number of no coloring"),
        ({"from": 10}, "region 2: 10 is the number of no coloring"),
        ({"from": 2.5}, "region 2: 2.5 is the number of no coloring"),
        ({"from": True}, "region 2: True is the number of no coloring"),
        ({"from": "#102030"}, "region 2: '#102030' is the number of no coloring"),
        ({"from": None}, 'region 2: it needs either "from" or "color"'),
        ({"color": "#102030"}, 'region 2: it needs either "from" or "color"'),
        ({"from": None, "color": "red"}, "region 2: color is 'red', which is no color"),
        ({"from": None, "color": 3}, "region 2: color is 3, which is no color"),
        ({"locked": "yes"}, "region 2: locked is 'yes'"),
        ({"name": 5}, "region 2: name is 5"),
    ],
)
def test_wrong_choices_are_named(change: dict[str, object], message: str) -> None:
    with pytest.raises(MixError) as error:
        Mix.loads(text(**change))
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{", "this is not valid JSON"),
        ("[" * 100_000, "this is not valid JSON"),
        ('{"format": "nurie-hints", "version": 1}', "this is not a mix"),
        ('{"format": "nurie-mix", "version": 2, "regions": []}', "version 2 of the mix format is unknown"),
        ('{"format": "nurie-mix", "version": 1}', "the list of regions is missing"),
        ('{"format": "nurie-mix", "version": 1, "regions": [3]}', "region 1: it is not an object"),
        (
            '{"format": "nurie-mix", "version": 1, "base": 12, "regions": []}',
            "12 is the number of no coloring",
        ),
    ],
)
def test_wrong_documents_are_named(document: str, message: str) -> None:
    with pytest.raises(MixError) as error:
        Mix.loads(document)
    assert str(error.value).startswith(message)


def test_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(MixError, match="does not exist"):
        Mix.load(tmp_path / "none.json")
    with pytest.raises(MixError, match="cannot be read"):
        Mix.load(tmp_path)
    (tmp_path / "mix.json").write_bytes(b"\xff\xfe")
    with pytest.raises(MixError, match="not JSON text"):
        Mix.load(tmp_path / "mix.json")
    (tmp_path / "mix.json").write_text(text(x=3))
    with pytest.raises(MixError, match=r"mix\.json: region 2: x is 3"):
        Mix.load(tmp_path / "mix.json")
