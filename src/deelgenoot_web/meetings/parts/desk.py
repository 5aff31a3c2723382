"""What the organiser sees beside what everybody sees."""

from django.template.loader import render_to_string

from deelgenoot_web.meetings.models import Group, Meeting, Poll
from deelgenoot_web.meetings.queries.people import people_of
from deelgenoot_web.meetings.queries.place import place_of
from deelgenoot_web.meetings.queries.polls import evaluation_of


def programme(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """The programme with what is on, and the buttons that drive it."""
    shown = {
        "meeting": meeting,
        "place": place_of(meeting),
        "items": meeting.programme.all(),
        "evaluation": evaluation_of(meeting, Poll.State.DRAFT),
    }
    return {"programme": render_to_string("meetings/parts/programme.html", shown)}


def people(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """How many people joined, per group."""
    shown = {"people": people_of(meeting)}
    return {"people": render_to_string("meetings/parts/people.html", shown)}
