"""A query that the ORM writes once answers as the ORM does, for any number of keys."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from tests.web import small_meeting as small

from deelgenoot_web.meetings.models import Meeting, Poll
from deelgenoot_web.meetings.repeated import Repeated

pytestmark = pytest.mark.django_db


def _polls(meeting: Meeting, *states: str) -> list[int]:
    secret = {"draft": b"x", "closed": None}
    return [
        Poll.objects.create(
            meeting=meeting, position=n, kind="choice", state=state, secret=secret[state]
        ).pk
        for n, state in enumerate(states)
    ]


def _closed(keys: Sequence[int]) -> QuerySet[Poll, tuple[Any, ...]]:
    found = Poll.objects.filter(pk__in=keys, state="closed")
    return found.order_by("pk").values_list("pk", "kind")


def test_the_rows_are_those_of_the_orm_for_any_number_of_keys() -> None:
    written = []

    def query(keys: Sequence[int]) -> QuerySet[Poll, tuple[Any, ...]]:
        written.append(len(keys))
        return _closed(keys)

    closed = Repeated(query)
    keys = _polls(small.made(), "closed", "draft", "closed", "closed")
    for some in (keys, keys[:2], keys[2:], [*keys[1:], 10**12]):
        assert closed(some) == list(_closed(some))
    assert written == [4, 2]


def test_without_keys_nothing_is_asked() -> None:
    with CaptureQueriesContext(connection) as seen:
        assert Repeated(_closed)([]) == []
    assert len(seen) == 0
