"""Detect that somebody else changed a row while this visitor was writing."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from django.db.models import Max, Model, QuerySet

from deelgenoot_web.meetings.models import Question, Reaction

_NOTHING = object()
_Left = TypeVar("_Left", Question, Reaction)


@dataclass(frozen=True)
class Edit:
    """The values that somebody wants to store, and the mark of those they began with."""

    values: Mapping[str, Any]
    seen_mark: str


class ChangedMeanwhileError(Exception):
    """Somebody else changed the row since it was read; `now` holds its present values."""

    def __init__(self, now: Mapping[str, Any]) -> None:
        super().__init__(sorted(now))
        self.now = now


def mark(values: Mapping[str, Any]) -> str:
    """Return a mark that tells two states apart: the same values have the same mark."""
    text = json.dumps(values, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:32]


def end_of(rows: QuerySet[Any]) -> int:
    """Return the position after the last of these rows; the first is 0."""
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def values_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """Return the values of these fields of a row."""
    return {name: getattr(row, name) for name in names}


def check_seen(now: object, seen_text: str | None, goal: object = _NOTHING) -> None:
    """Raise ChangedMeanwhileError unless `now` is what the page of a button showed, or its goal.

    `seen_text` is what the page showed: empty for nothing, None where the page did not say.
    """
    if now != goal and seen_text is not None and seen_text != ("" if now is None else str(now)):
        raise ChangedMeanwhileError({"now": now})


def check(now: Mapping[str, Any], edit: Edit) -> None:
    """Raise ChangedMeanwhileError unless `now` is what the writer began with."""
    if mark(now) != edit.seen_mark:
        raise ChangedMeanwhileError(now)


def decide(row: _Left, state: str, seen_state: str | None) -> None:
    """Give a question or reaction this state: shown, answered or left out. Call in a transaction.

    Raises ChangedMeanwhileError for a row that has neither the state that was seen nor this one.
    """
    same = type(row)._default_manager.filter(pk=row.pk)  # noqa: SLF001  Django's name for it
    check_seen(same.select_for_update().get().state, seen_state, goal=state)
    same.update(state=state)
