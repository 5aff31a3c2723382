"""Whether something was changed by somebody else while one was writing."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from django.db.models import Model

from deelgenoot_web.meetings.models import Question, Reaction

_NOTHING = object()
_Left = TypeVar("_Left", Question, Reaction)


@dataclass(frozen=True)
class Edit:
    """What somebody wants to keep, and the mark of what stood there when they began."""

    values: Mapping[str, Any]
    seen: str


class ChangedMeanwhileError(Exception):
    """Somebody else changed it since it was read; `now` is what stands there."""

    def __init__(self, now: Mapping[str, Any]) -> None:
        super().__init__(sorted(now))
        self.now = now


def mark(values: Mapping[str, Any]) -> str:
    """Tells two states apart: the same values have the same mark."""
    text = json.dumps(values, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:32]


def values_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """What these fields of a row hold."""
    return {name: getattr(row, name) for name in names}


def check_seen(now: object, seen: str | None, wanted: object = _NOTHING) -> None:
    """For a button: raise ChangedMeanwhileError unless `now` is what its page showed, or already is
    as it is `wanted`.

    `seen` is that as text, empty for nothing; None where the page did not say.
    """
    if now != wanted and seen is not None and seen != ("" if now is None else str(now)):
        raise ChangedMeanwhileError({"now": now})


def check(now: Mapping[str, Any], edit: Edit) -> None:
    """Raise ChangedMeanwhileError unless `now` is what the writer saw."""
    if mark(now) != edit.seen:
        raise ChangedMeanwhileError(now)


def decide(row: _Left, state: str, seen: str | None) -> None:
    """Give what a visitor left this state: shown, answered or left out. Call it in a transaction.

    Raises ChangedMeanwhileError for a row that is no longer as it was `seen`, nor as it would be.
    """
    same = type(row)._default_manager.filter(pk=row.pk)  # noqa: SLF001  Django's name for it
    check_seen(same.select_for_update().get().state, seen, wanted=state)
    same.update(state=state)
