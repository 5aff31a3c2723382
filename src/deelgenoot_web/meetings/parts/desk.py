"""What only the organiser sees: the programme with its buttons, and how many people joined."""

from django.utils import timezone

from deelgenoot_web.meetings.actions.director import may_reopen
from deelgenoot_web.meetings.models import Group, Meeting, Poll
from deelgenoot_web.meetings.parts.painting import paint
from deelgenoot_web.meetings.queries.people import people_of
from deelgenoot_web.meetings.queries.place import place_of
from deelgenoot_web.meetings.queries.polls import evaluation_of
from deelgenoot_web.meetings.queries.questions import hands_of
from deelgenoot_web.meetings.queries.room import calling_groups


def programme(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the programme with what is on, and the buttons that drive it."""
    html = paint(
        "programme",
        meeting=meeting,
        place=place_of(meeting),
        items=meeting.programme.all(),
        may_reopen=may_reopen(meeting, timezone.now()),
        evaluation=evaluation_of(meeting, Poll.State.DRAFT),
    )
    return {"programme": html}


def calls(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint on top which groups call the organiser, and whose hands are up."""
    calling = calling_groups(meeting)
    html = paint("calls", meeting=meeting, calling=calling, hands=hands_of(meeting))
    return {"calls": html}


def people(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint how many people joined, per group."""
    return {"people": paint("people", people=people_of(meeting))}
