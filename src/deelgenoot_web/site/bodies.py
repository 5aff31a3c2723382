"""Limits the size of requests: Django reads a whole request before it asks a view."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

LARGEST = 1024 * 1024
"""Bytes. No page takes more than a table of text; a larger body never reaches memory or disk."""
UPLOAD_SECONDS = 180.0
"""A presentation of 25 MB over a line of 1.2 Mbit a second."""
_REFUSED = (
    "Dit is meer dan deze site aanneemt. Ga terug en kies een kleiner bestand. / "
    "This is more than this site accepts. Go back and choose a smaller file.\n"
)
_BUSY = (
    "Anderen versturen nu een bestand. Ga terug en probeer het over een minuut opnieuw. / "
    "Others are sending a file now. Go back and try again in a minute.\n"
)


class Uploads:
    """The few larger bodies that are taken at a time: to some addresses, from who signed in."""

    def __init__(self, where: str, cookie: str, largest: int, at_once: int, seconds: float) -> None:
        """Take bodies to addresses that match `where` wholly, with a cookie of that name."""
        self.largest = largest
        self.seconds = seconds
        self._where = re.compile(where)
        self._cookie = f"{cookie}=".encode()
        self._n_free = at_once

    def may_be(self, scope: MutableMapping[str, Any]) -> bool:
        """Whether a request may have such a body. Who sends is asked later, by the page."""
        cookies = dict(scope["headers"]).get(b"cookie", b"")
        is_there = self._where.fullmatch(scope["path"]) is not None
        return is_there and scope["method"] == "POST" and self._cookie in cookies

    @contextmanager
    def place(self) -> Iterator[bool]:
        """Hold a place while a body comes in; False when all are taken."""
        is_free = self._n_free > 0
        self._n_free -= is_free
        try:
            yield is_free
        finally:
            self._n_free += is_free


def limit_bodies(
    application: Application, largest: int = LARGEST, uploads: Uploads | None = None
) -> Application:
    """Answer 413 for the `application` to a request with a larger body, announced or not.

    A body of `uploads` may be larger: few come in at a time, each within so many seconds.
    """

    async def answer(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
        elif uploads and announced_size(scope["headers"]) > largest and uploads.may_be(scope):
            with uploads.place() as is_free:
                if not is_free:
                    await _refuse(send, 503, _BUSY)
                else:
                    until = asyncio.get_running_loop().time() + uploads.seconds
                    await _take_limited(
                        application, uploads.largest, scope, _until(receive, until), send
                    )
        else:
            await _take_limited(application, largest, scope, receive, send)

    return answer


def _until(receive: Receive, until: float) -> Receive:
    async def receive_in_time() -> Message:
        try:
            async with asyncio.timeout_at(until):
                return await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}

    return receive_in_time


async def _take_limited(
    application: Application,
    largest: int,
    scope: MutableMapping[str, Any],
    receive: Receive,
    send: Send,
) -> None:
    size = 0
    is_over = announced_size(scope["headers"]) > largest

    async def receive_part() -> Message:
        nonlocal size, is_over
        message = await receive()
        size += len(message.get("body", b""))
        is_over = size > largest
        # To the application the visitor is gone: it stops reading and answers nothing.
        return {"type": "http.disconnect"} if is_over else message

    if not is_over:
        await application(scope, receive_part, send)
    if is_over:
        await _refuse(send, 413, _REFUSED)


def announced_size(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """Read how many bytes the body of a request will have; 0 where its headers do not say."""
    length = dict(headers).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


async def _refuse(send: Send, status: int, why: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": why.encode()})
