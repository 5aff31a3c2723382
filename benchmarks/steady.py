"""The same load for a long time: memory of the server, `steady 30` for as many minutes."""

import asyncio
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.live import FRESH_PAGES, PAGES, Seen, ServerProcess, listen
from benchmarks.rush import room, time_request
from tests.web.live_site import LiveSite

MINUTES = 3.0
N_PEOPLE = 200
A_SECOND = {"votes": 20, "pages": 5, "rooms": 5, "visits": 5}
"""How often each is request for. A visit is a screen that comes and goes."""
SAMPLES_APART = 5.0
"""Seconds."""
LAST = 1 / 3
"""The part at the end in which memory has to be flat: ten minutes of thirty."""
MOST_SHARE = 0.02
Ask = Callable[[int], Any]


async def every(seconds: float, ask: Ask, until: float, counts: dict[str, int], what: str) -> None:
    """Ask again and again, whether or not the one before was answered; count what failed too."""
    begin, asking = time.monotonic(), set()
    for n in itertools.count():
        await asyncio.sleep(max(0.0, begin + n * seconds - time.monotonic()))
        if time.monotonic() > until:
            break
        task = asyncio.create_task(tell_failure(ask(n), counts, what))
        asking.add(task)
        task.add_done_callback(asking.discard)
    await asyncio.gather(*asking)


async def tell_failure(request: Any, counts: dict[str, int], what: str) -> None:
    """Wait for an answer; count it by what it is, or as failed."""
    try:
        await request
        counts[what] += 1
    except (RuntimeError, OSError):
        counts["failed"] += 1


async def visit(port: int, session: dict[str, Any], n: int) -> None:
    """Follow for a second, and go."""
    listening = listen(port, session["meeting"], session["tickets"][n % N_PEOPLE], Seen(), GATE)
    with suppress(TimeoutError):
        await asyncio.wait_for(listening, 1)


GATE = asyncio.Semaphore(50)


def asks(port: int, session: dict[str, Any]) -> dict[str, Ask]:
    """Give how each thing is request for the nth time."""
    pages = (*PAGES, *FRESH_PAGES)

    def vote(n: int) -> Any:
        ticket = session["tickets"][n % N_PEOPLE]
        head = f"POST /live/{session['meeting']}/stem HTTP/1.1\r\nX-Ticket: {ticket}\r\n"
        return time_request(port, head, json.dumps({"poll": session["poll"], "value": n % 3}))

    return {
        "votes": vote,
        "pages": lambda n: time_request(port, f"GET {pages[n % len(pages)]} HTTP/1.1\r\n"),
        "rooms": lambda n: time_request(port, room(session, n % N_PEOPLE)),
        "visits": lambda n: visit(port, session, n),
    }


async def load(server: ServerProcess, port: int, session: dict[str, Any], seconds: float) -> None:
    """Load the server so long, and print what it held."""
    until = time.monotonic() + seconds
    counts = dict.fromkeys((*A_SECOND, "failed"), 0)
    following = [
        asyncio.create_task(listen(port, session["meeting"], ticket, Seen(), GATE))
        for ticket in session["tickets"]
    ]
    asking = [
        asyncio.create_task(every(1 / A_SECOND[what], ask, until, counts, what))
        for what, ask in asks(port, session).items()
    ]
    memory = []
    while time.monotonic() < until:
        await asyncio.sleep(SAMPLES_APART)
        memory.append(server.memory)
    await asyncio.gather(*asking)
    for task in following:
        task.cancel()
    print_memory(memory, counts)


def print_memory(memory: list[float], counts: dict[str, int]) -> None:
    """Print the memory over time and whether it is flat at the end."""
    samples = memory[:: max(1, len(memory) // 10)]
    print(f"  MB over time: {' '.join(f'{one:.0f}' for one in samples)}")
    last = memory[-max(2, round(LAST * len(memory))) :]
    middle = len(last) // 2
    growth = sum(last[middle:]) / len(last[middle:]) / (sum(last[:middle]) / middle) - 1
    spread = max(last) / min(last) - 1
    print(
        f"  in the last third {min(last):.1f} to {max(last):.1f} MB ({100 * spread:.1f} %, from "
        f"its first half to its second {100 * growth:+.1f} %): "
        f"{'flat' if spread <= MOST_SHARE else f'not within {100 * MOST_SHARE:.0f} %'}"
    )
    print("  " + ", ".join(f"{n:,} {what}" for what, n in counts.items()))


def main() -> None:
    minutes = float(sys.argv[2]) if len(sys.argv) > 2 else MINUTES
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f}; {minutes:g} minutes")
    with tempfile.TemporaryDirectory() as folder:
        site = LiveSite(Path(folder))
        site.set_up(looks=True)
        session = site.session(N_PEOPLE)
        site.start()
        try:
            assert site.process is not None
            asyncio.run(load(ServerProcess(site.process.pid), site.port, session, 60 * minutes))
        finally:
            site.stop()
