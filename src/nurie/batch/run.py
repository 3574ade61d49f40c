"""A whole batch: what is left to do, done, packed and reported."""

import dataclasses
import hashlib
import os
import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from nurie.batch.archive import COMIC_INFO
from nurie.batch.journal import NAME, Journal
from nurie.batch.pages import Page
from nurie.batch.plan import Book
from nurie.batch.work import Options, Outcome, Task
from nurie.colorize.model import default_model
from nurie.errors import ModelError, OutputError
from nurie.export import cbz, files

Engine = Callable[[Sequence[Task]], Generator[Outcome, None, None]]
"""Colors pages; outcomes come in any order, as they are ready."""


@dataclass
class Report:
    """What became of a batch; it grows while the batch runs.

    Attributes:
        total: how many pages there are.
        colored: how many were colored.
        passed: how many were passed on, for they had colors already.
        kept: how many an earlier run had finished.
        failures: a sentence for each page or book that failed.
        notices: sentences that the user should read.
    """

    total: int = 0
    colored: int = 0
    passed: int = 0
    kept: int = 0
    failures: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def finished(self) -> int:
        """How many pages are on disk."""
        return self.colored + self.passed + self.kept


@dataclass
class _State:
    """How far a book is: the files that hold its pages, and how many pages are still to come."""

    book: Book
    written: dict[Page, Path] = field(default_factory=dict)
    waiting: int = 0
    failed: bool = False


class Batch:
    """Books on their way to their places.

    Args:
        books: what to color, at least one.
        output: the folder for all books, or the CBZ file for the only one.
        options: what all pages share.
        overwrite: replace what is there, and forget what an earlier run finished.

    Raises:
        ModelError: the model does not exist.
        OutputError: a file is in the way, or an earlier run had other settings.
    """

    def __init__(self, books: Sequence[Book], output: Path, options: Options, overwrite: bool) -> None:
        self._root = books[0].folder if books[0].packed and books[0].target == output else output
        self._journal = Journal(self._root / NAME, _settings(options), overwrite)
        self._states: list[_State] = []
        self._homes: list[_State] = []  # of each task
        self._stamps: dict[Path, str] = {}
        self._spent: list[Path] = []  # work folders of books that are packed
        self.tasks: list[Task] = []
        self.report = Report()
        results: list[Path] = []
        for book in books:
            self.report.total += len(book.pages)
            self.report.failures += book.problems
            results += _results(book, options.skip_colored)
            self._plan(book)
        self._new = {self._key(path): path for path in results}
        self._new = {key: path for key, path in self._new.items() if not self._journal.is_claimed(key)}
        if not overwrite:
            files.check_free(list(self._new.values()))

    def run(self, engine: Engine, advance: Callable[[], None]) -> Report:
        """Color what is left to color; what was finished before a failure or Ctrl-C stays finished.

        Args:
            engine: colors the pages.
            advance: is called after each page.

        Raises:
            ModelError: the model cannot be used.
            OutputError: nothing can be written.
        """
        files.remove_leftovers(task.target for task in self.tasks)
        try:
            with self._journal, closing(engine(self.tasks)) as outcomes:
                self._journal.claim(self._new)
                for state in self._states:
                    self._begin(state)
                for outcome in outcomes:
                    self._take(outcome)
                    advance()
                    if outcome.fatal:
                        break
        except (ModelError, OutputError) as error:
            if not self.report.finished:
                raise
            self.report.failures.append(str(error))
        finally:
            for folder in self._spent:
                shutil.rmtree(folder, ignore_errors=True)
        return self.report

    def _plan(self, book: Book) -> None:
        """Sort a book's pages into those that are finished and those that are tasks."""
        state = _State(book)
        if not book.pages:
            return
        whole = self._journal.finished(self._key(book.target), self._stamp(book.pages[0]))
        if book.packed and whole and book.target.exists():
            self.report.kept += len(book.pages)
            self._spent.append(book.folder)
            return
        self._states.append(state)
        for page in book.pages:
            target = book.page_target(page)
            file = self._journal.finished(self._key(target), self._stamp(page))
            if file and (self._root / file).exists():
                state.written[page] = self._root / file
                self.report.kept += 1
            else:
                self.tasks.append(Task(len(self.tasks), page, target))
                self._homes.append(state)
                state.waiting += 1

    def _begin(self, state: _State) -> None:
        """What is done for a book before its pages are."""
        book = state.book
        if state.waiting and book.comic_info is not None and not book.packed:
            files.write_file(book.target / COMIC_INFO, book.comic_info)
        if not state.waiting:  # an earlier run was stopped before it packed the book
            self._finish(state)

    def _take(self, outcome: Outcome) -> None:
        """Note what became of a page, and finish its book if it was the last."""
        task, state = self.tasks[outcome.number], self._homes[outcome.number]
        state.waiting -= 1
        self.report.notices += outcome.notices
        if outcome.written:
            self.report.passed += outcome.passed
            self.report.colored += not outcome.passed
            state.written[task.page] = outcome.written
            file = self._key(outcome.written)
            self._journal.finish(self._key(task.target), self._stamp(task.page), file)
        else:
            state.failed = True
            self.report.failures.append(outcome.failure or "")
        if state.waiting == 0 and not outcome.fatal:
            self._finish(state)

    def _finish(self, state: _State) -> None:
        """Pack a book whose pages are all there, or all that could be colored; its work folder goes."""
        book = state.book
        if not book.packed or not state.written:
            return
        names = {
            str(page.name.with_suffix(state.written[page].suffix)): state.written[page]
            for page in book.pages
            if page in state.written
        }
        cbz.write(book.target, names, book.comic_info)
        if not state.failed:  # one that lacks pages is tried again by the next run
            self._journal.finish(self._key(book.target), self._stamp(book.pages[0]), book.target.name)
            self._spent.append(book.folder)

    def _stamp(self, page: Page) -> str:
        """The state of a page's source; if it changes, the page is colored anew."""
        if page.path not in self._stamps:
            try:
                state = page.path.stat()
                self._stamps[page.path] = f"{state.st_size} {state.st_mtime_ns}"
            except OSError:  # it is gone: the worker says so
                self._stamps[page.path] = ""
        return self._stamps[page.path]

    def _key(self, path: Path) -> str:
        return Path(os.path.relpath(path, self._root)).as_posix()


def _results(book: Book, passes: bool) -> Iterator[Path]:
    """The files that a book may become, as far as they could be in somebody's way."""
    if book.packed:
        yield book.target
        return
    for page in book.pages:
        target = book.page_target(page)
        yield target
        if passes and page.name.suffix != target.suffix:
            yield target.with_suffix(page.name.suffix)
    if book.comic_info is not None:
        yield book.target / COMIC_INFO


def _settings(options: Options) -> str:
    """A fingerprint of all that decides how pages look."""
    model = options.model or default_model()
    try:
        with model.open("rb") as file:
            weights = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise ModelError(f"the model {model} does not exist: check its name and folder.") from None
    look = dataclasses.replace(options, model=None)
    return hashlib.sha256(f"{weights} {look!r}".encode()).hexdigest()
