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
    with pytest.raises(
        ImageError, match=r"0\.54 million pixels at 300 dpi but the limit is 0\.001 million: lower"
    ):
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


def nested(path: Path, levels: int, side: float = 100.0) -> Path:
    """A small PDF file whose page draws a form that draws the next one ten times, and so on."""
    bodies = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    bodies.append(
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 {side}]/Contents 4 0 R"
        "/Resources<</XObject<</F 5 0 R>>>>>>"
    )
    bodies.append("<</Length 4>>stream\n/F Do\nendstream")
    for level in range(levels):
        drawn = "/F Do " * 10 if level < levels - 1 else "0 0 50 50 re f "
        bodies.append(
            f"<</Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</XObject<</F {6 + level} 0 R>>>>"
            f"/Length {len(drawn)}>>stream\n{drawn}\nendstream"
        )
    bodies[3] = bodies[3].replace("/Length 4", "/Length 6")
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    data += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}".encode()
    data += f"trailer<</Size {len(bodies) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF".encode()
    path.write_bytes(data)
    return path


def test_a_page_that_would_draw_for_hours_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = nested(tmp_path / "small.pdf", 2)
    assert pdf.render(small, 0, 72, 10**6).size == (100, 100)
    assert np.asarray(pdf.render(small, 0, 72, 10**6))[75, 25].max() == 0
    monkeypatch.setattr(pdf, "SECONDS", 1)
    with pytest.raises(ImageError, match="the page takes more memory or time than a page of PDF may"):
        pdf.render(nested(tmp_path / "heavy.pdf", 9), 0, 72, 10**6)


def test_a_thin_page_of_a_giant_length_is_refused_by_its_size(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"million pixels at 300 dpi but the limit is 100 million"):
        pdf.render(nested(tmp_path / "thin.pdf", 1, side=1e9), 0, 300, 10**8)
