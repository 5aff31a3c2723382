"""Driving a meeting: what is on, how long it still lasts, what everybody hears."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions import board, script
from deelgenoot_web.meetings.actions.live_answers import result_follows
from deelgenoot_web.meetings.actions.moving import hold
from deelgenoot_web.meetings.actions.votes import seal
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import (
    Group,
    LogEvent,
    Meeting,
    Message,
    Poll,
    ProgrammeItem,
    Question,
    TalkRound,
)

REOPENS_WITHIN = timedelta(hours=1)
_NOTHING_CHOSEN = {"spotlight": None, "figure": "", "talk_round": None}
"""What somebody put on the large screen besides the programme goes when something else comes."""
TAKES_OFF: dict[str, tuple[LogEvent, dict[str, object]]] = {
    "spotlight": (LogEvent.QUESTION_NEW, {"spotlight": None}),
    "figure": (LogEvent.FIGURE_HIDDEN, {"figure": ""}),
    "talks": (LogEvent.TALKS_HIDDEN, {"talk_round": None}),
    "harvests": (LogEvent.HARVESTS_HIDDEN, {"shows_harvests": False}),
}
"""By the scene that goes off: the line it leaves, and what changes."""


class EndedError(Exception):
    """The live part ended too long ago for another part to begin."""


@transaction.atomic
def go_to(*, by: Person, meeting: Meeting, item: ProgrammeItem, now: datetime) -> None:
    """Begin this part of the programme; it is planned to last as long as the programme says.

    Raises EndedError where the live part ended so long ago that `reopen` is too late as well, and
    where the people of the meeting were wiped.
    """
    hold(meeting.pk)
    meeting.refresh_from_db(fields=["closed_at", "purged_at"])
    has_ended = meeting.closed_at is not None or meeting.purged_at is not None
    if has_ended and not may_reopen(meeting, now):
        raise EndedError
    _end_messages(meeting, now)
    ends_at = now + timedelta(minutes=item.minutes)
    if item.kind == ProgrammeItem.Kind.GROUPS:
        script.start(item=item, now=now)
        for group in meeting.groups.filter(joined_into=None):
            board.lay_out(group=group)
    log(by=by, event=LogEvent.ITEM_BEGUN, about=item)
    _take_result_off(meeting)
    may_keep_harvests = item.kind == ProgrammeItem.Kind.PLENARY and not item.slides
    _change(
        meeting,
        current_item=item,
        item_ends_at=ends_at,
        moved_on_at=now,
        closed_at=None,
        shows_harvests=meeting.shows_harvests and may_keep_harvests and not has_ended,
        **_NOTHING_CHOSEN,
        slide=1 if item.slides else 0,
    )


@transaction.atomic
def show_slide(
    *, by: Person, meeting: Meeting, item: ProgrammeItem, number: int, now: datetime
) -> None:
    """Show a slide of a part on all screens; another part than the current one begins with it.

    A number before the first or after the last slide gives that one; without slides nothing
    happens.
    """
    deck = item.slides
    if deck is None:
        return
    hold(meeting.pk)
    meeting.refresh_from_db(fields=["current_item", "closed_at"])
    if item.pk != meeting.current_item_id or meeting.closed_at is not None:
        go_to(by=by, meeting=meeting, item=item, now=now)
    log(by=by, event=LogEvent.SLIDE_SHOWN, about=item)
    _take_result_off(meeting)
    _change(
        meeting,
        slide=max(1, min(number, deck.n_pages)),
        moved_on_at=now,
        **_NOTHING_CHOSEN,
        shows_harvests=False,
    )


@transaction.atomic
def show_figure(*, by: Person, meeting: Meeting, figure: str, now: datetime) -> None:
    """Fill the screens with figures of the atlas."""
    hold(meeting.pk)
    log(by=by, event=LogEvent.FIGURE_SHOWN, about=meeting)
    _choose(meeting, now, figure=figure)


@transaction.atomic
def show_talks(
    *, by: Person, meeting: Meeting, talk_round: TalkRound | None, now: datetime
) -> None:
    """Fill the large screen with who talks with whom in a round; with none, take that off."""
    hold(meeting.pk)
    event = LogEvent.TALKS_SHOWN if talk_round else LogEvent.TALKS_HIDDEN
    log(by=by, event=event, about=meeting)
    _choose(meeting, now if talk_round else None, talk_round=talk_round)


@transaction.atomic
def add_minutes(
    *, by: Person, meeting: Meeting, minutes: int, now: datetime, seen: datetime | None = None
) -> datetime | None:
    """Let what is on last longer, or shorter; from now when it should have been over.

    Does nothing when it ends at another time than was `seen`: a press that comes twice counts once.
    Returns when it now ends.
    """
    locked_meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    before = locked_meeting.item_ends_at
    if locked_meeting.current_item is None or locked_meeting.closed_at is not None:
        return before
    if seen is not None and seen != before:
        return before
    log(by=by, event=LogEvent.ITEM_TIMED, about=locked_meeting.current_item)
    ends_at = max(max(before or now, now) + timedelta(minutes=minutes), now)
    _change(locked_meeting, item_ends_at=ends_at)
    return ends_at


@transaction.atomic
def set_door(*, by: Person, meeting: Meeting, is_open: bool) -> None:
    """Let people in with the code, or nobody any more; who is inside stays, a link still works."""
    Meeting.objects.filter(pk=meeting.pk).update(may_walk_in=is_open)
    log(by=by, event=LogEvent.DOOR_OPENED if is_open else LogEvent.DOOR_LOCKED, about=meeting)
    bell.ring(meeting.pk, ["desk"])


@transaction.atomic
def close(*, by: Person, meeting: Meeting, now: datetime) -> None:
    """End the live part. What was on is kept for `reopen`, but for a question: that is closed, so
    that the screens can end. An evaluation goes on."""
    hold(meeting.pk)
    meeting.refresh_from_db(fields=["closed_at"])
    if meeting.closed_at is not None:
        return
    plain = meeting.polls.exclude(purpose=Poll.Purpose.EVALUATION)
    shown_poll = plain.filter(is_shown=True).first()
    for poll in plain.filter(state=Poll.State.OPEN).select_for_update(no_key=True):
        if result_follows(poll):
            shown_poll = poll
        seal(poll, now)
    _end_messages(meeting, now)
    log(by=by, event=LogEvent.MEETING_CLOSED, about=meeting)
    _take_result_off(meeting)
    _change(meeting, closed_at=now, shown_at_end=shown_poll)


def may_reopen(meeting: Meeting, now: datetime) -> bool:
    """Whether the end of the live part can be taken back: with its people, and within an hour.

    What ended before its own beginning was tried out, and has no such term.
    """
    if meeting.closed_at is None or meeting.purged_at is not None:
        return False
    return meeting.closed_at < meeting.starts_at or now < meeting.closed_at + REOPENS_WITHIN


@transaction.atomic
def reopen(*, by: Person, meeting: Meeting, now: datetime) -> bool:
    """Go on with the part that was on when the live part ended; returns False when too late.

    What was on the screens, and the messages, are there again.
    """
    hold(meeting.pk)
    meeting.refresh_from_db(fields=["closed_at", "purged_at", "shown_at_end"])
    if not may_reopen(meeting, now):
        return False
    log(by=by, event=LogEvent.MEETING_REOPENED, about=meeting)
    meeting.messages.filter(withdrawn_at=meeting.closed_at).update(withdrawn_at=None)
    plain = meeting.polls.exclude(purpose=Poll.Purpose.EVALUATION)
    if meeting.shown_at_end_id and not plain.filter(is_shown=True).exists():
        plain.filter(pk=meeting.shown_at_end_id).update(is_shown=True)
    evaluations = meeting.polls.filter(purpose=Poll.Purpose.EVALUATION)
    late_evaluations = evaluations.filter(closed_at__gt=meeting.closed_at)
    last_evaluation = late_evaluations.order_by("closed_at").last()
    # Closed later than what was on, it would stand over that.
    moved_on = {"moved_on_at": last_evaluation.closed_at} if last_evaluation else {}
    _change(meeting, closed_at=None, shown_at_end=None, **moved_on)
    return True


@transaction.atomic
def say(*, by: Person, meeting: Meeting, text: str, group: Group | None = None) -> Message:
    """Put a message on every screen, or on those of one group, until this part ends."""
    message = Message.objects.create(meeting=meeting, group=group, text=text)
    event = LogEvent.GROUP_TOLD if group else LogEvent.EVERYBODY_TOLD
    log(by=by, event=event, about=group or meeting)
    bell.ring(meeting.pk, _who_hear(message))
    return message


@transaction.atomic
def withdraw(*, by: Person, message: Message, now: datetime) -> None:
    """Take a message off the screens; the one before it does not come back."""
    _standing(message.meeting).filter(group=message.group, pk__lte=message.pk).update(
        withdrawn_at=now
    )
    log(by=by, event=LogEvent.MESSAGE_WITHDRAWN, about=message.meeting)
    bell.ring(message.meeting_id, _who_hear(message))


@transaction.atomic
def show_harvests(
    *, by: Person, meeting: Meeting, is_shown: bool, now: datetime, group: Group | None = None
) -> None:
    """Put what the groups bring back on every screen, or take it off.

    What a `group` brings back fills the large screen; without one all stand side by side.
    """
    hold(meeting.pk)
    event = LogEvent.HARVESTS_SHOWN if is_shown else LogEvent.HARVESTS_HIDDEN
    log(by=by, event=event, about=meeting)
    _choose(meeting, now if is_shown else None, shows_harvests=is_shown, harvest_of=group)


@transaction.atomic
def take_off(*, by: Person, meeting: Meeting, scene: str) -> None:
    """Take one of `TAKES_OFF` off the screens: what it stood over is there again."""
    hold(meeting.pk)
    event, change = TAKES_OFF[scene]
    log(by=by, event=event, about=meeting)
    _change(meeting, **change)


@transaction.atomic
def spotlight(*, by: Person, meeting: Meeting, question: Question, now: datetime) -> None:
    """Fill the large screen with a question from the audience, until it is answered or something
    else begins."""
    hold(meeting.pk)
    Question.objects.filter(pk=question.pk).update(state=Question.State.SHOWN)
    log(by=by, event=LogEvent.QUESTION_SPOTLIT, about=meeting)
    _take_result_off(meeting)
    _change(meeting, moved_on_at=now, spotlight=question)


def _choose(meeting: Meeting, now: datetime | None, **new: object) -> None:
    """Put this on the large screen in the place of all else; without `now` take it off."""
    if now:
        _take_result_off(meeting)
        new["moved_on_at"] = now
    _change(meeting, **(_NOTHING_CHOSEN | new))


def _change(meeting: Meeting, **new: object) -> None:
    for name, value in new.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(new))
    bell.ring(meeting.pk, [bell.EVERYTHING])


def _take_result_off(meeting: Meeting) -> None:
    """Hide the result that is shown: something else takes the screens.

    That of an evaluation stays: its being shown is what lets others than organisers read it.
    """
    plain = meeting.polls.exclude(purpose=Poll.Purpose.EVALUATION)
    plain.filter(is_shown=True).update(is_shown=False)


def _standing(meeting: Meeting) -> QuerySet[Message]:
    return meeting.messages.filter(withdrawn_at=None)


def _end_messages(meeting: Meeting, now: datetime) -> None:
    """Take all messages off: they belong to the part of the programme that ends."""
    _standing(meeting).update(withdrawn_at=now)


def _who_hear(message: Message) -> list[str]:
    return ["desk", f"room:{message.group_id}" if message.group_id else "hall"]
