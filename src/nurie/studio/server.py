"""The server under the app: uvicorn, which ends the streams of events before it stops."""

import socket

import uvicorn
from fastapi import FastAPI

from nurie.studio.routes import Studio

_PATIENCE = 5  # s that requests get to end when the studio stops


class Server(uvicorn.Server):
    """Serves one studio.

    Args:
        app: made by `nurie.studio.app.create_app`.
    """

    def __init__(self, app: FastAPI) -> None:
        super().__init__(
            uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_PATIENCE, server_header=False)
        )
        self._studio: Studio = app.state.studio

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop; a stream of events would never end by itself."""
        self._studio.sessions.hang_up()
        await super().shutdown(sockets)
