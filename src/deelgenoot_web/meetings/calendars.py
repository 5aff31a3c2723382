"""Meetings as calendars read them (RFC 5545, RFC 5546): one UID, so that a change follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Literal

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress

from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.models import Meeting, Registration

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
_ALARM = timedelta(minutes=15)


def calendar(
    meeting: Meeting,
    language: str,
    now: datetime,
    registration: Registration | None = None,
    method: Method = "PUBLISH",
) -> str:
    """Return the text of an `.ics` file, in the active language.

    With a registration the file links to the personal page; REQUEST and CANCEL also name the
    organiser and the guest, without which calendars do not follow a change.
    """
    ics = _empty(method)
    ics.add_component(_event(meeting, language, now, registration, method))
    text: str = ics.to_ical().decode()
    return text


def calendar_file(name: str, text: str) -> HttpResponse:
    """Answer with a calendar to keep."""
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer


def _empty(method: Method) -> Calendar:
    ics = Calendar()
    ics.add("prodid", "-//deelgenoot//bijeenkomsten//NL")
    ics.add("version", "2.0")
    ics.add("method", method)
    return ics


@dataclass(frozen=True)
class CalendarTalk:
    """A talk of one round, as it stands in a calendar."""

    number: int
    starts_at: datetime
    ends_at: datetime
    who: str


def talks_calendar(meeting: Meeting, talks: Iterable[CalendarTalk], now: datetime) -> str:
    """Return the text of an `.ics` file with the talks of one participant."""
    ics = _empty("PUBLISH")
    for talk in talks:
        event = Event()
        event.add("uid", f"{meeting.uid}-{talk.number}@deelgenoot")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", talk.starts_at.astimezone(UTC))
        event.add("dtend", talk.ends_at.astimezone(UTC))
        event.add("summary", _("Gesprek met %(who)s") % {"who": talk.who})
        event.add("description", meeting.title)
        ics.add_component(event)
    text: str = ics.to_ical().decode()
    return text


def _event(
    meeting: Meeting,
    language: str,
    now: datetime,
    registration: Registration | None,
    method: Method,
) -> Event:
    event = Event()
    address = links.personal(registration) if registration else links.invitation(meeting, language)
    event.add("uid", f"{meeting.uid}@deelgenoot")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", meeting.title)
    event.add("location", _("Online"))
    event.add("url", address)
    event.add("description", _("Meedoen, wijzigen of afmelden: %(url)s") % {"url": address})
    is_off = method == "CANCEL" or meeting.state == Meeting.State.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    if method != "PUBLISH" and registration:
        event.add("organizer", vCalAddress(f"mailto:{meeting.contact or _sender()}"))
        attendee = vCalAddress(f"mailto:{registration.email}")
        attendee.params["RSVP"] = "FALSE"
        event.add("attendee", attendee)
    if not is_off:
        event.add_component(_alarm(meeting))
    return event


def _sender() -> str:
    """Return the bare address that letters come from, for an organiser who gave none."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _alarm(meeting: Meeting) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", meeting.title)
    alarm.add("trigger", -_ALARM)
    return alarm
