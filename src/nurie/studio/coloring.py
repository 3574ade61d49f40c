"""Colors sessions, through queues; of several changes to one session only the newest is colored."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from nurie.colorize.character import Character
from nurie.colorize.colorization import Colorization
from nurie.colorize.colorizer import Colorizer
from nurie.colorize.options import ColorOptions
from nurie.colorize.reference import read_reference
from nurie.errors import Notice, NurieError
from nurie.studio.colored import Colored
from nurie.studio.heap import give_back
from nurie.studio.pictures import Snapshot
from nurie.studio.project import Work
from nurie.studio.sessions import Progress, Session, Sessions
from nurie.studio.work import WorkQueue

_log = logging.getLogger(__name__)
_LARGE = 4_000_000  # pixels: what smaller sketches free is soon used again, and to give it back takes 7 ms
_UNKNOWN = Notice(
    "coloring failed for a reason unknown to nurie: look at the terminal where it runs.",
    code="coloring-failed",
)


class Coloring:
    """Colors sessions, one network run at a time; new hints on what the network made need no other run.

    Args:
        load: makes the colorizer; called once, in a thread, when the first picture waits for it.
        sessions: knows the sketches.
        network: the queue of network runs.
        rendering: the queue of all other work.
        max_pixels: refuse larger sketches.
    """

    def __init__(
        self,
        load: Callable[[], Colorizer],
        sessions: Sessions,
        network: WorkQueue,
        rendering: WorkQueue,
        max_pixels: int,
    ) -> None:
        self._load = load
        self._sessions = sessions
        self._network = network
        self._rendering = rendering
        self._max_pixels = max_pixels
        self._colorizer: Colorizer | None = None

    @property
    def model(self) -> str | None:
        """The model's name once it is loaded."""
        return self._colorizer.model.name if self._colorizer else None

    async def warm_up(self) -> None:
        """Load the model before somebody waits for it; what is wrong with it is told when it is needed."""
        try:
            await self._network.run(self._ready)
        except NurieError as error:
            _log.warning("%s", error)

    def check(self, session: Session) -> None:
        """Refuse if the queue that new hints of a session need is full.

        Raises:
            StudioError: too many wait already.
        """
        if session.coloring is None:
            self._queue(session).check()

    def start(self, session: Session) -> None:
        """Color a session soon, unless it is colored or about to be.

        Raises:
            StudioError: too many wait already.
        """
        if session.coloring is None and session.page is None:
            queue = self._queue(session)
            queue.check()
            session.tell(Progress("waiting", queue.waiting + 1))
            session.coloring = asyncio.create_task(self._color(session))

    async def wait(self, session: Session) -> Colored:
        """The newest decisions with their colors, when they are ready.

        Raises:
            StudioError: too many wait already.
            NurieError: coloring failed.
        """
        while (page := session.page) is None:
            self.start(session)
            if session.coloring is None:
                continue
            colored = await asyncio.shield(session.coloring)
            if colored is None:
                problem = session.progress.problem
                raise NurieError(problem, code=problem.code, **problem.values)
            if colored.work.shape == session.work.shape:  # the session itself may be asleep again
                return replace(colored, work=session.work)
        return Colored(session.work, page)

    async def _color(self, session: Session) -> Colored | None:
        """Color until no newer hints have come; None if that failed."""

        def told(position: int) -> None:
            state = Progress("waiting", position) if position else Progress("coloring")
            session.tell(state)

        try:
            sketch = None if session.base else await self._sessions.sketch(session)
            job = partial(self._run, session, sketch)
            while True:
                work, base, page, seconds = await self._queue(session).run(job, told, promised=True)
                session.keep(work, base, page)
                session.tell(Progress("ready", seconds=seconds))
                if work.shape == session.work.shape:
                    return Colored(session.work, page)
        except NurieError as error:
            session.tell(Progress("failed", problem=error.notice))
        except Exception:
            _log.exception("coloring failed")
            session.tell(Progress("failed", problem=_UNKNOWN))
        finally:
            session.coloring = None
            self._sessions.trim()
        return None

    async def read_character(self, picture: bytes, name: str) -> Character:
        """Read a character sheet off a colored picture.

        Raises:
            StudioError: too many wait already.
            NurieError: it cannot be read off.
        """
        return await self._network.run(lambda: read_reference(picture, self._ready().model, name))

    def _queue(self, session: Session) -> WorkQueue:
        """The queue of a session's next coloring."""
        return self._rendering if session.base else self._network

    def _run(self, session: Session, sketch: bytes | None) -> tuple[Work, Colorization, Snapshot, float]:
        """In a thread: color with the hints of this moment, not those of the request."""
        work, base, start = session.work, session.base, time.perf_counter()
        if base is None:
            assert sketch is not None
            base = self._ready().color(sketch, options=ColorOptions(max_pixels=self._max_pixels))
            if base.lines.size > _LARGE:
                give_back()
        before = next(reversed(list(session.pages.values())), None)
        return work, base, Snapshot(base, work, before), time.perf_counter() - start

    def _ready(self) -> Colorizer:
        if self._colorizer is None:
            self._colorizer = self._load()
        return self._colorizer
