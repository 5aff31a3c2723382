"""The groups begin: hundreds open the room of their group at once, while others still vote."""

import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.live import ServerProcess
from tests.web.live_site import LiveSite

SIZES = (60, 600)
"""A session as in the invitation, and ten times that."""
VOTES_APART = 0.05
MOST_WAIT = 500
"""Milliseconds that a vote may take meanwhile, at most."""


async def time_request(port: int, head: str, body: str = "") -> float:
    """Seconds until the answer to this request is there, on a connection of its own."""
    start = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    writer.write(f"{head}Host: 127.0.0.1\r\nConnection: close\r\n{length}\r\n{body}".encode())
    answer = await reader.read(-1)
    writer.close()
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(answer[:200])
    return time.perf_counter() - start


async def voting(port: int, session: dict[str, Any], is_over: asyncio.Event) -> list[float]:
    """Somebody votes every 50 ms, or as soon as the one before has an answer."""
    took: list[float] = []
    while not is_over.is_set():
        n = len(took)
        ticket = session["tickets"][n]
        head = f"POST /live/{session['meeting']}/stem HTTP/1.1\r\nX-Ticket: {ticket}\r\n"
        body = json.dumps({"poll": session["poll"], "value": n % 3})
        took.append(await time_request(port, head, body))
        await asyncio.sleep(VOTES_APART)
    return took


def room(session: dict[str, Any], person: int) -> str:
    """The request of somebody for the room of the own group."""
    cookies = "; ".join(f"{name}={value}" for name, value in session["cookies"][person].items())
    address = f"/bijeenkomsten/{session['slug']}/groep/{1 + person % session['groups']}/"
    return f"GET {address} HTTP/1.1\r\nAccept-Encoding: gzip\r\nCookie: {cookies}\r\n"


async def rush(
    port: int, session: dict[str, Any], size: int
) -> tuple[Sequence[float], Sequence[float]]:
    """Seconds that each page took, and each vote meanwhile."""
    is_over = asyncio.Event()
    votes = asyncio.create_task(voting(port, session, is_over))
    await asyncio.sleep(1)
    pages = await asyncio.gather(*(time_request(port, room(session, one)) for one in range(size)))
    is_over.set()
    return pages, await votes


def main() -> None:
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f}")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            site = LiveSite(Path(folder))
            site.set_up(looks=True)
            session = site.session(max(1000, size))
            site.start()
            try:
                measure(site, session, size)
            finally:
                site.stop()


def measure(site: LiveSite, session: dict[str, Any], size: int) -> None:
    """One rush on a server that has shown each kind of page once."""
    if site.process is None:
        raise RuntimeError("the site does not run")
    asyncio.run(time_request(site.port, room(session, 0)))
    server = ServerProcess(site.process.pid)
    before = server.processor_seconds
    pages, votes = (sorted(some) for some in asyncio.run(rush(site.port, session, size)))
    each = 1000 * (server.processor_seconds - before) / size
    slowest = 1000 * votes[-1]
    print(
        f"  {size:4} rooms at once: half of them after {statistics.median(pages):.2f} s, all after "
        f"{pages[-1]:.2f} s, {each:.1f} ms of processor each (votes with them); {len(votes)} votes "
        f"meanwhile: p50 {1000 * statistics.median(votes):.0f} ms, at most {slowest:.0f} ms"
        f"{'' if slowest < MOST_WAIT else f', over {MOST_WAIT}'}"
    )
