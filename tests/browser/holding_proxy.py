"""A proxy as offices have them: it passes an answer on only once it has all of it."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

from tests.web.live_site import free_port


@contextmanager
def holding(port: int) -> Iterator[str]:
    """The address of a proxy before the server on `port`."""
    own = free_port()
    ready = threading.Event()
    ends: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        end = asyncio.Event()
        ends.append((asyncio.get_running_loop(), end))
        async with await asyncio.start_server(partial(_pass_on, port=port), "127.0.0.1", own):
            ready.set()
            await end.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    ready.wait(5)
    yield f"http://127.0.0.1:{own}"
    [(loop, end)] = ends
    loop.call_soon_threadsafe(end.set)
    thread.join(5)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
        asked = await reader.readuntil(b"\r\n\r\n")
        length = [line for line in asked.lower().split(b"\r\n") if b"content-length:" in line]
        body = await reader.readexactly(int(length[0].split(b":")[1])) if length else b""
        there, to = await asyncio.open_connection("127.0.0.1", port)
        # One answer per connection, so that its end is known.
        to.write(asked.replace(b"keep-alive", b"close") + body)
        try:
            whole = await there.read(-1)
        finally:
            to.close()
        writer.write(whole)
        await writer.drain()
    writer.close()
