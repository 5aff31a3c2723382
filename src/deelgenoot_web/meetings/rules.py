"""Who may do what in a meeting. Each rule takes a person who signed in, or nobody."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.models import Group, Meeting, Participant, Role

Visitor = Person | AnonymousUser

AWAY = timedelta(seconds=60)
"""So long after their last screen closed, people who lead are missing; screens tell every 10 s."""
_EARLY = timedelta(minutes=15)
"""So long before the beginning, people who lead are expected."""
_LEADS_IT = Role.objects.filter(
    Q(group=OuterRef("pk")) | Q(group__joined_into=OuterRef("pk")),
    kind=Role.Kind.FACILITATOR,
)
IS_LED = Exists(_LEADS_IT)
"""Annotates a group with whether somebody leads it; the leader of a joined group leads along."""


def has_leader_here(now: datetime) -> Exists:
    """Annotate a group with whether somebody who leads it has a screen of the meeting open."""
    return Exists(_LEADS_IT.filter(seen_at__gte=now - AWAY))


def are_leaders_expected(meeting: Meeting, now: datetime) -> bool:
    """Whether people who lead have to be there: from a quarter before the beginning to the end."""
    is_open = meeting.state == Meeting.State.OPEN and meeting.closed_at is None
    has_begun = meeting.current_item_id is not None or meeting.starts_at - _EARLY <= now
    return is_open and has_begun and now < meeting.ends_at


def may_organise(person: Visitor) -> bool:
    """Whether a person may make meetings of their own."""
    return isinstance(person, Person) and (person.is_organiser or person.is_administrator)


def may_direct(person: Visitor, meeting: Meeting) -> bool:
    """Whether a person may change a meeting, see who comes, and lead its session."""
    return _has(person, meeting, Role.Kind.ORGANISER)


def may_present(person: Visitor, meeting: Meeting) -> bool:
    """Whether a person may show the large screen and drive what stands on it."""
    return may_direct(person, meeting) or _has(person, meeting, Role.Kind.PRESENTER)


def may_facilitate(person: Visitor, group: Group) -> bool:
    """Whether a person may lead a group: its script, its cards, its harvest. The leader of a group
    that joined it leads along."""
    return may_direct(person, group.meeting) or group in led_by(person, group.meeting)


def led_by(person: Visitor, meeting: Meeting) -> list[Group]:
    """List the groups that a facilitator leads; a joined group counts as the one it joined."""
    if not isinstance(person, Person) or not person.is_active:
        return []
    roles = meeting.roles.filter(person=person, kind=Role.Kind.FACILITATOR)
    groups = [role.group for role in roles.select_related("group__joined_into") if role.group]
    return [group.joined_into or group for group in groups]


def leads_something(person: Visitor, meeting: Meeting) -> bool:
    """Whether a person has any role in the meeting, and so may enter without registering."""
    return isinstance(person, Person) and (
        may_direct(person, meeting) or meeting.roles.filter(person=person).exists()
    )


def may_participants_read_report(meeting: Meeting) -> bool:
    """Whether the report is published for the people who took part, or for everybody."""
    is_published = meeting.report_published_at is not None
    return is_published and meeting.report_for != Meeting.Audience.ORGANISERS


def may_read_report(
    person: Visitor, participant: Participant | None, meeting: Meeting, *, has_key: bool = False
) -> bool:
    """Whether a visitor may read the report: the organiser always, others once it is for them.

    `has_key`: the visitor came by the link that everybody who registered got.
    """
    if may_direct(person, meeting):
        return True
    if not may_participants_read_report(meeting):
        return False
    took_part = participant is not None and participant.meeting_id == meeting.pk
    is_inside = took_part or has_key or leads_something(person, meeting)
    return is_inside or meeting.report_for == Meeting.Audience.PUBLIC


def _has(person: Visitor, meeting: Meeting, kind: Role.Kind) -> bool:
    if not isinstance(person, Person) or not person.is_active:
        return False
    return meeting.roles.filter(person=person, kind=kind).exists()
