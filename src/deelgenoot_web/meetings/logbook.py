"""Writes down who did what to which part of a meeting, for its organisers."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.models import (
    Field,
    Group,
    LogEvent,
    LogLine,
    Meeting,
    Participant,
    Poll,
    ProgrammeItem,
)

IN_A_ROW = timedelta(minutes=10)
"""How long after it the same deed of the same person counts as one more time."""
Part = Group | ProgrammeItem | Poll | Field


def log(*, by: Person | Participant | None, event: LogEvent, about: Meeting | Part) -> None:
    """Write that somebody who leads did this; in the transaction of the change itself. By None is
    what the clock did.

    Participants leave no line: what they do is content or a vote. A meeting whose personal data is
    gone takes none either. A deed done several times in a row, as a text that is saved while
    somebody writes it, is one line.
    """
    meeting = about.pk if isinstance(about, Meeting) else about.meeting_id
    if isinstance(by, Participant) or _is_purged(meeting):
        return
    group = about if isinstance(about, Group) else None
    what = {"event": event, "group": group, "number": _number(about)}
    now = timezone.now()
    recent = LogLine.objects.filter(meeting=meeting, person=by, at__gt=now - IN_A_ROW)
    newest = LogLine.objects.filter(pk__in=recent.values("pk")[:1], **what)
    if not newest.update(at=now, times=F("times") + 1):
        LogLine.objects.create(meeting_id=meeting, person=by, at=now, **what)


def _is_purged(meeting: int) -> bool:
    return Meeting.objects.filter(pk=meeting, purged_at__isnull=False).exists()


def _number(about: Meeting | Part) -> int | None:
    """The place in its list of what has one, counted from 1."""
    if isinstance(about, Meeting | Group):
        return None
    before = type(about).objects.filter(meeting=about.meeting_id, position__lt=about.position)
    return before.count() + 1
