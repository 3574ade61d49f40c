"""Debian's own browser, driven by Playwright, and a studio with a tiny model to look at.

A test that needs a program which this machine lacks is passed over, unless CI is set in the environment.
"""

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from studio.knowing import page_of
from studio.running import Running, running

from nurie import Colorizer

PATIENCE = 60_000  # ms; only what never happens takes as long


def program(name: str, package: str) -> str:
    """The path of a program of another project."""
    path = shutil.which(name)
    if path is None and not os.environ.get("CI"):
        pytest.skip(f"there is no {name}: apt-get install {package}")
    assert path, f"there is no {name}: apt-get install {package}"
    return path


@pytest.fixture(scope="session")
def magick() -> str:
    return program("convert", "imagemagick")


@pytest.fixture(scope="package")  # its event loop must be gone before the tests of the server
def browser() -> Iterator[Browser]:
    path = program("chromium", "chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def studio(model: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Running]:
    """A studio with the tiny model, or with the network that a file of tests names as NETWORK."""
    network = getattr(request.module, "NETWORK", None)
    options = {"colorizer": lambda: Colorizer(network(), threads=1)} if network else {}
    with running(model, tmp_path / "studio", **options) as started:
        yield started


@pytest.fixture
def page(browser: Browser, studio: Running) -> Iterator[Page]:
    """An empty studio in the browser. Whatever goes wrong unseen fails the test."""
    wrong: list[str] = []
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-US", accept_downloads=True
    )
    context.set_default_timeout(PATIENCE)
    context.on("request", lambda r: r.url.startswith((studio.url, "blob:", "data:")) or wrong.append(r.url))
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    page = context.new_page()
    page.goto(studio.url)
    yield page
    context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def sketch_file(tmp_path_factory: pytest.TempPathFactory, lines: np.ndarray) -> Path:
    path = tmp_path_factory.mktemp("sketches") / "page one.png"
    Image.fromarray(lines).save(path)
    return path


@pytest.fixture
def sheet_file(tmp_path: Path) -> Path:
    """A page of which `studio.knowing.Knowing` knows all parts."""
    path = tmp_path / "page.png"
    Image.fromarray(page_of(400)).save(path)
    return path


@pytest.fixture(scope="session")
def large_file(tmp_path_factory: pytest.TempPathFactory, lines: np.ndarray) -> Path:
    """A page of a printed book: 2480 x 3508 px."""
    path = tmp_path_factory.mktemp("sketches") / "large.png"
    Image.fromarray(lines).resize((2480, 3508)).save(path)
    return path


def encoded(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
