"""Django's part of the site, in a few threads that stay; requests are served in order.

Django under ASGI takes a thread for each request, opens the database anew in each, and goes to and
fro between thread and loop four times. And threads share one interpreter: when the groups begin
and hundreds open a page at once, all wait for all, and so does whoever votes meanwhile.
docs/decisions/0055 has the figures.
"""

import asyncio
import contextvars
import sys
from collections.abc import AsyncIterator, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from deelgenoot_web.site.bodies import Application, Receive, Send

AT_ONCE = 4
"""More makes no page sooner: the interpreter does one thing at a time, and our pages wait for
nothing but the database."""
PATIENCE = 10.0
"""Seconds that who changes something waits for a thread. A proxy gives up after a minute."""
LATE = "deelgenoot.late"
"""In the environ of a request: it waited that long, and is to be turned away."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
Environ = dict[str, Any]
WSGI = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
_PLAIN = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}
_BETWEEN = {b"cookie": "; "}
"""The separator of the values of a repeated header, where it is no comma."""


class _Answer(NamedTuple):
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


def in_threads(site: WSGI, at_once: int = AT_ONCE, patience: float = PATIENCE) -> Application:
    """Wrap the WSGI application `site` for ASGI, with at most `at_once` requests at work.

    A thread is taken when a request has come in wholly, and given back before its answer leaves:
    nobody with a slow line keeps others waiting. An answer is held in memory as a whole. One thread
    is kept for who only reads, as those who change something may all wait for a locked database:
    whoever waited `patience` seconds for them is turned away there.
    """
    changing = asyncio.Semaphore(max(1, at_once - 1))
    threads = ThreadPoolExecutor(at_once, thread_name_prefix="site")

    async def answer(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        body = await _whole(receive)
        if body is None:
            return
        # A context for each request: the language of one is not that of the next.
        work = contextvars.copy_context().run
        loop, environ = asyncio.get_running_loop(), _environ(scope, body)
        async with _turn(changing, None if scope["method"] in _READING else patience) as is_late:
            environ[LATE] = is_late
            response = await loop.run_in_executor(threads, work, _ask, site, environ)
        status, headers, content = response
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    return answer


@asynccontextmanager
async def _turn(places: asyncio.Semaphore, patience: float | None) -> AsyncIterator[bool]:
    """Hold one of the places; yield True where none came free within so many seconds.

    Without `patience` no place is needed.
    """
    if patience is None:
        yield False
        return
    try:
        async with asyncio.timeout(patience):
            await places.acquire()
    except TimeoutError:
        yield True
        return
    try:
        yield False
    finally:
        places.release()


async def _whole(receive: Receive) -> bytes | None:
    """Read the body of a request; None when the visitor left before it was complete."""
    body, has_more = bytearray(), True
    while has_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        has_more = message.get("more_body", False)
    return bytes(body)


def _environ(scope: MutableMapping[str, Any], body: bytes) -> Environ:
    """Translate the request for PEP 3333: texts hold bytes, one in each character."""
    server, client = scope.get("server") or ("", None), scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or ""),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        # An underscore would become the same as a hyphen, and pass for a header of the proxy.
        if b"_" in name:
            continue
        key = _PLAIN.get(name) or "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        before = environ.get(key)
        text = value.decode("latin-1")
        environ[key] = text if before is None else before + _BETWEEN.get(name, ",") + text
    return environ


def _ask(site: WSGI, environ: Environ) -> _Answer:
    start: list[Any] = []
    response = site(environ, lambda status, headers, *_error: start.extend((status, headers)))
    try:
        body = b"".join(response)
    finally:
        getattr(response, "close", lambda: None)()
    status, headers = start
    pairs = [(name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in headers]
    return _Answer(int(status.split(" ", 1)[0]), pairs, body)
