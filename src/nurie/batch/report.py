"""What became of the pages of a batch."""

from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from nurie.batch.pages import Page
from nurie.batch.plan import Book
from nurie.export import files


class Fate(Enum):
    """What became of one page."""

    COLORED = auto()
    """It was colored."""
    PASSED = auto()
    """It was passed on as it is, for it is no line art, or so the user wished."""
    KEPT = auto()
    """An earlier run finished it."""
    COPIED = auto()
    """It could not be colored and was passed on as it is."""
    LOST = auto()
    """It is not in the result."""


@dataclass
class BookState:
    """How far a book is.

    Attributes:
        book: it.
        written: the files that hold its pages.
        fates: what became of its pages so far.
        waiting: how many pages are still to come.
        packed: whether it is one file, and finished.
    """

    book: Book
    written: dict[Page, Path] = field(default_factory=dict)
    fates: dict[Page, Fate] = field(default_factory=dict)
    waiting: int = 0
    packed: bool = False


@dataclass
class Report:
    """What became of a batch; it grows while the batch runs.

    Attributes:
        states: of all books that have pages.
        failures: a sentence for each page, file or book that failed.
        notices: sentences that the user should read.
        passed: the pages that were passed on as they are, by the reason.
    """

    states: list[BookState] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    passed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many pages there are."""
        return sum(len(state.book.pages) for state in self.states)

    def count(self, *fates: Fate) -> int:
        """How many pages had one of these fates and are where they belong."""
        there = (state for state in self.states if state.packed or not state.book.packed)
        return sum(fate in fates for state in there for fate in state.fates.values())

    @property
    def finished(self) -> int:
        """How many pages are where they belong."""
        return self.count(Fate.COLORED, Fate.PASSED, Fate.KEPT, Fate.COPIED)

    def check(self) -> None:
        """See whether all that was written is still there: somebody may have removed it."""
        for state in self.states:
            wanted = dict.fromkeys(state.fates, state.book.target) if state.packed else state.written
            gone = {page: path for page, path in wanted.items() if not files.is_seen(path)}
            if not gone or (state.book.packed and not state.packed):
                continue
            state.fates |= dict.fromkeys(gone, Fate.LOST)
            first = next(iter(gone.values()))
            self.failures.append(
                f"{first} was removed during the run, and with it {len(gone)} of the pages: "
                "run the same command again."
            )
