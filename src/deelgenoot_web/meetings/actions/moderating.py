"""What visitors leave is shown, answered or left out: one decision, whoever else decides."""

from typing import TypeVar

from deelgenoot_web.meetings.edits import check_seen
from deelgenoot_web.meetings.models import Question, Reaction

_Left = TypeVar("_Left", Question, Reaction)


def decide(row: _Left, state: str, seen: str | None) -> None:
    """Give `row` this state, within the transaction of who calls.

    Raises ChangedMeanwhileError for one that is no longer as it was `seen`, nor as it would be.
    """
    same = type(row)._default_manager.filter(pk=row.pk)  # noqa: SLF001  Django's name for it
    check_seen(same.select_for_update().get().state, seen, wanted=state)
    same.update(state=state)
