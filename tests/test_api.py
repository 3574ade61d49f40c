"""Nurie from Python: names, what is taken and refused, how it looks, what goes to other processes."""

import io
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import documents
import numpy as np
import pytest

import nurie
from nurie import Character, Colorizer, ColorOptions, Hint, Hints, Light, Mix, Palette
from nurie.colorize.palette import PaletteColor
from nurie.errors import ImageError, NurieError, OptionError

LONGEST = 200  # characters of a repr: two lines of a terminal


@pytest.fixture
def colorizer(model: Path) -> Colorizer:
    return Colorizer(model, threads=1)


def test_what_one_needs_is_at_the_top() -> None:
    for name in ("Character", "ColorOptions", "Colorizer", "Hints", "Light", "Mix", "NurieError", "Palette"):
        assert name in dir(nurie)
        assert getattr(nurie, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'Colourizer'"):
        nurie.Colourizer  # noqa: B018


SOURCES: dict[str, Callable[[Path], Any]] = {
    "path as text": str,
    "path": lambda path: path,
    "bytes": Path.read_bytes,
    "bytearray": lambda path: bytearray(path.read_bytes()),
    "memoryview": lambda path: memoryview(path.read_bytes()),
    "BytesIO": lambda path: io.BytesIO(path.read_bytes()),
    "open file": lambda path: path.open("rb"),
}


@pytest.mark.parametrize("way", SOURCES)
def test_a_sketch_is_taken_in_every_form(way: str, colorizer: Colorizer, sketch: Path) -> None:
    wanted = np.asarray(colorizer.color(sketch).images[0])
    source = SOURCES[way](sketch)
    found = colorizer.color(source).images[0]
    getattr(source, "close", lambda: None)()
    assert np.array_equal(np.asarray(found), wanted)


@pytest.mark.parametrize("way", SOURCES)
def test_so_is_a_document_with_layers(way: str, colorizer: Colorizer, tmp_path: Path) -> None:
    source = SOURCES[way](documents.ora(tmp_path / "page.ora"))
    found = np.asarray(colorizer.color(source, options=ColorOptions(layer="ink")).images[0])
    getattr(source, "close", lambda: None)()
    assert (found[documents.ink() == 255] == 0).all()


def test_what_is_no_picture_is_told_in_one_sentence(colorizer: Colorizer, sketch: Path) -> None:
    with pytest.raises(ImageError, match="42 is no picture: give a path, an open file"):
        colorizer.color(42)  # type: ignore[arg-type]
    with sketch.open(encoding="latin-1") as file, pytest.raises(ImageError, match="open it as open"):
        colorizer.color(file)  # type: ignore[arg-type]
    with sketch.open("rb") as closed:
        pass
    with pytest.raises(ImageError, match="open the file anew"):
        colorizer.color(closed)


@pytest.mark.parametrize("threads", [0, -1, 1.5, True, "2"])
def test_numbers_of_threads_that_are_none(threads: Any, model: Path) -> None:
    with pytest.raises(OptionError, match=r"threads is .*: give a whole number of processors, at least 1"):
        Colorizer(model, threads)


def test_things_of_another_type_are_named(colorizer: Colorizer, sketch: Path) -> None:
    coloring = colorizer.color(sketch)
    for call, names in (
        (lambda: colorizer.color(sketch, hints={"x": 1}), "hints is .*give Hints"),
        (lambda: colorizer.color(sketch, hints="hints.json"), "hints is 'hints.json'.*give Hints"),
        (lambda: colorizer.color(sketch, options={"size": 512}), "options is .*give ColorOptions"),
        (lambda: coloring.with_hints("hints.json"), "hints is 'hints.json'.*give Hints"),
        (lambda: coloring.with_palette("hero.json"), "palette is 'hero.json'.*give "),
        (lambda: coloring.with_palette(["#ff0000"]), "palette is .*give "),
        (lambda: coloring.with_character({"hair": "#000000"}), "character is .*give "),
        (lambda: coloring.with_light("soft"), "light is 'soft'.*give "),
        (lambda: coloring.composed("mix.json"), "'mix.json'.*give "),
        (lambda: ColorOptions(steps="polish"), "steps is 'polish'"),
        (lambda: ColorOptions(size="512"), "size is '512'"),
        (lambda: Palette(["#ff0000"]), "one of entries is '#ff0000'"),
        (lambda: Hints(("red",)), "one of .* is 'red'"),
        (lambda: Colorizer(3), "model is 3"),
    ):
        with pytest.raises(NurieError, match=names) as caught:
            call()
        assert str(caught.value).count("\n") == 0


def test_everything_is_told_in_two_lines_at_most(colorizer: Colorizer, sketch: Path) -> None:
    colors = tuple(PaletteColor(f"a color called {number}", f"#{number:06x}") for number in range(64))
    stroke = Hint(tuple((x / 100, 0.5) for x in range(100)), 0.01, "#ff0000")
    coloring = colorizer.color(sketch, Hints((stroke,) * 50))
    for thing in (
        colorizer,
        coloring,
        Hints((stroke,) * 50),
        stroke,
        Palette(colors),
        Character.named({"hair": "#3f6fc8", "skin": "#f0c8a8"}),
        Light("soft", angle=45),
        ColorOptions(),
        coloring.picture,
        Mix(base=2),
    ):
        assert len(repr(thing)) <= LONGEST, type(thing).__name__


def test_a_colorizer_goes_to_other_processes(colorizer: Colorizer, sketch: Path) -> None:
    twin = pickle.loads(pickle.dumps(colorizer))
    assert repr(twin) == repr(colorizer)
    assert np.array_equal(twin.color(sketch).colors(3), colorizer.color(sketch).colors(3))
