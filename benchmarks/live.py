"""A session with live results and reactions: listeners, votes, pages meanwhile; then the limit."""

import asyncio
import http.client
import json
import os
import re
import resource
import runpy
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from uvloop import new_event_loop

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("/", "/gemeenten/zutphen/", "/clusters/stad-in-transitie/", "/cookies/")
FRESH_PAGES = tuple(
    f"/gemeenten/{name}/"
    for name in (
        "almelo", "assen", "deventer", "gouda", "heerlen", "helmond", "hoorn", "lelystad",
        "roermond", "roosendaal", "schiedam", "velsen", "venlo", "vlissingen", "zeist",
    )
)  # fmt: skip
"""One page in ten is one that nobody asked for before, in the study or outside it."""
PAGES_A_SECOND = 10
PAGES_AHEAD = re.compile(r"deelgenoot_web\.site\.ahead .* pages$", re.MULTILINE)
"""The process that makes pages before somebody asks."""
VOTES_A_SIGN = 4
"""One voter in so many sends a reaction too."""
MOST_PEOPLE = 12_000
VOTES_SHOWN = re.compile(rb"(\d+) van \d+ deelnemers stemden")
_VOTED = b" deelnemers stemden"
_LONGEST_MATCH = 40
"""Bytes of what is looked for."""
CONNECTING = 300
"""Listeners that come in at the same time."""
MOST_SECONDS = 600
"""After which a load that does not end is ended."""


@dataclass(frozen=True)
class Trial:
    """One thing to measure, and the bounds of the issue: milliseconds, percents, MB."""

    name: str
    n_listeners: int
    n_votes: int
    seconds: float
    pages: bool
    most_p99: float
    most_seen: float = 500
    most_share: float = 100
    most_memory: float = 500


TRIALS = (
    Trial("2,000 listeners, 2,000 votes in 10 s", 2000, 2000, 10, False, 50, 500, 35, 150),
    Trial("the same with ten pages a second", 2000, 2000, 10, True, 100, 500, 35, 150),
    Trial("a burst of 2,000 votes in 1 s", 2000, 2000, 1, False, 250),
    Trial("5,000 listeners, 2,000 votes in 10 s", 5000, 2000, 10, False, 150),
)
LIMITS = (
    Trial("limit: 10,000 listeners, 2,000 in 10 s", 10_000, 2000, 10, False, 1000, 1000),
    Trial("limit: 2,000 listeners, 10,000 in 10 s", 2000, 10_000, 10, False, 1000, 1000),
)


def _numbers() -> np.ndarray:
    return np.zeros(MOST_PEOPLE + 1)


@dataclass
class Seen:
    """What listeners have listening_log, and what voters waited for."""

    n_listeners: np.ndarray = field(default_factory=_numbers)
    """By number of votes: of how many listeners the screen showed at least so many."""
    last: np.ndarray = field(default_factory=_numbers)
    """The moment at which the last of them did."""
    answers: list[tuple[float, float]] = field(default_factory=list)
    """(sent, answered) of each vote."""
    n_refused: int = 0
    n_signs: int = 0
    """Reactions that were taken."""

    def show(self, before: int, count: int) -> None:
        """A screen showed `before` votes, and shows `count` now."""
        self.n_listeners[before + 1 : count + 1] += 1
        self.last[before + 1 : count + 1] = time.perf_counter()


class ThinListener(asyncio.Protocol):
    """A screen that looks for the number of votes in what arrives, and keeps nothing else.

    Reading line by line took ten times as long: with thousands of them that was what was measured.
    """

    def __init__(self, head: bytes, log: Seen) -> None:
        self._head = head
        self._log = log
        self._before = -1
        self._end = b""
        loop = asyncio.get_running_loop()
        self.is_in, self.is_gone = loop.create_future(), loop.create_future()

    def connection_made(self, transport: Any) -> None:
        """Ask for the stream."""
        transport.write(self._head)

    def data_received(self, data: bytes) -> None:
        """Look for the number of votes, also where it came in two pieces."""
        data = self._end + data
        self._end = data[-_LONGEST_MATCH:]
        if not self.is_in.done() and b'data: {"topic"' in data:
            self.is_in.set_result(None)
        place = data.rfind(_VOTED)
        match = place > 0 and VOTES_SHOWN.search(data, max(0, place - _LONGEST_MATCH))
        if match and (count := int(match[1])) > self._before:
            self._log.show(self._before, count)
            self._before = count

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who waits for the end."""
        for waiting in (self.is_in, self.is_gone):
            if not waiting.done():
                waiting.set_result(None)


async def listen(port: int, meeting: int, ticket: str, log: Seen, gate: asyncio.Semaphore) -> None:
    """Follow a session until the stream ends or this is cancelled."""
    head = f"GET /live/{meeting}/stroom HTTP/1.1\r\nHost: x\r\nX-Ticket: {ticket}\r\n\r\n".encode()
    async with gate:
        transport, listener = await asyncio.get_running_loop().create_connection(
            lambda: ThinListener(head, log), "127.0.0.1", port
        )
        try:
            await listener.is_in
        except asyncio.CancelledError:
            transport.close()
            raise
    try:
        await listener.is_gone
    finally:
        transport.close()


async def vote(port: int, session: dict[str, Any], number: int, log: Seen) -> None:
    """One vote on a connection of its own, as a phone does."""
    start, is_taken = await send(
        port, session, number, "stem", {"poll": session["poll"], "value": number % 3}
    )
    if is_taken:
        log.answers.append((start, time.perf_counter()))
    else:
        log.n_refused += 1
    if number % VOTES_A_SIGN == 0:
        _start, is_taken = await send(port, session, number, "gebaar", {"kind": "heart"})
        log.n_signs += is_taken


async def send(
    port: int, session: dict[str, Any], number: int, what: str, content: dict[str, Any]
) -> tuple[float, bool]:
    """Send something of a participant; return when it went, and whether it was taken."""
    body = json.dumps(content).encode()
    head = (
        f"POST /live/{session['meeting']}/{what} HTTP/1.1\r\nHost: x\r\n"
        f"X-Ticket: {session['tickets'][number]}\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    start = time.perf_counter()
    writer.write(head.encode() + body)
    answer = await reader.read(-1)
    writer.close()
    return start, answer.startswith(b"HTTP/1.1 200")


async def listeners(port: int, session: dict[str, Any], trial: Trial) -> Seen:
    """Come in, with the large screen, say so, and hear until told to stop."""
    log, gate = Seen(), asyncio.Semaphore(CONNECTING)
    large = asyncio.create_task(listen(port, session["meeting"], session["stage"], Seen(), gate))
    listening = [
        asyncio.create_task(listen(port, session["meeting"], session["tickets"][n], log, gate))
        for n in range(trial.n_listeners)
    ]
    while log.n_listeners[0] < trial.n_listeners:
        if n_gone := sum(task.done() for task in listening):
            sys.exit(f"{n_gone} listeners were turned away; {log.n_listeners[0]:.0f} are there")
        await asyncio.sleep(0.1)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    for task in (large, *listening):
        task.cancel()
    return log


async def voters(port: int, session: dict[str, Any], trial: Trial) -> Seen:
    """Vote, spread evenly over the time. In a process apart: hearing thousands takes time too."""
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    log, start, voting = Seen(), time.perf_counter(), []
    for n in range(trial.n_votes):
        ahead = start + trial.seconds * n / trial.n_votes - time.perf_counter()
        if ahead > 0:
            await asyncio.sleep(ahead)
        voting.append(asyncio.create_task(vote(port, session, n, log)))
    await asyncio.wait(voting, timeout=60)
    return log


ROLES = {"listeners": listeners, "voters": voters}


def figures(log: Seen, trial: Trial) -> dict[str, float]:
    """In milliseconds. A vote is seen by everybody once the last screen shows as many votes."""
    took = [1000 * (answers - sent) for sent, answers in log.answers]
    answers = sorted(answer for _sent, answer in log.answers)
    waits = [
        1000 * (log.last[number] - answer)
        for number, answer in enumerate(answers, start=1)
        if log.n_listeners[number] == trial.n_listeners
    ]
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    seen_cuts = (
        statistics.quantiles(waits, n=100, method="inclusive") if len(waits) > 1 else [0] * 99
    )
    return {
        "p50": cuts[49],
        "p99": cuts[98],
        "seen": seen_cuts[98],
        "votes": len(took),
        "unseen": len(answers) - len(waits),
    }


@dataclass(frozen=True)
class ServerProcess:
    """What the server uses; needs Linux."""

    pid: int

    @property
    def processor_seconds(self) -> float:
        """Seconds of processor until now."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def helpers(self) -> str:
        """The programs that it started and that run now."""
        own = ["ps", "-o", "args", "--no-headers", "--ppid", str(self.pid)]
        return subprocess.run(own, capture_output=True, text=True, check=False).stdout

    @property
    def memory(self) -> float:
        """MB held now."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1000


def wait_for_pages(server: ServerProcess) -> None:
    """Wait until the pages that many open are made: a session begins long after the site starts."""
    for is_there in (True, False):
        while bool(PAGES_AHEAD.search(server.helpers())) is not is_there:
            time.sleep(0.1)


def get(connection: http.client.HTTPConnection, page: str) -> None:
    """Fetch a page as a browser does, compressed."""
    connection.request("GET", page, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != http.HTTPStatus.OK:
        sys.exit(f"{page} answers {answer.status}")


@contextmanager
def reading(port: int) -> Iterator[None]:
    """Somebody who asks for ten pages a second, until it is over."""
    is_over = threading.Event()

    def read() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        n, start = 0, time.monotonic()
        while not is_over.wait(max(0.0, start + n / PAGES_A_SECOND - time.monotonic())):
            fresh, place = divmod(n, 10)
            is_fresh = place == 0 and fresh < len(FRESH_PAGES)
            get(connection, FRESH_PAGES[fresh] if is_fresh else PAGES[n % len(PAGES)])
            n += 1

    reader = threading.Thread(target=read)
    reader.start()
    yield
    is_over.set()
    reader.join()


def measure(site: Any, session: dict[str, Any], trial: Trial) -> None:
    """Run one trial with the load in a process of its own, and print what came out."""
    server = ServerProcess(site.process.pid)
    wait_for_pages(server)
    for page in PAGES if trial.pages else ():
        get(http.client.HTTPConnection("127.0.0.1", site.port, timeout=60), page)
    with load(site.port, session, trial, "listeners") as hearing:
        with load(site.port, session, trial, "voters") as voting:
            time.sleep(1)
            before, start = server.processor_seconds, time.monotonic()
            with reading(site.port) if trial.pages else nullcontext():
                votes = finish(voting)
            share = 100 * (server.processor_seconds - before) / (time.monotonic() - start)
        memory = server.memory
        time.sleep(1.5)
        listening_log = finish(hearing)
    log = merge_logs(listening_log, votes)
    results = figures(log, trial) | {"refused": votes["n_refused"], "signs": votes["n_signs"]}
    bounds = (
        ("p99", results["p99"], trial.most_p99),
        ("seen", results["seen"], trial.most_seen),
        ("core", share, trial.most_share),
        ("memory", memory, trial.most_memory),
    )
    over = [f"{name} over {most:.0f}" for name, value, most in bounds if value > most]
    print(
        f"  {trial.name:42} {results['p50']:7.1f} {results['p99']:7.1f} {results['seen']:8.0f} ms "
        f"{share:5.0f} % {memory:6.0f} MB   {results['votes']:.0f} votes, "
        f"{results['refused']:.0f} refused, {results['unseen']:.0f} unseen, "
        f"{results['signs']:.0f} reactions; "
        f"{', '.join(over) or 'within all bounds'}"
    )


def merge_logs(of_listeners: dict[str, Any], of_voters: dict[str, Any]) -> Seen:
    """Give what listeners heard with what voters waited for, each as its process said it."""
    screens, last = np.array(of_listeners["n_listeners"]), np.array(of_listeners["last"])
    return Seen(screens, last, of_voters["answers"])


@dataclass(frozen=True)
class Load:
    """A process that listens or votes, and the file in which it says at its end what it saw.

    Through its pipe the end of a long answer was sometimes lost.
    """

    process: subprocess.Popen[str]
    answer: Path

    def say(self, line: str) -> None:
        """Give it a line to read."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait(self) -> str:
        """Wait until it says something; empty when it ended."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@contextmanager
def load(port: int, session: dict[str, Any], trial: Trial, role: str) -> Iterator[Load]:
    """Listeners or voters in a process of their own, ready to begin; ended after ten minutes."""
    with tempfile.NamedTemporaryFile() as answer:
        process = subprocess.Popen(
            [sys.executable, __file__, role, str(port), json.dumps(asdict(trial)), answer.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        timer = threading.Timer(MOST_SECONDS, process.kill)
        timer.start()
        generator = Load(process, Path(answer.name))
        generator.say(json.dumps(session))
        generator.wait()
        yield generator
        process.wait()
        timer.cancel()


def finish(generator: Load) -> dict[str, Any]:
    """Let it go on, and what it saw."""
    generator.say("go")
    if not generator.wait():
        sys.exit(f"the load took more than {MOST_SECONDS} seconds")
    answer: dict[str, Any] = json.loads(generator.answer.read_text())
    return answer


def main() -> None:
    sys.path.insert(0, str(ROOT))
    live_site = runpy.run_path(str(ROOT / "tests" / "web" / "live_site.py"))["LiveSite"]
    more_files()
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f}")
    print(f"  {'':42} {'p50':>7} {'p99':>7} {'seen p99':>8}    {'core':>6} {'memory':>6}")
    for trial in (*TRIALS, *LIMITS):
        with tempfile.TemporaryDirectory() as folder:
            site = live_site(Path(folder))
            site.set_up(looks=True)
            site.more["DEELGENOOT_ORIGIN"] = site.address
            n_people = min(MOST_PEOPLE, max(trial.n_listeners, trial.n_votes))
            session = site.session(n_people, "live")
            site.start()
            try:
                measure(site, session, trial)
            finally:
                site.stop()


def more_files() -> None:
    """As many open connections as the machine allows."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def generate(role: str, port: int, trial: Trial, answer: Path) -> None:
    """One process of the load; what it saw goes into the file `answer`."""
    more_files()
    session = json.loads(sys.stdin.readline())
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        log = runner.run(ROLES[role](port, session, trial))
    answer.write_text(json.dumps(asdict(log), default=np.ndarray.tolist))
    print("done", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        role, port, trial, answer = sys.argv[1:]
        generate(role, int(port), Trial(**json.loads(trial)), Path(answer))
    else:
        main()
