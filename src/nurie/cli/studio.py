"""``nurie studio``: color pages in the browser, on this machine."""

import json
import socket
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from nurie.cli.streams import say
from nurie.errors import MissingExtraError, StudioError

if TYPE_CHECKING:
    from nurie.studio.server import Server

_LOCAL = "127.0.0.1"
_SWITCH = 0.0005  # s: the longest that an answer waits for a thread that colors; 0.005 is usual in Python


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
    max_megapixels: Annotated[
        int,
        typer.Option(
            min=1, help="Refuse larger sketches; each megapixel takes about 40 MB while it is colored."
        ),
    ] = 60,
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
            f"The studio needs {', '.join(missing)}, not installed here; "
            "in nurie's folder run: pip install '.[studio]'"
        )
    from nurie.colorize.colorizer import Colorizer
    from nurie.studio.app import create_app
    from nurie.studio.server import Server
    from nurie.studio.token import kept_token

    kept = folder or Path(typer.get_app_dir("nurie")) / "studio"
    data = _read(sketch, max_megapixels) if sketch else None
    token = kept_token(kept / "token") if host and host not in ("localhost", _LOCAL, "::1") else None
    listening = _listen(host or _LOCAL, port)
    shown = _own_address(host) if host in ("0.0.0.0", "::") else host or _LOCAL
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{listening.getsockname()[1]}/"
    own = socket.gethostname()
    app = create_app(
        lambda: Colorizer(model, threads),
        kept,
        token,
        ("localhost", shown, *((own, f"{own}.local") if token else ())),
        max_pixels=max_megapixels * 1_000_000,
    )
    sys.setswitchinterval(_SWITCH)
    server = Server(app)
    name = sketch.name if sketch else ""
    greeting = threading.Thread(target=_greet, args=(server, address, token, data, name, not no_browser))
    greeting.start()
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        say("stopped; your work is kept.")
        raise typer.Exit(130) from None
    finally:
        greeting.join()


def _read(sketch: Path, max_megapixels: int) -> bytes:
    """The file's bytes, checked so that what is wrong with it is told here and not in the browser."""
    from nurie import artwork
    from nurie.studio.project import is_project, unpack

    try:
        data = sketch.read_bytes()
    except OSError:
        data = b""
    if is_project(data):
        unpack(data)
    else:
        artwork.load(sketch, max_megapixels * 1_000_000)
    return data


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or error
        raise StudioError(
            f"the studio cannot listen at {host}, port {port} ({reason}): "
            "use the studio that runs already, or name another --port."
        ) from None
    # All connections get this. Without, an answer's head travels and its body waits 40 ms to hear of it:
    # asyncio sees to it only where a socket names its protocol, which those of create_server do not.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _own_address(host: str) -> str:
    """The address by which the network knows this machine; the system says it, and sends nothing."""
    v4 = host == "0.0.0.0"
    family, somewhere = (socket.AF_INET, "192.0.2.1") if v4 else (socket.AF_INET6, "2001:db8::1")
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        try:
            line.connect((somewhere, 9))
        except OSError:  # there is no network
            return _LOCAL if v4 else "::1"
        return str(line.getsockname()[0])


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
    say(f"the studio is at {url}")
    if token:
        say("everyone who knows this address with its token can use the studio; Ctrl-C stops it.")
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
