"""Work on arrays in several threads."""

import threading
from collections.abc import Iterator

import cv2
import pytest

from nurie.threads import ahead, at_once, beside, share


@pytest.fixture(autouse=True)
def kept() -> Iterator[None]:
    before = cv2.getNumThreads()
    yield
    share(before)


@pytest.fixture(params=[1, 2, 3])
def threads(request: pytest.FixtureRequest) -> int:
    share(request.param)
    return int(request.param)


def test_all_items_are_worked_on_and_come_in_their_order(threads: int) -> None:
    assert at_once(lambda item: item * item, range(100)) == [item * item for item in range(100)]


def test_as_many_at_once_as_there_are_processors(threads: int) -> None:
    together = threading.Barrier(threads, timeout=10)  # broken unless so many wait at the same time
    at_once(lambda _: together.wait(), range(threads))


def test_work_may_itself_give_work_to_others(threads: int) -> None:
    rows = at_once(lambda row: at_once(lambda column: row * column, range(8)), range(8))
    assert rows == [[row * column for column in range(8)] for row in range(8)]


def test_what_nobody_has_begun_is_done_by_who_asks_for_it() -> None:
    share(2)
    busy, free = threading.Event(), threading.Event()

    def occupy() -> bool:
        busy.set()
        return free.wait(10)

    occupied = beside(occupy)
    assert busy.wait(10)
    assert beside(threading.get_ident)() == threading.get_ident()
    free.set()
    assert occupied()


def test_what_one_item_raises_is_raised() -> None:
    def work(item: int) -> None:
        if item == 3:
            raise KeyError(item)

    with pytest.raises(KeyError, match="3"):
        at_once(work, range(6))


def test_items_come_in_their_order_though_they_are_false() -> None:
    assert list(ahead(iter([0, None, "", 3]))) == [0, None, "", 3]


def test_the_next_item_is_made_while_one_is_used() -> None:
    share(2)
    second = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        second.set()
        yield 2

    coming = ahead(items())
    assert next(coming) == 1
    assert second.wait(10)  # though nobody asked for it
    assert list(coming) == [2]


def test_what_making_an_item_raises_is_raised() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("no more")

    coming = ahead(items())
    assert next(coming) == 1
    with pytest.raises(ValueError, match="no more"):
        next(coming)
