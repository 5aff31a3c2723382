"""How many people are in a meeting, and where."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from deelgenoot_web.meetings.models import Meeting, Participant, Registration
from deelgenoot_web.meetings.placing import name_of


@dataclass(frozen=True)
class Present:
    """One group, how many joined of those who registered for it."""

    name: str
    n_joined: int
    n_registered: int


@dataclass(frozen=True)
class MeetingPeople:
    """Everybody in a meeting."""

    n_joined: int
    n_registered: int
    groups: tuple[Present, ...]
    n_without_group: int
    n_hands: int


def people_of(meeting: Meeting) -> MeetingPeople:
    """Counted from rows. A group that was joined to another is not listed."""
    joined = dict(meeting.participants.order_by().values_list("group").annotate(n=Count("pk")))
    coming = meeting.registrations.filter(state=Registration.State.CONFIRMED).order_by()
    registered = dict(coming.values_list("group").annotate(n=Count("pk")))
    groups = meeting.groups.filter(joined_into=None)
    return MeetingPeople(
        n_joined=sum(joined.values()),
        n_registered=sum(registered.values()),
        groups=tuple(
            Present(group.name, joined.get(group.pk, 0), registered.get(group.pk, 0))
            for group in groups
        ),
        n_without_group=joined.get(None, 0),
        n_hands=meeting.participants.exclude(hand_raised_at=None).count(),
    )


def invented() -> QuerySet[Participant]:
    """Who takes part in rehearsals without existing: all but who came in by themselves."""
    return Participant.objects.filter(
        meeting__is_rehearsal=True, person=None, came_in_by=None
    ).select_related("meeting", "group", "registration")


@dataclass(frozen=True)
class Somebody:
    """A participant with the place they come from."""

    participant: Participant
    municipality: str


def everybody(meeting: Meeting) -> tuple[Somebody, ...]:
    """All who joined, by group and name; those without a group first."""
    found = meeting.participants.select_related("group").order_by("name", "pk")
    ordered = sorted(found, key=lambda one: one.group.position if one.group else -1)
    return tuple(Somebody(one, name_of(meeting.study, one.gm_code)) for one in ordered)
