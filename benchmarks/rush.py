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

from benchmarks.live import Process
from tests.web.live_site import LiveSite

SIZES = (60, 600)
"""A session as in the invitation, and ten times that."""
VOTES_APART = 0.05
MOST_WAIT = 500
"""Milliseconds that a vote may take meanwhile, at most."""


async def asked(port: int, head: str, body: str = "") -> float:
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


async def voting(port: int, made: dict[str, Any], is_over: asyncio.Event) -> list[float]:
    """Somebody votes every 50 ms, or as soon as the one before has an answer."""
    took: list[float] = []
    while not is_over.is_set():
        n = len(took)
        head = f"POST /live/{made['meeting']}/stem HTTP/1.1\r\nX-Ticket: {made['tickets'][n]}\r\n"
        body = json.dumps({"poll": made["poll"], "value": n % 3})
        took.append(await asked(port, head, body))
        await asyncio.sleep(VOTES_APART)
    return took


def room(made: dict[str, Any], person: int) -> str:
    """The request of somebody for the room of the own group."""
    cookies = "; ".join(f"{name}={value}" for name, value in made["cookies"][person].items())
    address = f"/bijeenkomsten/{made['slug']}/groep/{1 + person % made['groups']}/"
    return f"GET {address} HTTP/1.1\r\nAccept-Encoding: gzip\r\nCookie: {cookies}\r\n"


async def rush(
    port: int, made: dict[str, Any], size: int
) -> tuple[Sequence[float], Sequence[float]]:
    """Seconds that each page took, and each vote meanwhile."""
    is_over = asyncio.Event()
    votes = asyncio.create_task(voting(port, made, is_over))
    await asyncio.sleep(1)
    pages = await asyncio.gather(*(asked(port, room(made, one)) for one in range(size)))
    is_over.set()
    return pages, await votes


def main() -> None:
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f}")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            site = LiveSite(Path(folder))
            site.set_up(looks=True)
            made = site.session(max(1000, size))
            site.start()
            try:
                measured(site, made, size)
            finally:
                site.stop()


def measured(site: LiveSite, made: dict[str, Any], size: int) -> None:
    """One rush on a server that has shown each kind of page once."""
    if site.process is None:
        raise RuntimeError("the site does not run")
    asyncio.run(asked(site.port, room(made, 0)))
    server = Process(site.process.pid)
    before = server.worked
    pages, votes = (sorted(some) for some in asyncio.run(rush(site.port, made, size)))
    each = 1000 * (server.worked - before) / size
    slowest = 1000 * votes[-1]
    print(
        f"  {size:4} rooms at once: half of them after {statistics.median(pages):.2f} s, all after "
        f"{pages[-1]:.2f} s, {each:.1f} ms of processor each (votes with them); {len(votes)} votes "
        f"meanwhile: p50 {1000 * statistics.median(votes):.0f} ms, at most {slowest:.0f} ms"
        f"{'' if slowest < MOST_WAIT else f', over {MOST_WAIT}'}"
    )
