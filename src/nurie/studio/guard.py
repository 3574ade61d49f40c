"""Checks of every request: host, origin, token, and the size of the body."""

import asyncio
import hmac
import ipaddress
import re
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nurie.errors import NurieError, StudioError

UPLOAD_LIMIT = 64_000_000
"""Bytes of a sketch or a project."""
DOCUMENT_LIMIT = 4_000_000
"""Bytes of anything else."""
_HELD_LIMIT = 256_000_000  # bytes of all requests being read at once
_COOKIE = "nurie-token"
_COOKIE_AGE = 400 * 24 * 3600  # s, as long as browsers keep one
_HOST = re.compile(r"(?:\[(?P<v6>[0-9a-fA-F:.]+)\]|(?P<name>[\w.-]+))(?::\d{1,5})?", re.ASCII)
_TOKEN_PAGE = Path(__file__).parent / "static" / "token.html"

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Lets a request through only if it is meant for this studio and comes from its own page or a script.

    - The Host header must be an IP address or a known name, against DNS rebinding.
    - A browser must come from the studio's own page (Origin, Sec-Fetch-Site).
    - A token, where there is one, must be shown: a cookie, ``Authorization: Bearer``, or as ``/?token=``.
    - The body is read here, up to a size and within a time; then the request goes on.

    Args:
        app: what is guarded.
        names: host names that are accepted, besides IP addresses.
        public: whether addresses other than this machine's own may be named.
        token: the secret; None where everyone on this machine may ask.
        patience: seconds within which a body must be complete.
    """

    def __init__(
        self, app: ASGIApp, names: Iterable[str], public: bool, token: str | None, patience: float = 120
    ) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)
        self._public = public
        self._token = token
        self._patience = patience
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        send = _with_headers(send, scope["path"])
        held = 0
        try:
            self._check_host(headers)
            _check_origin(headers, scope)
            if self._token is not None and not self._knows_token(headers):
                await self._without_token(scope)(scope, receive, send)
                return
            limit = UPLOAD_LIMIT if scope["path"].rstrip("/") == "/api/sessions" else DOCUMENT_LIMIT
            body = bytearray()
            async for chunk in _chunks(receive, headers, limit, self._patience):
                if self._held + len(chunk) > _HELD_LIMIT:
                    raise StudioError(
                        "too much is being uploaded at once: try again in 2 s.",
                        429,
                        2,
                        code="busy",
                        seconds=2,
                    )
                self._held += len(chunk)
                held += len(chunk)
                body += chunk
            await self._app(scope, _replay(bytes(body), receive), send)
        except StudioError as error:
            await refusal(error)(scope, receive, send)
        finally:
            self._held -= held

    def _check_host(self, headers: Headers) -> None:
        found = _HOST.fullmatch(headers.get("host", ""))
        host = (found["v6"] or found["name"]).lower() if found else ""
        if host in self._names:
            return
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            address = None
        if address is None or not (self._public or address.is_loopback):
            raise StudioError(
                "the studio does not answer to this host name: use the address it printed.", 421, code="host"
            )

    def _knows_token(self, headers: Headers) -> bool:
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        cookie = cookie_parser(headers.get("cookie", "")).get(_COOKIE, "")
        return (scheme.lower() == "bearer" and self._is_token(bearer)) or self._is_token(cookie)

    def _is_token(self, shown: str) -> bool:
        return hmac.compare_digest(shown.encode(), (self._token or "").encode())

    def _without_token(self, scope: Scope) -> Response:
        """The answer to a request without the cookie: a redirect if the address has the token, else 401."""
        if scope["path"] == "/" and self._is_token(_query_token(scope)):
            return self._with_cookie()
        if scope["path"] == "/" and "text/html" in Headers(scope=scope).get("accept", ""):
            return FileResponse(_TOKEN_PAGE, 401)
        return refusal(
            StudioError(
                "this studio asks for its token: open the address that nurie studio printed.",
                401,
                code="token",
            )
        )

    def _with_cookie(self) -> RedirectResponse:
        """Redirect to the address without the token, which goes into a cookie that scripts cannot read."""
        response = RedirectResponse("/", 303)
        response.set_cookie(_COOKIE, self._token or "", _COOKIE_AGE, httponly=True, samesite="strict")
        return response


def refusal(error: NurieError, status: int = 422) -> JSONResponse:
    """The answer that tells an error; a `StudioError` knows its status."""
    headers = {}
    if isinstance(error, StudioError):
        status = error.status
        headers = {"retry-after": str(error.retry_after)} if error.retry_after else {}
    return JSONResponse({"error": str(error), "code": error.code, "values": error.values}, status, headers)


def _check_origin(headers: Headers, scope: Scope) -> None:
    origin = headers.get("origin")
    foreign = origin is not None and origin.partition("://")[2] != headers.get("host")
    site = headers.get("sec-fetch-site", "none")
    if scope["path"].startswith("/api") and site not in ("none", "same-origin"):
        foreign = True
    if foreign:
        raise StudioError(
            "another web page asked, not the studio's own: open the studio itself.", 403, code="foreign"
        )


def _query_token(scope: Scope) -> str:
    query: str = scope["query_string"].decode("latin-1")
    return parse_qs(query).get("token", [""])[0]


async def _chunks(receive: Receive, headers: Headers, limit: int, patience: float) -> AsyncIterator[bytes]:
    """The body as it comes, up to a size and within a time.

    Raises:
        StudioError: it is too large, too slow, or was broken off.
    """
    told = headers.get("content-length", "")
    size, more = int(told) if told.isdecimal() else 0, True
    read = 0
    deadline = asyncio.get_running_loop().time() + patience
    _check_size(size, limit)
    while more:
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            raise StudioError(
                f"the upload took longer than {patience:.0f} s: send it again.", 408, code="slow-upload"
            ) from None
        if message["type"] == "http.disconnect":
            raise StudioError("the upload was broken off: send it again.", 400, code="broken-upload")
        chunk, more = message.get("body", b""), message.get("more_body", False)
        read += len(chunk)
        _check_size(read, limit)
        yield chunk


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        megabytes = limit // 1_000_000
        raise StudioError(
            f"this is larger than {megabytes} MB: send a smaller file.",
            413,
            code="upload-too-large",
            megabytes=megabytes,
        )


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives a body that was read already, then the further events of the server."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _with_headers(send: Send, path: str) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            if path.startswith("/api/") and "cache-control" not in headers:
                headers["cache-control"] = "no-store"
        await send(message)

    return guarded
