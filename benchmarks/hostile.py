"""As many hostile participants as honest ones, in one session: `hostile 1000`."""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for the process that attacks
from benchmarks.live import Seen, ServerProcess, Trial, finish, load, more_files, vote
from tests.web import postgres
from tests.web.live_site import LiveSite

N_EACH = 1000
SECONDS = 10.0
"""In which every honest participant votes once."""
N_ROUNDS = 3
POISONS_EACH = 3
"""What each hostile one sends in that time."""
MOST_LONGER = 100.0
"""Milliseconds that an honest vote may wait longer, at most."""


def poisons(poll: int) -> list[bytes]:
    """Give bodies of votes that nobody should send."""
    return [
        json.dumps({"poll": 2**63 - 1, "value": 1}).encode(),
        json.dumps({"poll": 2**63, "value": 1}).encode(),
        json.dumps({"poll": poll, "value": ["a\0b"]}).encode(),
        json.dumps({"poll": poll, "value": 10**400}).encode(),
        json.dumps({"poll": poll, "value": "a" * 16_000}).encode(),
        b'{"poll": %d, "value": %b' % (poll, b"[" * 8000),
        b'{"poll": %d, "value": "\xff\xfe"}' % poll,
        b'{"poll": %d, "value": "\\ud800"}' % poll,
        b"a" * 20_000,
    ]


async def attack(port: int, session: dict[str, Any], n_each: int) -> int:
    """Send poison, open streams that are left and requests that never end; give how many."""
    apart = SECONDS / (POISONS_EACH * n_each)
    n_sent, bodies = 0, poisons(session["poll"])
    start, tickets = time.monotonic(), session["tickets"][n_each:]
    tasks = set()
    for n in range(POISONS_EACH * n_each):
        await asyncio.sleep(max(0.0, start + n * apart - time.monotonic()))
        ticket = tickets[n % n_each]
        what = n % (len(bodies) + 3)
        tasks.add(asyncio.create_task(strike(port, session["meeting"], ticket, bodies, what)))
        n_sent += 1
    await asyncio.wait(tasks, timeout=20)
    return n_sent


async def strike(port: int, meeting: int, ticket: str, bodies: list[bytes], what: int) -> None:
    """Do one hostile thing; what comes of it does not matter to its sender."""
    with suppress(OSError):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"Host: x\r\nX-Ticket: {ticket}\r\n"
        if what < len(bodies):
            length = len(bodies[what])
            head = f"POST /live/{meeting}/stem HTTP/1.1\r\n{head}Content-Length: {length}\r\n\r\n"
            writer.write(head.encode() + bodies[what])
            await asyncio.wait_for(reader.readline(), 20)
        elif what == len(bodies):
            writer.write(f"GET /live/{meeting}/stroom HTTP/1.1\r\n{head}\r\n".encode())
            await asyncio.sleep(1)
        elif what == len(bodies) + 1:
            head = f"POST /live/{meeting}/stem HTTP/1.1\r\n{head}Content-Length: 99\r\n\r\n"
            writer.write(head.encode())
            await asyncio.sleep(5)
        else:
            head = f"GET /live/{meeting}/stand HTTP/1.1\r\nHost: x\r\nX-Ticket: x{ticket}\r\n\r\n"
            writer.write(head.encode())
        writer.close()


async def vote_honestly(port: int, session: dict[str, Any], n_each: int) -> Seen:
    """Vote once each, spread over the time."""
    log, start, voting = Seen(), time.perf_counter(), []
    for n in range(n_each):
        await asyncio.sleep(max(0.0, start + SECONDS * n / n_each - time.perf_counter()))
        voting.append(asyncio.create_task(vote(port, session, n, log)))
    await asyncio.wait(voting, timeout=60)
    return log


def measure(more: dict[str, str], n_each: int, *, is_attacked: bool) -> tuple[Seen, int, float]:
    """Give what the honest met on a fresh site, how often they were attacked meanwhile, and the
    seconds of processor that all of it took."""
    with tempfile.TemporaryDirectory() as folder:
        site = LiveSite(Path(folder), more, log=Path(folder) / "console.log")
        site.set_up()
        session = site.session(2 * n_each)
        site.start()
        try:
            assert site.process is not None
            server = ServerProcess(site.process.pid)
            honest = Trial("honest", n_each, n_each, SECONDS, False, 0)
            # Who is honest follows too, so screens are painted with and without an attack.
            with load(site.port, session, honest, "listeners") as following:
                before = server.processor_seconds
                attacker = start_attack(site.port, session, n_each) if is_attacked else None
                log = asyncio.run(vote_honestly(site.port, session, n_each))
                n_attacks = int(attacker.communicate()[0]) if attacker else 0
                seconds = server.processor_seconds - before
                finish(following)
            return log, n_attacks, seconds
        finally:
            site.stop()


def start_attack(port: int, session: dict[str, Any], n_each: int) -> "subprocess.Popen[str]":
    """Attack from a process of its own."""
    attacker = subprocess.Popen(
        [sys.executable, __file__, str(port), str(n_each)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert attacker.stdin is not None
    attacker.stdin.write(json.dumps(session) + "\n")
    attacker.stdin.flush()
    return attacker


def compare(name: str, more: dict[str, str], n_each: int) -> None:
    """Measure without and with, by turns, and print both.

    The longest of a thousand waits is one moment of the machine, so the middle one of some rounds
    is compared.
    """
    longest: dict[bool, list[float]] = {False: [], True: []}
    processor = {False: 0.0, True: 0.0}
    n_attacks = 0
    for is_attacked in (False, True) * N_ROUNDS:
        log, n_struck, seconds = measure(more, n_each, is_attacked=is_attacked)
        took = sorted(1000 * (answered - sent) for sent, answered in log.answers)
        longest[is_attacked].append(took[-1])
        processor[is_attacked] += seconds
        n_attacks += n_struck
        print(
            f"  {name} {'with' if is_attacked else 'without':8} {len(took)} honest votes, "
            f"{log.n_refused} failed: p50 {statistics.median(took):.0f} ms, "
            f"p99 {took[len(took) * 99 // 100]:.0f} ms, most {took[-1]:.0f} ms",
            flush=True,
        )
    longer = statistics.median(longest[True]) - statistics.median(longest[False])
    verdict = "within" if longer <= MOST_LONGER else "over"
    cost = 1000 * (processor[True] - processor[False]) / n_attacks
    print(
        f"  {n_attacks} attacks, {cost:.2f} ms of processor each (an honest vote "
        f"{1000 * processor[False] / n_each / N_ROUNDS:.2f}); the longest wait is {longer:+.0f} "
        f"ms, {verdict} {MOST_LONGER:.0f}"
    )


def main() -> None:
    more_files()
    n_each = int(sys.argv[2]) if len(sys.argv) > 2 else N_EACH
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f}")
    compare("SQLite", {}, n_each)
    where = postgres.programs()
    if where is None:
        print("  PostgreSQL is not here")
        return
    with postgres.running(where) as address:
        compare("PostgreSQL", {"DATABASE_URL": address}, n_each)


if __name__ == "__main__":
    more_files()
    print(asyncio.run(attack(int(sys.argv[1]), json.loads(sys.stdin.readline()), int(sys.argv[2]))))
