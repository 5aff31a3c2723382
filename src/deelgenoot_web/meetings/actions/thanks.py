"""Thanking who took part, once, with the report, the results and their own municipality."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.letters.queries import to_refusing_addresses
from deelgenoot_web.meetings import notes
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import LogEvent, Meeting, Registration
from deelgenoot_web.meetings.rules import may_participants_read_report


class ThankedBeforeError(Exception):
    """The letter of thanks went already."""


class NoReportError(Exception):
    """The report is not published for the people who took part: the letter leads nowhere."""


@dataclass(frozen=True)
class ThanksLetter:
    """What the letter says to everybody: the organiser's words, and the results by language."""

    words: str
    results: Mapping[str, str]

    def text_for(self, registration: Registration) -> str:
        """Write the letter for one person, without greeting and personal link."""
        with translation.override(registration.language):
            results = self.results[registration.language]
            meeting = registration.meeting
            return notes.thanks_text(meeting, registration.gm_code, self.words, results)


def recipients(meeting: Meeting) -> QuerySet[Registration]:
    """Select who came in with a registration; without who signed off, or gets no mail."""
    came = meeting.registrations.filter(
        state=Registration.State.CONFIRMED, participant__isnull=False
    )
    reachable = came.exclude(email__in=to_refusing_addresses().values("to"))
    return reachable.select_related("meeting")


@transaction.atomic
def thank(*, by: Person, meeting: Meeting, letter: ThanksLetter, now: datetime) -> int:
    """Queue the letter to everybody who took part; returns to how many people.

    Raises ThankedBeforeError and NoReportError.
    """
    locked_meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if locked_meeting.thanked_at is not None:
        raise ThankedBeforeError
    if not may_participants_read_report(locked_meeting):
        raise NoReportError
    people = list(recipients(locked_meeting))
    for registration in people:
        notes.thank(registration, letter.text_for(registration), now)
    Meeting.objects.filter(pk=meeting.pk).update(thanked_at=now)
    log(by=by, event=LogEvent.THANKS_SENT, about=meeting)
    return len(people)
