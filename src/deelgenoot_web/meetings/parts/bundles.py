"""The plenary after the groups: their harvests side by side, and what recurs in them."""

from deelgenoot_web.meetings.models import Group, Meeting
from deelgenoot_web.meetings.parts.painting import paint
from deelgenoot_web.meetings.queries.harvest import harvests_of
from deelgenoot_web.meetings.queries.room import rooms_of


def harvests(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the harvests for every screen, while the organiser shows them."""
    if not meeting.shows_harvests or meeting.closed_at:
        return {"harvests": ""}
    return {"harvests": paint("harvests", meeting=meeting, brought=harvests_of(meeting))}


def desk(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the overview of the rooms, and the buttons that bundle opgaven and lead to a vote."""
    return {
        "rooms": paint("rooms", meeting=meeting, rooms=rooms_of(meeting)),
        "bundles": paint("bundles", meeting=meeting, brought=harvests_of(meeting)),
    }
