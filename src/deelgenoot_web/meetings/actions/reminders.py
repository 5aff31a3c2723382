"""Reminding people of what they registered for: two days before, and an hour before."""

from datetime import datetime, timedelta

from django.db import transaction

from deelgenoot_web.meetings import notes
from deelgenoot_web.meetings.models import Meeting, Registration

BEFORE = (timedelta(days=2), timedelta(hours=1))


def remind_due(now: datetime) -> int:
    """Queue every reminder that is due; returns how many. Done by the server itself."""
    soon = Meeting.objects.filter(
        state=Meeting.State.OPEN,
        is_rehearsal=False,
        starts_at__gt=now,
        starts_at__lte=now + max(BEFORE),
    )
    return sum(_remind(meeting, now) for meeting in soon)


@transaction.atomic
def _remind(meeting: Meeting, now: datetime) -> int:
    since = max(
        meeting.starts_at - before for before in BEFORE if meeting.starts_at - before <= now
    )
    coming = meeting.registrations.select_for_update().filter(
        state=Registration.State.CONFIRMED,
        # Who registered since then has a letter already.
        registered_at__lt=since,
    )
    due = [one for one in coming if one.reminded_at is None or one.reminded_at < since]
    for one in due:
        notes.reminder(one, now)
    Registration.objects.filter(pk__in=[one.pk for one in due]).update(reminded_at=now)
    return len(due)
