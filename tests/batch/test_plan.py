"""What the user names becomes pages and places, or one sentence."""

import zipfile
from pathlib import Path

import pytest

from nurie.batch.plan import Book, plan
from nurie.errors import ImageError, OutputError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def touch(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def cbz(name: str, *members: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(name, "w") as file:
        for member in members:
            file.writestr(member, b"x")


def places(book: Book) -> list[tuple[str, str]]:
    return [(page.label, book.page_target(page).as_posix()) for page in book.pages]


def test_a_folder_is_walked_in_natural_order_without_clutter(here: Path) -> None:
    touch("in/p10.png", "in/p2.JPG", "in/b/1.webp", "in/notes.txt", "in/Thumbs.db", "in/.DS_Store")
    touch("in/__MACOSX/p1.png", "in/.git/p1.png", "in/._p2.png")
    (book,) = plan(["in"], Path("out"), unpack=False)
    assert places(book) == [("b/1.webp", "out/b/1.png"), ("p2.JPG", "out/p2.png"), ("p10.png", "out/p10.png")]
    assert not book.packed


def test_several_folders_keep_their_names(here: Path) -> None:
    touch("v1/1.png", "v2/1.png")
    (book,) = plan(["v1", "v2"], Path("out"), unpack=False)
    assert places(book) == [("v1/1.png", "out/v1/1.png"), ("v2/1.png", "out/v2/1.png")]


def test_patterns_keep_what_lies_below_their_fixed_part(here: Path) -> None:
    touch("scans/a/1.png", "scans/b/1.png", "scans/b/2.txt")
    (book,) = plan(["scans/**/*.png"], Path("out"), unpack=False)
    assert places(book) == [("a/1.png", "out/a/1.png"), ("b/1.png", "out/b/1.png")]
    (book,) = plan(["scans/[b]/1.*"], Path("out"), unpack=False)
    assert places(book) == [("b/1.png", "out/b/1.png")]


def test_archives_become_archives_or_folders(here: Path) -> None:
    cbz("in/vol.2.cbz", "c/2.png", "c/1.jpg", "readme.txt")
    (book,) = plan(["in"], Path("out"), unpack=False)
    assert (book.packed, book.target) == (True, Path("out/vol.2.cbz"))
    assert [page.label for page in book.pages] == ["vol.2.cbz/c/2.png", "vol.2.cbz/c/1.jpg"]
    (book,) = plan(["in"], Path("out"), unpack=True)
    assert (book.packed, book.page_target(book.pages[0])) == (False, Path("out/vol.2/c/2.png"))


def test_loose_pages_can_become_one_archive(here: Path) -> None:
    touch("in/1.png", "in/2.png", "x.png")
    (book,) = plan(["in", "x.png"], Path("all.cbz"), unpack=False)
    assert (book.packed, book.target, len(book.pages)) == (True, Path("all.cbz"), 3)


def test_results_of_an_earlier_batch_in_the_same_folder_are_no_pages(here: Path) -> None:
    touch("in/1.png", "in/out/1.png")
    cbz("in/all.cbz", "1.png")
    (book, _) = plan(["in"], Path("in/out"), unpack=False)
    assert [page.label for page in book.pages] == ["1.png"]
    (book,) = plan(["in"], Path("in/all.cbz"), unpack=False)
    assert [page.label for page in book.pages] == ["1.png", "out/1.png"]


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (["none"], "none does not exist: check"),
        (["*.png"], r"\*\.png fits no picture"),
        (["empty"], "empty holds no pictures"),
        (["a.txt"], r"a\.txt is no picture, CBZ or PDF file"),
    ],
)
def test_inputs_without_pages(here: Path, inputs: list[str], words: str) -> None:
    touch("a.txt", "empty/Thumbs.db")
    with pytest.raises(ImageError, match=words):
        plan(inputs, Path("out"), unpack=False)


def test_two_pages_of_one_name(here: Path) -> None:
    touch("in/1.png", "in/1.JPG", "in/2.png")
    (book,) = plan(["in"], Path("out"), unpack=False)
    assert len(book.pages) == 2
    assert book.problems == ("1.png and 1.JPG would both become 1.png: rename one.",)


def test_the_same_name_twice_in_an_archive_and_capital_letters(here: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        cbz("a.cbz", "1.png", "1.png", "A.png", "a.PNG")
    (book,) = plan(["a.cbz"], Path("out"), unpack=False)
    assert [str(page.name) for page in book.pages] == ["1.png", "A.png"]
    assert len(book.problems) == 2


def test_two_books_of_one_name(here: Path) -> None:
    cbz("a/v.cbz", "1.png")
    cbz("b/v.cbz", "1.png")
    first, second = plan(["a/v.cbz", "b/v.cbz"], Path("out"), unpack=False)
    assert (len(first.pages), len(second.pages)) == (1, 0)
    assert second.problems == ("b/v.cbz and a/v.cbz would both become out/v.cbz: rename one.",)


def test_an_archive_that_cannot_be_read_is_a_problem_of_its_own(here: Path) -> None:
    touch("in/bad.cbz", "in/1.png")
    loose, bad = plan(["in"], Path("out"), unpack=False)
    assert len(loose.pages) == 1
    assert bad.pages == ()
    assert "in/bad.cbz cannot be read as a ZIP archive" in bad.problems[0]


def test_an_archive_without_pictures(here: Path) -> None:
    cbz("a.cbz", "readme.txt")
    (book,) = plan(["a.cbz"], Path("out"), unpack=False)
    assert book.problems == ("a.cbz holds no pictures: pack pages as PNG, JPEG or WebP.",)


def test_several_books_do_not_fit_one_archive(here: Path) -> None:
    cbz("a.cbz", "1.png")
    touch("1.png")
    with pytest.raises(OutputError, match="can hold one book, not 2"):
        plan(["a.cbz", "1.png"], Path("out.cbz"), unpack=False)


@pytest.mark.parametrize(("inputs", "output"), [(["in"], "in"), (["v.cbz"], "."), (["v.cbz"], "v.cbz")])
def test_results_never_replace_their_sources(here: Path, inputs: list[str], output: str) -> None:
    touch("in/1.png")
    cbz("v.cbz", "1.png")
    with pytest.raises(OutputError, match="would replace the page it is made of"):
        plan(inputs, Path(output), unpack=False)


def test_thousands_of_pages(here: Path) -> None:
    cbz("a.cbz", *(f"{number}.png" for number in range(5000)))
    (book,) = plan(["a.cbz"], Path("out"), unpack=False)
    assert len(book.pages) == 5000
