"""A facilitator calls the organiser, who sees it at once and says that it was seen."""

from datetime import datetime

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import Call, Group, LogEvent


@transaction.atomic
def call(*, by: Person, group: Group) -> Call:
    """Ask the organiser to come. While a call is open, calling again is the same call."""
    Group.objects.select_for_update().get(pk=group.pk)
    waiting = group.calls.filter(answered_at=None).first()
    waiting_call = waiting or Call.objects.create(group=group)
    log(by=by, event=LogEvent.ORGANISER_CALLED, about=group)
    _ring(waiting_call)
    return waiting_call


@transaction.atomic
def answer(*, by: Person, call: Call, now: datetime) -> None:
    """Say that the organiser comes."""
    if Call.objects.filter(pk=call.pk, answered_at=None).update(answered_at=now):
        log(by=by, event=LogEvent.CALL_ANSWERED, about=call.group)
    _ring(call)


def _ring(call: Call) -> None:
    bell.ring(call.group.meeting_id, [f"lead:{call.group_id}", "desk", "calls"])
