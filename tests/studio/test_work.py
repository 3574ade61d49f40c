"""The queue is fair, bounded, and says who waits where."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from nurie.errors import StudioError
from nurie.studio.work import WorkQueue


async def started(queue: WorkQueue, gate: threading.Event, running: int = 1) -> list[asyncio.Task[None]]:
    """Keep a queue's threads busy until the gate opens."""
    tasks = [asyncio.create_task(queue.run(lambda: bool(gate.wait(60)) or None)) for _ in range(running)]
    await asyncio.sleep(0)
    assert queue.running == running
    return tasks


def job(done: list[str], name: str) -> Callable[[], None]:
    return lambda: done.append(name)


def test_first_come_first_served() -> None:
    async def play() -> list[str]:
        queue, gate, done = WorkQueue(1, 10), threading.Event(), list[str]()
        tasks = await started(queue, gate)
        tasks += [asyncio.create_task(queue.run(job(done, name))) for name in "abcd"]
        await asyncio.sleep(0)
        assert queue.waiting == 4
        gate.set()
        await asyncio.gather(*tasks)
        assert (queue.waiting, queue.running) == (0, 0)
        return done

    assert asyncio.run(play()) == ["a", "b", "c", "d"]


def test_the_position_is_told() -> None:
    async def play() -> dict[str, list[int]]:
        queue, gate = WorkQueue(1, 10), threading.Event()
        told: dict[str, list[int]] = {"a": [], "b": []}
        tasks = await started(queue, gate)
        for name in told:
            tasks.append(asyncio.create_task(queue.run(lambda: None, told[name].append)))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*tasks)
        return told

    assert asyncio.run(play()) == {"a": [1, 0], "b": [2, 1, 0]}


def test_over_the_bound_is_refused_with_a_time() -> None:
    async def play() -> None:
        queue, gate = WorkQueue(1, 2), threading.Event()
        tasks = await started(queue, gate)
        tasks += [asyncio.create_task(queue.run(lambda: None)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(StudioError, match="try again in") as refused:
            await queue.run(lambda: None)
        assert refused.value.status == 429
        assert refused.value.retry_after is not None
        assert refused.value.retry_after >= 1
        gate.set()
        await asyncio.gather(*tasks)
        await queue.run(lambda: None)

    asyncio.run(play())


def test_what_was_promised_waits_though_the_queue_has_filled_up() -> None:
    async def play() -> list[str]:
        queue, gate, done = WorkQueue(1, 1), threading.Event(), list[str]()
        tasks = await started(queue, gate)
        tasks.append(asyncio.create_task(queue.run(job(done, "a"))))
        await asyncio.sleep(0)
        tasks.append(asyncio.create_task(queue.run(job(done, "b"), promised=True)))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*tasks)
        return done

    assert asyncio.run(play()) == ["a", "b"]


def test_who_gives_up_leaves_no_gap() -> None:
    async def play() -> list[str]:
        queue, gate, done = WorkQueue(1, 10), threading.Event(), list[str]()
        tasks = await started(queue, gate)
        a, b, c = (asyncio.create_task(queue.run(job(done, name))) for name in "abc")
        await asyncio.sleep(0)
        b.cancel()
        await asyncio.sleep(0)
        assert queue.waiting == 2
        gate.set()
        await asyncio.gather(*tasks, a, c)
        return done

    assert asyncio.run(play()) == ["a", "c"]


def test_who_gives_up_in_the_same_turn_costs_no_result() -> None:
    """The next in line is given up at the very moment when its turn comes."""

    class Late(WorkQueue):
        def _hand_on(self) -> None:
            waiters[0].cancel()
            super()._hand_on()

    waiters: list[asyncio.Task[str]] = []

    async def play() -> tuple[str, str, int]:
        queue, gate = Late(1, 10), threading.Event()

        def first() -> str:
            gate.wait(60)
            return "first"

        running = asyncio.create_task(queue.run(first))
        waiters.extend(asyncio.create_task(queue.run(lambda: "next")) for _ in range(2))
        await asyncio.sleep(0)
        gate.set()
        results = await running, await waiters[1]
        assert waiters[0].cancelled()
        return *results, queue.running

    assert asyncio.run(play()) == ("first", "next", 0)


def test_a_job_that_fails_frees_its_thread() -> None:
    async def play() -> None:
        queue = WorkQueue(1, 10)
        with pytest.raises(ZeroDivisionError):
            await queue.run(lambda: 1 // 0)
        assert queue.running == 0
        assert await queue.run(lambda: 7) == 7

    asyncio.run(play())


def test_no_more_threads_than_allowed() -> None:
    async def play() -> int:
        queue, gate = WorkQueue(2, 10), threading.Event()
        tasks = await started(queue, gate, running=2)
        tasks.append(asyncio.create_task(queue.run(lambda: None)))
        await asyncio.sleep(0)
        waiting = queue.waiting
        gate.set()
        await asyncio.gather(*tasks)
        return waiting

    assert asyncio.run(play()) == 1
