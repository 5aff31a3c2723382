"""Reading a request and answering it, in the few shapes that `/live/` needs."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

import msgspec

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Header = tuple[bytes, bytes]

_ALWAYS = ((b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store, no-transform"))
_JSON = (b"content-type", b"application/json")
_STREAM = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),  # nginx holds back an answer unless it is told not to
)


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """A whole answer. `body` is JSON."""

    status: int
    body: bytes = b""
    headers: tuple[Header, ...] = ()


class VoteRefusedError(Exception):
    """A refusal, answered as `{"error": ...}`: what is wrong and how to go on, for people."""

    def __init__(self, status: int, why: str, *headers: Header) -> None:
        super().__init__(why)
        self.answer = LiveAnswer(status, msgspec.json.encode({"error": why}), headers)


def of(content: object) -> LiveAnswer:
    """Answer `content` as JSON."""
    return LiveAnswer(HTTPStatus.OK, msgspec.json.encode(content))


async def give(send: Send, answer: LiveAnswer) -> None:
    """Send a whole answer."""
    length = (b"content-length", b"%d" % len(answer.body))
    await _start(send, answer.status, (*_ALWAYS, _JSON, length, *answer.headers))
    await send({"type": "http.response.body", "body": answer.body})


async def start_stream(send: Send) -> None:
    """Send the head of a stream; the events follow as bodies."""
    await _start(send, HTTPStatus.OK, (*_ALWAYS, *_STREAM))


async def _start(send: Send, status: int, headers: Iterable[Header]) -> None:
    await send({"type": "http.response.start", "status": int(status), "headers": list(headers)})


async def body_of(receive: Receive, most: int) -> bytes | None:
    """Read the body of a request; None when it is over `most` bytes."""
    body = bytearray()
    more = True
    while more and len(body) <= most:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body) if len(body) <= most else None


async def until_gone(receive: Receive) -> None:
    """Wait until the visitor leaves, or the answer is finished."""
    while (await receive())["type"] != "http.disconnect":
        pass


def header(scope: Scope, name: bytes) -> str:
    """Return a header of the request, or an empty text."""
    text: bytes = next((value for key, value in scope["headers"] if key == name), b"")
    return text.decode("latin-1")


def query_field(scope: Scope, name: str) -> str:
    """Return a field of the query, or an empty text."""
    query = parse_qs(scope["query_string"].decode("latin-1"))
    return str(query.get(name, [""])[0])
