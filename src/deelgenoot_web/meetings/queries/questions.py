"""What the audience asks, and whose hand is up."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.models import Group, Meeting, Participant, Question

OPEN = (Question.State.SHOWN,)
_EVERY = tuple(Question.State)


@dataclass(frozen=True)
class AudienceQuestion:
    """A question, its number of upvotes, and who asked it, if they gave their name."""

    question: Question
    n_upvotes: int
    by: str


@dataclass(frozen=True)
class Hand:
    """Somebody who wants to speak."""

    participant: Participant
    who: str


def questions_of(
    meeting: Meeting, states: Sequence[Question.State] = _EVERY
) -> list[AudienceQuestion]:
    """List the questions with most upvotes first, then the oldest first."""
    questions = meeting.questions.filter(state__in=states).select_related("participant")
    questions = questions.annotate(n_upvotes=Count("upvotes"))
    return [
        AudienceQuestion(
            one, one.n_upvotes, name_of(one.participant, meeting) if one.participant else ""
        )
        for one in questions.order_by("-n_upvotes", "asked_at", "id")
    ]


def hands_of(meeting: Meeting, group: Group | None = None) -> list[Hand]:
    """List whose hand is up, in the meeting or in one group; the longest wait first.

    After the end nobody waits for a turn.
    """
    if meeting.closed_at:
        return []
    people = meeting.participants.exclude(hand_raised_at=None).select_related("group")
    if group is not None:
        people = people.filter(group=group)
    return [Hand(one, name_of(one, meeting)) for one in people.order_by("hand_raised_at", "pk")]


def name_of(participant: Participant, meeting: Meeting) -> str:
    """Return the name, with the municipality where that is known."""
    areas = release(meeting.study).catalog.areas
    place = areas[participant.gm_code].name if participant.gm_code else ""
    return ", ".join(part for part in (participant.name, place) if part)
