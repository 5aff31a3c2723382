"""What only the organiser sees: the programme with its buttons, and how many people joined."""

from deelgenoot_web.meetings.models import Group, Meeting, Poll
from deelgenoot_web.meetings.parts.painting import paint
from deelgenoot_web.meetings.queries.people import people_of
from deelgenoot_web.meetings.queries.place import place_of
from deelgenoot_web.meetings.queries.polls import evaluation_of


def programme(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the programme with what is on, and the buttons that drive it."""
    html = paint(
        "programme",
        meeting=meeting,
        place=place_of(meeting),
        items=meeting.programme.all(),
        evaluation=evaluation_of(meeting, Poll.State.DRAFT),
    )
    return {"programme": html}


def people(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint how many people joined, per group."""
    return {"people": paint("people", people=people_of(meeting))}
