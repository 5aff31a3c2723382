"""Reminding people of what they registered for or lead: two days before, and an hour before."""

from datetime import datetime, timedelta

from django.db import transaction

from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings import notes
from deelgenoot_web.meetings.actions.meeting import leaders_of
from deelgenoot_web.meetings.actions.moving import hold
from deelgenoot_web.meetings.actions.purge import each_alone
from deelgenoot_web.meetings.models import Meeting, Registration

BEFORE = (timedelta(days=2), timedelta(hours=1))


def remind_due(now: datetime) -> int:
    """Queue every reminder that is due; returns how many people who registered get one.

    Done by the server itself.
    """
    soon = Meeting.objects.filter(
        state=Meeting.State.OPEN,
        is_rehearsal=False,
        starts_at__gt=now,
        starts_at__lte=now + max(BEFORE),
    )
    return sum(each_alone(soon, lambda meeting: _remind(meeting, now)))


@transaction.atomic
def _remind(meeting: Meeting, now: datetime) -> int:
    hold(meeting.pk)
    since = max(
        meeting.starts_at - before for before in BEFORE if meeting.starts_at - before <= now
    )
    _remind_leaders(meeting, since, now)
    coming = meeting.registrations.select_for_update().filter(
        state=Registration.State.CONFIRMED,
        # Who registered since then has a letter already.
        registered_at__lt=since,
    )
    due = [
        registration
        for registration in coming
        if registration.reminded_at is None or registration.reminded_at < since
    ]
    for registration in due:
        notes.reminder(registration, now)
    Registration.objects.filter(pk__in=[registration.pk for registration in due]).update(
        reminded_at=now
    )
    return len(due)


def _remind_leaders(meeting: Meeting, since: datetime, now: datetime) -> None:
    """Queue the letter to each leader who has none since then; its key says so."""
    leaders = {
        notes.leader_key(meeting, person, f"reminder:{since:%Y%m%d%H%M}"): person
        for person in leaders_of(meeting)
    }
    queued_keys = Letter.objects.filter(key__in=leaders).values_list("key", flat=True)
    for key in leaders.keys() - set(queued_keys):
        notes.remind_leader(meeting, leaders[key], key, now)
