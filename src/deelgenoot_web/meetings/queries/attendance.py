"""Who comes: the list with its filters, and the same as a table to take away."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from deelgenoot_web.meetings.models import Field, Group, Meeting, Registration
from deelgenoot_web.meetings.placing import name_of

_ORDERS = {
    "moment": ("registered_at", "pk"),
    "name": ("name", "pk"),
    "group": ("group__position", "name", "pk"),
}
_ALL = ("", "moment")
"""What an address leaves out."""
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\ufeff"
"""Tells Excel that the file is UTF-8."""


@dataclass(frozen=True)
class AttendanceFilter:
    """What of the list is asked: every part may be left empty."""

    state: str = ""
    group: str = ""
    """The key of a group; `none` for who has none."""
    words: str = ""
    order: str = "moment"

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "AttendanceFilter":
        """From an address; what is not known is left out."""
        state, group = asked.get("state", ""), asked.get("group", "")
        order = asked.get("order", "")
        return cls(
            state=state if state in Registration.State.values else "",
            group=group if group == "none" or _is_key(group) else "",
            words=asked.get("words", "").strip(),
            order=order if order in _ORDERS else "moment",
        )

    @property
    def address(self) -> str:
        """The same as the query of an address; empty for the whole list."""
        return urlencode({name: one for name, one in asdict(self).items() if one not in _ALL})


@dataclass(frozen=True)
class Attendant:
    """One line of the list."""

    registration: Registration
    municipality: str

    @property
    def can_be_placed(self) -> bool:
        """Whether there is a place; who waits or signed off has no group."""
        return self.registration.state == Registration.State.CONFIRMED

    @property
    def seat(self) -> str:
        """Who this is, and where: what a form sends back."""
        one = self.registration
        return f"{one.pk}.{one.group_id or 0}.{int(one.is_placed_by_hand)}"


@dataclass(frozen=True)
class GroupMove:
    """Who went from one group to another; a group that is empty is none."""

    before: str
    after: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class GroupCount:
    """How many with a place are in a group; without a group for who has none."""

    group: Group | None
    n: int


@dataclass(frozen=True)
class Attendance:
    """The list as it was asked, and the counts of all."""

    wanted: AttendanceFilter
    people: tuple[Attendant, ...]
    n_all: int
    states: tuple[tuple[str, str, int], ...]
    """(state, its words, how many)."""
    groups: tuple[GroupCount, ...]
    places: tuple[Group, ...]
    """Where somebody can be placed: not a group that was joined to another."""


def attendance(meeting: Meeting, wanted: AttendanceFilter) -> Attendance:
    """The list; times in the time zone of the site."""
    states = dict(meeting.registrations.order_by().values_list("state").annotate(n=Count("pk")))
    groups = tuple(meeting.groups.filter(joined_into=None))
    return Attendance(
        wanted=wanted,
        people=tuple(_found(meeting, wanted)),
        n_all=sum(states.values()),
        states=tuple((key, str(words), states.get(key, 0)) for key, words in _STATES),
        groups=_counted(meeting, groups),
        places=groups,
    )


def moved(
    meeting: Meeting, moves: Iterable[tuple[int, int | None, int | None]]
) -> tuple[GroupMove, ...]:
    """(who, from, to) as people read it: one line for all who went the same way."""
    groups = dict(meeting.groups.values_list("pk", "name"))
    people = {one.pk: str(one) for one in meeting.registrations.all()}
    ways: dict[tuple[str, str], list[str]] = {}
    for who, before, after in moves:
        if who in people:
            way = groups.get(before or 0, ""), groups.get(after or 0, "")
            ways.setdefault(way, []).append(people[who])
    return tuple(GroupMove(*way, tuple(names)) for way, names in ways.items())


def table(meeting: Meeting, wanted: AttendanceFilter) -> str:
    """The list as CSV with semicolons, as a Dutch Excel reads it; nothing in it is a formula."""
    fields = list(meeting.fields.all())
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    head = [
        _("naam"), _("e-mailadres"), _("gemeente"), _("organisatie"), _("functie"), _("groep"),
        _("stand"), _("contactlijst"), _("aangemeld op"), *(field.label for field in fields),
    ]  # fmt: skip
    writer.writerow([harmless(cell) for cell in head])
    for one in _found(meeting, wanted, with_answers=True):
        writer.writerow([harmless(cell) for cell in _cells(one, fields)])
    return _MARK + out.getvalue()


def harmless(cell: str) -> str:
    """The text so that no spreadsheet runs it: what could be a formula gets an apostrophe."""
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell


def answers_of(registration: Registration) -> list[tuple[str, str]]:
    """(question, answer) of the organiser's own, in their order."""
    given = {one.field_id: one.value for one in registration.answers.all()}
    fields = registration.meeting.fields.all()
    return [(field.label, _text(given[field.pk])) for field in fields if field.pk in given]


def _found(
    meeting: Meeting, wanted: AttendanceFilter, *, with_answers: bool = False
) -> Iterable[Attendant]:
    rows = meeting.registrations.select_related("group").order_by(*_ORDERS[wanted.order])
    rows = rows.prefetch_related("answers") if with_answers else rows
    for one in _filtered(rows, wanted):
        line = Attendant(one, name_of(meeting.study, one.gm_code))
        if _matches(line, wanted.words.casefold()):
            yield line


def _filtered(rows: QuerySet[Registration], wanted: AttendanceFilter) -> QuerySet[Registration]:
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.group == "none":
        rows = rows.filter(group=None, state=Registration.State.CONFIRMED)
    elif wanted.group:
        rows = rows.filter(group=int(wanted.group))
    return rows


def _matches(line: Attendant, words: str) -> bool:
    one = line.registration
    texts = (one.name, one.email, one.organisation, line.municipality)
    return any(words in text.casefold() for text in texts)


def _counted(meeting: Meeting, groups: Sequence[Group]) -> tuple[GroupCount, ...]:
    coming = meeting.registrations.filter(state=Registration.State.CONFIRMED).order_by()
    counts = dict(coming.values_list("group").annotate(n=Count("pk")))
    return tuple(
        GroupCount(group, counts.get(group.pk if group else None, 0)) for group in (*groups, None)
    )


def _cells(line: Attendant, fields: Sequence[Field]) -> list[str]:
    one = line.registration
    given = {answer.field_id: answer.value for answer in one.answers.all()}
    return [
        one.name,
        one.email,
        line.municipality,
        one.organisation,
        one.job,
        one.group.name if one.group else "",
        str(one.get_state_display()),
        _("ja") if one.shares_contact else _("nee"),
        f"{timezone.localtime(one.registered_at):%Y-%m-%d %H:%M}",
        *(_text(given.get(field.pk, "")) for field in fields),
    ]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len("9223372036854775807") - 1


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


_STATES = Registration.State.choices
