"""PSD files as psd-tools and Pillow, which did not write them, read them back."""

import subprocess
import sys
from pathlib import Path

import layered_page
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from psd_tools import PSDImage
from psd_tools.constants import BlendMode, Resource

from nurie.errors import MissingExtraError, OutputError
from nurie.export import psd
from nurie.export.formats import named
from nurie.export.layers import Layer, LayeredImage

PSD = named("psd")


def test_layers_groups_modes_and_places(tmp_path: Path) -> None:
    PSD.save(tmp_path / "a.psd", layered_page.page())
    document = PSDImage.open(tmp_path / "a.psd")
    assert document.size == (layered_page.WIDTH, layered_page.HEIGHT)
    found = [(layer.name, layer.kind, layer.visible, layer.blend_mode) for layer in document.descendants()]
    assert found == [
        ("older", "group", False, BlendMode.NORMAL),
        ("red", "pixel", True, BlendMode.NORMAL),
        ("flats 色", "group", True, BlendMode.NORMAL),
        ("sky", "pixel", True, BlendMode.NORMAL),
        ("sea", "pixel", True, BlendMode.NORMAL),
        ("shadows", "pixel", True, BlendMode.MULTIPLY),
        ("light", "pixel", True, BlendMode.SCREEN),
        ("nothing", "pixel", True, BlendMode.NORMAL),
        ("scribble", "pixel", False, BlendMode.NORMAL),
    ]
    assert [layer.name for layer in document[1]] == ["sky", "sea"]
    assert document[2].bbox == (2, 0, 5, 2)
    shadows = document[2].topil()
    assert shadows.mode == "RGBA"
    assert shadows.getcolors() == [(6, (51, 102, 153, 255))]
    assert not any(layer.mask for layer in document.descendants())


def test_the_layers_together_and_the_merged_picture(tmp_path: Path) -> None:
    page = layered_page.page()
    PSD.save(tmp_path / "a.psd", page)
    document = PSDImage.open(tmp_path / "a.psd")
    assert np.array_equal(np.asarray(document.composite(force=True).convert("RGB")), page.merged)
    with Image.open(tmp_path / "a.psd") as image:  # Pillow reads the merged picture
        assert np.array_equal(np.asarray(image), page.merged)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 40), st.integers(1, 300), st.integers(0, 999))
def test_every_pixel_comes_back(
    tmp_path_factory: pytest.TempPathFactory, height: int, width: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    rgba = rng.integers(0, 256, (height, width, 4)).astype(np.uint8)
    rgba[..., 3] |= 1  # nothing to crop
    path = tmp_path_factory.mktemp("psd") / "a.psd"
    PSD.save(path, LayeredImage((Layer("noise", lambda: rgba),), rgba[..., :3]))
    assert np.array_equal(np.asarray(PSDImage.open(path)[0].topil()), rgba)


def test_resolution_and_color_profile(tmp_path: Path) -> None:
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    PSD.save(tmp_path / "a.psd", layered_page.page((350, 300.5), icc))
    with Image.open(tmp_path / "a.psd") as image:
        assert image.info["icc_profile"] == icc
    resolution = PSDImage.open(tmp_path / "a.psd").image_resources.get_data(Resource.RESOLUTION_INFO)
    assert (resolution.horizontal / 65536, resolution.vertical / 65536) == (350, 300.5)
    assert (resolution.horizontal_unit, resolution.vertical_unit) == (1, 1)  # pixels per inch


def test_a_page_past_the_limit_is_refused(tmp_path: Path) -> None:
    wide = LayeredImage((), np.zeros((1, 30_001, 3), np.uint8))
    with pytest.raises(OutputError, match=r"30001 x 1 px but PSD files end at 30000 px a side: write \.ora"):
        PSD.save(tmp_path / "a.psd", wide)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_while_painting_leaves_the_old_file(tmp_path: Path) -> None:
    def fail() -> np.ndarray:
        raise MemoryError

    (tmp_path / "a.psd").write_bytes(b"old")
    with pytest.raises(MemoryError):
        PSD.save(tmp_path / "a.psd", LayeredImage((Layer("a", fail),), np.zeros((2, 2, 3), np.uint8)))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.psd", b"old")]


def test_without_psd_tools_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nurie.export.psd.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"run: pip install '\.\[psd\]'"):
        psd.require()


def test_nothing_of_psd_tools_is_imported_before_it_is_needed() -> None:
    script = "import sys, nurie.export.psd, nurie.colorize.layers; sys.exit('psd_tools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
