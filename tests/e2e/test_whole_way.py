"""The whole way of an artist: a sketch becomes a PSD in one's own colors, lit, with the face locked."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from psd_tools import PSDImage
from studio.knowing import Knowing, page_of
from studio.running import Running, running

from e2e.acting import downloaded, knows, open_file, ready, use_color
from nurie import Colorizer

MINE = {"hair": "#7a3b1e", "skin": "#f2c9a8", "clothes": "#2a5d8f"}


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Running]:
    with running(Path(), tmp_path / "studio", colorizer=lambda: Colorizer(Knowing(), threads=1)) as started:
        yield started


@pytest.fixture
def sheet_file(tmp_path: Path) -> Path:
    path = tmp_path / "page.png"
    Image.fromarray(page_of(400)).save(path)
    return path


def test_from_a_sketch_to_ones_own_psd(page: Page, studio: Running, sheet_file: Path) -> None:
    """As fast as the browser lets one click, so that no step waits for the one before."""
    open_file(page, sheet_file)
    for material, color in MINE.items():
        use_color(page, color)
        page.click(f"#materials [data-material={material}] button")
    page.click("[data-finish=soft]")
    page.focus("#sun")
    page.keyboard.press("ArrowRight")
    page.hover("#materials [data-material=skin]")
    page.click("#materials [data-material=skin] .padlock")
    knows(
        studio, page, lambda now: [region.get("color") for region in now["mix"]["regions"]] == [MINE["skin"]]
    )
    page.keyboard.press("n")  # nine others change neither one's own colors nor the face
    ready(page)
    expect(page.locator("#locks li")).to_have_text("Skin")
    _, data = downloaded(page, lambda: page.click("#exports [data-format=psd]"))
    psd = PSDImage.open(io.BytesIO(data))
    assert [layer.name for layer in psd] == ["flats", "shadows", "light", "lines"]
    flats = {layer.name: np.asarray(layer.topil()) for layer in psd[0]}
    for material, color in MINE.items():
        opaque = flats[material][flats[material][..., 3] == 255][:, :3]
        assert opaque.size
        assert {f"#{pixel.tobytes().hex()}" for pixel in np.unique(opaque, axis=0)} == {color}
