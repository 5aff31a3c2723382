"""What the audience asks, whose hand is up, how many applaud."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.models import Group, Meeting, Participant, Question

APPLAUSE_LASTS = timedelta(seconds=10)
"""So long after somebody applauded it is counted."""
OPEN = (Question.State.SHOWN,)
_EVERY = tuple(Question.State)


@dataclass(frozen=True)
class AudienceQuestion:
    """A question, how many find it worth answering, and who asked it, if they said so."""

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
    """Most upvotes first, then who asked first."""
    found = meeting.questions.filter(state__in=states).select_related("participant")
    counted = found.annotate(n_upvotes=Count("upvotes")).order_by("-n_upvotes", "asked_at", "id")
    return [
        AudienceQuestion(
            one, one.n_upvotes, name_of(one.participant, meeting) if one.participant else ""
        )
        for one in counted
    ]


def hands_of(meeting: Meeting, group: Group | None = None) -> list[Hand]:
    """Whose hand is up, of all or of one group; who waits longest first."""
    found = meeting.participants.exclude(hand_raised_at=None).select_related("group")
    if group is not None:
        found = found.filter(group=group)
    return [Hand(one, name_of(one, meeting)) for one in found.order_by("hand_raised_at", "pk")]


def n_applauding(meeting: Meeting) -> int:
    """How many people applauded in the last seconds."""
    recent = meeting.signals.filter(at__gt=timezone.now() - APPLAUSE_LASTS)
    return recent.order_by().values("participant").distinct().count()


def name_of(participant: Participant, meeting: Meeting) -> str:
    """The name, with the municipality where that is known."""
    areas = release(meeting.study).catalog.areas
    place = areas[participant.gm_code].name if participant.gm_code else ""
    return ", ".join(part for part in (participant.name, place) if part)
