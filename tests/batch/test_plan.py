"""What the user names becomes pages and places, or one sentence."""

import os
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurie.batch.pages import Page
from nurie.batch.places import placed
from nurie.batch.plan import Book, Wishes, plan
from nurie.errors import ImageError, OutputError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def planned(inputs: list[str], output: str, unpack: bool = False, kind: str | None = None) -> list[Book]:
    return plan(inputs, Wishes(Path(output), unpack, kind))


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
    (book,) = planned(["in"], "out")
    assert places(book) == [("b/1.webp", "out/b/1.png"), ("p2.JPG", "out/p2.png"), ("p10.png", "out/p10.png")]
    assert [page.number for page in book.pages] == [1, 2, 3]
    assert not book.packed


def test_several_folders_keep_their_names(here: Path) -> None:
    touch("v1/1.png", "v2/1.png")
    (book,) = planned(["v1", "v2"], "out")
    assert places(book) == [("v1/1.png", "out/v1/1.png"), ("v2/1.png", "out/v2/1.png")]


def test_patterns_keep_what_lies_below_their_fixed_part(here: Path) -> None:
    touch("scans/a/1.png", "scans/b/1.png", "scans/b/2.txt")
    (book,) = planned(["scans/**/*.png"], "out")
    assert places(book) == [("a/1.png", "out/a/1.png"), ("b/1.png", "out/b/1.png")]
    (book,) = planned(["scans/[b]/1.*"], "out")
    assert places(book) == [("b/1.png", "out/b/1.png")]


def test_archives_become_archives_or_folders(here: Path) -> None:
    cbz("in/vol.2.cbz", "c/2.png", "c/1.jpg", "readme.txt")
    (book,) = planned(["in"], "out")
    assert (book.packed, book.target) == (True, Path("out/vol.2.cbz"))
    assert [page.label for page in book.pages] == ["vol.2.cbz/c/2.png", "vol.2.cbz/c/1.jpg"]
    assert [page.number for page in book.pages] == [2, 1]  # as readers sort them
    assert [page.label for page in book.extras] == ["vol.2.cbz/readme.txt"]
    (book,) = planned(["in"], "out", unpack=True)
    assert (book.packed, book.page_target(book.pages[0])) == (False, Path("out/vol.2/c/2.png"))


def test_loose_pages_can_become_one_archive(here: Path) -> None:
    touch("in/1.png", "in/2.png", "x.png")
    (book,) = planned(["in", "x.png"], "all.cbz")
    assert (book.packed, book.target, len(book.pages)) == (True, Path("all.cbz"), 3)


def test_results_of_an_earlier_batch_in_the_same_folder_are_no_pages(here: Path) -> None:
    touch("in/1.png", "in/out/1.png")
    cbz("in/all.cbz", "1.png")
    (book, _) = planned(["in"], "in/out")
    assert [page.label for page in book.pages] == ["1.png"]
    (book,) = planned(["in"], "in/all.cbz")
    assert [page.label for page in book.pages] == ["1.png", "out/1.png"]


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (["none"], "none does not exist: check"),
        (["*.png"], r"\*\.png fits no picture"),
        (["**x"], r"\*\*x cannot be used as a pattern"),
        (["n" * 300], "nnn cannot be read"),
        (["/dev/null"], "/dev/null is no picture"),
        (["empty"], "empty holds no pictures"),
        (["a.txt"], r"a\.txt is no picture, CBZ"),
    ],
)
def test_inputs_without_pages(here: Path, inputs: list[str], words: str) -> None:
    touch("a.txt", "empty/Thumbs.db")
    with pytest.raises(ImageError, match=words):
        planned(inputs, "out")


def test_two_pages_of_one_name(here: Path) -> None:
    touch("in/1.png", "in/1.JPG", "in/2.png")
    (book,) = planned(["in"], "out")
    assert places(book) == [("1.JPG", "out/1.png"), ("1.png", "out/1.png.png"), ("2.png", "out/2.png")]
    assert book.problems == ()


def test_a_page_named_as_a_folder_beside_it(here: Path) -> None:
    """In an archive that is nothing special; a folder holds only one of them under that name."""
    cbz("a.cbz", "a.png", "a.png/b.png")
    (book,) = planned(["a.cbz"], "out", unpack=True)
    targets = [target for _, target in places(book)]
    assert targets == ["out/a/a.png.png", "out/a/a.png/b.png"]
    (book,) = planned(["a.cbz"], "out")
    assert [str(page.result) for page in book.pages] == ["a.png", "a.png/b.png"] or [
        str(page.result) for page in book.pages
    ] == ["a.png.png", "a.png/b.png"]


def test_names_that_files_cannot_have_are_made_to_fit(here: Path) -> None:
    cbz("a.cbz", "long" * 80 + ".png", "漫" * 100 + "/1.png", "bell\a.png")
    (book,) = planned(["a.cbz"], "out", unpack=True)
    touch(*(target for _, target in places(book)))  # each is a name that the system takes
    assert places(book)[2][1] == "out/a/bell_.png"
    (book,) = planned(["a.cbz"], "out")
    assert [str(page.result) for page in book.pages] == [
        "long" * 80 + ".png",
        "漫" * 100 + "/1.png",
        "bell\a.png",
    ]


def test_a_folder_that_cannot_be_looked_into_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch("in/1.png", "in/locked/2.png")
    scan = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    (book,) = planned(["in"], "out")
    assert len(book.pages) == 1
    assert book.problems == ("in/locked cannot be read (Permission denied): its pages are left out.",)


@pytest.mark.parametrize(
    ("kind", "output", "endings"),
    [
        (None, "out", [".png", ".jpg", ".webp", ".png"]),
        ("jpeg", "out", [".jpg"] * 4),
        ("webp", "out", [".webp"] * 4),
        (None, "out.pdf", [".jpg"] * 4),
        ("png", "out.pdf", [".png"] * 4),
        ("psd", "out", [".psd"] * 4),
    ],
)
def test_archives_keep_their_kinds_of_pictures_unless_asked(
    here: Path, kind: str | None, output: str, endings: list[str]
) -> None:
    cbz("a.cbz", "1.png", "2.jpg", "3.webp", "4.bmp")
    (book,) = planned(["a.cbz"], output, kind=kind)
    assert [page.result.suffix for page in book.pages] == endings
    assert [book.page_target(page).suffix for page in book.pages] == endings


@pytest.mark.parametrize(
    ("output", "kind", "words"),
    [
        ("a.pdf", "webp", "a.pdf cannot hold .webp files.*: choose the format png or jpeg, or"),
        ("a.pdf", "psd", "a.pdf cannot hold .psd files"),
        ("a.epub", None, "a.epub can be made of an EPUB file alone"),
    ],
)
def test_files_that_cannot_be_made(here: Path, output: str, kind: str | None, words: str) -> None:
    touch("in/1.png")
    with pytest.raises(OutputError, match=words):
        planned(["in"], output, kind=kind)


@given(st.lists(st.text("aA/.0é\n", min_size=1, max_size=6), min_size=1, max_size=12), st.booleans())
def test_no_two_pages_ever_get_one_place(names: list[str], in_files: bool) -> None:
    pages = [Page(Path("x"), PurePosixPath(f"x{name}.png")) for name in names]
    results = [page.result for page in placed(pages, [".png"] * len(pages), in_files)]
    keys = [str(result).casefold() for result in results]
    assert len(set(keys)) == len(keys)
    folders = {str(folder).casefold() for result in results for folder in result.parents}
    assert not folders & set(keys)


def test_the_same_name_twice_in_an_archive_and_capital_letters(here: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        cbz("a.cbz", "1.png", "1.png", "A.png", "a.PNG")
    (book,) = planned(["a.cbz"], "out")
    assert [str(page.name) for page in book.pages] == ["1.png", "1.png", "A.png", "a.PNG"]
    assert [str(page.result) for page in book.pages] == ["1.png", "1.png.png", "A.png", "a.PNG.PNG"]


def test_two_books_of_one_name(here: Path) -> None:
    cbz("a/v.cbz", "1.png")
    cbz("b/v.cbz", "1.png")
    first, second = planned(["a/v.cbz", "b/v.cbz"], "out")
    assert (len(first.pages), len(second.pages)) == (1, 0)
    assert second.problems == ("b/v.cbz and a/v.cbz would both become out/v.cbz: rename one.",)


def test_an_archive_that_cannot_be_read_is_a_problem_of_its_own(here: Path) -> None:
    touch("in/bad.cbz", "in/1.png")
    loose, bad = planned(["in"], "out")
    assert len(loose.pages) == 1
    assert bad.pages == ()
    assert "in/bad.cbz cannot be read as a ZIP archive" in bad.problems[0]


def test_an_archive_without_pictures(here: Path) -> None:
    cbz("a.cbz", "readme.txt")
    (book,) = planned(["a.cbz"], "out")
    assert book.problems == ("a.cbz holds no pictures: pack pages as PNG, JPEG or WebP.",)


def test_several_books_do_not_fit_one_archive(here: Path) -> None:
    cbz("a.cbz", "1.png")
    touch("1.png")
    with pytest.raises(OutputError, match="can hold one book, not 2"):
        planned(["a.cbz", "1.png"], "out.cbz")


@pytest.mark.parametrize(("inputs", "output"), [(["in"], "in"), (["v.cbz"], "."), (["v.cbz"], "v.cbz")])
def test_results_never_replace_their_sources(here: Path, inputs: list[str], output: str) -> None:
    touch("in/1.png")
    cbz("v.cbz", "1.png")
    with pytest.raises(OutputError, match="would replace what it is made of"):
        planned(inputs, output)


def test_thousands_of_pages(here: Path) -> None:
    cbz("a.cbz", *(f"{number}.png" for number in range(5000)))
    (book,) = planned(["a.cbz"], "out")
    assert len(book.pages) == 5000
