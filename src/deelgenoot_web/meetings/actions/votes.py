"""Keeping votes: many in one transaction, each once, nobody's name in them."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from random import SystemRandom
from threading import Lock
from typing import Any, NamedTuple

from django.db import Error, connection, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings import bell, traces
from deelgenoot_web.meetings.actions.live_answers import show_more
from deelgenoot_web.meetings.ballots import (
    Acceptance,
    Ballot,
    PollFacts,
    Refusal,
    UnfitError,
    check_value,
)
from deelgenoot_web.meetings.disclosure import shown_groups
from deelgenoot_web.meetings.models import Poll, Vote
from deelgenoot_web.meetings.placing import study_cluster_of
from deelgenoot_web.meetings.voters import voter

TOPICS = ("poll", *bell.SHOW, "desk")
_TOPICS_OF_A_VOTE = ("poll", *(bell.LATER + topic for topic in (*bell.SHOW, "tally")))
_REASONS: dict[Refusal, str | Promise] = {
    "closed": _("Deze vraag is gesloten."),
    "gone": _("U bent hier niet meer. Laad de pagina opnieuw."),
}

outcomes: Counter[str] = Counter()
"""The votes that people sent to this process: `accepted`, or the word for why not."""
_counting = Lock()


def count(outcome: str) -> None:
    """Count a vote that somebody sent, by a script or a plain form; from any thread."""
    with _counting:
        outcomes[outcome] += 1


def cast(ballot: Ballot) -> Acceptance:
    """Keep one vote, and count what became of it."""
    try:
        [outcome] = record([ballot])
    except Error:
        count("failed")
        raise
    count(outcome.refusal or "accepted")
    return outcome


def record(ballots: Sequence[Ballot]) -> list[Acceptance]:
    """Keep what may be kept, and say of each ballot what became of it, in the same order.

    A later vote of the same participant replaces the earlier one, also within `ballots`. Whether
    the poll is open is looked up in the same transaction: after closing, no vote comes in.
    """
    votes: dict[tuple[int, str], Vote] = {}
    with transaction.atomic():
        polls, people = _open_polls(ballots), _people(ballots)
        groups = _groups(ballots)
        outcomes = []
        for ballot in ballots:
            outcome = _outcome(ballot, polls.get(ballot.poll), people.get(ballot.participant))
            outcomes.append(outcome)
            if outcome.refusal is None:
                name = voter(polls[ballot.poll].secret, ballot.participant)
                votes[ballot.poll, name] = Vote(
                    poll_id=ballot.poll,
                    voter=name,
                    group_id=_group_of(people[ballot.participant], groups),
                    value=outcome.value,
                )
        _keep(votes.values())
        for poll in {poll for poll, _voter in votes if polls[poll].is_live}:
            show_more(poll)
        for meeting in {polls[poll].meeting_id for poll, _voter in votes}:
            bell.ring(meeting, _TOPICS_OF_A_VOTE)
    return outcomes


def seal(poll: Poll, now: datetime) -> None:
    """Close a poll that is locked, so that nothing is left that could name a voter.

    Its secret goes. The order of rows is that of arrival, and a proxy wrote down who sent something
    when; so all votes are written anew in random order, without the name of a voter. Who belongs to
    a group that may not be shown apart belongs to none. Of a live poll nobody belongs to one: its
    clusters beside what was shown before could tell of fewer than five.
    """
    votes = list(poll.votes.all())
    apart = () if poll.is_live else shown_groups(Counter(vote.group_id for vote in votes))
    fresh = [
        Vote(
            poll=poll,
            group_id=vote.group_id if vote.group_id in apart else None,
            value=vote.value,
            is_hidden=vote.is_hidden,
        )
        for vote in votes
    ]
    SystemRandom().shuffle(fresh)
    poll.votes.all().delete()
    Vote.objects.bulk_create(fresh)
    poll.state, poll.secret, poll.closed_at = Poll.State.CLOSED, None, now
    poll.live_values, poll.closes_at = [], None
    poll.save(update_fields=["state", "secret", "closed_at", "live_values", "closes_at"])
    traces.drop()


class _Poll(NamedTuple):
    pk: int
    meeting_id: int
    kind: str
    options: list[str]
    settings: dict[str, Any]
    secret: bytes
    is_live: bool


class _Person(NamedTuple):
    meeting_id: int
    group_id: int | None
    gm_code: str


class _Groups(NamedTuple):
    """The groups of one meeting: by cluster, and those of the organiser's own."""

    study: str
    of_clusters: dict[str, int]
    own: set[int]


# Asked thirty times a second: the ORM would take longer to write these than the database to answer.
_OPEN_POLLS = """
    SELECT id, meeting_id, kind, options, settings, secret, is_live FROM meetings_poll
    WHERE id IN ({}) AND state = 'open' AND (closes_at IS NULL OR closes_at > %s) ORDER BY id"""
_PEOPLE = "SELECT id, meeting_id, group_id, gm_code FROM meetings_participant WHERE id IN ({})"
_GROUPS = """
    SELECT meeting_id, study, meetings_group.id, archetype
    FROM meetings_group JOIN meetings_meeting ON meetings_meeting.id = meeting_id
    WHERE meeting_id IN ({})"""


def _rows(query: str, keys: Collection[int], *more: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query.format(", ".join(["%s"] * len(keys))), [*keys, *more])
        return list(cursor.fetchall())


def _open_polls(ballots: Iterable[Ballot]) -> dict[int, _Poll]:
    """Read the open polls, locked until the commit: closing waits for votes that came before it.

    A poll whose time is over is not open any more, also where nobody closed it yet.
    """
    lock = " FOR NO KEY UPDATE" if connection.features.has_select_for_update else ""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    polls = {}
    for row in _rows(_OPEN_POLLS + lock, {ballot.poll for ballot in ballots}, now):
        pk, meeting, kind, options, settings, *rest = row
        polls[pk] = _Poll(pk, meeting, kind, json.loads(options), json.loads(settings), *rest)
    return polls


def _people(ballots: Iterable[Ballot]) -> dict[int, _Person]:
    rows = _rows(_PEOPLE, {ballot.participant for ballot in ballots})
    return {pk: _Person(*row) for pk, *row in rows}


def _groups(ballots: Iterable[Ballot]) -> dict[int, _Groups]:
    groups: dict[int, _Groups] = {}
    for meeting, study, pk, archetype in _rows(_GROUPS, {ballot.meeting for ballot in ballots}):
        all_groups = groups.setdefault(meeting, _Groups(study, {}, set()))
        if archetype:
            all_groups.of_clusters[archetype] = pk
        else:
            all_groups.own.add(pk)
    return groups


def _group_of(person: _Person, groups: Mapping[int, _Groups]) -> int | None:
    """Find the group that a vote counts for: that of the cluster of the municipality, wherever its
    people sit; else a group of the organiser's own. None for guests, from outside the clusters."""
    all_groups = groups.get(person.meeting_id)
    if all_groups is None:
        return None
    cluster = study_cluster_of(all_groups.study, person.gm_code)
    if cluster in all_groups.of_clusters:
        return all_groups.of_clusters[cluster]
    return person.group_id if person.group_id in all_groups.own else None


def _outcome(ballot: Ballot, poll: _Poll | None, person: _Person | None) -> Acceptance:
    if person is None or person.meeting_id != ballot.meeting:
        return Acceptance(refusal="gone", say=_REASONS["gone"])
    if poll is None or poll.meeting_id != ballot.meeting:
        return Acceptance(refusal="closed", say=_REASONS["closed"])
    try:
        return Acceptance(
            check_value(PollFacts(poll.kind, poll.options, poll.settings), ballot.value)
        )
    except UnfitError as error:
        return Acceptance(refusal="unfit", say=error.args[0])


def _keep(votes: Iterable[Vote]) -> None:
    Vote.objects.bulk_create(
        votes,
        update_conflicts=True,
        unique_fields=["poll", "voter"],
        update_fields=["value", "group"],
    )
