"""The server killed while votes pour in: what was acknowledged is there, nothing is there twice."""

import http.client
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.web.live_site import LiveSite

from deelgenoot_web.meetings.voters import voter

pytestmark = pytest.mark.slow
N_PEOPLE = 120


@dataclass
class Storm:
    """Everybody votes again and again; remembers the last vote of each that was acknowledged."""

    port: int
    made: dict[str, Any]
    acknowledged: dict[int, int] = field(default_factory=dict)
    sent: dict[int, set[int]] = field(default_factory=dict)
    is_over: threading.Event = field(default_factory=threading.Event)
    is_strong: threading.Event = field(default_factory=threading.Event)

    def blow(self, n_threads: int = 4) -> list[threading.Thread]:
        people = list(range(len(self.made["tickets"])))
        threads = [
            threading.Thread(target=self._vote, args=(people[start::n_threads],))
            for start in range(n_threads)
        ]
        for thread in threads:
            thread.start()
        return threads

    def _vote(self, people: list[int]) -> None:
        turn = 0
        while not self.is_over.is_set():
            turn += 1
            for person in people:
                try:
                    self.vote(person, (person + turn) % 3)
                except (OSError, http.client.HTTPException):
                    return  # the server is gone

    def vote(self, person: int, value: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        self.sent.setdefault(person, set()).add(value)
        connection.request(
            "POST",
            f"/live/{self.made['meeting']}/stem",
            json.dumps({"poll": self.made["poll"], "value": value}),
            {"X-Ticket": self.made["tickets"][person], "Connection": "close"},
        )
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status == 200:
            self.acknowledged[person] = value
            self.sent[person] = {value}
            if len(self.acknowledged) > N_PEOPLE // 2:
                self.is_strong.set()
        return answer.status


@pytest.fixture(scope="module")
def stormy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveSite, dict[str, Any]]]:
    site = LiveSite(tmp_path_factory.mktemp("storm"))
    site.set_up()
    made = site.session(N_PEOPLE)
    yield site, made
    site.stop()


def survive(site: LiveSite, made: dict[str, Any], n_rounds: int) -> None:
    """Kill the server in the middle of a storm of votes, so many times."""
    everybody: dict[int, set[int]] = {}
    for _ in range(n_rounds):
        site.start()
        storm = Storm(site.port, made)
        threads = storm.blow()
        assert storm.is_strong.wait(60)
        site.kill()
        for thread in threads:
            thread.join()
        # Of each: the last vote that was acknowledged, or one sent after it.
        everybody |= {person: set(values) for person, values in storm.sent.items()}
        _agrees(site.folder, made, everybody, set(storm.acknowledged))


def _agrees(
    folder: Path, made: dict[str, Any], possible: dict[int, set[int]], sure: set[int]
) -> None:
    """Each acknowledged vote is a row with a value that its person sent; no person has two."""
    with closing(sqlite3.connect(folder / "deelgenoot.sqlite3")) as rows:
        poll, meeting = [made["poll"]], [made["meeting"]]
        [(secret,)] = rows.execute("SELECT secret FROM meetings_poll WHERE id = ?", poll)
        people = rows.execute(
            "SELECT id FROM meetings_participant WHERE meeting_id = ? ORDER BY id", meeting
        ).fetchall()
        votes = rows.execute(
            "SELECT voter, value FROM meetings_vote WHERE poll_id = ?", poll
        ).fetchall()
    names = {voter(secret, pk): number for number, (pk,) in enumerate(people)}
    kept = {names[name]: int(value) for name, value in votes}
    assert len(kept) == len(votes)
    assert sure <= kept.keys()
    assert {person: value for person, value in kept.items() if value not in possible[person]} == {}


def test_what_was_acknowledged_is_there_after_a_kill_and_nothing_twice(
    stormy: tuple[LiveSite, dict[str, Any]],
) -> None:
    site, made = stormy
    survive(site, made, n_rounds=2)
