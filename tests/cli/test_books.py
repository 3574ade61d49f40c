"""``nurie batch`` keeps books whole, whatever kind of book they are and whatever is in them."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import py7zr
import pypdfium2
import pytest
from books import SIZE, blank, epub, files, in_color, line_art, picture, rar, saved, unpacked, zipped
from PIL import Image, ImageDraw, ImageFont

from nurie.colorize.colorizer import Colorizer
from nurie.errors import ModelError, OutputError

Nurie = Callable[..., SimpleNamespace]


def colored(data: bytes, model: Path) -> np.ndarray:
    return Colorizer(model).color(data).composed(0)


def text_page() -> bytes:
    page = Image.new("L", (480, 640), 255)
    words = "\n".join("the quick brown fox jumps over it" for _ in range(14))
    ImageDraw.Draw(page).text((40, 60), words, 0, ImageFont.load_default(20), spacing=14)
    return saved(np.asarray(page))


TROUBLE = {
    "01.png": line_art(1),
    "02.png": b"",
    "03.jpg": line_art(2, "JPEG")[:900],
    "04.png": b"no picture",
    "05.png": blank(),
    "06.webp": line_art(3, "WEBP"),
    "07.png": saved(np.full((10, 10), 255, np.uint8)),
    "sub/ComicInfo.xml": b"<ComicInfo>\xe8\x89\xb2</ComicInfo>",
    "ComicInfo.xml": b"<ComicInfo/>",
    "credits.txt": b"thanks\r\n",
    "more.zip": b"PK",
}


def test_what_cannot_be_colored_is_passed_on_and_listed(batch: Nurie, model: Path) -> None:
    zipped(Path("v.cbz"), TROUBLE)
    result = batch("v.cbz", "-o", "out")
    assert result.code == 1
    book = unpacked(Path("out/v.cbz"))
    assert sorted(book) == sorted(TROUBLE)
    assert np.array_equal(np.asarray(picture(book["01.png"])), colored(line_art(1), model))
    assert picture(book["06.webp"]).format == "WEBP"
    untouched = {name: data for name, data in TROUBLE.items() if name not in ("01.png", "06.webp")}
    assert {name: book[name] for name in untouched} == untouched
    assert "7 of 7 pages are in out: 2 colored, 1 passed on, 4 passed on uncolored." in result.err
    for name in ("02.png", "03.jpg", "04.png", "07.png", "more.zip"):
        assert any(name in line for line in result.err.partition("could not be colored:")[2].splitlines())
    assert "1 passed on unchanged, blank: v.cbz/05.png." in result.err


def test_in_a_folder_too(batch: Nurie) -> None:
    pages = {name: data for name, data in TROUBLE.items() if name[:2] in "01 02 03 04 05"}
    Path("in").mkdir()
    for name, data in pages.items():
        (Path("in") / name).write_bytes(data)
    assert batch("in", "-o", "out").code == 1
    result = files(Path("out"))
    assert sorted(result) == sorted(pages)
    assert {name for name, data in result.items() if data == pages[name]} == {
        "02.png",
        "03.jpg",
        "04.png",
        "05.png",
    }
    Path("in/03.jpg").write_bytes(line_art(2, "JPEG"))  # downloaded again
    batch("in", "-o", "out")
    assert sorted(files(Path("out"))) == ["01.png", "02.png", "03.png", "04.png", "05.png"]


@pytest.mark.parametrize("error", [OutputError, ModelError])
def test_one_page_that_fails_does_not_stop_the_book(
    batch: Nurie, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    zipped(Path("v.cbz"), {f"{n}.png": line_art(n) for n in (1, 2, 3)})
    color, calls = Colorizer.color, []

    def fail_once(self: Colorizer, *arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 2:
            raise error("the page failed.")
        return color(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Colorizer, "color", fail_once)
    result = batch("v.cbz", "-o", "out")
    assert (result.code, len(calls)) == (1, 3)
    assert unpacked(Path("out/v.cbz"))["2.png"] == line_art(2)
    assert "v.cbz/2.png failed." in result.err


@pytest.mark.parametrize("kind", ["zip", "rar", "7z"])
@pytest.mark.parametrize("ending", [".cbz", ".cbr", ".cb7", ".zip"])
def test_books_are_known_by_what_is_in_them(batch: Nurie, model: Path, kind: str, ending: str) -> None:
    path, members = Path(f"v{ending}"), {"b/2.png": line_art(2), "b/1.png": line_art(1), "c.txt": b"thanks"}
    if kind == "7z":
        with py7zr.SevenZipFile(path, "w") as archive:
            for name, data in members.items():
                archive.writef(io.BytesIO(data), name)
    else:
        (zipped if kind == "zip" else rar)(path, members)
    assert batch(path, "-o", "out").code == 0
    book = unpacked(Path("out/v.cbz"))
    assert list(book) == list(members)
    assert book["c.txt"] == b"thanks"
    assert np.array_equal(np.asarray(picture(book["b/2.png"])), colored(line_art(2), model))


def test_what_has_to_be_installed_is_said(batch: Nurie, monkeypatch: pytest.MonkeyPatch) -> None:
    rar(Path("stored.cbr"), {"1.png": line_art(1)})
    rar(Path("packed.cbr"), {"1.png": line_art(1)}, way=0x33)
    Path("a.cb7").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(26))
    monkeypatch.setenv("PATH", "")
    assert batch("stored.cbr", "-o", "out").code == 0
    result = batch("packed.cbr", "-o", "new")
    assert (result.code, Path("new").exists()) == (2, False)
    assert (
        "packed.cbr is a RAR archive, which needs the program unrar, unar, 7z or bsdtar: install"
        in result.err
    )
    monkeypatch.setattr("nurie.batch.entries.find_spec", lambda name: None)
    for name, package in (("stored.cbr", "rarfile"), ("a.cb7", "py7zr")):
        result = batch(name, "-o", "new")
        assert (result.code, Path("new").exists()) == (2, False)
        assert f"{name} is a" in result.err
        assert f"needs {package}, not installed here" in result.err
        assert "pip install '.[comics]'" in result.err


@pytest.mark.parametrize("kind", ["zip", "rar", "7z"])
def test_locked_archives_are_named_and_nothing_is_written(batch: Nurie, kind: str) -> None:
    path = Path(f"v.{kind}")
    if kind == "7z":
        with py7zr.SevenZipFile(path, "w", password="secret") as archive:
            archive.writef(io.BytesIO(line_art(1)), "1.png")
    elif kind == "rar":
        rar(path, {"1.png": line_art(1)}, flags=4)
    else:
        data = bytearray(zipped(path, {"1.png": line_art(1)}).read_bytes())
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(signature) + offset] |= 1
        path.write_bytes(data)
    result = batch(path, "-o", "out")
    assert (result.code, Path("out").exists()) == (2, False)
    assert f"v.{kind} is locked with a password: pack it without one." in result.err


def test_pictures_of_an_epub_are_replaced_and_the_rest_stays(batch: Nurie, model: Path) -> None:
    pages = {
        "c.png": line_art(3),
        "a.jpg": line_art(1, "JPEG"),
        "A.JPG": line_art(2, "JPEG"),
        "d.gif": line_art(4, "GIF"),
    }
    epub(Path("v.epub"), pages, {"OEBPS/style.css": "p {}", "OEBPS/logo.png": line_art(5)})
    before = unpacked(Path("v.epub"))
    result = batch("v.epub", "-o", "out", "--pages", "1-2,4-")
    assert result.code == 1
    assert "d.gif cannot be written as .gif, its kind in the book" in result.err
    after = unpacked(Path("out/v.epub"))
    assert list(after) == list(before)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"OEBPS/images/c.png", "OEBPS/images/a.jpg"}  # the first two that are read
    assert picture(after["OEBPS/images/a.jpg"]).format == "JPEG"
    assert np.array_equal(np.asarray(picture(after["OEBPS/images/c.png"])), colored(line_art(3), model))
    head = Path("out/v.epub").read_bytes()[:58]
    assert head[30:] == b"mimetypeapplication/epub+zip"  # first and stored, as readers look for it


def test_an_epub_becomes_a_cbz_in_the_order_of_reading(batch: Nurie, model: Path) -> None:
    epub(Path("v.epub"), {"c.png": line_art(3), "a.jpg": line_art(1, "JPEG")})
    assert batch("v.epub", "-o", "v.pdf", "--pages", "1").code == 0
    assert batch("v.epub", "-o", "v.cbz").code == 0
    book = unpacked(Path("v.cbz"))
    assert list(book) == ["001.png", "002.jpg"]
    assert np.array_equal(np.asarray(picture(book["001.png"])), colored(line_art(3), model))
    result = batch("v.epub", "-o", "other", "--format", "webp")
    assert "v.epub keeps the kinds of its pictures" in result.err


DRM = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
    'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
    '<enc:EncryptionMethod Algorithm="{}"/></enc:EncryptedData></encryption>'
)


def test_an_epub_with_drm_is_refused_and_one_with_locked_fonts_is_not(batch: Nurie) -> None:
    pages = {"a.png": line_art(1)}
    for way in (DRM.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc"), "no XML"):
        epub(Path("v.epub"), pages, {"META-INF/encryption.xml": way})
        result = batch("v.epub", "-o", "out")
        assert (result.code, Path("out").exists()) == (2, False)
        assert "v.epub is locked by digital rights management (DRM)" in result.err
    epub(Path("v.epub"), pages, {"META-INF/encryption.xml": DRM.format("http://www.idpf.org/2008/embedding")})
    assert batch("v.epub", "-o", "out").code == 0


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("META-INF/container.xml", "<container", "META-INF/container.xml cannot be read"),
        ("META-INF/container.xml", "<a><rootfile full-path='none.opf'/></a>", "none.opf is missing"),
        ("OEBPS/book.opf", "<package><manifest/></package>", "OEBPS/book.opf lists no pictures"),
        ("OEBPS/book.opf", "\0", "OEBPS/book.opf cannot be read"),
    ],
)
def test_an_epub_with_a_broken_manifest(batch: Nurie, name: str, content: str, reason: str) -> None:
    epub(Path("v.epub"), {"a.png": line_art(1)}, {name: content})
    result = batch("v.epub", "-o", "out")
    assert (result.code, Path("out").exists()) == (2, False)
    assert f"v.epub has a broken manifest ({reason}" in result.err
    assert "convert it to CBZ" in result.err


def test_an_epub_that_names_no_manifest_is_colored(batch: Nurie) -> None:
    epub(
        Path("v.epub"),
        {"b.png": line_art(1), "a.png": line_art(2)},
        {"META-INF/container.xml": "<container/>"},
    )
    result = batch("v.epub", "-o", "out")
    assert result.code == 0
    assert "2 of 2 pages are in out: 2 colored." in result.err
    assert "v.epub does not say where its manifest is" in result.err


def test_a_pdf_of_pages_at_their_sizes(batch: Nurie, model: Path) -> None:
    zipped(Path("v.cbz"), {"10.png": line_art(1), "9.png": blank(), "8.png": b"bad", "x.txt": b""})
    result = batch("v.cbz", "-o", "v.pdf", "--format", "png")
    assert result.code == 1
    assert "2 of 3 pages are in v.pdf: 1 colored, 1 passed on." in result.err
    assert "v.cbz/8.png cannot be read and is not in the result." in result.err
    document = pypdfium2.PdfDocument("v.pdf")
    assert len(document) == 2
    height, width = SIZE
    assert document[1].get_size() == pytest.approx((width * 72 / 600, height * 72 / 600), abs=0.1)
    (image,) = document[1].get_objects()
    page = np.asarray(image.get_bitmap().to_pil().convert("RGB"))
    document.close()
    assert np.array_equal(page, colored(line_art(1), model))
    assert batch("v.pdf", "-o", "again").code == 0
    assert list(unpacked(Path("again/v.cbz"))) == ["001.png", "002.png"]


def test_jpeg_pages_stay_jpeg_and_other_kinds_come_on_request(batch: Nurie) -> None:
    zipped(
        Path("v.cbz"),
        {"1.JPG": line_art(1, "JPEG"), "2.jpeg": line_art(2, "JPEG"), "3.tif": line_art(3, "TIFF")},
    )
    assert batch("v.cbz", "-o", "own").code == 0
    own = unpacked(Path("own/v.cbz"))
    assert {name: picture(data).format for name, data in own.items()} == {
        "1.JPG": "JPEG",
        "2.jpeg": "JPEG",
        "3.png": "PNG",
    }
    assert all(picture(data).info["dpi"] == pytest.approx((600, 600), abs=0.1) for data in own.values())
    sizes = []
    for quality in (20, 95):
        assert batch("v.cbz", "-o", f"q{quality}.cbz", "--format", "webp", "--quality", quality).code == 0
        book = unpacked(Path(f"q{quality}.cbz"))
        assert list(book) == ["1.webp", "2.webp", "3.webp"]
        sizes.append(sum(map(len, book.values())))
    assert sizes[0] < 0.7 * sizes[1]
    for quality in (0, 101):
        assert batch("v.cbz", "-o", "bad", "--quality", quality).code == 2
    Path("in").mkdir()
    Path("in/1.jpg").write_bytes(line_art(1, "JPEG"))
    assert batch("in", "-o", "out").code == 0
    assert list(files(Path("out"))) == ["1.png"]


def test_only_some_pages_are_colored_and_the_book_is_whole(batch: Nurie) -> None:
    pages = {f"{n}.png": line_art(n) for n in (10, 9, 2, 1)}
    zipped(Path("v.cbz"), pages)
    result = batch("v.cbz", "-o", "out", "--pages", "2-3")
    assert result.code == 0
    book = unpacked(Path("out/v.cbz"))
    assert list(book) == list(pages)
    assert {name for name, data in book.items() if data != pages[name]} == {"2.png", "9.png"}
    assert "2 passed on unchanged, not asked for." in result.err
    for wrong in ("0", "5-3", "x", "1-2-3", "-2", "1,,2"):
        result = batch("v.cbz", "-o", "new", "--pages", wrong)
        assert (result.code, Path("new").exists()) == (2, False)


def test_pages_that_are_no_line_art_stay_as_they_are(batch: Nurie) -> None:
    soft = np.random.default_rng(0).normal(0, 1, (640, 480))
    soft = sum(
        np.asarray(Image.fromarray(soft[::n, ::n]).resize((480, 640), Image.Resampling.BICUBIC))
        for n in (8, 16, 32, 64)
    )
    photo = saved((105 + 45 * soft / soft.std()).clip(0, 255).astype(np.uint8))
    pages = {
        "1.png": blank(),
        "2.png": text_page(),
        "3.png": photo,
        "4.png": in_color(1),
        "5.png": line_art(1),
    }
    zipped(Path("v.cbz"), pages)
    result = batch("v.cbz", "-o", "out")
    assert result.code == 0
    book = unpacked(Path("out/v.cbz"))
    assert {name for name in pages if book[name] == pages[name]} == {"1.png", "2.png", "3.png"}
    for why, name in (("blank", "1.png"), ("text", "2.png"), ("photograph", "3.png")):
        assert f"1 passed on unchanged, {why}: v.cbz/{name}." in result.err
    result = batch("v.cbz", "-o", "skipped", "--skip-colored")
    assert unpacked(Path("skipped/v.cbz"))["4.png"] == pages["4.png"]
    assert "1 passed on unchanged, colored already: v.cbz/4.png." in result.err


def test_names_of_all_kinds_come_through(batch: Nurie) -> None:
    names = [
        "第1話\u3000色/1.png",
        "a\u00a0b.png",
        "क्\u200dष.png",
        "n" * 251 + ".png",
        "a.png",
        "a.png/b.png",
        "\x1b[31m.png",
    ]
    zipped(Path("v.cbz"), dict.fromkeys(names, line_art(1)) | {"\x1b[2J.png": b"bad"})
    result = batch("v.cbz", "-o", "out")
    assert set(unpacked(Path("out/v.cbz"))) == {*names, "\x1b[2J.png"} - {"a.png"} | {"a.png.png"}
    assert "\x1b" not in result.err
    assert "v.cbz/\\x1b[2J.png is not a picture" in result.err
    assert batch("v.cbz", "-o", "out2", "--unpack").code == 1
    assert "v/_[31m.png" in files(Path("out2"))


def test_names_that_are_no_text(batch: Nurie) -> None:
    Path("in").mkdir()
    Path(os.fsdecode(b"in/\xff\xe9.png")).write_bytes(line_art(1))
    assert batch("in", "-o", "all.cbz").code == 0
    assert list(unpacked(Path("all.cbz"))) == ["\ufffd\ufffd.png"]
    assert batch("in", "-o", "out").code == 0
    assert Path(os.fsdecode(b"out/\xff\xe9.png")).exists()


def test_the_encoding_of_names_can_be_given(batch: Nurie) -> None:
    raw = "Ä_ö.png".encode("cp850")
    data = zipped(Path("v.cbz"), {"x" * len(raw): line_art(1)}).read_bytes()
    Path("v.cbz").write_bytes(data.replace(b"x" * len(raw), raw))
    assert batch("v.cbz", "-o", "out", "--names-encoding", "latin-1").code == 0
    assert list(unpacked(Path("out/v.cbz"))) == [raw.decode("latin-1")]
    for wrong in ("klingon", "rot13", "zip", "utf-8\0"):
        result = batch("v.cbz", "-o", "new", "--names-encoding", wrong)
        assert (result.code, Path("new").exists()) == (2, False)
