"""Ctrl-C, held back until a step is whole."""

import signal
import threading
from types import TracebackType
from typing import Self


class Interrupt:
    """Ctrl-C, held back until a step is whole: what is saved then is a state between two steps.

    It is raised in the end, also where the run needed only that step to finish.
    """

    asked = False

    def __enter__(self) -> Self:
        self._mine = threading.current_thread() is threading.main_thread()
        if self._mine:
            self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def _ask(self, *_: object) -> None:
        self.asked = True
        self._restore()

    def _restore(self) -> None:
        if self._mine:
            signal.signal(signal.SIGINT, self._before or signal.default_int_handler)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._restore()
        if self.asked and error is None:
            raise KeyboardInterrupt
