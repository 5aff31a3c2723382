"""Whether whoever a ticket was made for still may hear what it says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models.functions import Coalesce

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.models import Participant, Role
from deelgenoot_web.meetings.tickets import Ticket

OF_A_GROUP = ("room", "board", "cards")
"""Topics that the people of one group hear; who leads it hears `lead` besides."""
_ALL_GROUPS = "*"
Heard = Mapping[tuple[int, str, int], set[str]]
"""(person, their sign-in, meeting) -> the topics that their roles give; with a star those of every
group."""


def admitted(tickets: Sequence[Ticket]) -> list[bool]:
    """Two queries for all: the people as they are now, and the roles as they are now."""
    asked = {ticket.participant for ticket in tickets if ticket.participant}
    people = Participant.objects.filter(pk__in=asked).values_list("pk", "meeting_id", "group_id")
    places = {pk: (meeting, group) for pk, meeting, group in people}
    leads = _leads({ticket.person for ticket in tickets if ticket.person})
    return [_may_hear(ticket, places, leads) for ticket in tickets]


def _leads(persons: set[int]) -> Heard:
    heard: defaultdict[tuple[int, str, int], set[str]] = defaultdict(set)
    if persons:
        roles = Role.objects.filter(person__in=persons)
        roles = roles.annotate(room=Coalesce("group__joined_into", "group"))
        for role in roles.select_related("person"):
            key = (role.person_id, role.person.sign_in, role.meeting_id)
            heard[key].update(_of_role(role.kind, role.room))
    return heard


def _of_role(kind: str, group: int | None) -> Iterator[str]:
    yield from bell.HALL
    if kind == Role.Kind.ORGANISER:
        yield from ("stage", "desk")
    if kind == Role.Kind.PRESENTER:
        yield "stage"
    if kind in {Role.Kind.ORGANISER, Role.Kind.FACILITATOR}:
        yield from (f"{one}:{group or _ALL_GROUPS}" for one in (*OF_A_GROUP, "lead"))


def _may_hear(ticket: Ticket, places: Mapping[int, tuple[int, int | None]], leads: Heard) -> bool:
    """Every topic, and by who the ticket is for; a participant who is gone closes it all."""
    may: set[str] = set()
    if ticket.participant:
        meeting, group = places.get(ticket.participant, (0, None))
        if meeting != ticket.meeting:
            return False
        may |= {*bell.HALL, *(f"{one}:{group}" for one in OF_A_GROUP if group)}
    if ticket.person:
        may |= leads.get((ticket.person, ticket.sign_in, ticket.meeting), set())
    return all(
        topic in may or f"{topic.partition(':')[0]}:{_ALL_GROUPS}" in may for topic in ticket.topics
    )
