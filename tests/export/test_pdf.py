"""PDF files of pictures, read back by PDFium, which knows nothing of how they were written."""

import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageCms

from nurie.errors import ImageError
from nurie.export import pdf

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def picture(seed: int = 0, size: tuple[int, int] = (40, 30)) -> np.ndarray:
    """(40, 30, 3) bytes of blocks, each 10 px a side."""
    blocks = np.random.default_rng(seed).integers(0, 256, (size[0] // 10, size[1] // 10, 3))
    return blocks.astype(np.uint8).repeat(10, 0).repeat(10, 1)


def saved(image: Image.Image, kind: str, **notes: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **notes)
    return file.getvalue()


def drawn(path: Path, dpi: float) -> list[np.ndarray]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [np.asarray(page.render(scale=dpi / 72).to_pil().convert("RGB")) for page in document]
    finally:
        document.close()


RGB = Image.fromarray(picture())
CASES = {
    "png": saved(RGB, "PNG"),
    "gray png": saved(RGB.convert("L"), "PNG"),
    "palette png": saved(RGB.quantize(16), "PNG"),
    "png with a profile": saved(RGB, "PNG", icc_profile=SRGB),
    "png with alpha": saved(RGB.convert("RGBA"), "PNG"),
    "one bit": saved(RGB.convert("1", dither=Image.Dither.NONE), "PNG"),
    "jpeg": saved(RGB, "JPEG", quality=95, subsampling=0),
    "gray jpeg": saved(RGB.convert("L"), "JPEG", quality=95),
    "jpeg with a profile": saved(RGB, "JPEG", quality=95, subsampling=0, icc_profile=SRGB),
    "cmyk jpeg": saved(RGB.convert("CMYK"), "JPEG", quality=95, subsampling=0),
    "webp": saved(RGB, "WEBP", lossless=True),
    "tiff": saved(RGB, "TIFF"),
}


@pytest.mark.parametrize("name", CASES)
def test_pages_look_as_their_pictures(tmp_path: Path, name: str) -> None:
    pdf.write(tmp_path / "a.pdf", [CASES[name]])
    (page,) = drawn(tmp_path / "a.pdf", 150)
    with Image.open(io.BytesIO(CASES[name])) as image:
        expected = np.asarray(image.convert("RGB")).astype(int)
    assert page.shape[:2] == pytest.approx(expected.shape[:2], abs=1)  # PDFium rounds up
    limit = 12 if "jpeg" in name or "profile" in name else 1
    inside = np.abs(page[:40, :30] - expected).reshape(4, 10, 3, 10, 3)[:, 2:-2, :, 2:-2]
    assert inside.max() <= limit


def test_a_transparent_ground_becomes_paper(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (40, 40), (10, 20, 30, 0))
    pdf.write(tmp_path / "a.pdf", [saved(clear, "PNG")])
    assert (drawn(tmp_path / "a.pdf", 150)[0] == 255).all()


def test_a_turned_photograph_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    pdf.write(tmp_path / "a.pdf", [saved(RGB, "JPEG", quality=95, exif=exif)])
    height, width, _ = drawn(tmp_path / "a.pdf", 72)[0].shape  # Pillow takes 72 dpi for granted here
    assert (height, width) == pytest.approx((30, 40), abs=1)


def test_jpeg_data_goes_in_untouched(tmp_path: Path) -> None:
    pdf.write(tmp_path / "a.pdf", [CASES["jpeg"]])
    assert CASES["jpeg"] in (tmp_path / "a.pdf").read_bytes()


def test_pages_are_as_large_as_their_resolution_says(tmp_path: Path) -> None:
    pages = [saved(RGB, "PNG", dpi=(60, 30)), saved(RGB, "JPEG", dpi=(300, 300)), CASES["png"]]
    strip = saved(Image.new("L", (20, 60_000), 200), "PNG")
    pdf.write(tmp_path / "a.pdf", [*pages, strip])
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    sizes = [page.get_size() for page in document]
    document.close()
    assert sizes[0] == pytest.approx((30 / 60 * 72, 40 / 30 * 72), rel=0.01)
    assert sizes[1] == pytest.approx((30 / 300 * 72, 40 / 300 * 72), rel=0.01)
    assert sizes[2] == pytest.approx((30 / 150 * 72, 40 / 150 * 72), rel=0.01)
    assert max(sizes[3]) <= 14_400


def test_the_same_pages_give_the_same_bytes_from_files_and_from_memory(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(CASES["png"])
    pdf.write(tmp_path / "a.pdf", [tmp_path / "1.png"])
    pdf.write(tmp_path / "b.pdf", [CASES["png"]])
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_damaged_picture_leaves_no_file(tmp_path: Path) -> None:
    for data in (CASES["png"][:-40], b"no picture"):
        with pytest.raises(ImageError):
            pdf.write(tmp_path / "a.pdf", [CASES["jpeg"], data])
    assert list(tmp_path.iterdir()) == []


def test_memory_holds_a_page_not_the_book(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (300, 300, 3)).astype(np.uint8)

    def pages(count: int) -> Iterator[bytes]:
        for _ in range(count):
            yield saved(Image.fromarray(noise), "PNG")

    peaks = []
    for count in (3, 30):
        tracemalloc.start()
        pdf.write(tmp_path / "a.pdf", pages(count))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert (tmp_path / "a.pdf").stat().st_size > 7_000_000
    assert peaks[1] < peaks[0] + 200_000
    assert len(drawn(tmp_path / "a.pdf", 36)) == 30
