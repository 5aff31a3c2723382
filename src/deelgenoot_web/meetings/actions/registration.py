"""Signing up, changing, signing off, and the waiting list that moves by itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell, notes, traces
from deelgenoot_web.meetings.actions import moving
from deelgenoot_web.meetings.edits import Edit, check, check_seen, mark
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import (
    Answer,
    Field,
    Group,
    LogEvent,
    Meeting,
    Participant,
    Registration,
)
from deelgenoot_web.meetings.placing import group_for, has_place, room_of

CONFIRMED = Registration.State.CONFIRMED
WAITING = Registration.State.WAITING
CANCELLED = Registration.State.CANCELLED
_DOUBLE_CLICK = timedelta(minutes=1)


@dataclass(frozen=True)
class Details:
    """What somebody says of themselves; `answers` by the id of the organiser's question."""

    name: str
    gm_code: str = ""
    organisation: str = ""
    job: str = ""
    shares_contact: bool = False
    answers: Mapping[int, Any] | None = None


@transaction.atomic
def register(
    *, meeting: Meeting, email: str, language: str, details: Details | None, now: datetime
) -> Registration:
    """Give a place, or one on the waiting list, and mail the personal link.

    Who is known already gets the same link once more, and keeps the place: the page that asked
    cannot tell the difference, so that nobody learns who comes. Two who share an address hear that
    each place needs its own. Without a free place `details` are
    not kept: they are asked when there is one.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    address = email.strip().lower()
    known = meeting.registrations.filter(email=address).first()
    if known and known.state != CANCELLED:
        # A double click is no second try; somebody else with the same address is.
        is_other = details is not None and details.name != known.name
        if is_other or now - known.registered_at > _DOUBLE_CLICK:
            notes.known_already(known, now)
        return known
    one = known or Registration(meeting=meeting, email=address)
    one.language = language
    # Whoever comes back after signing off joins the end of the line.
    one.registered_at = now
    one.state = CONFIRMED if has_place(meeting) else WAITING
    one.save()
    if one.state == CONFIRMED and details:
        _keep(one, details)
    notes.confirm_registration(one, now)
    bell.ring(meeting.pk, ["desk"])
    return one


@transaction.atomic
def change(
    *, registration: Registration, details: Details, seen: str | None = None
) -> Registration:
    """Change what somebody said. Another municipality is another group, unless placed by hand.

    Raises ChangedMeanwhileError for who, on another device or in the room of the group, said
    something else since the mark that was `seen`.
    """
    moving.hold(registration.meeting_id)
    one = Registration.objects.select_for_update().get(pk=registration.pk)
    now = _said_by(one)
    if seen is not None and now != _values(details):
        check(now, Edit({}, seen))
    _keep(one, details)
    inside = Participant.objects.filter(registration=one)
    inside.update(name=one.name, gm_code=one.gm_code)
    moving.seat(inside, one.group)
    rooms = _rooms(registration.group_id, one.group_id)
    screens = _screens(inside) if registration.group_id != one.group_id else []
    bell.ring(one.meeting_id, ["desk", *rooms, *screens])
    return one


def mark_of(registration: Registration) -> str:
    """Of what somebody said; goes with the form that changes it."""
    return mark(_said_by(registration))


@transaction.atomic
def cancel(*, registration: Registration, now: datetime, by: Person | None = None) -> None:
    """Give the place up; the first who waits gets it. `by` is who organises, for somebody else."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=registration.meeting_id)
    one = meeting.registrations.get(pk=registration.pk)
    if one.state == CANCELLED:
        return
    one.state = CANCELLED
    one.save()
    inside = Participant.objects.filter(registration=one)
    gone = _screens(inside)
    inside.delete()
    notes.confirm_cancellation(one, now)
    if by:
        log(by=by, event=LogEvent.PERSON_SIGNED_OFF, about=meeting)
    _move_up(meeting, now)
    bell.ring(meeting.pk, ["desk", *_rooms(one.group_id), *gone])


@transaction.atomic
def forget(*, registration: Registration, now: datetime) -> None:
    """Delete all that is known of somebody, at once; what they wrote stays, without a name."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=registration.meeting_id)
    room = _rooms(registration.group_id)
    gone = _screens(Participant.objects.filter(registration=registration))
    registration.delete()
    _move_up(meeting, now)
    traces.drop()
    bell.ring(meeting.pk, ["desk", *room, *gone])


@transaction.atomic
def fill_places(*, meeting: Meeting, now: datetime) -> int:
    """Move up who waits, as far as there are places; returns how many. For another capacity."""
    return _move_up(Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk), now)


@transaction.atomic
def place(
    *, by: Person, registration: Registration, group: Group | None, seen: str | None = None
) -> None:
    """Put somebody in a group by hand; None gives the placing back to the municipality.

    Raises ChangedMeanwhileError for who is not in the group that was `seen`.
    """
    moving.hold(registration.meeting_id)
    one = Registration.objects.select_for_update().get(pk=registration.pk)
    check_seen(one.group_id, seen)
    put(one, group or group_for(one.meeting, one.gm_code), by_hand=group is not None)
    moving.log_placing(by, one.group or one.meeting)


def put(one: Registration, group: Group | None, *, by_hand: bool) -> None:
    """Let somebody be in a group, also who came in; for who holds the groups (`moving.hold`)."""
    before, inside = one.group_id, Participant.objects.filter(registration=one)
    one.group, one.is_placed_by_hand = room_of(group) if group else None, by_hand
    one.came_from = None
    one.save(update_fields=["group", "is_placed_by_hand", "came_from"])
    if one.group_id == before:
        return
    moving.seat(inside, one.group)
    bell.ring(one.meeting_id, ["desk", *_rooms(before, one.group_id), *_screens(inside)])


def _move_up(meeting: Meeting, now: datetime) -> int:
    waiting = meeting.registrations.filter(state=WAITING)
    if meeting.capacity is not None:
        taken = meeting.registrations.filter(state=CONFIRMED).count()
        waiting = waiting[: max(0, meeting.capacity - taken)]
    for one in waiting:
        one.state = CONFIRMED
        one.save()
        notes.moved_up(one, now)
    return len(waiting)


def _keep(one: Registration, details: Details) -> None:
    one.name, one.gm_code = details.name, details.gm_code
    one.organisation, one.job = details.organisation, details.job
    one.shares_contact = details.shares_contact
    if not one.is_placed_by_hand:
        one.group, one.came_from = group_for(one.meeting, one.gm_code), None
    one.save()
    fields = Field.objects.filter(meeting=one.meeting, pk__in=(details.answers or {}))
    for field in fields:
        value = (details.answers or {})[field.pk]
        Answer.objects.update_or_create(registration=one, field=field, defaults={"value": value})


def _said_by(one: Registration) -> dict[str, Any]:
    answers = {answer.field_id: answer.value for answer in one.answers.all()}
    said = (one.name, one.gm_code, one.organisation, one.job, one.shares_contact)
    return _values(Details(*said, answers))


def _values(details: Details) -> dict[str, Any]:
    """Without what was left open, which is a row or none."""
    answers = {key: value for key, value in (details.answers or {}).items() if value}
    return {**asdict(details), "answers": answers}


def _rooms(*groups: int | None) -> list[str]:
    return [topic for pk in dict.fromkeys(groups) for topic in bell.of_group(pk)]


def _screens(people: QuerySet[Participant]) -> list[str]:
    return bell.of_people(people.values_list("pk", flat=True))
