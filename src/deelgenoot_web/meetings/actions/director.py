"""Driving a meeting: what is on, how long it still lasts, what everybody hears."""

from datetime import datetime, timedelta

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions import board, script
from deelgenoot_web.meetings.actions.moving import hold
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import Group, LogEvent, Meeting, Message, ProgrammeItem


@transaction.atomic
def go_to(*, by: Person, meeting: Meeting, item: ProgrammeItem, now: datetime) -> None:
    """Begin this part of the programme; it is planned to last as long as the programme says."""
    hold(meeting.pk)
    ends_at = now + timedelta(minutes=item.minutes)
    if item.kind == ProgrammeItem.Kind.GROUPS:
        script.start(item=item, now=now)
        for group in meeting.groups.filter(joined_into=None):
            board.lay_out(group=group)
    log(by=by, event=LogEvent.ITEM_BEGUN, about=item)
    _change(meeting, current_item=item, item_ends_at=ends_at, closed_at=None)


@transaction.atomic
def add_minutes(*, by: Person, meeting: Meeting, minutes: int, now: datetime) -> None:
    """Let what is on last longer, or shorter; from now when it should have been over."""
    locked_meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if locked_meeting.current_item is None or locked_meeting.closed_at is not None:
        return
    log(by=by, event=LogEvent.ITEM_TIMED, about=locked_meeting.current_item)
    planned_end = max(locked_meeting.item_ends_at or now, now)
    _change(locked_meeting, item_ends_at=max(planned_end + timedelta(minutes=minutes), now))


@transaction.atomic
def set_door(*, by: Person, meeting: Meeting, is_open: bool) -> None:
    """Let people in with the code, or nobody any more; who is inside stays, a link still works."""
    Meeting.objects.filter(pk=meeting.pk).update(may_walk_in=is_open)
    log(by=by, event=LogEvent.DOOR_OPENED if is_open else LogEvent.DOOR_LOCKED, about=meeting)
    bell.ring(meeting.pk, ["desk"])


@transaction.atomic
def close(*, by: Person, meeting: Meeting, now: datetime) -> None:
    """End the live part."""
    log(by=by, event=LogEvent.MEETING_CLOSED, about=meeting)
    _change(meeting, current_item=None, item_ends_at=None, closed_at=now)


@transaction.atomic
def say(*, by: Person, meeting: Meeting, text: str, group: Group | None = None) -> Message:
    """Put a message on every screen, or on those of one group."""
    message = Message.objects.create(meeting=meeting, group=group, text=text)
    event = LogEvent.GROUP_TOLD if group else LogEvent.EVERYBODY_TOLD
    log(by=by, event=event, about=group or meeting)
    bell.ring(meeting.pk, _who_hear(message))
    return message


@transaction.atomic
def withdraw(*, by: Person, message: Message, now: datetime) -> None:
    """Take a message off the screens; the one before it does not come back."""
    earlier = Message.objects.filter(
        meeting=message.meeting, group=message.group, withdrawn_at=None, pk__lte=message.pk
    )
    earlier.update(withdrawn_at=now)
    log(by=by, event=LogEvent.MESSAGE_WITHDRAWN, about=message.meeting)
    bell.ring(message.meeting_id, _who_hear(message))


@transaction.atomic
def show_harvests(*, by: Person, meeting: Meeting, is_shown: bool) -> None:
    """Put what the groups bring back side by side on every screen, or take it off."""
    event = LogEvent.HARVESTS_SHOWN if is_shown else LogEvent.HARVESTS_HIDDEN
    log(by=by, event=event, about=meeting)
    _change(meeting, shows_harvests=is_shown)


def _change(meeting: Meeting, **new: object) -> None:
    for name, value in new.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(new))
    bell.ring(meeting.pk, [bell.EVERYTHING])


def _who_hear(message: Message) -> list[str]:
    return ["desk", f"room:{message.group_id}" if message.group_id else "hall"]
