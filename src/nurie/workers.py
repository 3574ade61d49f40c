"""Processes that work for this one: they leave Ctrl-C to it, and end when it ends, however it ends."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Done = TypeVar("Done")


class Workers(ProcessPoolExecutor):
    """Processes of a new Python each, which start as they are needed.

    Args:
        count: how many at the most.
        start: called in each before its first work.
        arguments: of that call.
    """

    def __init__(self, count: int, start: Callable[..., None], arguments: tuple[Any, ...] = ()) -> None:
        spawn = multiprocessing.get_context("spawn")
        super().__init__(count, spawn, _begin, (start, arguments))

    def submit(self, work: Callable[Given, Done], /, *args: Given.args, **more: Given.kwargs) -> Future[Done]:
        """Hand out work; see `ProcessPoolExecutor.submit`."""
        with no_interrupts():
            return super().submit(work, *args, **more)


@contextmanager
def no_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back: a process that is started meanwhile never hears it, not even while it imports."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(start: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    """Make this process a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    start(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
