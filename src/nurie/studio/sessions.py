"""One session a sketch: what was decided about it, in memory while it is used and always on disk."""

import asyncio
import hashlib
import logging
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal
from weakref import WeakSet, WeakValueDictionary

from nurie.colorize.colorization import Colorization
from nurie.errors import Notice, OutputError, StudioError
from nurie.export import files
from nurie.studio.colored import Colored
from nurie.studio.heap import give_back
from nurie.studio.pictures import Snapshot, memory_of
from nurie.studio.project import Shape, Work, pack, unpack

NOTHING = Notice()
SessionState = Literal["asleep", "waiting", "coloring", "ready", "failed"]

_log = logging.getLogger(__name__)

_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_KEPT_PAGES = 4  # a session, for quick undo and redo
_KEPT_SESSIONS = 64  # in memory; the others are on disk
_UNSAVED_LIMIT = 256_000_000  # bytes of sketches that the disk did not take
_TRY_AGAIN = 5.0  # s after a failed save


@dataclass(frozen=True)
class Progress:
    """What happens to a session's colors.

    Attributes:
        state: asleep means that they are made when someone asks.
        position: in the queue, while waiting.
        seconds: that the last coloring took.
        problem: why it failed.
    """

    state: SessionState = "asleep"
    position: int = 0
    seconds: float = 0.0
    problem: Notice = NOTHING


class Session:
    """One sketch and the work on it. Used only from the event loop's thread.

    Args:
        id: unguessable; who knows it may see the session.
        sketch: the file's bytes while the disk does not have them.
    """

    def __init__(self, id: str, work: Work, sketch: bytes | None) -> None:
        self.id = id
        self.work = work
        self.sketch = sketch
        self.revision = 1
        self.author = ""
        self.progress = Progress()
        self.base: Colorization | None = None
        self.pages: OrderedDict[Shape, Snapshot] = OrderedDict()
        self.notices: tuple[str, ...] = ()
        self.saved_revision = 0
        self.save_problem = NOTHING
        self.coloring: asyncio.Task[Colored | None] | None = None
        self.saving: asyncio.Task[None] | None = None
        self._listeners: WeakSet[asyncio.Event] = WeakSet()  # weak: a lost listener disappears by itself

    @property
    def busy(self) -> bool:
        """Whether it must stay in memory."""
        return self.coloring is not None or self.saving is not None or bool(self._listeners)

    @property
    def page(self) -> Snapshot | None:
        """The sketch with its present hints and materials, if it was made."""
        return self.pages.get(self.work.shape)

    def keep(self, work: Work, base: Colorization, page: Snapshot) -> None:
        """Take a new coloring."""
        self.base = self.base or base
        self.notices = base.notices
        self.pages[work.shape] = page
        self.pages.move_to_end(work.shape)
        while len(self.pages) > _KEPT_PAGES:
            self.pages.popitem(last=False)

    def check(self, revision: int | None) -> None:
        """Refuse decisions that were made about an older work than the present one.

        Args:
            revision: the one that was looked at; None where it does not matter.

        Raises:
            StudioError: somebody else has decided since; 412.
        """
        if revision is not None and revision != self.revision:
            raise StudioError(
                f"revision {revision} is not the newest: read the page anew, join both, send it again.",
                412,
                code="changed",
            )

    def sleep(self) -> None:
        """Free the memory of pictures; they are made again when asked for."""
        self.base = None
        self.pages.clear()
        give_back()
        self.tell(Progress())

    def tell(self, progress: Progress | None = None) -> None:
        """Wake everyone who listens, after changing the progress if one is given."""
        self.progress = progress or self.progress
        for listener in list(self._listeners):
            listener.set()

    def listen(self, limit: int = 16) -> asyncio.Event:
        """An event that is set at every change; `forget` it in the end.

        Raises:
            StudioError: too many listen already.
        """
        if len(self._listeners) >= limit:
            raise StudioError(
                "too many windows show this page: close some of them.", 429, 5, code="too-many-windows"
            )
        event = asyncio.Event()
        self._listeners.add(event)
        return event

    def forget(self, event: asyncio.Event) -> None:
        """Stop listening."""
        self._listeners.discard(event)


class Sessions:
    """All sessions: found by their id, saved after each change, put to sleep when memory runs short.

    Args:
        folder: where they are kept on disk.
        memory: bytes that pages may take in memory together.

    Attributes:
        listening: whether events are still told.
    """

    def __init__(self, folder: Path, memory: int) -> None:
        self._folder = folder
        self._memory = memory
        self._recent: OrderedDict[str, Session] = OrderedDict()
        self._alive: WeakValueDictionary[str, Session] = WeakValueDictionary()
        self._removed: set[str] = set()
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="nurie-disk")  # writes and removes in order
        self.listening = True

    @property
    def in_memory(self) -> int:
        """How many sessions are in memory."""
        return len(self._alive)

    def create(self, work: Work, sketch: bytes) -> Session:
        """Start a session.

        Raises:
            StudioError: the disk has been full for a while and no more fits into memory.
        """
        unsaved = sum(len(session.sketch) for session in self._alive.values() if session.sketch)
        if unsaved + len(sketch) > _UNSAVED_LIMIT:
            raise StudioError(
                "the disk takes no more sketches: free some space, then try again.", 507, 30, code="disk-full"
            )
        session = Session(secrets.token_urlsafe(16), work, sketch)
        self._use(session)
        self.save(session)
        return session

    async def get(self, id: str) -> Session:
        """The session of an id, from memory or disk.

        Raises:
            StudioError: there is none; 404.
        """
        if session := self._alive.get(id):
            self._use(session)
            return session
        read = await asyncio.to_thread(self._read, id)
        if id in self._removed:  # while it was read
            raise _unknown()
        session = self._alive.setdefault(id, read)  # another request may have been faster
        self._use(session)
        return session

    def change(self, session: Session, author: str, work: Work) -> None:
        """Take new decisions, save them, and tell everyone who listens."""
        if work != session.work:
            session.work = work
            session.revision += 1
            session.author = author
            self.save(session)
        session.tell()

    async def remove(self, session: Session) -> None:
        """Forget a session, on disk too, for good: whatever is being written about it goes as well."""
        self._removed.add(session.id)
        self._recent.pop(session.id, None)
        self._alive.pop(session.id, None)
        if session.saving:
            session.saving.cancel()
        await self._on_disk(partial(_remove, self._place(session.id)))
        session.sleep()

    async def sketch(self, session: Session) -> bytes:
        """The bytes of the sketch's file.

        Raises:
            StudioError: the file was removed.
        """
        if session.sketch is not None:
            return session.sketch
        path = self._place(session.id).with_suffix(".sketch")
        try:
            return await asyncio.to_thread(path.read_bytes)
        except OSError:
            raise StudioError(
                "the studio's copy of the sketch is gone: open the sketch again.", 410, code="sketch-gone"
            ) from None

    def trim(self) -> None:
        """Put the least recently used pages to sleep until memory suffices."""
        idle = [session for session in self._recent.values() if session.coloring is None]
        total = sum(memory_of(session.base) for session in self._recent.values() if session.base)
        for session in idle[:-1]:
            if total <= self._memory:
                break
            if session.base:
                total -= memory_of(session.base)
                session.sleep()
        for session in idle[:-1]:
            if len(self._recent) <= _KEPT_SESSIONS:
                break
            if not session.busy:
                del self._recent[session.id]

    def save(self, session: Session) -> None:
        """Write a session to disk soon; on failure retry every few seconds and report it."""
        if session.saving is None and session.id not in self._removed:
            session.saving = asyncio.create_task(self._save(session))

    def hang_up(self) -> None:
        """End all streams of events, for the studio stops."""
        self.listening = False
        for session in list(self._alive.values()):
            session.tell()

    async def close(self) -> None:
        """Write what is not written yet."""
        for session in list(self._alive.values()):
            if session.saving:
                session.saving.cancel()
            if session.saved_revision < session.revision:
                await self._save_once(session)
        self._disk.shutdown()

    async def _on_disk(self, job: Callable[[], None]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._disk, job)

    async def _save(self, session: Session) -> None:
        try:
            while session.saved_revision < session.revision:
                await self._save_once(session)
                if session.save_problem:
                    await asyncio.sleep(_TRY_AGAIN)
        finally:
            session.saving = None
            self.trim()

    async def _save_once(self, session: Session) -> None:
        revision, work, sketch, place = (
            session.revision,
            session.work,
            session.sketch,
            self._place(session.id),
        )
        try:
            await self._on_disk(partial(_write, place, work, sketch))
        except OutputError as error:
            if not session.save_problem:
                _log.warning("%s", error)
            session.save_problem = Notice(
                "not saved: the disk is full or the studio's folder cannot be written to: free some space.",
                code="unsaved",
            )
        else:
            session.saved_revision, session.sketch, session.save_problem = revision, None, NOTHING
        session.tell()

    def _use(self, session: Session) -> None:
        self._alive[session.id] = session
        self._recent[session.id] = session
        self._recent.move_to_end(session.id)

    def _place(self, id: str) -> Path:
        """The path of a session without its ending: a hash, so that no name from outside becomes a path."""
        return self._folder / hashlib.sha256(id.encode()).hexdigest()[:40]

    def _read(self, id: str) -> Session:
        place = self._place(id)
        try:
            if not _ID.fullmatch(id):
                raise FileNotFoundError
            data = place.with_suffix(".work").read_bytes()
        except OSError:
            raise _unknown() from None
        work, _ = unpack(data)
        session = Session(id, work, None)
        session.saved_revision = session.revision
        return session


def _unknown() -> StudioError:
    return StudioError("this page is not known here: open the sketch again.", 404, code="unknown-page")


def _write(place: Path, work: Work, sketch: bytes | None) -> None:
    if sketch is not None:
        files.write_file(place.with_suffix(".sketch"), sketch)
    files.write_file(place.with_suffix(".work"), pack(work, None))


def _remove(place: Path) -> None:
    paths = [place.with_suffix(ending) for ending in (".work", ".sketch")]
    for path in paths:
        path.unlink(missing_ok=True)
    files.remove_leftovers(paths)  # of a studio that was killed while it wrote
