"""A batch from beginning to end: what is left to do, done, packed and reported."""

import dataclasses
import hashlib
import os
import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from nurie.batch import packing
from nurie.batch.journal import NAME, Journal
from nurie.batch.pages import Page
from nurie.batch.plan import Book
from nurie.batch.report import BookState, Fate, Report
from nurie.batch.work import BatchOptions, Outcome, Task
from nurie.colorize.model import default_model
from nurie.errors import DiskFullError, ModelError, NurieError, OutputError
from nurie.export import files

Engine = Callable[[Sequence[Task]], Generator[Outcome, None, None]]
"""Colors pages; outcomes come in any order, as they are ready."""


class Batch:
    """Books on their way to their places.

    Args:
        books: what to color, at least one.
        output: the folder for all books, or the file for the only one.
        options: what all pages share.
        overwrite: replace what is there, and forget what an earlier run finished.

    Raises:
        ModelError: the model does not exist.
        OutputError: a file is in the way, or an earlier run had other settings.
    """

    def __init__(self, books: Sequence[Book], output: Path, options: BatchOptions, overwrite: bool) -> None:
        one_file = books[0].packed and books[0].target == output
        self._root = output.parent if one_file else output
        path = output.with_name(files.fitted(f".{output.name}", _ROOM) + NAME) if one_file else output / NAME
        self._journal = Journal(path, output, _settings(options), overwrite)
        self._homes: list[BookState] = []  # of each task
        self._stamps: dict[Path, str] = {}
        self._fatal = False
        self.tasks: list[Task] = []
        self.report = Report()
        for book in books:
            self.report.failures += book.problems
            self.report.notices += book.notices
            if book.pages:
                self._plan(BookState(book))
        self._new = {self._key(path): path for book in books for path in _results(book)}
        self._new = {key: path for key, path in self._new.items() if not self._journal.is_claimed(key)}
        if not overwrite:
            files.check_free(list(self._new.values()))
        self._fresh = [path for path in self._new.values() if not files.is_seen(path)]

    def run(self, engine: Engine, advance: Callable[[], None]) -> Report:
        """Color what is left to color; what was finished before a failure or Ctrl-C stays finished.

        Args:
            engine: colors the pages.
            advance: is called after each page.

        Raises:
            ModelError: the model cannot be used.
            OutputError: nothing can be written, or another batch writes there now.
        """
        with self._journal:
            if self.tasks:
                self._journal.hold()
            try:
                self._work(engine, advance)
            except (ModelError, OutputError) as error:
                if not self.report.finished:
                    raise
                self.report.failures.append(str(error))
            finally:
                if not self._left_anything():
                    self._journal.forget()
        self.report.check()
        return self.report

    def _left_anything(self) -> bool:
        """Whether something came of the batch; of pages on their way at Ctrl-C only the files tell."""
        states = self.report.states
        return any(state.written or state.packed for state in states) or any(map(files.is_seen, self._fresh))

    def _work(self, engine: Engine, advance: Callable[[], None]) -> None:
        self._journal.claim(self._new)
        self._remove_leftovers()
        with closing(engine(self.tasks)) as outcomes:
            for state in self.report.states:
                if not state.waiting and not state.packed:  # an earlier run was stopped before it finished it
                    self._finish(state)
            for outcome in outcomes:
                self._take(outcome)
                advance()
                if self._fatal:
                    return

    def _plan(self, state: BookState) -> None:
        """Sort a book's pages into those that are finished and those that are tasks."""
        book = state.book
        self.report.states.append(state)
        whole = self._journal.finished(self._key(book.target), self._book_stamp(book))
        if book.packed and whole and files.exists(book.target):
            state.fates = dict.fromkeys(book.pages, Fate.KEPT)
            state.packed = True
            return
        for page in book.pages:
            target = book.page_target(page)
            file = self._journal.finished(self._key(target), self._stamp(page))
            if file and files.exists(self._root / file):
                state.written[page] = self._root / file
                state.fates[page] = Fate.KEPT
            else:
                self.tasks.append(Task(len(self.tasks), page, target, book.passed_target(page)))
                self._homes.append(state)
                state.waiting += 1

    def _remove_leftovers(self) -> None:
        """Remove what killed processes left: half-written files, and work folders of packed books."""
        paths = [path for task in self.tasks for path in (task.target, task.passed_target)]
        files.remove_leftovers([*paths, *(state.book.target for state in self.report.states)])
        for state in self.report.states:
            if state.packed:
                shutil.rmtree(state.book.folder, ignore_errors=True)

    def _take(self, outcome: Outcome) -> None:
        """Note what became of a page, and finish its book if it was the last."""
        task, state = self.tasks[outcome.number], self._homes[outcome.number]
        page = task.page
        state.waiting -= 1
        self.report.notices += outcome.notices
        if outcome.written:
            state.fates[page] = Fate.PASSED if outcome.passed else Fate.COLORED
            state.written[page] = outcome.written
            if outcome.passed:
                self.report.passed.setdefault(outcome.passed, []).append(page.label)
            if self._is_unchanged(page):
                self._journal.finish(self._key(task.target), self._stamp(page), self._key(outcome.written))
            for path in (task.target, task.passed_target):
                with suppress(OSError):  # there is none, as usual
                    if not path.samefile(outcome.written):
                        path.unlink()  # what an earlier run made of the page
        else:
            state.fates[page] = Fate.LOST
            self.report.failures.append(outcome.failure or "")
        self._fatal |= outcome.fatal
        if state.waiting == 0 and not self._fatal:
            self._finish(state)

    def _finish(self, state: BookState) -> None:
        """Pass on what could not be colored, pack the book if it is one to pack; its work folder goes."""
        if not state.written:  # nothing of it could be colored: it is refused, and nothing is left of it
            return
        whole = self._settle(state)
        if not state.packed:
            return
        if all(fate is not Fate.COPIED and fate is not Fate.LOST for fate in state.fates.values()):
            if whole and all(map(self._is_unchanged, state.book.pages)):
                stamp = self._book_stamp(state.book)
                self._journal.finish(self._key(state.book.target), stamp, state.book.target.name)
            shutil.rmtree(state.book.folder, ignore_errors=True)

    def _settle(self, state: BookState) -> bool:
        """Finish a book; returns whether all is in it. If that fails, the next goes on, if there is space."""
        try:
            lost = packing.finish(state)
        except (NurieError, OSError) as error:
            self.report.failures.append(str(error))
            self._fatal |= isinstance(error, DiskFullError)
            return False
        for page in lost:
            sentence = f"{page.label} cannot be read and is not in the result."
            (self.report.notices if page.number else self.report.failures).append(sentence)
        return not lost

    def _is_unchanged(self, page: Page) -> bool:
        """Whether a page's source is as it was when the batch began; if not, the next run does it again."""
        if _state(page.path) == self._stamps[page.path]:
            return True
        sentence = f"{page.path} changed while it was colored: run the same command again."
        if sentence not in self.report.failures:
            self.report.failures.append(sentence)
        return False

    def _stamp(self, page: Page) -> str:
        """The state of a page's source; if it changes, the page is colored anew."""
        if page.path not in self._stamps:
            self._stamps[page.path] = _state(page.path)
        return f"{self._stamps[page.path]} {page.label}"

    def _book_stamp(self, book: Book) -> str:
        stamps = "\n".join(self._stamp(page) for page in book.pages)
        return hashlib.sha256(stamps.encode("utf-8", "surrogateescape")).hexdigest()

    def _key(self, path: Path) -> str:
        return Path(os.path.relpath(path, self._root)).as_posix()


_ROOM = files.LONGEST_NAME - len(NAME)


def _state(path: Path) -> str:
    try:
        state = path.stat()
        return f"{state.st_size} {state.st_mtime_ns}"
    except OSError:  # it is gone: the worker says so
        return ""


def _results(book: Book) -> Iterator[Path]:
    """The files that a book may become, as far as they could be in somebody's way."""
    if book.packed:
        if book.pages:
            yield book.target
        return
    for page in book.pages:
        yield from {book.page_target(page), book.passed_target(page)}
    yield from (book.target / page.result for page in book.extras)


def _settings(options: BatchOptions) -> str:
    """A fingerprint of all that decides how pages look."""
    model = options.model or default_model()
    try:
        with model.open("rb") as file:
            weights = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise ModelError(f"the model {model} does not exist: check its name and folder.") from None
    look = dataclasses.asdict(dataclasses.replace(options, model=None))  # all values, however they are shown
    return hashlib.sha256(f"{weights} {look!r}".encode()).hexdigest()
