"""Putting a question, closing it, showing what came out, asking it again."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min, Q, QuerySet

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions.live_answers import result_follows
from deelgenoot_web.meetings.actions.votes import TOPICS, seal
from deelgenoot_web.meetings.edits import values_of
from deelgenoot_web.meetings.figures import answer_of
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import LogEvent, Meeting, Poll

_WITH_THE_WAY = ("hall", *TOPICS, bell.CLOCK)
"""The topics of a question, the one with the way there, which every screen hears, and who closes
it when its time is over."""

_TAKEN_OVER = (
    *("meeting_id", "kind", "purpose", "question", "explanation", "notes", "options", "settings"),
    *("is_live", "seconds", "picture_id", "picture_text"),
)
"""What a next round of a question takes over."""


@transaction.atomic
def put_to_vote(*, by: Person, poll: Poll, now: datetime) -> None:
    """Open a poll for votes. One is open at a time: another that is open closes. A result that
    was shown goes off the screens, so that it does not come back when this one closes. What the
    figures say is computed now, and kept: later figures do not change what was right. Raises
    NoFiguresError where there are none (any more). A poll that was put before changes nothing.
    """
    draft = _lock_meeting_of(poll).filter(pk=poll.pk, state=Poll.State.DRAFT)
    if not draft.exists():
        return
    figures = _what_figures_say(poll)
    _take_screen(poll)
    for other in _lock_meeting_of(poll).filter(state=Poll.State.OPEN):
        seal(other, now)
    closes_at = now + timedelta(seconds=poll.seconds) if poll.seconds else None
    draft.update(state=Poll.State.OPEN, opened_at=now, closes_at=closes_at, **figures)
    log(by=by, event=LogEvent.POLL_OPENED, about=poll)
    bell.ring(poll.meeting_id, _WITH_THE_WAY)


@transaction.atomic
def take_back(*, by: Person, poll: Poll) -> bool:
    """Take back a question that was put by mistake; returns False once somebody answered."""
    [open_poll] = _lock_meeting_of(poll).filter(pk=poll.pk)
    if open_poll.state != Poll.State.OPEN or open_poll.votes.exists():
        return False
    _lock_meeting_of(poll).filter(pk=poll.pk).update(
        state=Poll.State.DRAFT, opened_at=None, closes_at=None
    )
    log(by=by, event=LogEvent.POLL_TAKEN_BACK, about=poll)
    bell.ring(poll.meeting_id, _WITH_THE_WAY)
    return True


@transaction.atomic
def close(*, by: Person, poll: Poll, now: datetime) -> None:
    """Close a poll. Its secret is destroyed: from now on nobody can tell who voted what.

    Where answers stood on the large screen while they came in, the result takes their place; not
    of words and of a quiz.
    """
    for open_poll in _lock_meeting_of(poll).filter(pk=poll.pk, state=Poll.State.OPEN):
        _close(open_poll, now, by)
    bell.ring(poll.meeting_id, _WITH_THE_WAY)


@transaction.atomic
def give_time(*, by: Person, poll: Poll, seconds: int, now: datetime) -> None:
    """Let an open poll close so much later; one without a time then closes so long from now."""
    for open_poll in _lock_meeting_of(poll).filter(pk=poll.pk, state=Poll.State.OPEN):
        closes_at = max(open_poll.closes_at or now, now) + timedelta(seconds=seconds)
        _lock_meeting_of(poll).filter(pk=poll.pk).update(closes_at=closes_at)
        log(by=by, event=LogEvent.POLL_TIMED, about=poll)
    bell.ring(poll.meeting_id, _WITH_THE_WAY)


@transaction.atomic
def stop_time(*, by: Person, poll: Poll) -> None:
    """Let an open poll stay open until somebody closes it."""
    if _lock_meeting_of(poll).filter(pk=poll.pk).exclude(closes_at=None).update(closes_at=None):
        log(by=by, event=LogEvent.POLL_UNTIMED, about=poll)
    bell.ring(poll.meeting_id, _WITH_THE_WAY)


def close_due(now: datetime) -> datetime | None:
    """Close the polls whose time is over; return when the next one is due, None without any.

    Each process does this: of two at once, one finds the poll closed.
    """
    timed_polls = Poll.objects.exclude(closes_at=None)
    for poll in timed_polls.filter(closes_at__lte=now):
        with transaction.atomic():
            is_due = {"pk": poll.pk, "state": Poll.State.OPEN, "closes_at__lte": now}
            for due_poll in _lock_meeting_of(poll).filter(**is_due):
                _close(due_poll, now, None)
                bell.ring(due_poll.meeting_id, _WITH_THE_WAY)
    first: datetime | None = timed_polls.aggregate(first=Min("closes_at"))["first"]
    return first


@transaction.atomic
def show(*, by: Person, poll: Poll) -> None:
    """Show the result of a poll that is closed, on every screen; one result shows at a time.

    The large screen shows what everybody answered, until `split`.
    """
    if _put_result(poll):
        log(by=by, event=LogEvent.POLL_SHOWN, about=poll)
    bell.ring(poll.meeting_id, TOPICS)


@transaction.atomic
def split(*, by: Person, poll: Poll, is_split: bool) -> None:
    """Give the result on the large screen a column for each cluster, or for everybody alone."""
    other_polls = _lock_meeting_of(poll).filter(pk=poll.pk, is_shown=True, is_split=not is_split)
    if other_polls.update(is_split=is_split) and is_split:
        log(by=by, event=LogEvent.POLL_SPLIT, about=poll)
    bell.ring(poll.meeting_id, ["desk", *bell.SHOW])


@transaction.atomic
def hide(*, by: Person, poll: Poll) -> None:
    """Take the result off the screens; of an evaluation what was on before is there again."""
    _lock_meeting_of(poll).filter(pk=poll.pk).update(is_shown=False)
    if poll.purpose == Poll.Purpose.EVALUATION and poll.closed_at:
        _move_on_from(poll.meeting_id, poll.closed_at)
    log(by=by, event=LogEvent.POLL_HIDDEN, about=poll)
    bell.ring(poll.meeting_id, TOPICS)


@transaction.atomic
def ask_again(*, by: Person, poll: Poll) -> Poll:
    """Make a next round of the same question, right after the last one; still to be put.

    While a later round is to be put, or open, that is the next one: asking twice asks once.
    """
    first = poll.round_of_id or poll.pk
    rounds = _lock_meeting_of(poll).filter(Q(pk=first) | Q(round_of=first))
    if later := rounds.filter(pk__gt=poll.pk).exclude(state=Poll.State.CLOSED).first():
        return later
    last = rounds.aggregate(last=Max("position"))["last"]
    _lock_meeting_of(poll).filter(position__gt=last).update(position=F("position") + 1)
    values = values_of(poll, _TAKEN_OVER)
    copy = Poll.objects.create(position=last + 1, round_of=poll.round_of or poll, **values)
    log(by=by, event=LogEvent.POLL_ASKED_AGAIN, about=poll)
    bell.ring(poll.meeting_id, ["desk", *bell.SHOW])
    return copy


def _what_figures_say(poll: Poll) -> dict[str, Any]:
    if poll.kind != Poll.Kind.NUMBER:
        return {}
    answer = answer_of(poll.meeting.study, poll.settings.get("figure", {}))
    return {"answer": answer, "settings": {**poll.settings, "most": answer["of"]}}


def _close(open_poll: Poll, now: datetime, by: Person | None) -> None:
    """Close a poll that is locked; its result takes the place of live answers that were shown. By
    None is what the clock does."""
    log(by=by, event=LogEvent.POLL_CLOSED if by else LogEvent.POLL_TIME_OVER, about=open_poll)
    has_result_on = result_follows(open_poll)
    seal(open_poll, now)
    if has_result_on:
        _put_result(open_poll)
        event = LogEvent.POLL_SHOWN if by else LogEvent.POLL_SHOWN_IN_TIME
        log(by=by, event=event, about=open_poll)


def _put_result(poll: Poll) -> bool:
    """Put the result of a closed poll on the screens, of everybody; False while it is open."""
    _take_screen(poll)
    closed_poll = _lock_meeting_of(poll).filter(pk=poll.pk, state=Poll.State.CLOSED)
    for evaluation in closed_poll.filter(purpose=Poll.Purpose.EVALUATION):
        # One of before the end is shown after it for the report alone.
        meetings = Meeting.objects.filter(pk=poll.meeting_id)
        meetings.exclude(closed_at__gte=evaluation.closed_at).update(moved_on_at=None)
    return bool(closed_poll.update(is_shown=True, is_split=False))


def _take_screen(poll: Poll) -> None:
    """Take another result, and a question from the audience, off the screens.

    An evaluation that was shown stays so for the report: of it the meeting moves on. After the end
    the question is on no screen, and is kept for who reopens.
    """
    polls_shown = _lock_meeting_of(poll).filter(is_shown=True)
    polls_shown.exclude(purpose=Poll.Purpose.EVALUATION).update(is_shown=False)
    Meeting.objects.filter(pk=poll.meeting_id, closed_at=None).update(spotlight=None)
    if closed_at := polls_shown.aggregate(last=Max("closed_at"))["last"]:
        _move_on_from(poll.meeting_id, closed_at)


def _move_on_from(meeting_id: int, closed_at: datetime) -> None:
    """Let no question that closed then, or before that, be on the screens as the last one."""
    earlier = Q(moved_on_at=None) | Q(moved_on_at__lt=closed_at)
    Meeting.objects.filter(earlier, pk=meeting_id).update(moved_on_at=closed_at)


def _lock_meeting_of(poll: Poll) -> QuerySet[Poll]:
    # The meeting first: of two questions that are put at once, neither is an open row yet.
    Meeting.objects.select_for_update(no_key=True).get(pk=poll.meeting_id)
    return Poll.objects.select_for_update(no_key=True).filter(meeting_id=poll.meeting_id)
