"""The script of a group: which step it is in, and how long that still lasts."""

from datetime import datetime, timedelta

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import Group, LogEvent, ProgrammeItem


def start(*, item: ProgrammeItem, now: datetime) -> None:
    """Begin the script of a part in groups in every room.

    On the way back to a part, a room whose clock for it still runs goes on.
    """
    for group in Group.objects.select_for_update().filter(meeting=item.meeting_id):
        still_runs = group.step_ends_at is not None and group.step_ends_at >= now
        if group.script_of_id != item.pk or not still_runs:
            _begin(group, item, 0, now)


@transaction.atomic
def go_to(*, by: Person, group: Group, item: ProgrammeItem, step: int, now: datetime) -> None:
    """Begin this step, for as long as the script says; past either end nothing changes."""
    if 0 <= step < len(item.script):
        _begin(Group.objects.select_for_update().get(pk=group.pk), item, step, now)
        log(by=by, event=LogEvent.STEP_BEGUN, about=group)
        _ring(group)


@transaction.atomic
def add_minutes(
    *, by: Person, group: Group, minutes: int, now: datetime, seen: datetime | None = None
) -> datetime | None:
    """Let the step last longer; from now when it should have been over.

    Does nothing when it ends at another time than was `seen`: a press that comes twice counts once.
    Returns when it now ends.
    """
    locked_group = Group.objects.select_for_update().get(pk=group.pk)
    if seen is not None and seen != locked_group.step_ends_at:
        return locked_group.step_ends_at
    planned_end = max(locked_group.step_ends_at or now, now)
    locked_group.step_ends_at = planned_end + timedelta(minutes=minutes)
    locked_group.save(update_fields=["step_ends_at"])
    log(by=by, event=LogEvent.STEP_TIMED, about=group)
    _ring(group)
    return locked_group.step_ends_at


def _begin(group: Group, item: ProgrammeItem, step: int, now: datetime) -> None:
    minutes = int(str(item.script[step]["minutes"])) if item.script else 0
    group.script_of, group.script_step = item, step
    group.step_ends_at = now + timedelta(minutes=minutes) if item.script else None
    group.save(update_fields=["script_of", "script_step", "step_ends_at"])


def _ring(group: Group) -> None:
    bell.ring(group.meeting_id, [*bell.of_group(group.pk), "desk"])
