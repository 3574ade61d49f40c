"""Layered files in a program that shares no code with nurie: ImageMagick (apt-get install imagemagick)."""

import io
import subprocess
from pathlib import Path

import numpy as np
import pytest
from fake_network import FakeNetwork
from PIL import Image

from nurie.colorize import layers
from nurie.colorize.colorizer import Colorizer
from nurie.data.drawn import draw
from nurie.export.formats import named
from nurie.export.layers import LayeredImage

pytestmark = pytest.mark.usefixtures("magick")


def convert(*arguments: object) -> bytes:
    return subprocess.run(["convert", *map(str, arguments)], capture_output=True, check=True).stdout


def pixels(*arguments: object) -> np.ndarray:
    with Image.open(io.BytesIO(convert(*arguments, "png:-"))) as image:
        return np.asarray(image.convert("RGB")).astype(int)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> LayeredImage:
    drawing = draw(5, (320, 240))
    sketch = tmp_path_factory.mktemp("sketch") / "sketch.png"
    Image.fromarray(drawing.line).save(sketch, dpi=(600, 600))
    return layers.build(Colorizer(FakeNetwork(drawing.parts), threads=1).color(sketch), 1)


@pytest.fixture(scope="module")
def path(page: LayeredImage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("psd") / "page.psd"
    named("psd").save(path, page)
    return path


def test_the_merged_picture_is_the_png_export(path: Path, page: LayeredImage) -> None:
    assert np.array_equal(pixels(f"{path}[0]"), page.merged)


def test_names_modes_and_places_of_layers(path: Path) -> None:
    """Groups are listed by their closing and their opening, layers from the bottom up."""
    told = convert(f"{path}", "-format", r"%[label]|%[compose]|%wx%h\n", "info:").decode().splitlines()
    rows = [tuple(line.split("|")) for line in told]
    assert [row[:2] for row in rows[-3:]] == [
        ("shadows", "Multiply"),
        ("light", "Screen"),
        ("lines", "Multiply"),
    ]
    assert rows[-1][2] == "240x320"
    assert any(row[0] == "skin" and row[1] == "Over" for row in rows)


def test_laid_over_each_other_the_layers_are_the_png_export(path: Path, page: LayeredImage) -> None:
    flat = pixels(f"{path}[1--1]", "-background", "white", "-layers", "merge", "+repage")
    assert np.abs(flat - page.merged).max() <= 1


def test_the_resolution_is_kept(path: Path) -> None:
    told = convert(f"{path}[0]", "-units", "PixelsPerInch", "-format", "%x", "info:")
    assert float(told) == pytest.approx(600, abs=0.1)
