"""Nobody gets in who should not, and nothing comes in that is too much."""

import asyncio
import io
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from bombs import bomb
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from nurie.studio.guard import DOCUMENT_LIMIT, Guard
from studio.running import Running, running

TOKEN = "correct-horse"


@pytest.fixture(scope="module")
def guarded(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A studio with a token, as with ``--host``."""
    with running(model, tmp_path_factory.mktemp("guarded"), token=TOKEN) as started:
        yield started


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("LOCALHOST", 200),
        ("[::1]:{port}", 200),
        ("evil.example:{port}", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example", 421),
        ("192.168.0.7", 421),
        ("", 421),
        ("evil.example@127.0.0.1", 421),
        ("evil.example@localhost:{port}", 421),
        ("127.0.0.1:{port}@evil.example", 421),
        ("127.0.0.1/evil.example", 421),
        ("[", 421),
        ("[::1", 421),
        ("[::1]evil.example", 421),
        ("127.0.0.1:port", 421),
    ],
)
def test_only_right_host_names(studio: Running, host: str, status: int) -> None:
    answer = studio.client.get("/api/health", headers={"Host": host.format(port=studio.port)})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 422),
        ({"Origin": "http://127.0.0.1:{port}"}, 422),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Origin": "http://evil.example@127.0.0.1:{port}"}, 403),
        ({"Origin": "//"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 422),
    ],
)
def test_only_the_own_page_posts(studio: Running, headers: dict[str, str], status: int) -> None:
    """422 means that the request came through: its body is no picture."""
    headers = {name: value.format(port=studio.port) for name, value in headers.items()}
    assert studio.client.post("/api/sessions", content=b"x", headers=headers).status_code == status


def test_a_token_is_asked_for(guarded: Running) -> None:
    def ask(path: str = "/api/health", **options: dict[str, str]) -> httpx.Response:
        return httpx.get(guarded.url + path, trust_env=False, **options)

    assert ask().status_code == 401
    assert ask("/").status_code == 401
    assert ask("/js/main.js").status_code == 401
    assert ask("/?token=wrong").status_code == 401
    assert ask("/api/health?token=" + TOKEN).status_code == 401
    assert ask(headers={"Authorization": f"Basic {TOKEN}"}).status_code == 401
    assert ask(headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert ask(headers={"Cookie": f"nurie-token={TOKEN}"}).status_code == 200
    assert ask(headers={"Cookie": "nurie-token=wrong"}).status_code == 401


@given(st.sampled_from(["Host", "Origin", "Cookie", "Authorization"]), st.binary(max_size=40))
def test_no_header_breaks_it(name: str, value: bytes) -> None:
    """Whatever a header holds, the answer is the page's or a refusal; the guard never fails."""

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        await Response()(scope, receive, send)

    guard = Guard(page, ["localhost"], True, TOKEN)
    headers = {"Host": b"localhost"} | {name: value}
    assert asked(guard, [], last=b"x", headers=headers)[0]["status"] in (200, 401, 403, 421)


def test_who_opens_the_page_without_its_token_reads_what_to_do(guarded: Running) -> None:
    answer = httpx.get(guarded.url, headers={"Accept": "text/html,*/*"}, trust_env=False)
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("text/html")
    assert "Open the address that <code>nurie studio</code> printed" in answer.text
    assert 'lang="ja"' in answer.text
    refused = httpx.get(guarded.url + "/api/health", headers={"Accept": "*/*"}, trust_env=False)
    assert refused.json()["code"] == "token"


def test_the_token_moves_from_the_address_to_a_cookie(guarded: Running) -> None:
    with httpx.Client(base_url=guarded.url, trust_env=False) as browser:
        answer = browser.get("/", params={"token": TOKEN})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Max-Age=" in cookie  # a tablet that was switched off is let in again
        assert browser.get("/").status_code == 200


def test_with_a_token_other_addresses_of_this_machine_are_right(guarded: Running) -> None:
    assert guarded.client.get("/api/health", headers={"Host": "192.168.0.7:1"}).status_code == 200
    assert guarded.client.get("/api/health", headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("path", ["/", "/api/health", "/api/docs", "/js/main.js", "/nothing", "/api/nothing"])
def test_every_answer_is_sealed(studio: Running, path: str) -> None:
    headers = studio.client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "path", ["/../app.py", "/%2e%2e/app.py", "/..%2fapp.py", "/js/../../app.py", "//etc/passwd", "/%00"]
)
def test_no_file_outside_the_page_is_served(studio: Running, path: str) -> None:
    with socket.create_connection(("127.0.0.1", studio.port)) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = line.makefile("rb").read()
    assert answer.split(b" ")[1] in (b"404", b"400")
    assert b"create_app" not in answer


def test_a_decompression_bomb(studio: Running) -> None:
    answer = studio.client.post("/api/sessions", content=bomb())
    assert answer.status_code == 422
    assert "900 million pixels" in answer.json()["error"]


def test_too_large_by_its_own_word(studio: Running) -> None:
    with socket.create_connection(("127.0.0.1", studio.port)) as line:
        line.sendall(b"POST /api/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n")
        assert line.makefile("rb").readline().split(b" ")[1] == b"413"


def test_too_large_without_a_word(studio: Running) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(DOCUMENT_LIMIT // 100_000 + 2):
            yield bytes(100_000)

    answer = studio.client.post("/api/palette", content=endless())
    assert answer.status_code == 413
    assert "4 MB" in answer.json()["error"]


def asked(
    guard: Guard, parts: list[bytes | float], last: bytes = b"", headers: dict[str, bytes] | None = None
) -> list[Message]:
    """Send a request whose body comes in parts, `last` the last if given; a number is a pause in s.

    Returns:
        The answer's messages.
    """
    sent: list[Message] = []
    rest = iter([*parts, last] if last else parts)

    async def receive() -> Message:
        for part in rest:
            if isinstance(part, bytes):
                return {"type": "http.request", "body": part, "more_body": part is not last}
            await asyncio.sleep(part)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http", "method": "POST", "path": "/api/sessions", "query_string": b"",
        "headers": [(n.lower().encode(), v) for n, v in (headers or {"Host": b"localhost"}).items()],
    }  # fmt: skip
    asyncio.run(guard(scope, receive, send))
    return sent


async def never(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("the request came through")


def test_the_last_part_counts_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nurie.studio.guard.UPLOAD_LIMIT", 10)
    guard = Guard(never, ["localhost"], False, None)
    assert asked(guard, [bytes(10)], last=b"x")[0]["status"] == 413
    assert asked(guard, [], last=bytes(11))[0]["status"] == 413


def test_an_upload_that_takes_too_long() -> None:
    guard = Guard(never, ["localhost"], False, None, patience=0.05)
    assert asked(guard, [b"a", 30.0])[0]["status"] == 408


def test_an_upload_that_is_broken_off() -> None:
    guard = Guard(never, ["localhost"], False, None)
    assert asked(guard, [b"a", b"b"])[0]["status"] == 400


def test_uploads_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nurie.studio.guard._HELD_LIMIT", 10)
    answer = asked(Guard(never, ["localhost"], False, None), [bytes(6), bytes(6)])
    assert answer[0]["status"] == 429
    assert dict(answer[0]["headers"])[b"retry-after"] == b"2"


def test_a_name_from_outside_is_only_a_label(studio: Running, png: bytes) -> None:
    page = studio.open(png, "../../../etc/pass\nwd\x00.png")
    assert studio.get(page).json()["name"] == "pass wd .png"
    assert io.BytesIO(studio.get(f"{page}/export/png").content).read(4) == b"\x89PNG"
