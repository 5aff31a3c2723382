"""A question of every kind, an answer to it as a plain form sends it, and as it is kept."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import polls
from deelgenoot_web.meetings.models import Meeting, Poll, Vote

OPTIONS = ["Passend wonen", "Levendige binnenstad", "Zorg bij vergrijzing"]


@dataclass(frozen=True)
class Kind:
    """`form` is a filled in form, `value` what is kept of it, `wrong` a form that is refused."""

    form: dict[str, Any]
    value: Any
    wrong: dict[str, Any]
    settings: dict[str, Any] = field(default_factory=dict)
    has_options: bool = True


KINDS = {
    "choice": Kind({"value": "1"}, 1, {"value": "3"}),
    "choices": Kind({"value": ["2", "0"]}, [0, 2], {"value": ["0", "1", "2"]}, {"most": 2}),
    "scale": Kind(
        {"value0": "4", "value1": "", "value2": "1"},
        [4, None, 1],
        {"value0": "6", "value1": "", "value2": ""},
    ),
    "words": Kind(
        {"value": ["woningen ", "", "zorg"]},
        ["woningen", "zorg"],
        {"value": ["", "", ""]},
        has_options=False,
    ),
    "text": Kind(
        {"value": " Begin klein. "}, "Begin klein.", {"value": "x" * 501}, has_options=False
    ),
    "ranking": Kind({"value": ["2", "0", "1"]}, [1, 2, 0], {"value": ["0", "0", "1"]}),
    "points": Kind({"value": ["60", "40", ""]}, [60, 40, 0], {"value": ["60", "40", "5"]}),
    "matrix": Kind(
        {"impact0": "5", "feasible0": "2", "impact1": "", "feasible1": ""},
        [[5, 2], None, None],
        {"impact0": "5", "feasible0": ""},
    ),
    "number": Kind(
        {"value": "23"},
        23,
        {"value": "75"},
        {"figure": {"indicator": "gezin", "side": "below", "limit": 32.0, "cluster": ""}},
        has_options=False,
    ),
}


def poll_of(meeting: Meeting, kind: str, by: Person, *, is_open: bool = True) -> Poll:
    """A question of this kind, put to the audience."""
    one = KINDS[kind]
    made = Poll.objects.create(
        meeting=meeting,
        position=100 + Poll.objects.count(),
        kind=kind,
        question="Waar gaan we mee verder?",
        options=OPTIONS if one.has_options else [],
        settings=one.settings,
    )
    if is_open:
        polls.put_to_vote(by=by, poll=made, now=timezone.now())
        made.refresh_from_db()
    return made


def answered(poll: Poll, n: int, value: Any = None, group_id: int | None = None) -> None:
    """`n` votes of people of one group."""
    begin = poll.votes.count()
    kept = KINDS[poll.kind].value if value is None else value
    Vote.objects.bulk_create(
        Vote(poll=poll, voter=f"{begin + at}", group_id=group_id, value=kept) for at in range(n)
    )
