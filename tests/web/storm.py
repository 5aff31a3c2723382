"""Everybody at once: votes, cards and registrations pour in, and screens come back after a fall.

What was not answered is sent again after the restart under the same id, as the pages do.
"""

import asyncio
import http.client
import itertools
import json
import re
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
from tests.web.live_site import LiveSite

from deelgenoot_web.meetings.voters import voter

STRONG = {"vote": 60, "card": 8, "registration": 8}
"""How many of each are acknowledged before the server is killed."""
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_KEPT = {"vote": 200, "card": 200, "registration": 302}


class Sending(NamedTuple):
    """One thing that is sent: of which kind, under which key, and how."""

    kind: str
    key: str
    path: str
    body: str
    headers: dict[str, str]


@dataclass
class Storm:
    """Sends until it is over, and remembers what was sent and what was acknowledged.

    The key of a vote is its person; a person votes again and again, and the last vote counts.
    """

    port: int
    made: dict[str, Any]
    acknowledged: dict[str, set[str]] = field(
        default_factory=lambda: {kind: set() for kind in STRONG}
    )
    """The keys, by kind."""
    counts: Counter[str] = field(default_factory=Counter)
    """How many were acknowledged since the last restart, by kind."""
    possible: dict[str, set[str]] = field(default_factory=dict)
    """Of each voter: the vote that was acknowledged last, and those that were sent after it."""
    unanswered: list[Sending] = field(default_factory=list)
    is_strong: threading.Event = field(default_factory=threading.Event)
    wrong: list[str] = field(default_factory=list)
    """Answers that nobody should get."""

    def blow(self) -> list[threading.Thread]:
        """Threads that send: first what the server did not answer before it fell."""
        again, self.unanswered = self.unanswered, []
        self.counts.clear()
        self.is_strong.clear()
        people = range(len(self.made["tickets"]))
        streams: list[Iterable[Sending]] = [
            *(self._votes(people[start::4]) for start in range(4)),
            # The next vote of a person takes the place of one that waits, as on the page.
            itertools.chain((one for one in again if one.kind != "vote"), self.cards(people)),
            self.registrations(),
        ]
        threads = [threading.Thread(target=self._send_all, args=(one,)) for one in streams]
        for thread in threads:
            thread.start()
        return threads

    def finish(self) -> None:
        """Send what the server did not answer before it fell, and nothing new."""
        again, self.unanswered = self.unanswered, []
        for one in again:
            self.send(one)

    def send(self, one: Sending) -> None:
        """Send it, and note whether it was acknowledged. Raises OSError or HTTPException."""
        if one.kind == "vote":
            self.possible.setdefault(one.key, set()).add(one.body)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("POST", one.path, one.body, one.headers | {"Connection": "close"})
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        if answer.status != _KEPT[one.kind]:
            self.wrong.append(f"{one.kind} {one.key}: {answer.status} {said[:200]!r}")
            return
        self.acknowledged[one.kind].add(one.key)
        self.counts[one.kind] += 1
        if one.kind == "vote":
            self.possible[one.key] = {one.body}
        if all(self.counts[kind] >= n for kind, n in STRONG.items()):
            self.is_strong.set()

    def _send_all(self, stream: Iterable[Sending]) -> None:
        for one in stream:
            try:
                self.send(one)
            except (OSError, http.client.HTTPException):
                self.unanswered.append(one)
                return  # the server is gone

    def _votes(self, people: Iterable[int]) -> Iterator[Sending]:
        path = f"/live/{self.made['meeting']}/stem"
        for turn, person in ((turn, one) for turn in itertools.count() for one in people):
            body = json.dumps({"poll": self.made["poll"], "value": (person + turn) % 3})
            headers = {"X-Ticket": self.made["tickets"][person]}
            yield Sending("vote", str(person), path, body, headers)

    def cards(self, people: Iterable[int]) -> Iterator[Sending]:
        """New cards, of these people in turn, each in the own room."""
        for person in itertools.cycle(people):
            key = str(uuid4())
            room = person % self.made["groups"] + 1
            path = f"/bijeenkomsten/{self.made['slug']}/groep/{room}/kaart/"
            body = urlencode({"id": key, "kind": "idea", "text": f"Kaart {key}"})
            [cookie] = (f"{name}={value}" for name, value in self.made["cookies"][person].items())
            yield Sending("card", key, path, body, FORM | {"Cookie": cookie})

    def registrations(self) -> Iterator[Sending]:
        """New registrations, for the meeting that is to come."""
        while True:
            # Each of an organisation of its own: of one only so many may register in an hour.
            key = f"a@{uuid4().hex}.voorbeeld.nl"
            path = f"/bijeenkomsten/{self.made['invitation']}/aanmelden/"
            body = urlencode({"name": "Deelnemer", "email": key, "municipality": "Zutphen"})
            yield Sending("registration", key, path, body, FORM)


@dataclass(frozen=True)
class Kept:
    """What is wrong in the database: acknowledged and not there, and there twice."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.lost + other.lost, self.doubled + other.doubled)


Rows = Callable[..., Iterable[Any]]
"""Answers a question in SQL, with its parameters in a list, each a `?` in the question."""


@contextmanager
def rows_of(site: LiveSite) -> Iterator[Rows]:
    """What the database of the site holds; it may have fallen."""
    if address := site.more.get("DATABASE_URL"):
        with psycopg.connect(address) as server:
            yield lambda question, *given: server.execute(
                question.replace("?", "%s").encode(), *given
            )
    else:
        with closing(sqlite3.connect(site.folder / "deelgenoot.sqlite3")) as file:
            yield file.execute


def kept(site: LiveSite, storm: Storm) -> Kept:
    """Holds what was acknowledged against the rows of the site."""
    with rows_of(site) as rows:
        checks = (_votes_kept, _cards_kept, _registrations_kept)
        return sum((check(rows, storm) for check in checks), Kept())


def _votes_kept(rows: Rows, storm: Storm) -> Kept:
    poll = [storm.made["poll"]]
    [(secret,)] = rows("SELECT secret FROM meetings_poll WHERE id = ?", poll)
    people = [pk for (pk,) in rows(_PEOPLE, [storm.made["meeting"]])]
    names = {voter(secret, pk): str(number) for number, pk in enumerate(people)}
    votes: dict[str, list[int]] = {}
    for name, value in rows("SELECT voter, value FROM meetings_vote WHERE poll_id = ?", poll):
        votes.setdefault(names[name], []).append(int(value))
    lost = [
        f"vote of {person}"
        for person in storm.acknowledged["vote"]
        if not _is_possible(votes.get(person, []), storm.possible[person])
    ]
    return Kept(lost, [f"vote of {one}" for one, values in votes.items() if len(values) > 1])


_PEOPLE = "SELECT id FROM meetings_participant WHERE meeting_id = ? ORDER BY id"


def _is_possible(values: list[int], bodies: Iterable[str]) -> bool:
    return bool(values) and values[-1] in {json.loads(body)["value"] for body in bodies}


def _cards_kept(rows: Rows, storm: Storm) -> Kept:
    """By its text, so that the same card under another id shows."""
    return _once(storm, "card", rows("SELECT substr(text, 7) FROM meetings_card"))


def _registrations_kept(rows: Rows, storm: Storm) -> Kept:
    """Each has one row, and one letter that says so."""
    places = _once(storm, "registration", rows("SELECT email FROM meetings_registration"))
    told = _once(storm, "registration", rows(_LETTERS))
    return places + told


_LETTERS = """SELECT email FROM meetings_registration AS one JOIN letters_letter AS letter
    ON letter.key LIKE 'meeting:' || one.meeting_id || ':' || one.id || ':%'"""


def _once(storm: Storm, kind: str, keys: Iterable[tuple[str]]) -> Kept:
    found = Counter(key for (key,) in keys)
    lost = [f"{kind} {key}" for key in storm.acknowledged[kind] if key not in found]
    return Kept(lost, [f"{kind} {key}" for key, n in found.items() if n > 1])


@dataclass
class Screens:
    """Screens that follow: each comes back by itself, after the time that the server gave it."""

    port: int
    made: dict[str, Any]
    n: int
    back: dict[int, float] = field(default_factory=dict)
    """The moment (monotonic) at which each that is connected got the whole state."""

    @contextmanager
    def following(self) -> Iterator[None]:
        """They follow in a thread of their own as long as this lasts."""
        loop = asyncio.new_event_loop()
        watching = loop.create_task(self._watch_all())
        thread = threading.Thread(target=loop.run_until_complete, args=(watching,))
        thread.start()
        try:
            yield
        finally:
            loop.call_soon_threadsafe(watching.cancel)
            thread.join()
            loop.close()

    def seconds_back(self, since: float) -> list[float]:
        """How long it took each; waits until all are there, for at most 30 s."""
        until = time.monotonic() + 30
        while len(self.back) < self.n and time.monotonic() < until:
            time.sleep(0.01)
        return [at - since for at in self.back.values()]

    async def _watch_all(self) -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*(self._watch(number) for number in range(self.n)))
        await asyncio.sleep(0.1)  # connections that were closed are let go of

    async def _watch(self, number: int) -> None:
        """One screen, for ever."""
        wait = 1.0
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                wait = await self._follow(number)
            self.back.pop(number, None)
            await asyncio.sleep(wait)

    async def _follow(self, number: int) -> float:
        """Until the line is lost; returns after how many seconds to come back."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        path = f"/live/{self.made['meeting']}/stroom"
        head = f"Host: x\r\nX-Ticket: {self.made['tickets'][number]}\r\n"
        try:
            writer.write(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
            told = await reader.readuntil(b'data: {"topic"')
            self.back[number] = time.monotonic()
            while await reader.readline():
                pass
        finally:
            writer.close()
        given = re.search(rb"retry: (\d+)", told)
        return int(given[1]) / 1000 if given else 1.0


class Round(NamedTuple):
    """One fall: what was acknowledged since the one before, by kind, and how it went after it."""

    counts: Counter[str]
    kept: Kept
    start: float
    """Seconds that the server took until it said it was ready."""
    back: list[float]
    """Seconds, of each screen, from then until it had the whole state."""


def rounds(site: LiveSite, made: dict[str, Any], n_rounds: int, n_screens: int) -> Iterator[Round]:
    """Kill the server in the middle of a storm, so many times. Raises AssertionError for an answer
    that nobody should get."""
    storm, screens = Storm(site.port, made), Screens(site.port, made, n_screens)
    site.start()
    with screens.following():
        screens.seconds_back(0)
        for number in range(n_rounds):
            threads = storm.blow()
            assert storm.is_strong.wait(60), (storm.counts, storm.wrong)
            site.kill()
            for thread in threads:
                thread.join()
            screens.back.clear()
            counts, found = Counter(storm.counts), kept(site, storm)
            launched = time.monotonic()
            ready = site.start()
            back = screens.seconds_back(ready)
            if number == n_rounds - 1:
                storm.finish()
                found = found + kept(site, storm)
            assert storm.wrong == []
            yield Round(counts, found, ready - launched, back)
    site.stop()
