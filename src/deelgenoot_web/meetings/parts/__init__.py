"""The parts of the screens that follow live: for each topic, their makers.

A maker takes the meeting, and the group for a topic of one group, and returns
`{part name: HTML}`. Its HTML is the same for everybody who hears the topic, so it holds nothing
personal and no token. A page shows a part with `{% live "name" %}`, made by the same maker; the
stream then brings the changes. The names of the parts that one screen hears differ.
"""

from collections.abc import Callable, Iterable

from deelgenoot_web.meetings.models import Group, Meeting
from deelgenoot_web.meetings.parts import (
    bundles,
    desk,
    place,
    polls,
    presenter,
    questions,
    room,
    stage,
)

Maker = Callable[[Meeting, Group | None], dict[str, str]]

TOPICS: dict[str, tuple[Maker, ...]] = {
    # Every screen of the meeting.
    "hall": (
        place.now,
        place.signpost,
        place.message,
        bundles.harvests,
        questions.questions,
        questions.gestures,
    ),
    # Every screen too: it changes with each vote, and is faster to paint alone.
    "poll": (polls.poll,),
    # The large screen.
    "stage": (stage.stage,),
    # Who presents.
    "presenter": (presenter.presenter,),
    # Which groups call: for an organiser who presents. The desk has them too.
    "calls": (desk.calls, questions.hands),
    # The desk of the organiser.
    "desk": (
        desk.calls,
        desk.programme,
        desk.people,
        questions.desk,
        bundles.desk,
        place.desk_messages,
    ),
    # Beside it the questions, which change with each vote.
    "tally": (polls.desk,),
    # The people of one group, and its leader: room:<key of the group>.
    "room": (place.door, place.group_message),
    # The work of the group, on the page of its room only: board:<key of the group>.
    "board": (room.steps, room.table, room.harvest),
    # The cards, as its people see them: cards:<key of the group>.
    "cards": (room.board,),
    # The leader of a group, whose cards look different: lead:<key of the group>.
    "lead": (room.lead, questions.group_hands),
}

FOR_LEADERS = ("calls", "desk", "tally", "lead")
"""Topics of which every part is there to act on. Once a meeting is called off they are empty."""


def paint_parts(meeting: Meeting, topics: Iterable[str]) -> dict[str, str]:
    """Paint all parts of some topics from the rows as they are now, in the active language."""
    parts: dict[str, str] = {}
    is_off = meeting.state == Meeting.State.CANCELLED
    for topic in topics:
        kind, _, key = topic.partition(":")
        is_empty = is_off and kind in FOR_LEADERS
        group = _room(meeting, int(key)) if key else None
        for maker in TOPICS[kind] if group or not key else ():
            new_parts = maker(meeting, group).items()
            parts |= {name: "" if is_empty else html.strip() for name, html in new_parts}
    return parts


def _room(meeting: Meeting, key: int) -> Group | None:
    """Find the group of a topic, or the group that it joined, until its screens load anew."""
    group = meeting.groups.select_related("joined_into").filter(pk=key).first()
    return group and (group.joined_into or group)
