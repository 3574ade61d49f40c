"""The end of a book: what could not be colored is passed on as it is, and the whole is packed."""

from collections.abc import Iterator
from pathlib import Path

from nurie import images
from nurie.batch.pages import Page
from nurie.batch.report import BookState, Fate
from nurie.errors import ImageError
from nurie.export import cbz, files, pdf


def finish(state: BookState) -> list[Page]:
    """Finish a book of which something was colored; returns the pages and other files that are lost.

    Raises:
        OutputError: it cannot be written.
    """
    failed = [page for page, fate in state.fates.items() if fate in (Fate.LOST, Fate.COPIED)]
    if state.book.packed:
        lost = _pack(state)
        state.packed = True
        state.fates |= {page: Fate.LOST if page in lost else Fate.COPIED for page in failed}
        return lost
    missing = []
    for page in [*state.book.extras, *failed]:
        target = state.book.passed_target(page) if page.number else state.book.target / page.result
        data = page.original()
        if data is None:
            missing.append(page)
            continue
        if not (files.exists(target) and target.read_bytes() == data):
            files.write_file(target, data)
        if page.number:
            state.written[page] = target
            state.fates[page] = Fate.COPIED
    return missing


def _pack(state: BookState) -> list[Page]:
    """Write the one file that a book becomes; returns what is not in it, for it cannot be read."""
    book = state.book
    lost: list[Page] = []
    everything = [*book.pages, *book.extras]
    if book.form == "epub":  # its members stay where they were, but for the one that has to be the first
        everything.sort(key=lambda page: (str(page.name) != "mimetype", page.index))
    if book.form == "pdf":
        everything.sort(key=lambda page: page.number)

    def contents() -> Iterator[tuple[str, Path | bytes]]:
        for page in everything:
            data = state.written.get(page) or page.original()
            if data is None or (book.form == "pdf" and not _is_picture(data)):
                lost.append(page)
            else:
                yield _name(state, page), data

    if book.form == "pdf":
        pdf.write(book.target, (data for _, data in contents()))
    else:
        cbz.write(book.target, contents())
    return lost


def _name(state: BookState, page: Page) -> str:
    """The name of a page in the archive, with the ending that it has now."""
    written = state.written.get(page)
    colored = not page.number or (written and written.suffix == page.result.suffix)
    name = str(page.result if colored else page.passed_on)
    try:
        name.encode()
    except UnicodeEncodeError:  # a name in the file system that is no text
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return name


def _is_picture(data: Path | bytes) -> bool:
    """Whether what could not be colored can be shown at all, as in PDF it must."""
    if isinstance(data, Path):
        return True
    try:
        images.load_rgba(data)
    except ImageError:
        return False
    return True
