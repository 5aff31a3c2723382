"""PostgreSQL restarts within one session, as when the power goes: `outage 20`."""

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
from benchmarks.live import Seen, listen
from benchmarks.rush import time_request
from tests.web import postgres
from tests.web.live_site import LiveSite

N_RESTARTS = 20
N_SCREENS = 100
AT_ONCE = 10
"""New voters in each round: half before the restart, half during it."""
MOST = 2.0
"""Seconds within which every screen has to show the votes again."""
AGAIN = 0.2
"""Seconds after which a screen sends a vote again that was not taken."""


def main() -> None:
    where = postgres.programs()
    if where is None:
        print("  PostgreSQL is not here")
        return
    n_restarts = int(sys.argv[2]) if len(sys.argv) > 2 else N_RESTARTS
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder, postgres.running(where) as address:
        log = Path(folder) / "console.log"  # it tells of every outage
        site = LiveSite(Path(folder), {"DATABASE_URL": address}, log=log)
        site.set_up()
        session = site.session(max(N_SCREENS, n_restarts * AT_ONCE))
        site.start()
        try:
            fresh = asyncio.run(play(site.port, session, address, n_restarts))
        finally:
            site.stop()
        print_outcome(fresh, n_restarts * AT_ONCE, count_votes(address, session["poll"]))


async def play(port: int, session: dict[str, Any], address: str, n_restarts: int) -> list[float]:
    """Restart so often; give the seconds from each return of PostgreSQL until all screens show all
    votes of that round."""
    seen, gate = Seen(), asyncio.Semaphore(N_SCREENS)
    tickets = session["tickets"][:N_SCREENS]
    screens = [
        asyncio.create_task(listen(port, session["meeting"], ticket, seen, gate))
        for ticket in tickets
    ]
    fresh = []
    for number in range(n_restarts):
        voters = range(number * AT_ONCE, (number + 1) * AT_ONCE)
        half = AT_ONCE // 2
        await asyncio.gather(*(vote(port, session, voter) for voter in voters[:half]))
        during = asyncio.gather(*(vote(port, session, voter) for voter in voters[half:]))
        await asyncio.to_thread(restart, address)
        back = time.perf_counter()
        await during
        fresh.append(await everybody_sees(seen, voters.stop, len(tickets)) - back)
    for screen in screens:
        screen.cancel()
    return fresh


def restart(address: str) -> None:
    """Restart the PostgreSQL at this address."""
    where = postgres.programs()
    assert where is not None
    postgres.restart(where, address)


async def vote(port: int, session: dict[str, Any], voter: int) -> None:
    """Vote as a screen does: what is not taken goes again."""
    ticket = session["tickets"][voter]
    head = f"POST /live/{session['meeting']}/stem HTTP/1.1\r\nX-Ticket: {ticket}\r\n"
    body = json.dumps({"poll": session["poll"], "value": voter % 3})
    while True:
        try:
            await time_request(port, head, body)
        except (RuntimeError, OSError):
            await asyncio.sleep(AGAIN)
        else:
            return


async def everybody_sees(seen: Seen, n_votes: int, n_screens: int) -> float:
    """Wait for the moment at which all screens showed so many votes; infinite after 30 s."""
    until = time.perf_counter() + 30
    while seen.n_listeners[n_votes] < n_screens:
        if time.perf_counter() > until:
            return float("inf")
        await asyncio.sleep(0.01)
    return float(seen.last[n_votes])


def count_votes(address: str, poll: int) -> int:
    """Count the votes in the database."""
    with psycopg.connect(address) as rows:
        row = rows.execute(
            "SELECT count(*) FROM meetings_vote WHERE poll_id = %s", [poll]
        ).fetchone()
    assert row is not None
    return int(row[0])


def print_outcome(fresh: list[float], n_acknowledged: int, n_kept: int) -> None:
    """Print how soon screens were fresh, and what is lost."""
    late = sum(seconds > MOST for seconds in fresh)
    print(
        f"  {len(fresh)} restarts, {N_SCREENS} screens: fresh after {min(fresh):.2f} to "
        f"{max(fresh):.2f} s; {late} over {MOST:g} s; {n_acknowledged} votes acknowledged, "
        f"{n_acknowledged - n_kept} lost"
    )
