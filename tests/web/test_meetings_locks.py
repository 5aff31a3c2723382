"""What changes a meeting and rows of it holds the meeting first: no two wait for each other."""

import re
from collections.abc import Callable
from inspect import isfunction
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from tests.web.test_meetings_logbook import (
    KEEP_WHO,
    LEAVE_A_LINE,
    Parts,
    _done,
    parts,  # noqa: F401 - a fixture
)

from deelgenoot_web.meetings.actions import copying

pytestmark = pytest.mark.django_db
MEETING = "meetings_meeting"
_CHANGES = re.compile(r'(?:UPDATE|DELETE FROM) "(meetings_\w+)"')
ONLY_OF_ITS_OWN = copying.save_as_template
"""It changes the meeting that it made itself, which nobody else sees yet."""
ACTIONS = [
    ("by", action, own) for action, _event, own in LEAVE_A_LINE if action is not ONLY_OF_ITS_OWN
] + [("participant", action, own) for action, own in KEEP_WHO]
"""Who does it, what, and what that is given."""


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
        _done(rows | {"by": rows[who]}, action, given)
    assert MEETING not in held or held[0] == MEETING, held
