"""A studio that really runs: uvicorn in a thread, at a free port of this machine."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from nurie import Colorizer
from nurie.studio.app import create_app
from nurie.studio.server import Server


@dataclass(frozen=True)
class Running:
    url: str
    port: int
    app: FastAPI
    client: httpx.Client

    def open(self, sketch: bytes, name: str = "page.png") -> str:
        """Open a sketch; the address of its session."""
        answer = self.client.post("/api/sessions", params={"name": name}, content=sketch)
        assert answer.status_code == 201, answer.text
        return f"/api/sessions/{answer.json()['id']}"

    def get(self, path: str) -> httpx.Response:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer

    def put(self, path: str, document: object) -> None:
        answer = self.client.put(path, json=document)
        assert answer.status_code == 200, answer.text


@contextmanager
def running(model: Path, folder: Path, port: int = 0, **options: Any) -> Iterator[Running]:
    """Start a studio and stop it in the end. Options are those of `create_app`."""
    token = options.get("token")
    options.setdefault("colorizer", lambda: Colorizer(model, threads=1))
    app = create_app(folder=folder, **options)
    listening = socket.create_server(("127.0.0.1", port))
    server = Server(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    port = listening.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with httpx.Client(base_url=url, timeout=120, headers=headers, trust_env=False) as client:
            yield Running(url, port, app, client)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def until(happened: Any, seconds: float = 60) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
