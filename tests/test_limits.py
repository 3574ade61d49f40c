"""A small input buys little time and memory, and a large page is worked on in pieces."""

import io
import re
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest
from fake_network import FakeNetwork
from known_pictures import Picture
from PIL import Image

import nurie
from nurie import Colorizer, Hint, Hints, images
from nurie.colorize import results
from nurie.colorize.borders import Borders
from nurie.colorize.compose import compose
from nurie.colorize.marks import find_marks
from nurie.data.drawn import draw
from nurie.lineart import regions
from nurie.lineart.screentone import find_tones, without_screentone
from nurie.schemes import Part
from nurie.tiles import bands, tiles

Peak = Callable[[], int]


@contextmanager
def watched() -> Iterator[Peak]:
    """How many bytes Python and NumPy held at most since then."""
    tracemalloc.start()
    try:
        yield lambda: tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_page_full_of_dots_takes_no_more_memory_for_each_of_them() -> None:
    page = (np.indices((1000, 1000)).sum(axis=0) % 2 * 255).astype(np.uint8)
    with watched() as peak:
        tones = find_tones(page)
        assert tones is not None
        without_screentone(page, tones)
        assert peak() < 100 * page.size


def test_a_picture_is_read_within_a_few_times_its_own_size() -> None:
    file = io.BytesIO()
    Image.new("RGB", (3000, 2000), "red").save(file, "PNG")
    with watched() as peak:
        rgb = images.load(file.getvalue()).rgb
        assert peak() < 2 * rgb.nbytes
    assert (rgb == (255, 0, 0)).all()


def test_the_light_of_a_strip_is_held_once(monkeypatch: pytest.MonkeyPatch) -> None:
    strip = cv2.resize(draw(3, (256, 200)).line, (200, 250))
    strip = np.vstack([strip] * 60)
    coloring = Colorizer(FakeNetwork(np.full((64, 64), Part.HAIR, np.uint8)), threads=1).color(strip)
    assert len(coloring.layout.pieces) > 10
    monkeypatch.setattr(nurie.tiles, "_BAND", 20_000)
    with watched() as peak:
        coloring.encoded(0)
        assert peak() < 7 * strip.size


@pytest.mark.parametrize("kind", ["psd", "ora"])
def test_the_layers_of_a_large_page_are_made_in_bands(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nurie.tiles, "_BAND", 100_000)
    page = large_drawing()
    coloring = Colorizer(FakeNetwork(np.full((64, 64), Part.HAIR, np.uint8)), threads=1).color(page)
    coloring.encoded(0)  # light and flats, which all files share
    with watched() as peak:
        results.write(coloring, 0, tmp_path / f"page.{kind}", results.Manner())
        # Merged, 3 bytes a pixel; one layer, 4; that layer as planes and packed, 4; the rest is bands.
        assert peak() < 12 * page.size


def test_no_borders_cost_nothing() -> None:
    page = large_drawing()
    coloring = Colorizer(FakeNetwork(np.full((64, 64), Part.HAIR, np.uint8)), threads=1).color(page)
    with watched() as peak:
        assert coloring.with_borders(Borders()).materials is coloring.materials
        assert peak() < page.size


def test_many_dots_in_one_region_cost_no_more_than_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = Picture(400).girl(200, 60)
    bare = Colorizer(FakeNetwork(picture.parts), threads=1).color(picture.line)
    rolled = 0
    roll = cv2.connectedComponentsWithStats

    def counted(*arguments: object, **more: object) -> object:
        nonlocal rolled
        rolled += 1
        return roll(*arguments, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(cv2, "connectedComponentsWithStats", counted)

    def rolled_for(count: int) -> int:
        nonlocal rolled
        rolled = 0
        places = [(0.02 + 0.9 * n / count, 0.05) for n in range(count)]
        bare.with_hints(Hints(tuple(Hint((place,), 0.001, "#c81e28") for place in places)))
        return rolled

    assert 0 < rolled_for(200) <= 2 * rolled_for(5)


def test_a_textured_brush_is_one_mark_in_its_middle_color() -> None:
    rng = np.random.default_rng(0)
    layer = np.zeros((300, 300, 4), np.uint8)
    spot = cv2.circle(np.zeros((300, 300), np.uint8), (150, 150), 60, 1, cv2.FILLED) > 0
    layer[spot, :3] = rng.normal((200, 80, 120), 12, (int(spot.sum()), 3)).clip(0, 255)
    layer[spot, 3] = 255
    (mark,) = find_marks(layer)
    assert np.abs(np.subtract(mark.rgb, (200, 80, 120))).max() <= 3
    assert mark.places.shape[1] == spot.sum()


def test_the_rows_of_a_layer_hang_together_when_it_is_drawn_larger() -> None:
    layer = np.zeros((100, 100, 4), np.uint8)
    cv2.line(layer, (20, 30), (80, 70), (200, 30, 40, 255), 7)
    marks = list(find_marks(Hints.from_layer(layer).rasterize(390, 390)))
    assert [mark.rgb for mark in marks] == [(200, 30, 40)]


def large_drawing() -> np.ndarray:
    line = draw(3, (1000, 760)).line
    return np.asarray(cv2.resize(line, None, fx=2.6, fy=2.6, interpolation=cv2.INTER_CUBIC), np.uint8)


def test_a_page_in_tiles_has_the_regions_of_the_page_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    page = large_drawing()
    monkeypatch.setattr(regions, "_TILE", 600)
    one = regions.segment(page)
    monkeypatch.setattr(regions, "_TILE", 10_000)
    other = regions.segment(page)
    assert (one != other).mean() < 1e-4


def test_a_page_in_bands_is_the_page_as_a_whole() -> None:
    page = large_drawing()
    coloring = Colorizer(FakeNetwork(np.full((64, 64), 3, np.uint8)), threads=1).color(page)
    assert len(list(bands(page.shape))) > 1
    composed = coloring.composed(0)
    assert np.array_equal(composed, compose(coloring.colors(0), coloring.drawing))
    with Image.open(io.BytesIO(coloring.encoded(0))) as image:
        assert np.array_equal(np.asarray(image), composed)


def test_tiles_are_the_whole_page_once() -> None:
    page = np.zeros((70, 45), np.int32)
    for tile in tiles(page.shape, (16, 20), 3):
        page[tile.inner] += 1
        outer = np.zeros_like(page)
        outer[tile.outer] = np.arange(outer[tile.outer].size).reshape(outer[tile.outer].shape)
        assert np.array_equal(outer[tile.outer][tile.own], outer[tile.inner])
    assert (page == 1).all()


def test_opencvs_threads_are_set_in_one_place() -> None:
    source = Path(nurie.__file__).parent
    setting = [path.name for path in source.rglob("*.py") if re.search(r"setNumThreads", path.read_text())]
    assert setting == ["threads.py"]
