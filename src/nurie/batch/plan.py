"""From what the user names to the books and pages to color, and where each goes."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from nurie.batch import archive, pdf
from nurie.batch.pages import BOOKS, PICTURES, Page
from nurie.errors import ImageError, OutputError

_WORK = ".work"
_MAGIC = re.compile(r"[*?[]")


@dataclass(frozen=True)
class Book:
    """Pages that belong together, in their order.

    Attributes:
        pages: at least one, unless all had problems.
        target: the folder that the colored pages go to, or the CBZ file if it is packed.
        packed: whether the pages become one CBZ file.
        comic_info: the ComicInfo.xml to keep.
        problems: sentences on pages that cannot be colored.
        ending: of the files that pages become: ".png", ".psd" or ".ora".
    """

    pages: tuple[Page, ...]
    target: Path
    packed: bool = False
    comic_info: bytes | None = None
    problems: tuple[str, ...] = ()
    ending: str = ".png"

    @property
    def folder(self) -> Path:
        """Where pages are written: for a packed book a hidden folder beside it, until it is packed."""
        return self.target.with_name(f".{self.target.name}{_WORK}") if self.packed else self.target

    def page_target(self, page: Page) -> Path:
        """The file that a page becomes."""
        return self.folder / page.name.with_suffix(self.ending)


def plan(inputs: Sequence[str], output: Path, unpack: bool, ending: str = ".png") -> list[Book]:
    """Find all pages.

    Args:
        inputs: folders, patterns such as ``scans/*.png``, pictures, CBZ and PDF files.
        output: a folder, or a CBZ file for one book.
        unpack: make folders, not CBZ files, of CBZ and PDF files.
        ending: of the files that pages become; others than ".png" never go into CBZ files.

    Raises:
        ImageError: an input does not exist, holds no pages or cannot be read.
        OutputError: what should go to one CBZ file cannot, or results would replace their sources.
        MissingExtraError: PDF files need an extra that is not installed.
    """
    one_file = output.suffix.lower() == ".cbz" and not output.is_dir()
    if one_file and ending != ".png":
        raise OutputError(
            f"{output} cannot hold {ending} files, for readers know only pictures: name a folder."
        )
    unpack = not one_file and (unpack or ending != ".png")
    found = [_find(text, output, alone=len(inputs) == 1) for text in inputs]
    loose = [page for pages, _ in found for page in pages]
    books = [_book(path, output, unpack) for _, paths in found for path in paths]
    if loose:
        books.insert(0, Book(tuple(loose), output))
    if one_file:
        if len(books) > 1:
            raise OutputError(f"{output} can hold one book, not {len(books)}: name a folder after -o.")
        books = [replace(book, target=output, packed=True) for book in books]
    books = [_one_name_each(replace(book, ending=ending)) for book in books]
    books = _one_target_each(books)
    _spare_sources(books, [Path(text) for text in inputs])
    return books


def _find(text: str, output: Path, alone: bool) -> tuple[list[Page], list[tuple[Path, PurePosixPath]]]:
    """The loose pictures and the books that an input names, each with its place below the output."""
    path = Path(text)
    if path.is_dir():
        top = PurePosixPath() if alone else PurePosixPath(path.resolve().name)
        named = [(file, top / file.relative_to(path).as_posix()) for file in _walk(path, output)]
        if not named:
            raise ImageError(f"{path} holds no pictures, CBZ or PDF files: name another folder.")
    elif path.exists():
        named = [(path, PurePosixPath(path.name))]
        if path.suffix.lower() not in PICTURES | BOOKS:
            raise ImageError(f"{path} is no picture, CBZ or PDF file: name files of these kinds, or folders.")
    elif _MAGIC.search(text):
        base, pattern = _split_pattern(path)
        files = sorted((file for file in base.glob(pattern) if _is_useful(file, output)), key=_natural_path)
        named = [(file, PurePosixPath(file.relative_to(base).as_posix())) for file in files]
        if not named:
            raise ImageError(f"{text} fits no picture, CBZ or PDF file: check the pattern.")
    else:
        raise ImageError(f"{path} does not exist: check its name and folder.")
    pages = [Page(file, name) for file, name in named if file.suffix.lower() in PICTURES]
    books = [(file, name) for file, name in named if file.suffix.lower() in BOOKS]
    return pages, books


def _walk(folder: Path, output: Path) -> list[Path]:
    """All files of use below a folder in natural order, without what an earlier batch wrote there."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        folders[:] = [name for name in folders if not archive.is_clutter(PurePosixPath(name))]
        if here.resolve() == output.resolve() and here != folder:
            folders.clear()
            continue
        found += (here / name for name in names if _is_useful(here / name, output))
    return sorted(found, key=_natural_path)


def _is_useful(file: Path, output: Path) -> bool:
    known = file.suffix.lower() in PICTURES | BOOKS and not archive.is_clutter(PurePosixPath(file.name))
    return known and file.is_file() and file.resolve() != output.resolve()


def _split_pattern(path: Path) -> tuple[Path, str]:
    """The folder that a pattern starts from, and the pattern below it."""
    first = next(index for index, part in enumerate(path.parts) if _MAGIC.search(part))
    return Path(*path.parts[:first]), str(Path(*path.parts[first:]))


def _book(source: tuple[Path, PurePosixPath], output: Path, unpack: bool) -> Book:
    """What an archive or PDF file holds; one that cannot be read is a book of one problem."""
    path, name = source
    target = output / (name.with_suffix("") if unpack else name.with_suffix(".cbz"))
    try:
        if path.suffix.lower() == ".pdf":
            total = pdf.count(path)
            width = max(3, len(str(total)))
            names = (PurePosixPath(f"{number:0{width}}.png") for number in range(1, total + 1))
            pages = tuple(Page(path, name, "pdf", index) for index, name in enumerate(names))
            return Book(pages, target, not unpack)
        inside = archive.contents(path)
    except ImageError as error:
        return Book((), target, not unpack, problems=(str(error),))
    members = (member for member in inside.members if member.name.suffix.lower() in PICTURES)
    pages = tuple(Page(path, member.name, "archive", member.index) for member in members)
    problems = inside.problems
    if not pages and not problems:
        problems = (f"{path} holds no pictures: pack pages as PNG, JPEG or WebP.",)
    return Book(pages, target, not unpack, inside.comic_info, problems)


def _one_name_each(book: Book) -> Book:
    """Take out pages that would become the same file, also where capital letters do not count."""
    taken: dict[str, Page] = {}
    problems = list(book.problems)
    for page in book.pages:
        name = page.name.with_suffix(book.ending)
        other = taken.setdefault(str(name).casefold(), page)
        if other is not page:
            problems.append(f"{page.label} and {other.label} would both become {name}: rename one.")
    return replace(book, pages=tuple(taken.values()), problems=tuple(problems))


def _one_target_each(books: list[Book]) -> list[Book]:
    """Take out books that would become the same file."""
    taken: dict[str, Book] = {}
    result = []
    for book in books:
        other = taken.setdefault(str(book.target).casefold(), book)
        if other is book or not (book.pages and other.pages):
            result.append(book)
            continue
        problem = (
            f"{book.pages[0].path} and {other.pages[0].path} would both become {book.target}: rename one."
        )
        result.append(replace(book, pages=(), problems=(*book.problems, problem)))
    return result


def _spare_sources(books: Sequence[Book], inputs: Sequence[Path]) -> None:
    """Refuse results that would replace what they are made of, even with --overwrite."""
    sources = {*inputs, *(page.path for book in books for page in book.pages)}
    resolved = {path.resolve() for path in sources}
    for book in books:
        targets = [book.target] if book.packed else [book.page_target(page) for page in book.pages]
        for target in targets:
            if target.resolve() in resolved:
                raise OutputError(
                    f"{target} would replace the page it is made of: name another place after -o."
                )


def _natural_path(path: Path) -> list[tuple[int, int, str]]:
    """A key that sorts page 2 before page 10."""
    parts = re.split(r"(\d+)", path.as_posix().casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
