"""Progress: a bar in a terminal; in a pipe or a log, a line every few seconds."""

import time
from typing import Any, Self

from rich.console import Console
from rich.progress import Progress, ProgressColumn, TaskID

_EVERY = 5.0  # seconds between lines


class Patience(Progress):
    """A `rich` progress on standard error that shows nothing before there is something to show.

    So what is wrong with the arguments is told without a bar above it.

    Args:
        columns: what is shown of each task.
        disable: show nothing at all.
        speed_estimate_period: over how many seconds the time that is left is estimated.
    """

    def __init__(
        self, *columns: ProgressColumn, disable: bool = False, speed_estimate_period: float = 30.0
    ) -> None:
        super().__init__(
            *columns,
            console=Console(stderr=True),
            disable=disable,
            speed_estimate_period=speed_estimate_period,
        )
        self._next_line = 0.0

    def __enter__(self) -> Self:
        return self

    def start(self) -> None:
        """Begin to show."""
        if self.console.is_terminal:
            super().start()

    def stop(self) -> None:
        """Show no more."""
        if self.live.is_started:
            super().stop()

    def update(self, task_id: TaskID, **changes: Any) -> None:
        """Note how far a task is; see `rich.progress.Progress.update`."""
        super().update(task_id, **changes)
        self._show(task_id)

    def advance(self, task_id: TaskID, advance: float = 1) -> None:
        """Note that a task is further on."""
        super().advance(task_id, advance)
        self._show(task_id)

    def _show(self, task_id: TaskID) -> None:
        if self.disable or self.console.is_terminal:
            if not self.live.is_started:
                self.start()
            return
        now, task = time.monotonic(), self._tasks[task_id]
        if now >= self._next_line or task.finished:
            self._next_line = now + _EVERY
            self.console.print(self.make_tasks_table([task]))
