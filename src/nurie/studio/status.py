"""The status of a session, errors included, as the API reports it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from nurie.errors import Notice
from nurie.studio.sessions import Session, Sessions

_HEARTBEAT = 15.0  # s, so that proxies and browsers keep the line open


class Form(BaseModel):
    """What all forms of the API have in common."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class ErrorForm(Form):
    """A sentence about what went wrong or should be known."""

    error: str
    code: str = Field(default="", description="By which to say it in another language, if anybody does.")
    values: dict[str, str | float] = Field(default={}, description="What the sentence names.")

    @classmethod
    def of(cls, sentence: str) -> "ErrorForm":
        """The form of a sentence, which may be a `Notice`."""
        if isinstance(sentence, Notice):
            return cls(error=sentence, code=sentence.code, values=sentence.values)
        return cls(error=sentence)


class StatusForm(Form):
    """What the studio is doing with a session."""

    revision: int = Field(description="Grows with every decision.")
    author: str = Field(description="The X-Nurie-Client header of who decided last.")
    state: Literal["asleep", "waiting", "coloring", "ready", "failed"]
    position: int = Field(description="In the queue, while waiting: 1 is next.")
    seconds: float = Field(description="That the last coloring took.")
    problem: ErrorForm | None = Field(default=None, description="Why coloring failed.")
    saved: bool
    save_problem: ErrorForm | None = Field(default=None, description="Why the work could not be saved.")

    @classmethod
    def of(cls, session: Session) -> "StatusForm":
        """The status of a session."""
        progress = session.progress
        return cls(
            revision=session.revision,
            author=session.author,
            state=progress.state,
            position=progress.position,
            seconds=progress.seconds,
            problem=ErrorForm.of(progress.problem) if progress.problem else None,
            saved=session.saved_revision == session.revision,
            save_problem=ErrorForm.of(session.save_problem) if session.save_problem else None,
        )


async def statuses(sessions: Sessions, session: Session, changed: asyncio.Event) -> AsyncIterator[str]:
    """Server-sent events: the status of a session, now and at every change, until the studio stops."""
    changed.set()
    try:
        while sessions.listening:
            try:
                async with asyncio.timeout(_HEARTBEAT):
                    await changed.wait()
            except TimeoutError:
                yield ": still here\n\n"
                continue
            changed.clear()
            yield f"event: status\ndata: {StatusForm.of(session).model_dump_json()}\n\n"
    finally:
        session.forget(changed)
