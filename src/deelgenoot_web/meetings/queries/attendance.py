"""The registrations: a list with filters, and the same list as a CSV file."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from deelgenoot_web.meetings.models import Field, Group, Meeting, Registration
from deelgenoot_web.meetings.placing import name_of, name_of_group

_ORDERS = {
    "moment": ("registered_at", "pk"),
    "name": ("name", "pk"),
    "group": ("group__position", "name", "pk"),
}
_ALL = ("", "moment")
"""Values that an address leaves out."""
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\ufeff"
"""Tells Excel that the file is UTF-8."""


@dataclass(frozen=True)
class AttendanceFilter:
    """A selection from the list; every part may be empty."""

    state: str = ""
    group: str = ""
    """The key of a group; `none` for people without a group."""
    words: str = ""
    order: str = "moment"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "AttendanceFilter":
        """Read a filter from the query of an address; unknown values are left out."""
        state, group = query.get("state", ""), query.get("group", "")
        order = query.get("order", "")
        return cls(
            state=state if state in Registration.State.values else "",
            group=group if group == "none" or _is_key(group) else "",
            words=query.get("words", "").strip(),
            order=order if order in _ORDERS else "moment",
        )

    @property
    def address(self) -> str:
        """The filter as the query of an address; empty for the whole list."""
        return urlencode({name: one for name, one in asdict(self).items() if one not in _ALL})


@dataclass(frozen=True)
class Attendant:
    """One line of the list."""

    registration: Registration
    municipality: str
    group: str
    """The name of the group; empty for who has none."""

    @property
    def can_be_placed(self) -> bool:
        """Whether this person can get a group: not on the waiting list or signed off."""
        return self.registration.state == Registration.State.CONFIRMED

    @property
    def seat(self) -> str:
        """The person and their seat, as a form sends it back."""
        row = self.registration
        return f"{row.pk}.{row.group_id or 0}.{int(row.is_placed_by_hand)}"


@dataclass(frozen=True)
class GroupMove:
    """The people who went from one group to another; an empty name stands for no group."""

    before: str
    after: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class GroupCount:
    """How many people with a place are in a group; without a group: how many have none."""

    group: Group | None
    n: int


@dataclass(frozen=True)
class Attendance:
    """The selected list, and the counts of all registrations."""

    filter: AttendanceFilter
    people: tuple[Attendant, ...]
    n_all: int
    states: tuple[tuple[str, str, int], ...]
    """(state, its words, how many)."""
    groups: tuple[GroupCount, ...]
    places: tuple[Group, ...]
    """The groups where somebody can be placed: not one that was joined to another."""


def attendance(meeting: Meeting, selection: AttendanceFilter) -> Attendance:
    """Make the list; times in the time zone of the site."""
    states = dict(meeting.registrations.order_by().values_list("state").annotate(n=Count("pk")))
    groups = tuple(meeting.groups.filter(joined_into=None))
    return Attendance(
        filter=selection,
        people=tuple(_attendants(meeting, selection)),
        n_all=sum(states.values()),
        states=tuple((key, str(words), states.get(key, 0)) for key, words in _STATES),
        groups=_count_groups(meeting, groups),
        places=groups,
    )


def describe_moves(
    meeting: Meeting, moves: Iterable[tuple[int, int | None, int | None]]
) -> tuple[GroupMove, ...]:
    """Turn (who, from, to) into one line for all people who went the same way."""
    groups = {one.pk: name_of_group(one, meeting.study) for one in meeting.groups.all()}
    people = {one.pk: str(one) for one in meeting.registrations.all()}
    ways: dict[tuple[str, str], list[str]] = {}
    for who, before, after in moves:
        if who in people:
            way = groups.get(before or 0, ""), groups.get(after or 0, "")
            ways.setdefault(way, []).append(people[who])
    return tuple(GroupMove(*way, tuple(names)) for way, names in ways.items())


def table(meeting: Meeting, selection: AttendanceFilter) -> str:
    """Write the list as CSV, with a line for each person."""
    fields = list(meeting.fields.all())
    head = [
        _("naam"), _("e-mailadres"), _("gemeente"), _("organisatie"), _("functie"), _("groep"),
        _("stand"), _("contactlijst"), _("aangemeld op"), *(field.label for field in fields),
    ]  # fmt: skip
    rows = (_cells(one, fields) for one in _attendants(meeting, selection, with_answers=True))
    return spreadsheet((head, *rows))


def spreadsheet(rows: Iterable[Iterable[object]]) -> str:
    """Write rows as CSV with semicolons and decimal commas, as a Dutch Excel reads it; no cell is a
    formula, whatever people wrote."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow(map(_in_file, row))
    return _MARK + out.getvalue()


def _in_file(cell: object) -> object:
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return harmless(cell) if isinstance(cell, str) else cell


def harmless(cell: str) -> str:
    """Put an apostrophe before a text that a spreadsheet could run as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell


def answers_of(registration: Registration) -> list[tuple[str, str]]:
    """List (question, answer) for the organiser's own questions, in their order."""
    values = {one.field_id: one.value for one in registration.answers.all()}
    fields = registration.meeting.fields.all()
    return [(field.label, _text(values[field.pk])) for field in fields if field.pk in values]


def _attendants(
    meeting: Meeting, selection: AttendanceFilter, *, with_answers: bool = False
) -> Iterable[Attendant]:
    rows = meeting.registrations.select_related("group").order_by(*_ORDERS[selection.order])
    rows = rows.prefetch_related("answers") if with_answers else rows
    for registration in _select(rows, selection):
        line = Attendant(
            registration,
            name_of(meeting.study, registration.gm_code),
            name_of_group(registration.group, meeting.study),
        )
        if _matches(line, selection.words.casefold()):
            yield line


def _select(rows: QuerySet[Registration], selection: AttendanceFilter) -> QuerySet[Registration]:
    if selection.state:
        rows = rows.filter(state=selection.state)
    if selection.group == "none":
        rows = rows.filter(group=None, state=Registration.State.CONFIRMED)
    elif selection.group:
        rows = rows.filter(group=int(selection.group))
    return rows


def _matches(line: Attendant, words: str) -> bool:
    registration = line.registration
    texts = (registration.name, registration.email, registration.organisation, line.municipality)
    return any(words in text.casefold() for text in texts)


def _count_groups(meeting: Meeting, groups: Sequence[Group]) -> tuple[GroupCount, ...]:
    coming = meeting.registrations.filter(state=Registration.State.CONFIRMED).order_by()
    counts = dict(coming.values_list("group").annotate(n=Count("pk")))
    return tuple(
        GroupCount(group, counts.get(group.pk if group else None, 0)) for group in (*groups, None)
    )


def _cells(line: Attendant, fields: Sequence[Field]) -> list[str]:
    registration = line.registration
    values = {answer.field_id: answer.value for answer in registration.answers.all()}
    return [
        registration.name,
        registration.email,
        line.municipality,
        registration.organisation,
        registration.job,
        line.group,
        str(registration.get_state_display()),
        _("ja") if registration.shares_contact else _("nee"),
        f"{timezone.localtime(registration.registered_at):%Y-%m-%d %H:%M}",
        *(_text(values.get(field.pk, "")) for field in fields),
    ]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len("9223372036854775807") - 1


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


_STATES = Registration.State.choices
