"""The phone of who presents: what is on, notes, what is next, and the buttons."""

from django.utils import timezone
from django.utils.formats import get_format

from deelgenoot_web.meetings.models import Group, Meeting
from deelgenoot_web.meetings.parts.painting import paint
from deelgenoot_web.meetings.queries.place import place_of
from deelgenoot_web.meetings.queries.presenting import presenting_of


def presenter(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the screen of who presents: `presenter` above, the keys below, then the questions."""
    if meeting.state == Meeting.State.CANCELLED:
        html = paint("now", meeting=meeting, place=place_of(meeting))
        return {"presenter": html, "presenter-keys": "", "presenter-questions": ""}
    context = {
        "meeting": meeting,
        "page": presenting_of(meeting),
        "time": timezone.now(),
        "sign": get_format("TIME_FORMAT")[1],
    }
    return {
        "presenter": paint("presenter", **context),
        "presenter-keys": paint("presenter_keys", **context),
        "presenter-questions": paint("presenter_questions", **context),
    }
