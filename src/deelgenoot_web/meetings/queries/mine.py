"""What is personal on a screen: own answers and signs, which stand in the page beside the parts."""

from collections.abc import Callable
from typing import Any

from deelgenoot_web.meetings.models import N_DOTS, Participant, Poll, Vote
from deelgenoot_web.meetings.voters import voter


def _votes(participant: Participant) -> dict[str, Any]:
    """Read the own vote in the open poll; of a closed poll nobody can tell any more."""
    polls = Poll.objects.filter(meeting=participant.meeting_id, state=Poll.State.OPEN)
    names = {voter(poll.secret, participant.pk): poll.pk for poll in polls}
    votes = Vote.objects.filter(poll__in=names.values(), voter__in=names)
    return {str(vote.poll_id): vote.value for vote in votes}


def _upvotes(participant: Participant) -> list[str]:
    own = participant.upvotes.filter(question__meeting=participant.meeting_id)
    return sorted(str(key) for key in own.values_list("question_id", flat=True))


def _dots(participant: Participant) -> dict[str, Any]:
    """Return the card of each own dot, and how many dots are left."""
    pairs = participant.dots.values_list("card", "card__merged_into")
    cards = [str(merged_into or card) for card, merged_into in pairs]
    return {"given": cards, "left": N_DOTS - len(cards), "free": len(cards) < N_DOTS}


def _contact(participant: Participant) -> bool:
    registration = participant.registration
    return registration is not None and registration.shares_contact


OWN: dict[str, Callable[[Participant], Any]] = {
    "votes": _votes,
    "hand": lambda participant: participant.hand_raised_at is not None,
    "upvotes": _upvotes,
    "dots": _dots,
    "contact": _contact,
}


def mine(participant: Participant | None) -> dict[str, Any]:
    """Return all that is the participant's own, by name; empty for a screen of a leader."""
    if participant is None:
        return {}
    return {name: of(participant) for name, of in OWN.items()}
