"""Who may talk to the review server: the browser that the one-time link opened, from our own pages."""

from __future__ import annotations

import os
import secrets
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = [
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
        b"base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),  # with no-referrer a form would be sent with Origin: null
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]
_SAFE = ("GET", "HEAD")


class Guard:
    """Lets a request through to ``app`` only with the right Host, Origin and cookie.

    A foreign name that was rebound to 127.0.0.1 shows in Host, a form of a foreign page in Origin (SameSite
    does not tell ports apart).  The token of the link is good once: it buys the cookie of this server's life.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self.host = f"127.0.0.1:{port}"
        self.origin = f"http://{self.host}"
        self.cookie = f"lexcalc-review-{port}"  # cookies of one host are shared by all its ports
        self._session = secrets.token_urlsafe(32)
        self._token: str | None = secrets.token_urlsafe(32)

    @property
    def url(self) -> str:
        """The link that opens the review, once."""
        return f"{self.origin}/?token={self._token}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry."""
        if scope["type"] != "http":
            return
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.lower(), []).append(value)
        if headers.get(b"host") != [self.host.encode()]:
            return await _refuse(send, 421, "请用终端里给出的地址。 Use the address that the terminal shows.")
        if scope["method"] not in _SAFE and headers.get(b"origin") != [self.origin.encode()]:
            return await _refuse(send, 403, "请求不是从复核页面发出的。 Not sent by the review page.")
        if not self._known(headers.get(b"cookie", [])):
            if scope["method"] == "GET" and scope["path"] == "/" and self._redeem(scope["query_string"]):
                cookie = f"{self.cookie}={self._session}; HttpOnly; SameSite=Strict; Path=/"
                return await _answer(send, 303, b"", [(b"location", b"/"), (b"set-cookie", cookie.encode())])
            return await _refuse(
                send,
                403,
                "链接无效或已用过，请重新运行 lexcalc review。 The link is wrong or was used; start again.",
            )
        try:
            await self.app(scope, receive, _with_headers(send))
        except Exception:  # the reader has been told; a traceback on the terminal may quote the case
            if os.environ.get("LEXCALC_DEBUG"):
                raise

    def _known(self, values: list[bytes]) -> bool:
        try:
            jar = SimpleCookie(b"; ".join(values).decode("latin-1"))
        except CookieError:
            return False
        found = jar.get(self.cookie)
        return found is not None and secrets.compare_digest(found.value.encode(), self._session.encode())

    def _redeem(self, query: bytes) -> bool:
        given = parse_qs(query.decode("latin-1")).get("token", [""])[0]
        right = self._token is not None and secrets.compare_digest(given.encode(), self._token.encode())
        if right:
            self._token = None
        return right


def _with_headers(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *_HEADERS]}
        await send(message)

    return sending


async def _refuse(send: Send, status: int, sentence: str) -> None:
    await _answer(send, status, sentence.encode(), [(b"content-type", b"text/plain; charset=utf-8")])


async def _answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    length = (b"content-length", str(len(body)).encode())
    start = {"type": "http.response.start", "status": status, "headers": [*headers, length, *_HEADERS]}
    await send(start)
    await send({"type": "http.response.body", "body": body})
