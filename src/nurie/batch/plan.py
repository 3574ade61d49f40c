"""From what the user names to the books and pages to color, and where each goes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from nurie.batch import archive, epub, pdf
from nurie.batch.find import Found, find, natural
from nurie.batch.kinds import BookKind, book_kind
from nurie.batch.names import AUTO
from nurie.batch.pages import PICTURES, Page
from nurie.batch.places import placed
from nurie.errors import NurieError, OutputError
from nurie.export import files, formats
from nurie.export.place import listed, place, spare

BookFormat = Literal["folder", "cbz", "epub", "pdf"]
FILES: dict[str, BookFormat] = {".cbz": "cbz", ".epub": "epub", ".pdf": "pdf"}
"""What a whole book may become, by the ending of the output."""
_WORK = ".work"


@dataclass(frozen=True)
class Book:
    """Pages that belong together, in their order.

    Attributes:
        pages: at least one, unless all had problems.
        target: the folder that the pages go to, or the file that they are packed into.
        form: what the target is.
        extras: files that are no pages and come along as they are.
        problems: sentences on what cannot be colored.
        notices: sentences that the user should read.
    """

    pages: tuple[Page, ...]
    target: Path
    form: BookFormat = "folder"
    extras: tuple[Page, ...] = ()
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def packed(self) -> bool:
        """Whether the pages become one file."""
        return self.form != "folder"

    @property
    def folder(self) -> Path:
        """Where pages are written: for a packed book a hidden folder beside it, until it is packed."""
        if not self.packed:
            return self.target
        return self.target.with_name(files.fitted(f".{self.target.name}", _ROOM) + _WORK)

    def page_target(self, page: Page) -> Path:
        """The file that a page becomes; in the work folder of a packed book it has the page's number."""
        return self.folder / (f"{page.number:05}{page.result.suffix}" if self.packed else page.result)

    def passed_target(self, page: Page) -> Path:
        """The file that a page becomes when it is passed on as it is."""
        return self.folder / (f"{page.number:05}{page.name.suffix}" if self.packed else page.passed_on)


_ROOM = files.LONGEST_NAME - len(_WORK)


@dataclass(frozen=True)
class Wishes:
    """What the user wants books to become.

    Attributes:
        output: a folder, or a .cbz, .epub or .pdf file for one book; see `nurie.export.place`.
        unpack: make folders of books, not files.
        kind: the name of the format that pages become; None for that of a page in an archive, and else PNG.
        names_encoding: of names in ZIP archives that do not say; see `nurie.batch.names.decode`.
        is_folder: whether the output is a folder although its name ends like a file's.
        transparent: whether pages are partly transparent, which JPEG and PDF do not hold.
    """

    output: Path
    unpack: bool = False
    kind: str | None = None
    names_encoding: str = AUTO
    is_folder: bool = False
    transparent: bool = False

    @property
    def format(self) -> formats.Format | None:
        """That of the files that pages become, as `kind` names it."""
        return formats.named(self.kind) if self.kind else None

    @property
    def one_file(self) -> BookFormat | None:
        """What the output is if it is a file."""
        if self.is_folder or place(str(self.output), FILES).is_folder:
            return None
        return FILES[self.output.suffix.lower()]


def plan(inputs: Sequence[str], wishes: Wishes) -> list[Book]:
    """Find all pages.

    Args:
        inputs: folders, patterns such as ``scans/*.png``, pictures, and books of every kind.
        wishes: what to make of them.

    Raises:
        ImageError: an input does not exist or holds no pages.
        OutputError: what should go to one file cannot, or results would replace their sources.
    """
    output = wishes.output
    _check(wishes)
    found = [find(text, output, alone=len(inputs) == 1) for text in inputs]
    books = [_book(path, name, wishes) for one in found for path, name in one.books]
    loose = _loose(found, wishes)
    if loose:
        books.insert(0, loose)
    if wishes.one_file:
        if len(books) > 1:
            raise OutputError(f"{output} can hold one book, not {len(books)}: name a folder for the results.")
        if wishes.one_file == "epub" and any(book_kind(page.path) != "epub" for page in books[0].pages[:1]):
            raise OutputError(f"{output} can be made of an EPUB file alone: name a .cbz or .pdf file.")
        books = [replace(books[0], target=output)]
    books = _one_target_each(books)
    _spare_sources(books, [Path(text) for text in inputs])
    return books


def _check(wishes: Wishes) -> None:
    output, form, format = wishes.output, wishes.one_file, wishes.format
    if form and format and form not in format.books:
        fitting = listed([one.name for one in formats.FORMATS if form in one.books])
        raise OutputError(
            f"{output} cannot hold {format.endings[0]} files, which readers do not expect in it: "
            f"choose the format {fitting}, or name a folder."
        )
    if wishes.transparent and form == "pdf":
        raise OutputError("PDF files hold nothing transparent: name a folder or a .cbz file.")
    if wishes.transparent and format:
        formats.check_alpha(format)


def _form(kind: BookKind, wishes: Wishes) -> BookFormat:
    """What a book becomes."""
    if wishes.one_file:
        return wishes.one_file
    form: BookFormat = "epub" if kind == "epub" else "cbz"
    fits = wishes.format is None or form in wishes.format.books
    return form if fits and not wishes.unpack else "folder"


def _loose(found: Sequence[Found], wishes: Wishes) -> Book | None:
    """The book of all pictures that are in no book."""
    pages = [Page(file, name) for one in found for file, name in one.pictures]
    problems = tuple(problem for one in found for problem in one.problems)
    if not pages and not problems:
        return None
    form = wishes.one_file or "folder"
    endings = [_ending(page, form, wishes, own=False) for page in pages]
    numbered = [replace(page, number=number) for number, page in enumerate(pages, start=1)]
    return Book(tuple(placed(numbered, endings, form == "folder")), wishes.output, form, problems=problems)


def _book(path: Path, name: PurePosixPath, wishes: Wishes) -> Book:
    """What an archive or PDF file holds; one that cannot be read is a book of one problem."""
    kind = book_kind(path)
    assert kind  # for `find` takes it for a book
    form = _form(kind, wishes)
    target = wishes.output / _renamed(name, form)
    try:
        read = _pdf_book if kind == "pdf" else _packed_book
        return read(path, target, form, wishes)
    except NurieError as error:
        return Book((), target, form, problems=(str(error),))


def _renamed(name: PurePosixPath, form: BookFormat) -> PurePosixPath:
    """The name of a book with the ending of its new form."""
    if form == "folder":
        return name.with_suffix("")
    return name.with_name(files.fitted(f"{name.stem}.{form}"))


def _pdf_book(path: Path, target: Path, form: BookFormat, wishes: Wishes) -> Book:
    total = pdf.count(path)
    width = max(3, len(str(total)))
    names = (PurePosixPath(f"{number:0{width}}.png") for number in range(1, total + 1))
    pages = [Page(path, name, "pdf", index, index + 1) for index, name in enumerate(names)]
    endings = [_ending(page, form, wishes, own=False) for page in pages]
    return Book(tuple(placed(pages, endings, form == "folder")), target, form)


def _packed_book(path: Path, target: Path, form: BookFormat, wishes: Wishes) -> Book:
    inside = archive.contents(path, wishes.names_encoding)
    pictures = [member for member in inside.members if member.name.suffix.lower() in PICTURES]
    pictures.sort(key=lambda member: natural(str(member.name)))
    notices: list[str] = []
    is_epub = book_kind(path) == "epub"
    if is_epub:
        listed, notice = epub.pictures(path, inside.members)
        pictures = listed or pictures
        notices += [notice] if notice else []
    numbers = {member: number for number, member in enumerate(pictures, start=1)}
    everything = [
        Page(path, member.name, "archive", member.index, numbers.get(member, 0)) for member in inside.members
    ]
    problems = inside.problems
    if not numbers and not problems:
        problems = (f"{path} holds no pictures: pack pages as PNG, JPEG or WebP.",)
    if form == "epub" and wishes.kind:
        notices.append(
            f"{path} keeps the kinds of its pictures, for its pages name them: no other kind is written."
        )
    if is_epub:
        everything = _placed_epub(everything, form, wishes)
    else:
        endings = [
            _ending(page, form, wishes, own=True) if page.number else page.name.suffix for page in everything
        ]
        everything = placed(everything, endings, form == "folder")
    pages = tuple(page for page in everything if page.number)
    extras = () if form == "pdf" else tuple(page for page in everything if not page.number)
    return Book(pages, target, form, extras, problems, tuple(notices))


def _placed_epub(everything: list[Page], form: BookFormat, wishes: Wishes) -> list[Page]:
    """The files of an EPUB: all under their names or, in another form, the pages alone, by their numbers."""
    if form == "epub":
        kinds = {kind for page in everything if page.number and (kind := formats.of(page.name))}
        opaque = next((kind for kind in kinds if not kind.alpha), None)
        if opaque and wishes.transparent:
            raise OutputError(
                f"{everything[0].path} names its pages as {opaque.name.upper()} files, which hold nothing "
                "transparent: make a .cbz file or a folder of it."
            )
        return [replace(page, result=page.name) for page in everything]
    pages = sorted((page for page in everything if page.number), key=lambda page: page.number)
    width = max(3, len(str(len(pages))))
    endings = (_ending(page, form, wishes, own=True) for page in pages)
    return [
        replace(page, result=PurePosixPath(f"{page.number:0{width}}{ending}"))
        for page, ending in zip(pages, endings, strict=True)
    ]


def _ending(page: Page, form: BookFormat, wishes: Wishes, own: bool) -> str:
    """The ending of the file that a page becomes; `own` keeps its format unless another is asked for."""
    if wishes.format:
        return wishes.format.endings[0]
    if form == "pdf":
        return ".jpg"
    kind = formats.of(page.name) if own else None
    kept = kind and not kind.layered and (kind.alpha or not wishes.transparent)
    return page.name.suffix if kept else ".png"


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
        result.append(replace(book, pages=(), extras=(), problems=(*book.problems, problem)))
    return result


def _spare_sources(books: Sequence[Book], inputs: Sequence[Path]) -> None:
    """Refuse results that would replace what they are made of, whatever may be replaced otherwise."""
    sources = {*inputs, *(page.path for book in books for page in book.pages)}
    targets = [book.target for book in books]
    targets += [
        way(page)
        for book in books
        if not book.packed
        for page in book.pages
        for way in (book.page_target, book.passed_target)
    ]
    spare(sources, targets)
