"""The plenary after the groups: what they bring back side by side, and what recurs in it."""

from django.template.loader import render_to_string

from deelgenoot_web.meetings.models import Group, Meeting
from deelgenoot_web.meetings.queries.harvest import harvests_of
from deelgenoot_web.meetings.queries.room import rooms_of


def shown(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """On every screen, from when the organiser shows it until it is taken off."""
    html = ""
    if meeting.shows_harvests:
        page = {"meeting": meeting, "brought": harvests_of(meeting)}
        html = render_to_string("meetings/parts/harvests.html", page)
    return {"harvests": html}


def desk(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """The overview of the rooms, and the buttons that lay opgaven together and lead to a vote."""
    rooms = {"meeting": meeting, "rooms": rooms_of(meeting)}
    bundles = {"meeting": meeting, "brought": harvests_of(meeting)}
    return {
        "rooms": render_to_string("meetings/parts/rooms.html", rooms),
        "bundles": render_to_string("meetings/parts/bundles.html", bundles),
    }
