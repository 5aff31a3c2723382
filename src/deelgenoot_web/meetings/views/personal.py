"""The page behind the personal link. Opening it changes nothing: mail scanners open links too."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from deelgenoot_web.atlas.answers import html
from deelgenoot_web.meetings.links import registration_of
from deelgenoot_web.meetings.models import Registration


@dataclass(frozen=True)
class Personal:
    """What somebody sees of the own registration."""

    title: str
    description: str
    registration: Registration


def personal(request: HttpRequest, token: str) -> HttpResponse:
    found = registration_of(token)
    if found is None:
        raise Http404
    page = Personal(_("Uw aanmelding"), found.meeting.title, found)
    response = html(request, "meetings/personal.html", page)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
