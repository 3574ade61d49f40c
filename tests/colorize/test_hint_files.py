"""Hint files: read exactly, refused precisely, painted where they say."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from nurie.colorize.hints import Hint, Hints
from nurie.errors import HintError

share = st.floats(0, 1)
points = st.lists(st.tuples(share, share), min_size=1, max_size=4).map(tuple)
color = st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True)
some_hints = st.lists(st.builds(Hint, points, share, color), max_size=5).map(
    lambda hints: Hints(tuple(hints))
)


def text(**change: object) -> str:
    """A file with one good hint and one that is changed; a key set to None is left out."""
    good = {"x": 0.5, "y": 0.5, "radius": 0.1, "color": "#102030"}
    entry = {key: value for key, value in {**good, **change}.items() if value is not None}
    return json.dumps({"format": "nurie-hints", "version": 1, "hints": [good, entry]})


def png(rgba: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(rgba).save(file, "PNG")
    return file.getvalue()


@settings(max_examples=60, deadline=None)
@given(some_hints)
def test_round_trip_is_exact(hints: Hints) -> None:
    assert Hints.loads(hints.dumps()) == hints


@settings(max_examples=60, deadline=None)
@given(some_hints, st.integers(1, 90), st.integers(1, 90))
def test_every_hint_can_be_painted_at_every_size(hints: Hints, height: int, width: int) -> None:
    canvas = hints.rasterize(height, width)
    assert canvas.shape == (height, width, 4)
    assert set(np.unique(canvas[..., 3])) <= {0, 255}
    assert (canvas[canvas[..., 3] == 0] == 0).all()
    if hints:
        *_, last = hints
        x, y = last.points[-1]
        pixel = canvas[min(int(y * height), height - 1), min(int(x * width), width - 1)]
        assert tuple(pixel) == (*last.rgb, 255)


def test_dots_have_their_radius_and_strokes_join_their_points() -> None:
    dot = Hints((Hint(((0.5, 0.25),), 0.1, "#ff0000"),)).rasterize(100, 200)
    rows, columns = np.nonzero(dot[..., 3])
    assert (rows.mean(), columns.mean()) == (25, 100)
    assert columns.max() - columns.min() + 1 == pytest.approx(40, abs=1)
    stroke = Hints((Hint(((0.1, 0.5), (0.9, 0.5)), 0.01, "#00ff00"),)).rasterize(100, 200)
    assert (stroke[50, 20:180] == (0, 255, 0, 255)).all()
    assert not stroke[40].any()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": 1.7}, "hint 2: x is 1.7, which is outside 0..1"),
        ({"y": -0.1}, "hint 2: y is -0.1, which is outside 0..1"),
        ({"x": float("nan")}, "hint 2: x is nan, which is outside 0..1"),
        ({"y": "left"}, "hint 2: y is 'left', which is no number"),
        ({"x": True}, "hint 2: x is True, which is no number"),
        ({"radius": 2}, "hint 2: radius is 2, which is outside 0..1"),
        ({"radius": None}, "hint 2: radius is missing"),
        ({"color": "#12345g"}, "hint 2: color is '#12345g', which is no color"),
        ({"color": "#1234567"}, "hint 2: color is '#1234567', which is no color"),
        ({"color": "#123456\n"}, "hint 2: color is '#123456"),
        ({"color": 7}, "hint 2: color is 7, which is no color"),
        ({"color": None}, "hint 2: color is missing"),
        ({"x": None}, "hint 2: x is missing"),
        ({"points": [[0, 0]]}, "hint 2: it has x and y as well as points"),
        ({"x": None, "y": None, "points": []}, "hint 2: the stroke has no points"),
        ({"x": None, "y": None, "points": 5}, "hint 2: points is no list of points"),
        ({"x": None, "y": None, "points": [[0, 0, 0]]}, "hint 2: points is no list of points"),
        ({"x": None, "y": None, "points": [[0, 0], [0, 3]]}, "hint 2: y is 3, which is outside 0..1"),
    ],
)
def test_wrong_hints_are_named(change: dict[str, object], message: str) -> None:
    with pytest.raises(HintError) as error:
        Hints.loads(text(**change))
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{", "this is not valid JSON"),
        ("[" * 100_000, "this is not valid JSON"),
        ("[]", "this is not a hint file"),
        ('{"format": "other"}', "this is not a hint file"),
        ('{"format": "nurie-hints", "version": 2, "hints": []}', "version 2 of the hint format is unknown"),
        (
            '{"format": "nurie-hints", "version": true, "hints": []}',
            "version True of the hint format is unknown",
        ),
        ('{"format": "nurie-hints", "hints": []}', "version None of the hint format is unknown"),
        ('{"format": "nurie-hints", "version": 1}', "the list of hints is missing"),
        ('{"format": "nurie-hints", "version": 1, "hints": [5]}', "hint 1: it is not an object"),
    ],
)
def test_wrong_documents_are_named(document: str, message: str) -> None:
    with pytest.raises(HintError) as error:
        Hints.loads(document)
    assert str(error.value).startswith(message)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 40), st.integers(2, 40))
def test_a_layer_is_painted_back_exactly(seed: int, height: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    layer = np.zeros((height, width, 4), np.uint8)
    for _ in range(4):
        top, left = rng.integers(0, height), rng.integers(0, width)
        layer[top : top + 5, left : left + 7] = (*rng.integers(0, 256, 3), 255)
    layer[0, 0] = 0
    assert np.array_equal(Hints.from_layer(layer).rasterize(height, width), layer)


def test_a_large_layer_lands_at_its_place(tmp_path: Path) -> None:
    layer = np.zeros((1500, 3000, 4), np.uint8)
    layer[300:600, 600:1200] = (1, 2, 3, 255)
    layer[900:1200, 600:1200] = (9, 9, 9, 100)  # too thin to be a hint
    path = tmp_path / "layer.png"
    path.write_bytes(png(layer))
    painted = Hints.load(path).rasterize(100, 200)
    expected = np.zeros((100, 200), bool)
    expected[20:40, 40:80] = True
    assert (painted[..., 3] > 0)[expected].all()
    assert (painted[..., 3] > 0).sum() <= expected.sum() * 1.1
    assert (painted[expected] == (1, 2, 3, 255)).all()


def test_an_opaque_layer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "layer.png"
    path.write_bytes(png(np.full((8, 8, 4), 255, np.uint8)))
    with pytest.raises(HintError, match=r"layer\.png: the hint layer is opaque everywhere"):
        Hints.load(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "does not exist"),
        (b"\xff\xfe\x00binary", "neither JSON nor PNG"),
        (png(np.zeros((8, 8, 4), np.uint8))[:40], "hints.png: the picture is"),
        (text(x=3).encode(), "hints.png: hint 2: x is 3"),
    ],
)
def test_files_are_named(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "hints.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(HintError, match=message):
        Hints.load(path)
    with pytest.raises(HintError, match="cannot be read"):
        Hints.load(tmp_path)
