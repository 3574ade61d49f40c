"""``nurie batch`` with lines or colors by themselves, and with another ground."""

from collections.abc import Callable
from pathlib import Path

import fake_model
import numpy as np
import pytest
from books import epub, line_art, picture, unpacked, zipped
from PIL import Image

from nurie import Colorizer

Nurie = Callable[..., object]
WHITE = (255, 255, 255)


@pytest.fixture(scope="module")
def naming(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that takes paper for ground and ink for skin."""
    return fake_model.make(tmp_path_factory.mktemp("model") / "parts.onnx", parts=12)


@pytest.fixture
def chapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two pages, a circle and a box in ink, and the current folder beside it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chapter").mkdir()
    for number in (1, 2):
        (tmp_path / "chapter" / f"p{number}.png").write_bytes(line_art(number))
    return tmp_path / "chapter"


def over_white(image: Image.Image) -> np.ndarray:
    paper = Image.new("RGBA", image.size, WHITE)
    return np.asarray(Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")).astype(int)


def test_lines_alone_are_the_lines_on_nothing(nurie: Nurie, chapter: Path, naming: Path) -> None:
    assert nurie("batch", "chapter", "-o", "out", "--lines-only", "--model", naming).code == 0
    with Image.open("out/p1.png") as lines, Image.open("chapter/p1.png") as page:
        assert lines.mode == "RGBA"
        assert np.abs(over_white(lines) - np.asarray(page.convert("RGB"))).max() <= 1
        assert np.asarray(lines)[..., 3].min() == 0


def test_colors_alone_and_lines_over_them_are_the_coloring(nurie: Nurie, chapter: Path, naming: Path) -> None:
    for folder, option in (("colors", "--colors-only"), ("lines", "--lines-only")):
        assert nurie("batch", "chapter", "-o", folder, option, "--model", naming).code == 0
    with Image.open("colors/p2.png") as colors, Image.open("lines/p2.png") as lines:
        assert colors.mode == "RGB"
        both = Image.alpha_composite(colors.convert("RGBA"), lines)
    whole = Colorizer(naming).color(chapter / "p2.png").images[0]
    assert np.abs(over_white(both) - np.asarray(whole).astype(int)).max() <= 1


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_a_ground_of_nothing(nurie: Nurie, chapter: Path, naming: Path, kind: str) -> None:
    arguments = ("--ground", "transparent", "--format", kind, "--model", naming)
    assert nurie("batch", "chapter", "-o", "out", *arguments).code == 0
    with Image.open(f"out/p1.{kind}") as image:
        assert image.getpixel((0, 0))[3] == 0


def test_a_white_ground_is_not_the_schemes(nurie: Nurie, chapter: Path, naming: Path) -> None:
    for ground in ("white", "scheme"):
        assert nurie("batch", "chapter", "-o", ground, "--ground", ground, "--model", naming).code == 0
    with Image.open("white/p1.png") as white, Image.open("scheme/p1.png") as scheme:
        assert white.getpixel((0, 0)) == WHITE
        assert scheme.getpixel((0, 0)) != WHITE


def test_jpeg_pages_of_an_archive_become_png_where_they_are_transparent(
    nurie: Nurie, chapter: Path, naming: Path
) -> None:
    zipped(Path("book.cbz"), {"1.jpg": line_art(3, "JPEG"), "2.png": line_art(4)})
    arguments = ("--ground", "transparent", "--model", naming)
    assert nurie("batch", "book.cbz", "-o", "out", *arguments).code == 0
    pages = unpacked(Path("out/book.cbz"))
    assert list(pages) == ["1.png", "2.png"]
    assert picture(pages["1.png"]).mode == "RGBA"


def test_what_cannot_be_transparent_is_refused_before_any_work(
    nurie: Nurie, chapter: Path, naming: Path
) -> None:
    epub(Path("book.epub"), {"1.jpg": line_art(3, "JPEG")})
    for arguments, sentence in (
        (
            ("chapter", "-o", "out", "--lines-only", "--format", "jpeg"),
            "JPEG files hold nothing transparent: write .png or",
        ),
        (
            ("chapter", "-o", "out.pdf", "--ground", "transparent"),
            "PDF files hold nothing transparent: name a",
        ),
        (("chapter", "-o", "out", "--lines-only", "--format", "psd"), "are for pictures: leave --format"),
        (("chapter", "-o", "out", "--lines-only", "--colors-only"), "give one of them"),
        (("book.epub", "-o", "out", "--ground", "transparent"), "names its pages as JPEG files"),
    ):
        done = nurie("batch", *arguments, "--model", naming)
        assert done.code == 2
        assert sentence in " ".join(done.err.replace("│", " ").split())
        assert not Path("out").exists()
        assert not Path("out.pdf").exists()
