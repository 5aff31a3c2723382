"""A small real meeting for tests: made by the same actions as anybody's."""

from datetime import UTC, datetime, timedelta

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
    who = by or person()
    one = meetings.make(by=who, plan=meetings.Plan("clusters", STARTS))
    one.capacity = capacity
    one.save(update_fields=["capacity"])
    if is_open:
        meetings.announce(by=who, meeting=one)
        one.refresh_from_db()
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
