"""A small real meeting for tests: made by the same actions as anybody's."""

from copy import copy
from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.db import connection
from django.db.models import Model

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.actions import registration as registrations
from deelgenoot_web.meetings.actions.registration import Details
from deelgenoot_web.meetings.models import Group, Meeting, Registration, Role

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
STARTS = datetime(2026, 12, 11, 9, 0, tzinfo=UTC)
# Municipalities of the study and the cluster each belongs to.
HEERLEN, ZUTPHEN, VEERE = "GM0917", "GM0301", "GM0717"


def person(email: str = "organisator@voorbeeld.nl", *, is_organiser: bool = True) -> Person:
    """Somebody who can sign in."""
    return Person.objects.get_or_create(email=email, defaults={"is_organiser": is_organiser})[0]


def made(*, capacity: int | None = None, by: Person | None = None, is_open: bool = True) -> Meeting:
    """A meeting of the pattern that ships, announced unless said otherwise."""
    if (capacity, by, is_open) == (None, None, True):
        return _usual_meeting()
    return _make_meeting(by or person(), capacity, is_open=is_open)


def _make_meeting(by: Person, capacity: int | None = None, *, is_open: bool = True) -> Meeting:
    one = meetings.make(by=by, plan=meetings.Plan("clusters", STARTS))
    one.capacity = capacity
    one.save(update_fields=["capacity"])
    if is_open:
        meetings.announce(by=by, meeting=one)
        one.refresh_from_db()
    return one


_usual_rows: dict[type[Model], list[Model]] = {}


def _usual_meeting() -> Meeting:
    """The meeting that most tests begin with.

    Where nobody and nothing is yet, its rows are put back as the actions made them the first time.
    """
    rows_in = [model._base_manager.exists() for model in _usual_rows or (Person, Meeting)]
    if any(rows_in) or connection.vendor != "sqlite":  # elsewhere numbers would be given twice
        return _make_meeting(person())
    if not _usual_rows:
        return _keep_rows()
    for model, rows in _usual_rows.items():
        model._base_manager.bulk_create(copy(row) for row in rows)
    return Meeting.objects.get()


def _keep_rows() -> Meeting:
    models = [model._base_manager for model in apps.get_models(include_auto_created=True)]
    known = [set(rows.values_list("pk", flat=True)) for rows in models]
    one = _make_meeting(person())
    for rows, older in zip(models, known, strict=True):
        if new := list(rows.exclude(pk__in=older)):
            _usual_rows[rows.model] = new
    return one


def registered(meeting: Meeting, number: int, gm_code: str = HEERLEN) -> Registration:
    """“Deelnemer 1” and so on, at the `number`th minute; waiting when the meeting is full."""
    return registrations.register(
        meeting=meeting,
        email=f"deelnemer{number}@voorbeeld.nl",
        language="nl",
        details=Details(name=f"Deelnemer {number}", gm_code=gm_code),
        now=NOW + timedelta(minutes=number),
    )


def role(meeting: Meeting, kind: Role.Kind, email: str, group: Group | None = None) -> Person:
    """Somebody with this role in the meeting."""
    who = person(email, is_organiser=False)
    Role.objects.create(meeting=meeting, person=who, kind=kind, group=group)
    return who
