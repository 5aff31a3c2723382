"""Limits the size of requests: Django reads a whole request before it asks a view."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

LARGEST = 1024 * 1024
"""Bytes. No page takes more than a table of text; a larger body never reaches memory or disk."""
_REFUSED = "Dit is meer dan deze site aanneemt. / This is more than this site accepts.\n"


def limit_bodies(application: Application, largest: int = LARGEST) -> Application:
    """Answer 413 for the `application` to a request with a larger body, announced or not."""

    async def answer(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        size = 0
        is_over = _announced_size(scope) > largest

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
            await _refuse(send)

    return answer


def _announced_size(scope: MutableMapping[str, Any]) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSED.encode()})
