"""Where we are: what is on, the way to the video, what the organiser says to everybody."""

from django.utils.translation import gettext as _

from deelgenoot_web.meetings.models import Group, Meeting, Message, Poll
from deelgenoot_web.meetings.parts.painting import paint
from deelgenoot_web.meetings.queries.place import place_of
from deelgenoot_web.meetings.queries.talks import plan_mark


def now(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint what is on, until when, what comes next, and the way to the plenary video room.

    No page has a place for `gone`: a script that hears it loads the page anew.
    """
    place = place_of(meeting)
    context = {"meeting": meeting, "place": place, "url": meeting.plenary_url}
    return {
        "now": paint("now", **context),
        "plenary": paint("door", **context),
        "gone": "yes" if place.is_called_off else "",
    }


def signpost(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the bar that leads to the question that is open, the own group, or the plenary.

    It is one part for all pages: each leaves out the way to where it is itself (`data-here`).
    """
    is_on = meeting.state == Meeting.State.OPEN
    poll = meeting.polls.filter(state=Poll.State.OPEN).first() if is_on else None
    html = paint(
        "signpost",
        meeting=meeting,
        place=place_of(meeting),
        open_poll=poll,
        talks_plan=plan_mark(meeting) if is_on and not meeting.closed_at else "",
        is_evaluation=poll is not None and poll.purpose == Poll.Purpose.EVALUATION,
        said=_("Vraag open: %(question)s") % {"question": poll.question} if poll else "",
    )
    return {"signpost": html}


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


def desk_messages(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the messages that stand on screens now, each with the button that takes it away."""
    last_messages = {
        message.group_id: message
        for message in meeting.messages.filter(withdrawn_at=None).select_related("group")
    }
    html = paint("desk_messages", meeting=meeting, messages=last_messages.values())
    return {"desk-messages": html}


def _last_message(meeting: Meeting, group: Group | None) -> str:
    messages = Message.objects.filter(meeting=meeting, group=group, withdrawn_at=None)
    return paint("message", message=messages.last())
