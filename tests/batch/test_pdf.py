"""Pages of PDF files."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nurie.batch import pdf
from nurie.errors import ImageError, MissingExtraError


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two pages of 2 x 3 inches, one black and one white."""
    pages = [Image.new("RGB", (200, 300), shade) for shade in ("black", "white")]
    pages[0].save(tmp_path / "a.pdf", save_all=True, append_images=pages[1:], resolution=100)
    return tmp_path / "a.pdf"


def test_pages_are_drawn_at_the_resolution_asked_for(book: Path) -> None:
    assert pdf.count(book) == 2
    page = pdf.render(book, 0, 150, 10**6)
    assert page.size == pytest.approx((300, 450), abs=1)  # PDFium rounds up
    assert (page.mode, page.info["dpi"]) == ("RGB", (150, 150))
    assert np.asarray(page)[20:-20, 20:-20].max() == 0
    assert np.asarray(pdf.render(book, 1, 50, 10**6)).min() == 255


def test_a_page_too_large(book: Path) -> None:
    with pytest.raises(ImageError, match="1 megapixels at 300 dpi but the limit is 0: lower --pdf-dpi"):
        pdf.render(book, 0, 300, 1000)


def test_files_that_are_no_pdf(tmp_path: Path, book: Path) -> None:
    whole = book.read_bytes()
    for content in (b"", b"no PDF", whole[: len(whole) // 3]):
        (tmp_path / "b.pdf").write_bytes(content)
        with pytest.raises(
            ImageError, match=r"b\.pdf cannot be read as a PDF file: save or download it again"
        ):
            pdf.count(tmp_path / "b.pdf")
    with pytest.raises(ImageError, match=r"none\.pdf cannot be read"):
        pdf.count(tmp_path / "none.pdf")


def test_without_pypdfium2_one_sentence_says_what_to_install(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nurie.batch.pdf.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"run: pip install '\.\[batch\]'"):
        pdf.count(book)
