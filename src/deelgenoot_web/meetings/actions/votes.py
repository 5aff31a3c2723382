"""Keeping votes: many in one transaction, each once, nobody's name in them."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.ballots import (
    Acceptance,
    Ballot,
    PollFacts,
    Refusal,
    UnfitError,
    checked,
)
from deelgenoot_web.meetings.models import Participant, Poll, Vote
from deelgenoot_web.meetings.repeated import Repeated
from deelgenoot_web.meetings.voters import voter

TOPICS = ("poll", "stage", "desk")
_REASONS: dict[Refusal, str | Promise] = {
    "closed": _("Deze vraag is gesloten."),
    "gone": _("U bent hier niet meer. Laad de pagina opnieuw."),
}


def record(ballots: Sequence[Ballot]) -> list[Acceptance]:
    """Keep what may be kept, and say of each ballot what became of it, in the same order.

    A later vote of the same participant replaces the earlier one, also within `ballots`. Whether
    the poll is open is looked up in the same transaction: after closing, no vote comes in.
    """
    votes: dict[tuple[int, str], Vote] = {}
    with transaction.atomic():
        polls, people = _open_polls(ballots), _people(ballots)
        outcomes = []
        for ballot in ballots:
            outcome = _outcome(ballot, polls.get(ballot.poll), people.get(ballot.participant))
            outcomes.append(outcome)
            if outcome.refusal is None:
                name = voter(polls[ballot.poll].secret, ballot.participant)
                votes[ballot.poll, name] = Vote(
                    poll_id=ballot.poll,
                    voter=name,
                    group_id=people[ballot.participant].group_id,
                    value=outcome.value,
                )
        _keep(votes.values())
        for meeting in {polls[poll].meeting_id for poll, _voter in votes}:
            bell.ring(meeting, TOPICS)
    return outcomes


class _Poll(NamedTuple):
    pk: int
    meeting_id: int
    kind: str
    options: list[str]
    settings: dict[str, Any]
    secret: bytes


class _Person(NamedTuple):
    meeting_id: int
    group_id: int | None


# Locked until the commit, so that closing waits for votes that came in before it.
_open_of = Repeated(
    lambda keys: (
        Poll.objects.select_for_update(no_key=True)
        .order_by("pk")
        .filter(pk__in=keys, state=Poll.State.OPEN)
        .values_list(*_Poll._fields)
    )
)
_people_of = Repeated(
    lambda keys: (
        Participant.objects.filter(pk__in=keys).order_by().values_list("pk", *_Person._fields)
    )
)


def _open_polls(ballots: Iterable[Ballot]) -> dict[int, _Poll]:
    polls = {}
    for pk, meeting, kind, options, settings, secret in _open_of({one.poll for one in ballots}):
        polls[pk] = _Poll(pk, meeting, kind, json.loads(options), json.loads(settings), secret)
    return polls


def _people(ballots: Iterable[Ballot]) -> dict[int, _Person]:
    rows = _people_of({ballot.participant for ballot in ballots})
    return {pk: _Person(*row) for pk, *row in rows}


def _outcome(ballot: Ballot, poll: _Poll | None, person: _Person | None) -> Acceptance:
    if person is None or person.meeting_id != ballot.meeting:
        return Acceptance(refusal="gone", say=_REASONS["gone"])
    if poll is None or poll.meeting_id != ballot.meeting:
        return Acceptance(refusal="closed", say=_REASONS["closed"])
    try:
        return Acceptance(checked(PollFacts(poll.kind, poll.options, poll.settings), ballot.value))
    except UnfitError as error:
        return Acceptance(refusal="unfit", say=error.args[0])


def _keep(votes: Iterable[Vote]) -> None:
    Vote.objects.bulk_create(
        votes,
        update_conflicts=True,
        unique_fields=["poll", "voter"],
        update_fields=["value", "group"],
    )
