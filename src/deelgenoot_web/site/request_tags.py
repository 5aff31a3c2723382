"""What a request is known by on its way through the server: its number, and the kind of its page.

The number stands in every line that is logged for the request, and on the page that a visitor gets
when something went wrong.
"""

import re
import secrets
import time
from collections.abc import Callable, MutableMapping
from contextvars import ContextVar
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from deelgenoot_web.site.bodies import Application, Message, Receive, Send

Scope = MutableMapping[str, Any]
GetResponse = Callable[[HttpRequest], HttpResponseBase]
_NUMBER = re.compile(rb"[0-9A-Za-z-]{8,64}")
_LIVE = {"stem": "vote", "stand": "state", "stroom": "stream", "kaartje": "ticket"}
_LOOPBACK = frozenset({"127.0.0.1", "::1"})


@dataclass
class RequestTag:
    """One request; `kind` is a word of a few, never what a visitor sent."""

    number: str
    kind: str = "other"


Note = Callable[[RequestTag, int, float], None]
"""Notes a request with the status of its answer and the seconds until that began."""
current_tag: ContextVar[RequestTag | None] = ContextVar("tag", default=None)


def request_number() -> str:
    """Return the number of the request that this thread or task serves; empty without one."""
    tag = current_tag.get()
    return tag.number if tag else ""


def number_requests(application: Application, note: Note | None = None) -> Application:
    """Give each request to the `application` a number, and `note` its answer where asked to."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        tag = RequestTag(_number(scope), _kind_beside_django(scope.get("path", "")))
        current_tag.set(tag)
        begin = time.perf_counter()

        async def send_noted(message: Message) -> None:
            if note and message["type"] == "http.response.start":
                note(tag, message["status"], time.perf_counter() - begin)
            await send(message)

        await application(scope, receive, send_noted if note else send)

    return answer


def kind_of_page(get_response: GetResponse) -> GetResponse:
    """Note of which room of the site a page is."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if tag := current_tag.get():
            tag.kind = _kind(request, response.status_code)
        return response

    return answer


def _kind_beside_django(path: str) -> str:
    room, _, rest = path.removeprefix("/").partition("/")
    if room == "live":
        return _LIVE.get(rest.rpartition("/")[2], "other")
    return "health" if room == "gezond" else "other"


def _kind(request: HttpRequest, status: int) -> str:
    if request.resolver_match:
        return request.resolver_match.app_name or "site"
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    # A page that was kept is answered without looking for its view.
    return "kept" if status < HTTPStatus.BAD_REQUEST else "unknown"


def _number(scope: Scope) -> str:
    """Take the number that a proxy gave, or make one."""
    header = next(
        (value for name, value in scope.get("headers", ()) if name == b"x-request-id"), b""
    )
    if _came_by_proxy(scope) and _NUMBER.fullmatch(header):
        return str(header, "ascii")
    return secrets.token_hex(8)


def _came_by_proxy(scope: Scope) -> bool:
    """Whether a proxy that is trusted passed the request on.

    uvicorn gives a visitor behind such a proxy the port 0, and no other has that.
    """
    host, port = scope.get("client") or ("", 0)
    return port == 0 or host in _LOOPBACK
