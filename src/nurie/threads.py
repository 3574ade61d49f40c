"""Processors for OpenCV and for work on arrays, shared out here for workers of all kinds."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import cv2

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")


def share(threads: int) -> None:
    """Let OpenCV use so many processors in this process, from 1; ONNX Runtime is told by itself."""
    cv2.setNumThreads(threads)


def at_once(work: Callable[[_Item], _Made], items: Iterable[_Item]) -> list[_Made]:
    """Do the same with each item, several at a time, on as many processors as OpenCV may use.

    NumPy and OpenCV let other threads work while they do. Returns what each made, in order; what one raises
    is raised here.
    """
    with ThreadPoolExecutor(max(1, cv2.getNumThreads())) as pool:
        return list(pool.map(work, items))


def ahead(items: Iterable[_Item]) -> Iterator[_Item]:
    """The same items; while one is used, the next is made on another processor."""
    made = map(_boxed, items)
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, made, None)
        while box := coming.result():
            coming = pool.submit(next, made, None)
            yield box[0]


def _boxed(item: _Item) -> tuple[_Item]:
    return (item,)
