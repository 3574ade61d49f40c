"""Processors for OpenCV and for work on arrays, shared out here for workers of all kinds."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import TypeVar

import cv2

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")


def share(threads: int) -> None:
    """Set how many processors OpenCV uses in this process, at least 1; ONNX Runtime has its own setting."""
    cv2.setNumThreads(threads)


def at_once(work: Callable[[_Item], _Made], items: Iterable[_Item]) -> list[_Made]:
    """Do the same with each item, several at a time, on as many processors as OpenCV may use.

    NumPy and OpenCV let other threads work while they do. Returns what each made, in order; what one raises
    is raised here.
    """
    waiting = [beside(work, item) for item in items]
    return [made() for made in reversed(waiting)][::-1]  # the helpers begin at the other end


def beside(work: Callable[..., _Made], *given: object) -> Callable[[], _Made]:
    """Let another thread do some work meanwhile; what is returned gives its result, or raises what it raised.

    If no thread has begun it by then, who asks for it does it. So work may itself give work to others.
    """
    if cv2.getNumThreads() <= 1:
        return partial(work, *given)
    coming = _helpers(os.getpid(), cv2.getNumThreads() - 1).submit(work, *given)
    return lambda: work(*given) if coming.cancel() else coming.result()


def ahead(items: Iterable[_Item]) -> Iterator[_Item]:
    """The same items; while one is used, the next is made on another processor."""
    made = map(_boxed, items)
    coming = beside(next, made, None)
    while box := coming():
        coming = beside(next, made, None)
        yield box[0]


@cache
def _helpers(process: int, count: int) -> ThreadPoolExecutor:
    """Threads of a process that help; to start new ones for each piece of work takes longer than the work."""
    return ThreadPoolExecutor(count, thread_name_prefix="nurie")


def _boxed(item: _Item) -> tuple[_Item]:
    return (item,)
