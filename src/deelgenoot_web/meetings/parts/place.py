"""Where we are: what is on, the way to the video, what the organiser says to everybody."""

from deelgenoot_web.meetings.models import Group, Meeting, Message
from deelgenoot_web.meetings.parts.painting import paint
from deelgenoot_web.meetings.queries.place import place_of


def now(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint what is on, until when, what comes next, and the way to the plenary video room."""
    context = {"meeting": meeting, "place": place_of(meeting), "url": meeting.plenary_url}
    return {"now": paint("now", **context), "plenary": paint("door", **context)}


def door(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the way to the video room where this group has to be now."""
    place = place_of(meeting)
    url = group.video_url if group and place.is_in_groups else meeting.plenary_url
    return {"door": paint("door", place=place, url=url, group=group)}


def message(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the last message of the organiser to everybody."""
    return {"message": _last_message(meeting, None)}


def group_message(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the last message of the organiser to this group alone."""
    return {"group-message": _last_message(meeting, group)}


def _last_message(meeting: Meeting, group: Group | None) -> str:
    messages = Message.objects.filter(meeting=meeting, group=group, withdrawn_at=None)
    return paint("message", message=messages.last())
