"""What the organiser writes to who registered: once to each, however often it is sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import QuerySet

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import notes
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import Group, LogEvent, Meeting, Registration

To = Literal["all", "waiting"] | Group


@dataclass(frozen=True)
class Mailing:
    """One letter to several people. The key comes with the form: sending twice sends once."""

    to: To
    subject: str
    text: str
    key: str


def recipients(meeting: Meeting, to: To) -> QuerySet[Registration]:
    """Who would get it: everybody with a place, those of one group, or who waits."""
    registrations = meeting.registrations.select_related("meeting")
    if to == "waiting":
        return registrations.filter(state=Registration.State.WAITING)
    coming = registrations.filter(state=Registration.State.CONFIRMED)
    return coming.filter(group=to) if isinstance(to, Group) else coming


@transaction.atomic
def mail(*, by: Person, meeting: Meeting, mailing: Mailing, now: datetime) -> int:
    """Queue the letters; returns to how many people."""
    people = list(recipients(meeting, mailing.to))
    for registration in people:
        notes.from_organiser(
            registration, mailing.subject, mailing.text, f"mail:{mailing.key}", now
        )
    if people:
        log(by=by, event=LogEvent.LETTER_SENT, about=meeting)
    return len(people)
