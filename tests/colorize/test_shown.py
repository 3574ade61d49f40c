"""Lines alone, colors alone, and grounds: laid over paper again they give what they were taken from."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from fake_network import FakeNetwork
from PIL import Image

from nurie import Colorization, Colorizer
from nurie.colorize import layers, results
from nurie.colorize.results import Manner
from nurie.colorize.shown import picture
from nurie.errors import MaterialError, OutputError
from nurie.export.layers import Group
from nurie.schemes import Part


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    """(256, 256, 3) bytes: a figure in black, with a blue line within."""
    rgb = np.full((256, 256, 3), 255, np.uint8)
    cv2.circle(rgb, (128, 128), 80, (0, 0, 0), 5, cv2.LINE_AA)
    cv2.line(rgb, (90, 130), (166, 130), (30, 60, 200), 4, cv2.LINE_AA)
    return rgb


@pytest.fixture(scope="module")
def coloring(page: np.ndarray) -> Colorization:
    parts = np.full((256, 256), Part.GROUND, np.uint8)
    cv2.circle(parts, (128, 128), 80, int(Part.HAIR), -1)
    return Colorizer(FakeNetwork(parts)).color(page)


def on(rgba: np.ndarray, paper: np.ndarray) -> np.ndarray:
    """Laid over paper, worked out in floats."""
    alpha = rgba[..., 3:] / 255
    return alpha * rgba[..., :3] + (1 - alpha) * paper


def test_lines_alone_on_white_are_the_sketch(coloring: Colorization, page: np.ndarray) -> None:
    lines = picture(coloring, 0, "lines")
    assert lines.shape == (256, 256, 4)
    assert np.abs(on(lines, np.full(3, 255.0)) - page).max() <= 1
    assert not lines[page.min(axis=2) == 255, 3].any()
    assert lines[128, 49].tolist() == [0, 0, 0, 255]


def test_lines_alone_over_colors_alone_are_the_coloring(coloring: Colorization) -> None:
    both = on(picture(coloring, 2, "lines"), picture(coloring, 2, "colors"))
    assert np.abs(both - coloring.composed(2)).max() <= 2
    assert np.array_equal(picture(coloring, 2, "colors"), coloring.colors(2))
    assert np.array_equal(picture(coloring, 2), coloring.composed(2))


def test_a_transparent_ground_is_where_the_material_is_ground(
    coloring: Colorization, page: np.ndarray
) -> None:
    outside = (np.hypot(*(np.mgrid[:256, :256] - 128)) > 86) & (page.min(axis=2) == 255)
    inside = np.hypot(*(np.mgrid[:256, :256] - 128)) < 70
    for shown in ("all", "colors"):
        rgba = picture(coloring, 1, shown, "transparent")  # type: ignore[arg-type]
        assert not rgba[outside].any()
        assert (rgba[inside, 3] == 255).all()
        assert np.array_equal(rgba[inside, :3], picture(coloring, 1, shown)[inside])  # type: ignore[arg-type]
    assert (picture(coloring, 1, "all", "transparent")[..., 3][page.max(axis=2) == 0] == 255).all()


def test_a_white_ground_is_a_transparent_one_on_white(coloring: Colorization) -> None:
    for shown in ("all", "colors"):
        white = picture(coloring, 1, shown, "white")  # type: ignore[arg-type]
        clear = picture(coloring, 1, shown, "transparent")  # type: ignore[arg-type]
        assert np.abs(on(clear, np.full(3, 255.0)) - white).max() <= 1


def test_layers_have_no_ground_where_it_is_transparent(coloring: Colorization) -> None:
    outside = np.hypot(*(np.mgrid[:256, :256] - 128)) > 90
    group = layers.group(coloring, 1, ground="transparent")
    flats, shadows, light = group.children
    assert isinstance(flats, Group)
    assert [layer.name for layer in flats.children] == ["hair"]
    for layer in (*flats.children, shadows, light):
        assert not layer.paint()[outside, 3].any()  # type: ignore[union-attr]
    merged = layers.build(coloring, 1, ground="transparent").merged
    assert np.array_equal(merged, picture(coloring, 1, "all", "white"))


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_files_keep_what_is_transparent(coloring: Colorization, tmp_path: Path, kind: str) -> None:
    manner = Manner(shown="colors", ground="transparent")
    results.write(coloring, 1, tmp_path / f"a.{kind}", manner)
    with Image.open(tmp_path / f"a.{kind}") as image:
        assert image.mode == "RGBA"
        written = np.asarray(image)
    assert np.array_equal(written[..., 3], picture(coloring, 1, "colors", "transparent")[..., 3])
    with pytest.raises(OutputError, match=r"^JPEG files hold nothing transparent: write \.png or \.webp\.$"):
        results.write(coloring, 1, tmp_path / "a.jpg", manner)
    assert not (tmp_path / "a.jpg").exists()


def test_a_model_without_materials_knows_no_ground(page: np.ndarray, model: Path) -> None:
    with pytest.raises(MaterialError, match="names no materials, so nothing is known to be ground"):
        picture(Colorizer(model).color(page), 0, ground="white")
