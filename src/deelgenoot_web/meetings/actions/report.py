"""Publishing what came out, and telling who took part."""

from datetime import datetime

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell, notes
from deelgenoot_web.meetings.models import Meeting, Registration


@transaction.atomic
def publish(*, by: Person, meeting: Meeting, audience: Meeting.Audience, now: datetime) -> None:
    """Make the report readable for `audience`; who registered gets its address the first time."""
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    is_first = locked.report_published_at is None
    locked.report_for = audience
    locked.report_published_at = locked.report_published_at or now
    locked.save(update_fields=["report_for", "report_published_at"])
    if is_first and audience != Meeting.Audience.ORGANISERS:
        for one in locked.registrations.filter(state=Registration.State.CONFIRMED):
            notes.report_is_there(one, now)
    bell.ring(locked.pk, [*bell.HALL, "desk"])


@transaction.atomic
def withdraw(*, by: Person, meeting: Meeting) -> None:
    """Take the report back; only who directs still reads it."""
    Meeting.objects.filter(pk=meeting.pk).update(report_published_at=None)
    bell.ring(meeting.pk, [*bell.HALL, "desk"])
