"""What follows live on the screens: per topic, the parts and who makes them.

A maker takes the meeting, and the group for a topic of one group, and answers
`{part name: HTML}`. It makes the same for everybody who hears the topic, so it holds nothing
personal and no token. A page shows a part with `{% live "name" %}`, made by the same maker; the
stream then brings what changed. The names of the parts that one screen hears differ.
"""

from collections.abc import Callable, Iterable

from deelgenoot_web.meetings.models import Group, Meeting
from deelgenoot_web.meetings.parts import bundles, desk, place, polls, questions, room

Maker = Callable[[Meeting, Group | None], dict[str, str]]

TOPICS: dict[str, tuple[Maker, ...]] = {
    # Every screen of the meeting.
    "hall": (
        place.now,
        place.message,
        bundles.shown,
        questions.questions,
        questions.applause,
    ),
    # Every screen too: what changes with each vote, and takes less to paint alone.
    "poll": (polls.poll,),
    # The large screen.
    "stage": (polls.stage, questions.stage),
    # Who directs.
    "desk": (desk.programme, desk.people, polls.desk, questions.desk, bundles.desk),
    # The people of one group, and who leads it: room:<key of the group>.
    "room": (place.door, place.group_message, room.way),
    # Its work, heard only by who looks at it: board:<key of the group>.
    "board": (room.steps, room.way_back, room.table, room.harvest),
    # The cards, as its people see them: cards:<key of the group>.
    "cards": (room.board,),
    # Who leads a group, who sees the cards in another way: lead:<key of the group>.
    "lead": (room.lead, questions.group_hands),
}


def made(meeting: Meeting, topics: Iterable[str]) -> dict[str, str]:
    """The parts of some topics together, from the rows as they are, in the language that is on."""
    parts: dict[str, str] = {}
    for topic in topics:
        kind, _, key = topic.partition(":")
        group = _room(meeting, int(key)) if key else None
        for maker in TOPICS[kind] if group or not key else ():
            parts |= {name: html.strip() for name, html in maker(meeting, group).items()}
    return parts


def _room(meeting: Meeting, key: int) -> Group | None:
    """The group; one that was joined shows, until its screens load anew, where its people are."""
    found = meeting.groups.select_related("joined_into").filter(pk=key).first()
    return found and (found.joined_into or found)
