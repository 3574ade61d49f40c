"""The engine on this computer: one process or several, each with its own model."""

from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool

from nurie.batch.work import BatchOptions, Outcome, Task, Worker
from nurie.colorize.model import default_threads
from nurie.errors import ModelError
from nurie.workers import Workers

_MOST_DEATHS = 3  # in a row; then the pages are not what processes die of
_MOST_JOBS = 4  # processes for each processor; more only take memory
_AHEAD = 2  # tasks that wait for each process, so that none is idle and few are lost

_worker: Worker | None = None


def run(
    tasks: Sequence[Task], options: BatchOptions, jobs: int, threads: int
) -> Generator[Outcome, None, None]:
    """Color pages; outcomes come as they are ready.

    Args:
        jobs: how many processes.
        threads: processors for each.

    Raises:
        ModelError: the model cannot be used, or processes die whatever the page.
    """
    if not tasks:
        return
    if jobs == 1:
        worker = Worker(options, threads)
        yield from map(worker, tasks)
        return
    Worker(options, 1)  # a model that cannot be used is said once, here
    jobs = min(jobs, len(tasks), _MOST_JOBS * default_threads())
    deaths, rest = 0, list(tasks)
    while rest:
        begun, rest = yield from _together(rest, options, jobs, threads)
        for task in begun:  # a process died of one of these: each gets a process of its own
            died, _ = yield from _together([task], options, 1, threads)
            deaths = deaths + 1 if died else 0
            if deaths == _MOST_DEATHS:
                raise ModelError(
                    "processes die while coloring, most likely for want of memory: go on with fewer jobs."
                )
            if died:
                yield Outcome(task.number, failure=_died(task))


def _died(task: Task) -> str:
    return f"{task.page.label} ended the process that colored it, likely for want of memory: make it smaller."


def _together(
    tasks: Sequence[Task], options: BatchOptions, jobs: int, threads: int
) -> Generator[Outcome, None, tuple[list[Task], list[Task]]]:
    """Color pages until all are done or a process dies; returns those that were begun, and the others."""
    pool = Workers(jobs, _start, (options, threads))
    waiting: dict[Future[Outcome], Task] = {}
    rest = deque(tasks)
    try:
        while rest or waiting:
            while rest and len(waiting) < _AHEAD * jobs:
                waiting[pool.submit(_color, rest[0])] = rest[0]
                rest.popleft()
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                outcome = future.result()
                del waiting[future]
                yield outcome
    except BrokenProcessPool:
        pass
    finally:
        pool.shutdown(cancel_futures=True)
    return list(waiting.values()), list(rest)


def _start(options: BatchOptions, threads: int) -> None:
    global _worker
    _worker = Worker(options, threads)


def _color(task: Task) -> Outcome:
    assert _worker  # made by _start
    return _worker(task)
