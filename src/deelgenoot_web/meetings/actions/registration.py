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

ASKED = Registration.State.ASKED
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
def ask(
    *, meeting: Meeting, email: str, language: str, details: Details | None, now: datetime
) -> Registration:
    """Keep what somebody filled in, and mail a link and a code that prove the address.

    Who asks takes no place before that (`confirm`), so nobody fills a meeting with addresses of
    others. Who is known already gets the same link once more, and keeps the place: the page that
    asked cannot tell the difference, so that nobody learns who comes. Two who share an address hear
    that each place needs its own.
    """
    entry = _request(meeting, email, language, details, now)
    if entry.state == ASKED:
        notes.ask_to_confirm(entry, now)
        bell.ring(meeting.pk, ["desk"])
    return entry


@transaction.atomic
def confirm(*, registration: Registration, now: datetime, by: Person | None = None) -> Registration:
    """Give who proved the address a place, or one on the waiting list, and mail which.

    `by` is an organiser who answers for somebody else. Without a free place the details are not
    kept: they are asked when there is one. A meeting that is called off or over has no places.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=registration.meeting_id)
    entry = meeting.registrations.get(pk=registration.pk)
    if entry.state != ASKED or not meeting.still_takes_place(now):
        return entry
    entry.registered_at = now
    entry.state = CONFIRMED if has_place(meeting) else WAITING
    if entry.state == WAITING:
        entry.answers.all().delete()
        _write(entry, Details(name=""))
    else:
        _follow_municipality(entry)
    entry.save()
    notes.confirm_registration(entry, now)
    if by:
        log(by=by, event=LogEvent.PERSON_CONFIRMED, about=meeting)
    bell.ring(meeting.pk, ["desk", *_rooms(entry.group_id)])
    return entry


@transaction.atomic
def register(
    *, meeting: Meeting, email: str, language: str, details: Details | None, now: datetime
) -> Registration:
    """Give a place to somebody whose address needs no proof; see `ask` and `confirm`."""
    entry = _request(meeting, email, language, details, now)
    return confirm(registration=entry, now=now)


@transaction.atomic
def change(
    *, registration: Registration, details: Details, seen: str | None = None
) -> Registration:
    """Change what somebody said. Another municipality is another group, unless placed by hand.

    Raises ChangedMeanwhileError for who, on another device or in the room of the group, said
    something else since the mark that was `seen`.
    """
    moving.hold(registration.meeting_id)
    entry = Registration.objects.select_for_update().get(pk=registration.pk)
    now = _words_of(entry)
    if seen is not None and now != _values(details):
        check(now, Edit({}, seen))
    _keep(entry, details)
    inside = Participant.objects.filter(registration=entry)
    inside.update(name=entry.name, gm_code=entry.gm_code)
    moving.seat(inside, entry.group)
    rooms = _rooms(registration.group_id, entry.group_id)
    screens = _screens(inside) if registration.group_id != entry.group_id else []
    bell.ring(entry.meeting_id, ["desk", *rooms, *screens])
    return entry


def mark_of(registration: Registration) -> str:
    """Of what somebody said; goes with the form that changes it."""
    return mark(_words_of(registration))


@transaction.atomic
def cancel(*, registration: Registration, now: datetime, by: Person | None = None) -> None:
    """Give the place up; the first who waits gets it. `by` is who organises, for somebody else.

    Who signs off from a meeting that is called off or over gets no letter about it.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=registration.meeting_id)
    entry = meeting.registrations.get(pk=registration.pk)
    if entry.state == CANCELLED:
        return
    had_place = entry.state == CONFIRMED
    entry.state = CANCELLED
    entry.save()
    inside = Participant.objects.filter(registration=entry)
    screens = _screens(inside)
    moving.hold_people(inside)
    inside.delete()
    if meeting.still_takes_place(now):
        notes.confirm_cancellation(entry, now, had_place=had_place)
    if by:
        log(by=by, event=LogEvent.PERSON_SIGNED_OFF, about=meeting)
    _move_up(meeting, now)
    bell.ring(meeting.pk, ["desk", *_rooms(entry.group_id), *screens])


@transaction.atomic
def forget(*, registration: Registration, now: datetime) -> None:
    """Delete all that is known of somebody, at once; what they wrote stays, without a name."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=registration.meeting_id)
    room = _rooms(registration.group_id)
    inside = Participant.objects.filter(registration=registration)
    screens = _screens(inside)
    moving.hold_people(inside)
    registration.delete()
    _move_up(meeting, now)
    traces.drop()
    bell.ring(meeting.pk, ["desk", *room, *screens])


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
    entry = Registration.objects.select_for_update().get(pk=registration.pk)
    check_seen(entry.group_id, seen)
    seat(
        entry,
        group or group_for(entry.meeting, entry.gm_code),
        by_hand=group is not None,
    )
    moving.log_placing(by, entry.group or entry.meeting)


def seat(registration: Registration, group: Group | None, *, by_hand: bool) -> None:
    """Let somebody be in a group, also who came in; for who holds the groups (`moving.hold`)."""
    before, inside = registration.group_id, Participant.objects.filter(registration=registration)
    registration.group, registration.is_placed_by_hand = room_of(group) if group else None, by_hand
    registration.came_from = None
    registration.save(update_fields=["group", "is_placed_by_hand", "came_from"])
    if registration.group_id == before:
        return
    moving.seat(inside, registration.group)
    bell.ring(
        registration.meeting_id, ["desk", *_rooms(before, registration.group_id), *_screens(inside)]
    )


def _request(
    meeting: Meeting, email: str, language: str, details: Details | None, now: datetime
) -> Registration:
    locked_meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    address = email.strip().lower()
    earlier = locked_meeting.registrations.filter(email=address).first()
    if earlier and earlier.state in Registration.HOLDS_PLACE:
        # A double click is no second try; somebody else with the same address is.
        is_other = details is not None and details.name != earlier.name
        if is_other or now - earlier.registered_at > _DOUBLE_CLICK:
            notes.known_already(earlier, now)
        return earlier
    entry = earlier or Registration(meeting=locked_meeting, email=address, registered_at=now)
    is_due = now - entry.registered_at >= notes.ASKS_AGAIN_AFTER
    if entry.state == CANCELLED or is_due:
        # Whoever comes back after signing off joins the end of the line. The days to confirm count
        # from the last letter, and each moment here gives one letter.
        entry.state, entry.registered_at = ASKED, now
    entry.language = language
    entry.save()
    if details:
        _keep(entry, details)
    return entry


def _move_up(meeting: Meeting, now: datetime) -> int:
    if not meeting.still_takes_place(now):
        return 0
    waiting = meeting.registrations.filter(state=WAITING)
    if meeting.capacity is not None:
        n_confirmed = meeting.registrations.filter(state=CONFIRMED).count()
        waiting = waiting[: max(0, meeting.capacity - n_confirmed)]
    for registration in waiting:
        registration.state = CONFIRMED
        registration.save()
        notes.moved_up(registration, now)
    return len(waiting)


def _keep(registration: Registration, details: Details) -> None:
    _write(registration, details)
    if registration.state != ASKED:
        _follow_municipality(registration)
    registration.save()
    fields = Field.objects.filter(meeting=registration.meeting, pk__in=(details.answers or {}))
    for field in fields:
        value = (details.answers or {})[field.pk]
        Answer.objects.update_or_create(
            registration=registration, field=field, defaults={"value": value}
        )


def _write(registration: Registration, details: Details) -> None:
    registration.name, registration.gm_code = details.name, details.gm_code
    registration.organisation, registration.job = details.organisation, details.job
    registration.shares_contact = details.shares_contact


def _follow_municipality(registration: Registration) -> None:
    if not registration.is_placed_by_hand:
        own_group = group_for(registration.meeting, registration.gm_code)
        registration.group, registration.came_from = own_group, None


def _words_of(registration: Registration) -> dict[str, Any]:
    answers = {answer.field_id: answer.value for answer in registration.answers.all()}
    own_words = (
        registration.name,
        registration.gm_code,
        registration.organisation,
        registration.job,
        registration.shares_contact,
    )
    return _values(Details(*own_words, answers))


def _values(details: Details) -> dict[str, Any]:
    """Without what was left open, which is a row or none."""
    answers = {key: value for key, value in (details.answers or {}).items() if value}
    return {**asdict(details), "answers": answers}


def _rooms(*groups: int | None) -> list[str]:
    return [topic for pk in dict.fromkeys(groups) for topic in bell.of_group(pk)]


def _screens(people: QuerySet[Participant]) -> list[str]:
    return bell.of_people(people.values_list("pk", flat=True))
