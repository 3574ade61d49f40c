"""``nurie studio``: starts, says where it is, opens a sketch, stops."""

import ipaddress
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image

from nurie.cli.studio import _listen

Nurie = Callable[..., object]


@contextmanager
def command(folder: Path, *arguments: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command in a process of its own; the address that it prints."""
    line = [sys.executable, "-m", "nurie", "studio", "--no-browser", "--folder", str(folder), "--port", "0"]
    process = subprocess.Popen([*line, *map(str, arguments)], stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        said = process.stderr.readline()
        found = re.search(r"the studio is at (http://\S+)", said)
        assert found, said + process.stderr.read()
        yield process, found[1]
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def test_starts_and_stops(tmp_path: Path, model: Path) -> None:
    with command(tmp_path, "--model", model) as (process, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        assert httpx.get(f"{address}api/health", trust_env=False).json()["status"] == "ok"
        assert "<title>nurie</title>" in httpx.get(address, trust_env=False).text
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr
        assert process.stderr.read() == "nurie: stopped; your work is kept.\n"


def test_stops_at_once_while_a_page_listens(tmp_path: Path, model: Path, sketch: Path) -> None:
    with command(tmp_path / "work", sketch, "--model", model) as (process, address):
        base, _, id = address.partition("#")
        with httpx.stream("GET", f"{base}api/sessions/{id}/events", timeout=60, trust_env=False) as answer:
            lines = answer.iter_lines()
            assert next(lines) == "event: status"
            process.send_signal(signal.SIGINT)
            assert len(list(lines)) >= 1  # the stream ends, it is not broken off
        assert process.wait(60) == 130
        assert process.stderr
        assert process.stderr.read() == "nurie: stopped; your work is kept.\n"


def test_opens_a_sketch(tmp_path: Path, model: Path, sketch: Path) -> None:
    with command(tmp_path / "work", sketch, "--model", model) as (_, address):
        base, _, id = address.partition("#")
        page = httpx.get(f"{base}api/sessions/{id}", trust_env=False).json()
        assert page["name"] == "sketch.png"


def test_another_address_asks_for_a_token(tmp_path: Path, model: Path) -> None:
    with command(tmp_path, "--model", model, "--host", "0.0.0.0") as (_, address):
        found = re.fullmatch(r"http://[^/]+:(\d+)/\?token=([\w-]{22})", address)
        assert found, address
        local = f"http://127.0.0.1:{found[1]}/"
        assert httpx.get(f"{local}api/health", trust_env=False).status_code == 401
        headers = {"Authorization": f"Bearer {found[2]}"}
        assert httpx.get(f"{local}api/health", headers=headers, trust_env=False).status_code == 200


def test_the_token_outlives_a_restart(tmp_path: Path, model: Path) -> None:
    tokens = []
    for _ in range(2):
        with command(tmp_path, "--model", model, "--host", "0.0.0.0") as (_, address):
            tokens.append(address.partition("token=")[2])
    assert len(tokens[0]) == 22
    assert tokens[0] == tokens[1]
    assert stat.S_IMODE((tmp_path / "token").stat().st_mode) == 0o600


def test_the_address_that_is_printed_is_answered(tmp_path: Path, model: Path) -> None:
    """A tablet in the network knows no names of this machine, so it is told a number."""
    with command(tmp_path, "--model", model, "--host", "0.0.0.0") as (_, address):
        found = urlsplit(address)
        assert found.hostname
        assert ipaddress.ip_address(found.hostname)
        with httpx.Client(trust_env=False, follow_redirects=True) as browser:
            assert "<title>nurie</title>" in browser.get(address).text
            local = f"http://127.0.0.1:{found.port}/api/health"
            headers = {"Authorization": f"Bearer {found.query.removeprefix('token=')}"}
            for name in (socket.gethostname().upper(), f"{socket.gethostname()}.local:{found.port}"):
                assert browser.get(local, headers={**headers, "Host": name}).status_code == 200


def test_a_larger_sketch_when_asked(tmp_path: Path, nurie: Nurie, model: Path) -> None:
    """What the message says can be done, can be done here."""
    path = tmp_path / "large.png"
    Image.new("L", (1100, 1000), 255).save(path)
    line = ("studio", path, "--no-browser", "--port", 0, "--folder", tmp_path, "--model", model)
    refused = nurie(*line, "--max-megapixels", 1)
    assert refused.code == 2
    assert "--max-megapixels" in refused.err
    with command(tmp_path / "work", path, "--model", model, "--max-megapixels", 2) as (_, address):
        base, _, id = address.partition("#")
        assert httpx.get(f"{base}api/sessions/{id}", trust_env=False).json()["name"] == "large.png"


def test_no_answer_waits_for_the_browser_to_confirm_the_head() -> None:
    with _listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_is_taken(nurie: Nurie, tmp_path: Path, model: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = nurie("studio", "--no-browser", "--port", port, "--folder", tmp_path, "--model", model)
    assert result.code == 2
    assert f"port {port}" in result.err
    assert "another --port" in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("content", [None, b"once upon a time", b"PK\x03\x04 cut"])
def test_a_sketch_that_cannot_be_opened(
    nurie: Nurie, tmp_path: Path, model: Path, content: bytes | None
) -> None:
    path = tmp_path / "bad.png"
    if content is not None:
        path.write_bytes(content)
    result = nurie("studio", path, "--no-browser", "--port", 0, "--folder", tmp_path, "--model", model)
    assert result.code == 2
    assert result.err.startswith("nurie: ")
    assert result.err.count("\n") == 1


def test_without_the_extra(nurie: Nurie, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nurie.cli.studio.find_spec", lambda name: None)
    result = nurie("studio", "--no-browser")
    assert result.code == 2
    assert "pip install '.[studio]'" in result.err
