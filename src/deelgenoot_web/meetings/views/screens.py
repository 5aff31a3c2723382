"""The screens of a session: of a participant, the large screen, and the desk."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.rules import anybody
from deelgenoot_web.meetings import bell, links, qr
from deelgenoot_web.meetings.actions.harvest import closing_mark, closing_question
from deelgenoot_web.meetings.actions.joining import WipedMeetingError, refuse_wiped
from deelgenoot_web.meetings.gestures import NAMES
from deelgenoot_web.meetings.models import Meeting, Poll
from deelgenoot_web.meetings.parts.screen import Screen, following, screen
from deelgenoot_web.meetings.placing import area_of
from deelgenoot_web.meetings.queries.people import is_asked_to_lead
from deelgenoot_web.meetings.queries.polls import evaluation_of
from deelgenoot_web.meetings.rules import (
    leads_something,
    led_by,
    may_direct,
    may_present,
    may_read_report,
)
from deelgenoot_web.meetings.views.sent import private
from deelgenoot_web.meetings.views.who import participant_of

Page = Callable[..., HttpResponse]


def or_called_off(view: Page) -> Page:
    """Make a page or form of a session say that the meeting was called off, instead of being gone.

    The same for coming in where the people of a meeting were wiped.
    """

    @wraps(view)
    def open_page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except WipedMeetingError as error:
            return over_page(request, error.meeting)
        except Http404:
            join_code = kwargs.get("code", "").partition("-")[0]
            which = Q(slug=kwargs.get("slug")) | Q(join_code=join_code)
            meeting = Meeting.objects.filter(which, state=Meeting.State.CANCELLED).first()
            if meeting is None:
                raise
            title = _("Deze bijeenkomst gaat niet door")
            return _gone_page(request, meeting, "called_off", title)

    return open_page


def is_shut(meeting: Meeting) -> bool:
    """Whether the live part was ended and nothing is asked any more, so that nobody new comes."""
    return meeting.closed_at is not None and not evaluation_of(meeting, Poll.State.OPEN)


def over_page(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Say at the door that the session is over, and lead to what is left of it."""
    return _gone_page(request, meeting, "over", _("Deze bijeenkomst is voorbij"))


def _gone_page(request: HttpRequest, meeting: Meeting, name: str, title: str) -> HttpResponse:
    context = {
        "title": title,
        "description": meeting.title,
        "meeting": meeting,
        "may_read_report": may_read_report(request.user, None, meeting),
    }
    page = render(request, f"meetings/{name}.html", context, status=HTTPStatus.GONE)
    return private(page)


@require_safe
@or_called_off
def take_part(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_that_is_on(slug)
    participant = participant_of(request, meeting)
    if participant is None:
        return redirect("meetings:enter", slug)
    more = {
        "said": request.GET.get("gedaan", ""),
        "home": area_of(meeting.study, participant.gm_code),
        "is_asked_to_lead": is_asked_to_lead(participant) and not led_by(request.user, meeting),
    }
    return live_page(request, "take_part", following(meeting, participant), **more)


@require_safe
@or_called_off
@only(anybody)
def stage(request: PersonRequest, slug: str) -> HttpResponse:
    meeting = meeting_that_is_on(slug)
    if not may_present(request.user, meeting):
        raise PermissionDenied
    title = _("Scherm: %(title)s") % {"title": meeting.title}
    page = screen(meeting, [*bell.HALL, "stage"], title, leader=request.user)
    address = links.joining(meeting)
    # People type the address without the code, and fill in the code there.
    where = address.partition("://")[2].partition(meeting.join_code)[0]
    signs = NAMES.items()
    return live_page(request, "stage", page, where=where, qr=qr.svg(address), gestures=signs)


@require_safe
@or_called_off
@only(anybody)
def present(request: PersonRequest, slug: str) -> HttpResponse:
    meeting = meeting_that_is_on(slug)
    if not may_present(request.user, meeting):
        raise PermissionDenied
    directs = may_direct(request.user, meeting)
    topics = [*bell.HALL, "presenter", *(["calls"] if directs else [])]
    title = _("Presenteren: %(title)s") % {"title": meeting.title}
    page = screen(meeting, topics, title, leader=request.user)
    return live_page(request, "present", page, directs=directs)


@require_safe
@or_called_off
@only(anybody)
def desk(request: PersonRequest, slug: str) -> HttpResponse:
    meeting = meeting_that_is_on(slug)
    if not may_direct(request.user, meeting):
        raise PermissionDenied
    title = _("Regie: %(title)s") % {"title": meeting.title}
    page = screen(meeting, [*bell.HALL, *bell.DESK], title, leader=request.user)
    closing = {"seen": closing_mark(meeting), "question": closing_question(meeting)}
    return live_page(request, "desk", page, closing=closing)


@require_safe
@or_called_off
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the ways into the session: the personal link, the code, or a button for leaders."""
    meeting = meeting_that_is_on(slug)
    if participant_of(request, meeting):
        return redirect("meetings:take_part", slug)
    refuse_wiped(meeting)
    leads = leads_something(request.user, meeting)
    if is_shut(meeting) and not leads:
        return over_page(request, meeting)
    page = {
        "title": _("Naar binnen"),
        "description": meeting.title,
        "meeting": meeting,
        "is_signed_in": request.user.is_authenticated,
        "leads": leads,
    }
    return private(render(request, "meetings/enter.html", page))


def meeting_that_is_on(slug: str) -> Meeting:
    """Find a meeting with a session; a draft or cancelled meeting has none."""
    meetings = Meeting.objects.select_related("current_item__deck").filter(state=Meeting.State.OPEN)
    return get_object_or_404(meetings, slug=slug)


def live_page(request: HttpRequest, template: str, page: Screen, **more: object) -> HttpResponse:
    """Render a live screen as it is now."""
    context = {"page": page, "title": page.title, "description": page.description, **more}
    return private(render(request, f"meetings/{template}.html", context))
