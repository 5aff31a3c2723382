"""The invitation, as a page and for calendars."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from deelgenoot_web.atlas.answers import html, language
from deelgenoot_web.meetings.calendars import calendar
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.queries.invitation import invitation as page_of


def invitation(request: HttpRequest, slug: str) -> HttpResponse:
    return html(request, "meetings/invitation.html", page_of(_announced(slug)))


def calendar_file(request: HttpRequest, slug: str) -> HttpResponse:
    text = calendar(_announced(slug), language(), timezone.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="bijeenkomst.ics"'
    return answer


def _announced(slug: str) -> Meeting:
    return get_object_or_404(Meeting.objects.exclude(state=Meeting.State.DRAFT), slug=slug)
