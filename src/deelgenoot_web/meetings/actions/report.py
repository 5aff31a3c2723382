"""Publishing what came out, and telling who took part."""

from datetime import datetime

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell, notes
from deelgenoot_web.meetings.edits import check_seen
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import LogEvent, Meeting, Registration
from deelgenoot_web.meetings.rules import may_participants_read_report


@transaction.atomic
def publish(
    *,
    by: Person,
    meeting: Meeting,
    audience: Meeting.Audience,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Make the report readable for `audience`; who registered gets its address once they may.

    Raises ChangedMeanwhileError for one that is for others than was `seen`, nor for `audience`.
    """
    locked_meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    check_seen(readable_for(locked_meeting), seen, goal=audience)
    could_read = may_participants_read_report(locked_meeting)
    locked_meeting.report_for = audience
    locked_meeting.report_published_at = locked_meeting.report_published_at or now
    locked_meeting.save(update_fields=["report_for", "report_published_at"])
    if may_participants_read_report(locked_meeting) and not could_read:
        for registration in locked_meeting.registrations.filter(state=Registration.State.CONFIRMED):
            notes.report_is_there(registration, now)
    log(by=by, event=LogEvent.REPORT_PUBLISHED, about=meeting)
    bell.ring(locked_meeting.pk, [*bell.HALL, *bell.SHOW, "desk"])


@transaction.atomic
def withdraw(*, by: Person, meeting: Meeting, seen: str | None = None) -> None:
    """Take the report back; only who directs still reads it. Raises ChangedMeanwhileError."""
    locked_meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if readable_for(locked_meeting):
        check_seen(readable_for(locked_meeting), seen)
    Meeting.objects.filter(pk=meeting.pk).update(report_published_at=None)
    log(by=by, event=LogEvent.REPORT_WITHDRAWN, about=meeting)
    bell.ring(meeting.pk, [*bell.HALL, *bell.SHOW, "desk"])


def readable_for(meeting: Meeting) -> str:
    """For whom the report is there; empty before it is published."""
    return meeting.report_for if meeting.report_published_at else ""
