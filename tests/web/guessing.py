"""Somebody with the database, a backup and the log of the proxy guesses who voted what.

The log of the proxy gives the names in order of arrival, the lists of the meeting give the group of
each. Every answer of a simulated poll is another word, so that it is known afterwards which row is
whose, and each way of guessing can be held against chance.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

import numpy as np
from django.utils import timezone
from scipy.stats import chi2
from tests.web import small_meeting as small

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.actions import polls
from deelgenoot_web.meetings.actions.votes import record
from deelgenoot_web.meetings.ballots import Ballot
from deelgenoot_web.meetings.models import Meeting, Participant, Poll

SIZES = (8, 6, 2)
"""Voters by group. The last is too small to stand apart, so the middle one stands with it."""
CLASSES = (range(8), range(8, 16))
"""Places of the voters whose votes have the same group in the database afterwards."""
AT_ONCE = 8
"""Votes that come in together."""
Rows = Callable[[str, Sequence[Any]], Iterable[Any]]
"""Answers a question in SQL to the database or to a backup of it."""


@dataclass
class Guesses:
    """How often each way of guessing named the voter of a row, over all polls."""

    n_polls: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(WAYS, 0))
    places: np.ndarray = field(default_factory=lambda: np.zeros((len(CLASSES), 8, 8), dtype=int))
    """Per class: how often who came in as row number i is column number j in the file."""

    @property
    def by_chance(self) -> int:
        """Who names a class in any order is right once, whatever its size."""
        return len(CLASSES) * self.n_polls

    @property
    def deviations(self) -> dict[str, float]:
        """Standard deviations from chance: of one class in random order the variance is 1 too."""
        return {way: (n - self.by_chance) / sqrt(self.by_chance) for way, n in self.right.items()}

    @property
    def p_value(self) -> float:
        """Chance of places at least as uneven as these when all orders are as likely.

        Chi-square; rows and columns both add up, so of `size` places `size` - 1 are free each way,
        and each deviation counts for as much less.
        """
        n_classes, size, _size = self.places.shape
        expected = self.n_polls / size
        statistic = ((self.places - expected) ** 2 / expected).sum() * (size - 1) / size
        return float(chi2.sf(statistic, n_classes * (size - 1) ** 2))

    def add(self, rows: Sequence[tuple[str, int]]) -> None:
        """Guess in one poll: `rows` are (id, place of arrival of its voter), as they are stored."""
        self.n_polls += 1
        for number, members in enumerate(CLASSES):
            of_class = [(key, place) for key, place in rows if place in members]
            for way, sort in WAYS.items():
                named = zip(sort(of_class), members, strict=True)
                self.right[way] += sum(place == guess for (_key, place), guess in named)
            for column, (_key, place) in enumerate(of_class):
                self.places[number, place - members[0], column] += 1


WAYS: dict[str, Callable[[list[tuple[str, int]]], Iterable[tuple[str, int]]]] = {
    "rows in order of arrival": list,
    "rows in reverse order": reversed,
    "ids in order of arrival": sorted,
}


def voters() -> tuple[Meeting, list[Participant]]:
    """Make a meeting with voters, in the order of their groups."""
    meeting = small.made()
    clusters = release().typology.clusters
    people = [
        Participant(meeting=meeting, name="Deelnemer", gm_code=cluster.members[0])
        for cluster, size in zip(clusters, SIZES, strict=False)
        for _ in range(size)
    ]
    return meeting, Participant.objects.bulk_create(people)


def answer_poll(meeting: Meeting, people: Sequence[Participant]) -> Poll:
    """Put a question; all answer, two of them again. Each answer is the place of its voter."""
    poll = Poll.objects.create(meeting=meeting, position=0, kind="text", question="?", state="open")
    ballots = [Ballot(meeting.pk, poll.pk, one.pk, str(place)) for place, one in enumerate(people)]
    for start in range(0, len(ballots), AT_ONCE):
        record(ballots[start : start + AT_ONCE])
    record(ballots[2:4])
    return poll


def close_poll(poll: Poll, by: Person) -> int:
    """Close a poll as its organiser does; give its key."""
    polls.close(by=by, poll=poll, now=timezone.now())
    return poll.pk


_STORED = "SELECT id, value FROM meetings_vote WHERE poll_id = %s ORDER BY "


def guess(rows: Rows, poll_ids: Iterable[int], place: str) -> Guesses:
    """Guess in these polls; `place` is what the database calls the place of a row in its file."""
    guesses = Guesses()
    for poll_id in poll_ids:
        stored = rows(_STORED + place, [poll_id])
        guesses.add([(str(key), int(json.loads(value))) for key, value in stored])
    return guesses
