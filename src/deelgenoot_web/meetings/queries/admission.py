"""Whether whoever a ticket was made for still is where it says."""

from collections.abc import Sequence

from deelgenoot_web.meetings.models import Participant
from deelgenoot_web.meetings.tickets import Ticket


def admitted(tickets: Sequence[Ticket]) -> list[bool]:
    """One query for all. A screen of somebody who leads is let in until its ticket is old."""
    asked = {ticket.participant for ticket in tickets if ticket.participant}
    people = Participant.objects.filter(pk__in=asked).values_list("pk", "meeting_id", "group_id")
    places = {pk: (meeting, str(group)) for pk, meeting, group in people}
    return [not ticket.participant or _is_there(ticket, places) for ticket in tickets]


def _is_there(ticket: Ticket, places: dict[int, tuple[int, str]]) -> bool:
    meeting, room = places.get(ticket.participant, (0, ""))
    rooms = [topic for topic in ticket.topics if topic.startswith(("room:", "board:"))]
    is_own = all(one.partition(":")[2] == room for one in rooms)
    return meeting == ticket.meeting and is_own
