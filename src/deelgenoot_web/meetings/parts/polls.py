"""The question that is on: on the phones, on the large screen, and at the desk."""

from django.template.loader import render_to_string

from deelgenoot_web.meetings.models import Group, Meeting
from deelgenoot_web.meetings.queries.polls import bars, poll_on, poll_to_come


def poll(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """The question with its form, that it closed, or what came out."""
    return {"poll": _shown(meeting, "meetings/parts/poll.html")}


def stage(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """The same for the large screen: no form, large bars, and the buttons that drive it."""
    shown = {"meeting": meeting, "asked": poll_on(meeting), "following": poll_to_come(meeting)}
    return {
        "stage-poll": _shown(meeting, "meetings/parts/stage_poll.html"),
        "stage-keys": render_to_string("meetings/parts/stage_keys.html", shown),
    }


def desk(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """All questions with the buttons that put, close and show them."""
    shown = {"meeting": meeting, "polls": meeting.polls.all(), "asked": poll_on(meeting)}
    return {"polls": render_to_string("meetings/parts/desk_polls.html", shown)}


def _shown(meeting: Meeting, template: str) -> str:
    asked = poll_on(meeting)
    shown = {
        "meeting": meeting,
        "asked": asked,
        "bars": bars(asked.poll) if asked and asked.poll.is_shown else (),
    }
    return render_to_string(template, shown)
