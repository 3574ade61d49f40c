"""Work on arrays in several threads."""

import threading
from collections.abc import Iterator

import pytest

from nurie.threads import ahead, at_once


def test_all_items_are_worked_on() -> None:
    done: list[int] = []
    at_once(done.append, range(100))
    assert sorted(done) == list(range(100))


def test_what_one_item_raises_is_raised() -> None:
    def work(item: int) -> None:
        if item == 3:
            raise KeyError(item)

    with pytest.raises(KeyError, match="3"):
        at_once(work, range(6))


def test_items_come_in_their_order_though_they_are_false() -> None:
    assert list(ahead(iter([0, None, "", 3]))) == [0, None, "", 3]


def test_the_next_item_is_made_while_one_is_used() -> None:
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
