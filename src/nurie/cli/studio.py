"""``nurie studio``: color pages in the browser, on this machine."""

import json
import secrets
import socket
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from nurie.cli import streams
from nurie.errors import MissingExtraError, StudioError

if TYPE_CHECKING:
    from nurie.studio.server import Server

_LOCAL = "127.0.0.1"


def studio(
    sketch: Annotated[Path | None, typer.Argument(help="A sketch or a project to open at once.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for any free one.")] = 8765,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
    host: Annotated[
        str | None, typer.Option(help="An address of this machine that others can reach; asks for a token.")
    ] = None,
    model: Annotated[Path | None, typer.Option(help="A model made by nurie export.")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Processors to use; all by default.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Where the work is kept; your own by default.")] = None,
) -> None:
    """Color pages in the browser. Nothing leaves this machine.

    [bold]Examples[/bold]

      nurie studio                    opens http://127.0.0.1:8765

      nurie studio page1.png          with a page

      nurie studio --host 0.0.0.0     for a tablet in the same network, with a token
    """
    missing = [name for name in ("fastapi", "uvicorn") if find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            f"The studio needs {', '.join(missing)}, not installed here; run: pip install 'nurie[studio]'"
        )
    from nurie.colorize.colorizer import Colorizer
    from nurie.studio.app import create_app
    from nurie.studio.server import Server

    data = _read(sketch) if sketch else None
    token = secrets.token_urlsafe(16) if host and host not in ("localhost", _LOCAL, "::1") else None
    listening = _listen(host or _LOCAL, port)
    shown = host if host not in (None, "0.0.0.0", "::") else socket.gethostname() if token else _LOCAL
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{listening.getsockname()[1]}/"
    app = create_app(
        lambda: Colorizer(model, threads),
        folder or Path(typer.get_app_dir("nurie")) / "studio",
        token,
        ("localhost", shown),
    )
    server = Server(app)
    name = sketch.name if sketch else ""
    greeting = threading.Thread(target=_greet, args=(server, address, token, data, name, not no_browser))
    greeting.start()
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        _say("stopped; your work is kept.")
        raise typer.Exit(130) from None
    finally:
        greeting.join()


def _read(sketch: Path) -> bytes:
    """The file's bytes, checked so that what is wrong with it is told here and not in the browser."""
    from nurie import images
    from nurie.studio.project import is_project, unpack

    try:
        data = sketch.read_bytes()
    except OSError:
        data = b""
    if is_project(data):
        unpack(data)
    else:
        images.load(sketch)
    return data


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or error
        raise StudioError(
            f"the studio cannot listen at {host}, port {port} ({reason}): "
            "use the studio that runs already, or name another --port."
        ) from None


def _greet(
    server: "Server", address: str, token: str | None, data: bytes | None, name: str, browser: bool
) -> None:
    """When the server has started: hand it the sketch, say where it is, open the browser."""
    while not server.started:
        if server.should_exit:
            return
        time.sleep(0.02)
    place = f"#{_open_session(address, token, data, name)}" if data else ""
    url = f"{address}?token={token}{place}" if token else address + place
    _say(f"the studio is at {url}")
    if token:
        _say("everyone who knows this address with its token can use the studio; Ctrl-C stops it.")
    if browser:
        import webbrowser

        webbrowser.open(url)


def _open_session(address: str, token: str | None, data: bytes, name: str) -> str:
    """Open a sketch as any client would; returns the session's id."""
    import urllib.request

    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(f"{address}api/sessions?name={quote(name)}", data, headers)
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request) as answer:
        return str(json.load(answer)["id"])


def _say(sentence: str) -> None:
    streams.say(sentence)
