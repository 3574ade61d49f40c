"""A bounded queue for work that keeps processors busy: first come, first served, a few at a time."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from nurie.errors import StudioError

T = TypeVar("T")

_FIRST_GUESS = 1.0  # seconds a job, before one was timed
_MEMORY = 0.8  # weight of the old mean time when a new job was timed (exponential moving average)


@dataclass(frozen=True)
class _Ticket:
    turn: asyncio.Future[None]
    told: Callable[[int], None]


class WorkQueue:
    """Runs jobs in threads.

    Args:
        threads: how many jobs run at once.
        bound: how many may wait; one more is refused.
    """

    def __init__(self, threads: int, bound: int) -> None:
        self.bound = bound
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="nurie-studio")
        self._free = threads
        self._threads = threads
        self._waiting: deque[_Ticket] = deque()
        self._seconds = _FIRST_GUESS

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return len(self._waiting)

    @property
    def running(self) -> int:
        """How many jobs run."""
        return self._threads - self._free

    def check(self) -> None:
        """Refuse when the queue is full.

        Raises:
            StudioError: it is; 429, with the time after which asking again makes sense.
        """
        if len(self._waiting) >= self.bound:
            seconds = max(1, math.ceil(self._seconds * len(self._waiting) / self._threads))
            raise StudioError(
                f"the studio is busy with {len(self._waiting)} waiting pictures: try again in {seconds} s.",
                429,
                seconds,
                code="busy",
                seconds=seconds,
            )

    async def run(
        self,
        job: Callable[[], T],
        told: Callable[[int], None] = lambda position: None,
        promised: bool = False,
    ) -> T:
        """Wait for a turn and run a job.

        Args:
            job: called in a thread.
            told: hears the position in the queue whenever it changes: 1 is next, 0 is running.
            promised: bypasses the limit of the queue, for the request was accepted before.

        Raises:
            StudioError: the queue is full.
        """
        if self._free:
            self._free -= 1
        else:
            if not promised:
                self.check()
            place = _Ticket(asyncio.get_running_loop().create_future(), told)
            self._waiting.append(place)
            told(len(self._waiting))
            await self._turn(place)
        told(0)
        start = time.perf_counter()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, job)
        finally:
            self._seconds = _MEMORY * self._seconds + (1 - _MEMORY) * (time.perf_counter() - start)
            self._hand_on()

    async def _turn(self, place: _Ticket) -> None:
        try:
            await place.turn
        except asyncio.CancelledError:
            if not place.turn.cancelled():  # its turn had come before it was cancelled
                self._hand_on()
            elif place in self._waiting:
                self._waiting.remove(place)
                self._tell()
            raise

    def _hand_on(self) -> None:
        """Give the free thread to the job that has waited longest, skipping cancelled ones."""
        while self._waiting:
            turn = self._waiting.popleft().turn
            if not turn.cancelled():
                turn.set_result(None)
                self._tell()
                return
        self._free += 1

    def _tell(self) -> None:
        for position, place in enumerate(self._waiting, start=1):
            place.told(position)

    def close(self) -> None:
        """Take no more work; what runs is left to end."""
        self._pool.shutdown(wait=False, cancel_futures=True)
