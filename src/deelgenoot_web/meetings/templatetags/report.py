"""Results of polls as bars and as a table, for the report."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deelgenoot.words import grouped
from deelgenoot_web.meetings.queries.report import Told
from deelgenoot_web.meetings.tally import STEPS, Line

register = template.Library()

# Votes and points are whole numbers to people; means on a scale have one decimal.
_WHOLE = frozenset({"choice", "choices", "words"})


@dataclass(frozen=True)
class Bar:
    """One line: its name, how long its bar is of 100, and its number as people write it."""

    label: str
    width: int
    written: str


@dataclass(frozen=True)
class Table:
    """What `data_table` shows."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str


@register.filter
def bars(told: Told) -> list[Bar]:
    """The result of everybody, from zero, on the scale of the kind."""
    lines = told.result.lines
    longest = float(STEPS) if told.poll.kind in {"scale", "matrix"} else _most(lines)
    return [
        Bar(line.label, round(100 * line.value / longest), _written(told.poll.kind, line))
        for line in lines
    ]


@register.filter
def split_table(told: Told) -> Table:
    """The same per group that may be shown, everybody first."""
    by_label = [{line.label: line for line in lines} for _room, lines in told.groups]
    rows = [
        [
            line.label,
            _written(told.poll.kind, line),
            *(_cell(told.poll.kind, group.get(line.label)) for group in by_label),
        ]
        for line in told.result.lines
    ]
    names = [
        f"{room.group.name} ({told.result.n_by_group[room.group.pk]})"
        for room, _lines in told.groups
    ]
    return Table(
        header=("", f"{_('Alle')} ({told.result.n_votes})", *names),
        rows=rows,
        note=_("Tussen haakjes: aantal stemmen. Groepen met te weinig stemmen staan er niet bij."),
    )


def _most(lines: Sequence[Line]) -> float:
    return max((line.value for line in lines), default=0.0) or 1.0


def _cell(kind: str, line: Line | None) -> str:
    return _written(kind, line) if line else "0"


def _written(kind: str, line: Line) -> str:
    if line.n == 0:
        return _("te weinig stemmen")
    language = "en" if get_language() == "en" else "nl"
    first = grouped(line.value, 0 if kind in _WHOLE else 1, language)
    if line.second is None:
        return first
    return _("invloed %(impact)s, haalbaar %(feasible)s") % {
        "impact": first,
        "feasible": grouped(line.second, 1, language),
    }
