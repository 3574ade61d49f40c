"""Where the work of `nurie prepare` is done: here, in several processes, or on a Ray cluster.

An engine does work on each of the jobs and yields the results in their order, whichever finishes first.
"""

import logging
import os
import pickle
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Protocol, TypeVar

from nurie import threads
from nurie.errors import DataError, MissingExtraError, NurieError
from nurie.workers import Workers

Job = TypeVar("Job")
Done = TypeVar("Done")

LOCAL = "local"
"""The address of a Ray cluster of this computer alone, started for the run."""

_MOST = 4  # processes for each processor; more only take memory
_AHEAD = 4  # jobs that wait for each process
_MOST_BLOCKS = 20_000  # jobs that are handed out one by one; more are handed out in bundles


class PrepareEngine(Protocol):
    """Does work on jobs, in their order."""

    def __call__(self, work: Callable[[Job], Done], jobs: Iterable[Job]) -> Generator[Done, None, None]:
        """The results; what is raised in `work` is raised here."""


def here(work: Callable[[Job], Done], jobs: Iterable[Job]) -> Generator[Done, None, None]:
    """One after the other, in this process."""
    threads.share(1)
    yield from map(work, jobs)


@contextmanager
def processes(count: int) -> Iterator[PrepareEngine]:
    """An engine of `count` processes, each with one thread."""
    if count == 1:
        yield here
        return
    count = min(count, _MOST * processors())
    with Workers(count, threads.share, (1,)) as pool:

        def run(work: Callable[[Job], Done], jobs: Iterable[Job]) -> Generator[Done, None, None]:
            waiting: deque[Future[Done]] = deque()
            try:
                for job in jobs:
                    waiting.append(pool.submit(work, job))
                    if len(waiting) > _AHEAD * count:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            except BrokenProcessPool as error:
                raise DataError(
                    "A process that prepared pictures was killed, most often for want of memory; "
                    "run the same command again with fewer workers."
                ) from error
            finally:
                for future in waiting:
                    future.cancel()

        yield run


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def ray(address: str) -> Iterator[PrepareEngine]:
    """An engine on the Ray cluster at an address, "auto" or `LOCAL`; its machines must see the sources.

    Raises:
        MissingExtraError: Ray is not installed.
        DataError: the cluster cannot be reached.
    """
    try:
        import ray
        import ray.data
        from ray.exceptions import RayError
    except ImportError as error:
        raise MissingExtraError(
            "Ray (ray[data]) is not installed here; in nurie's folder run: pip install '.[cluster]'"
        ) from error
    mine = not ray.is_initialized()
    if mine:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # no usage statistics leave the machine
        try:
            ray.init(address, log_to_driver=False, logging_level=logging.ERROR)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise DataError(
                f"There is no Ray cluster at {address}; start one or leave the address out."
            ) from error
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of options that Ray itself sets
        context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False

    def run(work: Callable[[Job], Done], jobs: Iterable[Job]) -> Generator[Done, None, None]:
        def do(row: dict[str, bytes]) -> dict[str, bytes]:
            threads.share(1)
            try:
                return {"done": pickle.dumps(work(pickle.loads(row["job"])))}
            except NurieError as error:  # Ray would wrap it in errors of its own
                return {"done": pickle.dumps(error)}

        rows = [{"job": pickle.dumps(job)} for job in jobs]
        if not rows:
            return
        handed_out = ray.data.from_items(rows, override_num_blocks=min(len(rows), _MOST_BLOCKS))
        try:
            for row in handed_out.map(do).iter_rows():
                done = pickle.loads(row["done"])
                if isinstance(done, NurieError):
                    raise done
                yield done
        except RayError as error:
            reason = str(error).strip().splitlines()[0].rstrip(".")
            raise DataError(f"The Ray cluster at {address} failed ({reason}); run the same again.") from error

    try:
        yield run
    finally:
        if mine:
            ray.shutdown()
