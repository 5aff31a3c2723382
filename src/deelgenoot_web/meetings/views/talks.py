"""The one-to-one talks of a participant: as a page, and for the own calendar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deelgenoot_web.meetings.calendars import CalendarTalk, calendar_file, talks_calendar
from deelgenoot_web.meetings.models import Participant
from deelgenoot_web.meetings.parts.screen import following
from deelgenoot_web.meetings.queries import talks as queries
from deelgenoot_web.meetings.views.screens import meeting_that_is_on, or_called_off
from deelgenoot_web.meetings.views.sent import private
from deelgenoot_web.meetings.views.who import participant_of


@require_safe
@or_called_off
def own_talks(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_that_is_on(slug)
    participant = participant_of(request, meeting)
    if participant is None:
        return redirect("meetings:enter", slug)
    page = {
        "title": _("Uw gesprekken in tweetallen"),
        "description": meeting.title,
        "meeting": meeting,
        "participant": participant,
        "talks": queries.own_talks(participant),
        "plan": queries.plan_mark(meeting),
        "following": following(meeting, participant),
    }
    return private(render(request, "meetings/own_talks.html", page))


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the own talks as a file for a calendar."""
    meeting = meeting_that_is_on(slug)
    participant = participant_of(request, meeting)
    if participant is None:
        return redirect("meetings:enter", slug)
    text = talks_calendar(meeting, _entries(participant), timezone.now())
    return private(calendar_file(f"{meeting.slug}-gesprekken", text))


def _entries(participant: Participant) -> list[CalendarTalk]:
    return [
        CalendarTalk(talk.round.number, talk.round.starts_at, talk.ends_at, talk.other.words)
        for talk in queries.own_talks(participant)
        if talk.other
    ]
