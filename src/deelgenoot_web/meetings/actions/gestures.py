"""Passing on signs of the audience, and letting them be made or not."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.gestures import Gesture
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import LogEvent, Meeting, Participant


def pass_on(gestures: Sequence[Gesture]) -> list[bool]:
    """Tell the large screens how often each sign was made; say of each whether it counted.

    Nothing is written. Signs count of who is inside, while the session is on and takes them.
    """
    inside = Participant.objects.filter(
        pk__in={one.participant for one in gestures},
        meeting__has_gestures=True,
        meeting__state=Meeting.State.OPEN,
        meeting__closed_at=None,
    )
    places = set(inside.values_list("meeting_id", "pk"))
    are_counted = [(one.meeting, one.participant) in places for one in gestures]
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for gesture, is_taken in zip(gestures, are_counted, strict=True):
        if is_taken:
            counts[gesture.meeting][gesture.kind] += 1
    with transaction.atomic():
        for meeting, n_by_kind in counts.items():
            bell.ring(meeting, [f"{bell.GESTURE}{kind}:{n}" for kind, n in n_by_kind.items()])
    return are_counted


@transaction.atomic
def set_gestures(*, by: Person, meeting: Meeting, is_on: bool) -> None:
    """Let people make signs that float over the large screen, or not."""
    Meeting.objects.filter(pk=meeting.pk).update(has_gestures=is_on)
    log(by=by, event=LogEvent.GESTURES_ON if is_on else LogEvent.GESTURES_OFF, about=meeting)
    bell.ring(meeting.pk, [*bell.HALL, *bell.SHOW, "desk"])
