"""Whether the holder of a ticket still may hear its topics."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models.functions import Coalesce

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.models import Participant, Role
from deelgenoot_web.meetings.tickets import Ticket

OF_A_GROUP = ("room", "board", "cards")
"""Topics that the people of one group hear; its leader hears `lead` besides."""
_ALL_GROUPS = "*"
Heard = Mapping[tuple[int, str, int], set[str]]
"""(person, their sign-in, meeting) -> the topics of their roles; a star stands for every group."""


def admit(tickets: Sequence[Ticket]) -> list[bool]:
    """Say of each ticket whether it still is good, with one query of people and one of roles."""
    keys = {ticket.participant for ticket in tickets if ticket.participant}
    people = Participant.objects.filter(pk__in=keys).values_list("pk", "meeting_id", "group_id")
    places = {pk: (meeting, group) for pk, meeting, group in people}
    leads = _leads({ticket.person for ticket in tickets if ticket.person})
    return [_may_hear(ticket, places, leads) for ticket in tickets]


def _leads(persons: set[int]) -> Heard:
    topics: defaultdict[tuple[int, str, int], set[str]] = defaultdict(set)
    if persons:
        roles = Role.objects.filter(person__in=persons)
        roles = roles.annotate(room=Coalesce("group__joined_into", "group"))
        for role in roles.select_related("person"):
            key = (role.person_id, role.person.sign_in, role.meeting_id)
            topics[key].update(_of_role(role.kind, role.room))
    return topics


def _of_role(kind: str, group: int | None) -> Iterator[str]:
    yield from bell.HALL
    if kind == Role.Kind.ORGANISER:
        yield from (*bell.SHOW, *bell.DESK, "calls")
    if kind == Role.Kind.PRESENTER:
        yield from bell.SHOW
    if kind in {Role.Kind.ORGANISER, Role.Kind.FACILITATOR}:
        yield from (f"{one}:{group or _ALL_GROUPS}" for one in (*OF_A_GROUP, "lead"))


def _may_hear(ticket: Ticket, places: Mapping[int, tuple[int, int | None]], leads: Heard) -> bool:
    """Whether the holder may hear every topic; nothing once the participant has left."""
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
