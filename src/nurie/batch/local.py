"""The engine on this computer: one process or several, each with its own model."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from nurie.batch.work import Options, Outcome, Task, Worker
from nurie.errors import ModelError

_AHEAD = 2  # tasks that wait for each process, so that none is idle and few are lost

_worker: Worker | None = None


def run(tasks: Sequence[Task], options: Options, jobs: int, threads: int) -> Generator[Outcome, None, None]:
    """Color pages; outcomes come as they are ready.

    Args:
        jobs: how many processes.
        threads: processors for each.

    Raises:
        ModelError: the model cannot be used, or a process died.
    """
    if not tasks:
        return
    if jobs == 1:
        worker = Worker(options, threads)
        yield from map(worker, tasks)
        return
    Worker(options, 1)  # a model that cannot be used is said once, here
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, spawn, _start, (options, threads))
    waiting: set[Future[Outcome]] = set()
    rest = iter(tasks)
    try:
        while True:
            waiting |= {pool.submit(_color, task) for task in islice(rest, _AHEAD * jobs - len(waiting))}
            if not waiting:
                return
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in ready)
    except BrokenProcessPool:
        raise ModelError(
            "a process died while coloring, most likely for want of memory: go on with fewer --jobs."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _start(options: Options, threads: int) -> None:
    """Make this process a worker: Ctrl-C is the parent's to handle, and without a parent there is no work."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = Worker(options, threads)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _color(task: Task) -> Outcome:
    assert _worker  # made by _start
    return _worker(task)
