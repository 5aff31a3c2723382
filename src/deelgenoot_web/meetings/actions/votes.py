"""Keeping votes: many in one transaction, each once, nobody's name in them."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.ballots import Asked, Ballot, Outcome, Refusal, UnfitError, checked
from deelgenoot_web.meetings.models import Participant, Poll, Vote
from deelgenoot_web.meetings.voters import voter

TOPICS = ("hall", "stage", "desk")
_REASONS: dict[Refusal, str | Promise] = {
    "closed": _("Deze vraag is gesloten."),
    "gone": _("U bent hier niet meer. Laad de pagina opnieuw."),
}


def record(ballots: Sequence[Ballot]) -> list[Outcome]:
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
                vote = _vote(ballot, polls[ballot.poll], people[ballot.participant], outcome)
                votes[ballot.poll, vote.voter] = vote
        _keep(votes.values())
        for meeting in {polls[poll].meeting_id for poll, _voter in votes}:
            bell.ring(meeting, TOPICS)
    return outcomes


def _open_polls(ballots: Iterable[Ballot]) -> dict[int, Poll]:
    # Locked until the commit, so that closing waits for votes that came in before it.
    found = Poll.objects.select_for_update(no_key=True).order_by("pk")
    asked = {ballot.poll for ballot in ballots}
    return {poll.pk: poll for poll in found.filter(pk__in=asked, state=Poll.State.OPEN)}


def _people(ballots: Iterable[Ballot]) -> dict[int, Participant]:
    found = Participant.objects.only("pk", "meeting_id", "group_id")
    return found.in_bulk({ballot.participant for ballot in ballots})


def _outcome(ballot: Ballot, poll: Poll | None, participant: Participant | None) -> Outcome:
    if participant is None or participant.meeting_id != ballot.meeting:
        return Outcome(refusal="gone", say=_REASONS["gone"])
    if poll is None or poll.meeting_id != ballot.meeting:
        return Outcome(refusal="closed", say=_REASONS["closed"])
    try:
        return Outcome(checked(Asked(poll.kind, poll.options, poll.settings), ballot.value))
    except UnfitError as error:
        return Outcome(refusal="unfit", say=error.args[0])


def _vote(ballot: Ballot, poll: Poll, participant: Participant, outcome: Outcome) -> Vote:
    return Vote(
        poll=poll,
        voter=voter(poll.secret, ballot.participant),
        group_id=participant.group_id,
        value=outcome.value,
    )


def _keep(votes: Iterable[Vote]) -> None:
    Vote.objects.bulk_create(
        votes,
        update_conflicts=True,
        unique_fields=["poll", "voter"],
        update_fields=["value", "group"],
    )
