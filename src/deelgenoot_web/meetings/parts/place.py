"""Where we are: what is on, the way to the video, what the organiser says to everybody."""

from django.template.loader import render_to_string

from deelgenoot_web.meetings.models import Group, Meeting, Message
from deelgenoot_web.meetings.queries.place import place_of


def now(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """What is on, until when, and what comes next; and the way to the plenary video room."""
    shown = {"meeting": meeting, "place": place_of(meeting), "url": meeting.plenary_url}
    return {
        "now": render_to_string("meetings/parts/now.html", shown),
        "plenary": render_to_string("meetings/parts/door.html", shown),
    }


def door(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """The way to the video room where this group has to be now."""
    place = place_of(meeting)
    url = group.video_url if group and place.is_in_groups else meeting.plenary_url
    shown = {"place": place, "url": url, "group": group}
    return {"door": render_to_string("meetings/parts/door.html", shown)}


def message(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """The last thing that the organiser said to everybody."""
    return {"message": _said(meeting, None)}


def group_message(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """The last thing that the organiser said to this group alone."""
    return {"group-message": _said(meeting, group)}


def _said(meeting: Meeting, group: Group | None) -> str:
    found = Message.objects.filter(meeting=meeting, group=group, withdrawn_at=None).last()
    return render_to_string("meetings/parts/message.html", {"message": found})
