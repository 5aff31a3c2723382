"""What a meeting consists of, in an order: the programme, its polls, the questions of its form."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions.moving import hold
from deelgenoot_web.meetings.edits import Edit, check, end_of, values_of
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import Field, LogEvent, Meeting, Poll, ProgrammeItem

Row = ProgrammeItem | Poll | Field
_SHOWN_ON = (*bell.HALL, *bell.SHOW, "desk")
_WORDS: dict[type[Row], str] = {ProgrammeItem: "item", Poll: "poll", Field: "field"}


class FixedError(Exception):
    """A poll that was put cannot change any more: the votes are answers to what it said."""


@transaction.atomic
def add(*, by: Person, meeting: Meeting, kind: type[Row], values: Mapping[str, Any]) -> Row:
    """Put one more at the end."""
    position = end_of(kind.objects.filter(meeting=meeting))
    row = kind.objects.create(meeting=meeting, position=position, **values)
    _log(by, row, "added")
    bell.ring(meeting.pk, _SHOWN_ON)
    return row


@transaction.atomic
def change(*, by: Person, row: Row, edit: Edit) -> Row:
    """Change one. Raises ChangedMeanwhileError, and FixedError for a poll that was put."""
    locked_row = _lock_row(row)
    check(values_of(locked_row, edit.values), edit)
    for name, value in edit.values.items():
        setattr(locked_row, name, value)
    locked_row.save(update_fields=list(edit.values))
    _log(by, locked_row, "changed")
    bell.ring(locked_row.meeting_id, _SHOWN_ON)
    return locked_row


@transaction.atomic
def move(*, by: Person, row: Row, step: int) -> None:
    """Let it change places with the one before (-1) or after it (1); at the end nothing happens."""
    hold(row.meeting_id)
    kind = type(row)
    rows: list[Any] = list(kind.objects.select_for_update().filter(meeting=row.meeting_id))
    if row not in rows:
        raise kind.DoesNotExist
    _log(by, row, "moved")
    here = rows.index(row)
    there = min(max(here + step, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    for position, other in enumerate(rows):
        other.position = position
    kind.objects.bulk_update(rows, ["position"])
    bell.ring(row.meeting_id, _SHOWN_ON)


@transaction.atomic
def remove(*, by: Person, row: Row, edit: Edit) -> None:
    """Take one out, as it was seen. Raises ChangedMeanwhileError, and FixedError for a poll that
    was put."""
    hold(row.meeting_id)
    locked_row = _lock_row(row)
    check(values_of(locked_row, edit.values), edit)
    _log(by, locked_row, "removed")
    locked_row.delete()
    bell.ring(row.meeting_id, _SHOWN_ON)


def _log(by: Person, row: Row, deed: str) -> None:
    log(by=by, event=LogEvent(f"{_WORDS[type(row)]}.{deed}"), about=row)


def _lock_row(row: Row) -> Row:
    locked_row: Row = type(row).objects.select_for_update(no_key=True).get(pk=row.pk)
    if isinstance(locked_row, Poll) and locked_row.state != Poll.State.DRAFT:
        raise FixedError
    return locked_row
