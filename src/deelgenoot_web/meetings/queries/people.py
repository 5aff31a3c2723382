"""How many people are in a meeting, and where."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from deelgenoot_web.meetings.models import Meeting, Participant, Registration, Role
from deelgenoot_web.meetings.placing import name_of, name_of_group


@dataclass(frozen=True)
class Present:
    """A group, how many people registered for it and how many joined."""

    name: str
    n_joined: int
    n_registered: int


@dataclass(frozen=True)
class MeetingPeople:
    """The counts of everybody in a meeting."""

    n_joined: int
    n_registered: int
    groups: tuple[Present, ...]
    n_without_group: int
    n_hands: int


def people_of(meeting: Meeting) -> MeetingPeople:
    """Count the people of a meeting. A group that was joined to another is not listed."""
    here = meeting.participants.order_by()
    n_joined = dict(here.values_list("group").annotate(n=Count("pk")))
    coming = meeting.registrations.filter(state=Registration.State.CONFIRMED).order_by()
    n_registered = dict(coming.values_list("group").annotate(n=Count("pk")))
    groups = meeting.groups.filter(joined_into=None)
    return MeetingPeople(
        n_joined=sum(n_joined.values()),
        n_registered=sum(n_registered.values()),
        groups=tuple(
            Present(
                name_of_group(group, meeting.study),
                n_joined.get(group.pk, 0),
                n_registered.get(group.pk, 0),
            )
            for group in groups
        ),
        n_without_group=n_joined.get(None, 0),
        n_hands=meeting.participants.exclude(hand_raised_at=None).count(),
    )


def invented_people() -> QuerySet[Participant]:
    """Select the invented participants of rehearsals: all who did not come in by themselves."""
    return Participant.objects.filter(
        meeting__is_rehearsal=True, person=None, came_in_by=None
    ).select_related("meeting", "group", "registration")


def is_asked_to_lead(participant: Participant) -> bool:
    """Whether somebody may lead the group they sit in once they sign in by the mailed link."""
    if not participant.email or participant.group_id is None:
        return False
    roles = Role.objects.filter(kind=Role.Kind.FACILITATOR, group=participant.group_id)
    return roles.filter(person__email=participant.email).exists()


@dataclass(frozen=True)
class Somebody:
    """A participant with the place they come from."""

    participant: Participant
    municipality: str
    may_lead: bool
    """Whether an address is known to let this person lead the group, which they do not yet."""


def everybody(meeting: Meeting) -> tuple[Somebody, ...]:
    """List all participants, by group and name; those without a group first."""
    participants = meeting.participants.select_related("group", "registration", "person")
    participants = participants.order_by("name", "pk")
    leaders = set(
        meeting.roles.filter(kind=Role.Kind.FACILITATOR).values_list("person__email", "group")
    )
    by_group = sorted(participants, key=lambda one: one.group.position if one.group else -1)
    return tuple(
        Somebody(
            one,
            name_of(meeting.study, one.gm_code),
            bool(one.email and one.group_id) and (one.email, one.group_id) not in leaders,
        )
        for one in by_group
    )
