"""What changes a meeting and rows of it holds the meeting first: no two wait for each other."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from inspect import isfunction
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from tests.web.small_meeting import NOW
from tests.web.test_meetings_logbook import (
    KEEP_WHO,
    LEAVE_A_LINE,
    Parts,
    _done,
    parts,  # noqa: F401 - a fixture
)

from deelgenoot_web.meetings.actions import (
    copying,
    joining,
    purge,
    registration,
    rehearsal,
    reminders,
)
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.actions import rows as rows_of
from deelgenoot_web.meetings.models import Meeting, Registration

pytestmark = pytest.mark.django_db
MEETING = "meetings_meeting"
_CHANGES = re.compile(r'(?:UPDATE|DELETE FROM) "(meetings_\w+)"')
ONLY_OF_ITS_OWN = copying.save_as_template
"""It changes the meeting that it made itself, which nobody else sees yet."""
ACTIONS = [
    ("by", action, own) for action, _event, own in LEAVE_A_LINE if action is not ONLY_OF_ITS_OWN
] + [("participant", action, own) for action, own in KEEP_WHO]
"""Who does it, what, and what that is given."""


@contextmanager
def noted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The tables of which rows are held or changed, in this order."""
    held: list[str] = []
    lock = QuerySet.select_for_update

    def note_lock(asked: QuerySet[Any], **how: Any) -> QuerySet[Any]:
        held.append(asked.model._meta.db_table)
        return lock(asked, **how)

    def note_change(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        held.extend(_CHANGES.findall(sql))
        return execute(sql, *more)

    monkeypatch.setattr(QuerySet, "select_for_update", note_lock)
    with connection.execute_wrapper(note_change):
        yield held


@pytest.mark.parametrize(
    ("who", "action", "own"), ACTIONS, ids=lambda one: getattr(one, "__name__", "")
)
def test_the_meeting_is_held_before_its_rows(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    action: Callable[..., Any],
    own: Parts,
) -> None:
    rows: Parts = request.getfixturevalue("parts")
    given = {name: one(rows) if isfunction(one) else one for name, one in own.items()}
    with noted(monkeypatch) as held:
        _done(rows | {"by": rows[who]}, action, given)
    assert MEETING not in held or held[0] == MEETING, held


ALONE: tuple[Callable[[Parts], Any], ...] = (
    lambda rows: joining.leave(participant=rows["participant"]),
    lambda rows: registration.cancel(registration=rows["registration"], now=NOW),
    lambda rows: registration.forget(registration=rows["registration"], now=NOW),
    lambda rows: registration.change(
        registration=rows["registration"], details=registration.Details("Nieuw")
    ),
    lambda rows: purge.purge(meeting=rows["meeting"], now=NOW),
    lambda rows: purge.forget_unconfirmed(NOW + timedelta(days=3)),
    lambda rows: reminders.remind_due(rows["meeting"].starts_at - timedelta(hours=1)),
    lambda rows: meetings.delete_draft(by=rows["by"], meeting=rows["meeting"], now=NOW),
    lambda rows: rehearsal.wipe(meeting=rows["meeting"]),
    lambda rows: rows_of.move(by=rows["by"], row=rows["row"], step=-1),
)
"""Deeds that nobody who leads is named for, and one that changes rows alone."""


@pytest.mark.parametrize("deed", ALONE)
def test_the_meeting_is_held_also_where_only_its_rows_change(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, deed: Callable[[Parts], Any]
) -> None:
    rows: Parts = request.getfixturevalue("parts")
    Registration.objects.create(
        meeting=rows["meeting"], email="later@voorbeeld.nl", registered_at=NOW
    )
    Meeting.objects.update(is_rehearsal="wipe" in deed.__code__.co_names)
    if "delete_draft" in deed.__code__.co_names:
        Meeting.objects.update(state=Meeting.State.DRAFT)
    rows["meeting"].refresh_from_db()
    with noted(monkeypatch) as held:
        deed(rows)
    assert held[0] == MEETING, held
    assert len(set(held)) > 1
