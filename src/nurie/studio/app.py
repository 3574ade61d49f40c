"""The studio as an ASGI app: what it is made of. The routes are in `nurie.studio.routes`."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from nurie import __version__
from nurie.colorize.colorizer import Colorizer
from nurie.errors import MissingExtraError, NurieError, StudioError
from nurie.studio import pages, routes
from nurie.studio.coloring import Coloring
from nurie.studio.guard import Guard, refusal
from nurie.studio.sessions import Sessions
from nurie.studio.work import WorkQueue

MAX_PIXELS = 60_000_000
"""The largest sketch that the studio opens where nobody says otherwise: B4 at 600 dpi has 52 megapixels."""
MEMORY = 1_200_000_000
"""Bytes that pages in memory may take together, about."""
_STATIC = Path(__file__).parent / "static"
_DESCRIPTION = (
    "Colors sketches on this machine. Open a session with a sketch, look at its nine colorings, place hints, "
    "mix regions, export. Every answer that is no success is "
    '`{"error": "one sentence", "code": "by which to say it otherwise", "values": {}}`.'
)

_log = logging.getLogger(__name__)


def create_app(
    colorizer: Callable[[], Colorizer],
    folder: Path,
    token: str | None = None,
    names: tuple[str, ...] = ("localhost",),
    waiting: int = 32,
    memory: int = MEMORY,
    max_pixels: int = MAX_PIXELS,
) -> FastAPI:
    """Make the studio.

    Args:
        colorizer: makes what colors; called once, in a thread, after the server has started.
        folder: where sessions are kept.
        token: the secret that every request must show; None where only this machine can ask.
        names: host names under which browsers may reach the studio, besides IP addresses.
        waiting: how many network runs may wait; also how many other jobs.
        memory: bytes that pages in memory may take together, about.
        max_pixels: refuse larger sketches.
    """
    network, rendering = WorkQueue(1, waiting), WorkQueue(2, 8 * waiting)
    sessions = Sessions(folder, memory)
    coloring = Coloring(colorizer, sessions, network, rendering, max_pixels)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(coloring.warm_up())
        yield
        warming.cancel()
        await sessions.close()
        network.close()
        rendering.close()

    app = FastAPI(
        title="nurie studio",
        version=__version__,
        description=_DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.studio = routes.Studio(sessions, coloring, network, rendering, max_pixels)
    app.include_router(routes.router, prefix="/api")
    app.include_router(pages.router, prefix="/api")
    app.add_exception_handler(NurieError, _tell)
    app.add_exception_handler(RequestValidationError, _tell_form)
    app.add_exception_handler(HTTPException, _tell_status)
    app.get("/api/docs", include_in_schema=False)(_docs)
    app.mount("/", StaticFiles(directory=_STATIC, html=True))
    app.add_middleware(Guard, names=names, public=token is not None, token=token)
    return app


async def _docs() -> FileResponse:
    return FileResponse(_STATIC / "docs.html")


async def _tell(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, NurieError)
    return refusal(error, 501 if isinstance(error, MissingExtraError) else 422)


async def _tell_form(request: Request, error: Exception) -> JSONResponse:
    problem = "the request is not as documented"
    if isinstance(error, RequestValidationError) and (problems := error.errors()):
        place = " ".join(str(step) for step in problems[0]["loc"])
        problem = f"{place} is wrong ({problems[0]['msg']})"
    sentence = f"{problem}: see /api/docs."
    return refusal(StudioError(sentence.encode("utf-8", "replace").decode(), 422, code="malformed"))


async def _tell_status(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = {404: "there is nothing here: see /api/docs.", 405: "this cannot be done here: see /api/docs."}
    told = StudioError(
        words.get(status, "the request is malformed: see /api/docs."), status, code="malformed"
    )
    answer = refusal(told)
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer
