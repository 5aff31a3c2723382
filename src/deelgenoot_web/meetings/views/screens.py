"""The screens of a session that is on: of who takes part, the large one, and the desk."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.rules import anybody
from deelgenoot_web.meetings import bell, links, qr
from deelgenoot_web.meetings.actions.harvest import closing_mark
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.parts.screen import Screen, screen
from deelgenoot_web.meetings.rules import leads_something, may_direct, may_present
from deelgenoot_web.meetings.views.who import participant_of


def take_part(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_that_is_on(slug)
    participant = participant_of(request, meeting)
    if participant is None:
        return redirect("meetings:enter", slug)
    topics = [*bell.HALL, *([f"room:{participant.group_id}"] if participant.group_id else [])]
    page = screen(meeting, topics, meeting.title, participant)
    return shown(request, "take_part", page, said=request.GET.get("gedaan", ""))


@only(anybody)
def stage(request: PersonRequest, slug: str) -> HttpResponse:
    meeting = meeting_that_is_on(slug)
    if not may_present(request.user, meeting):
        raise PermissionDenied
    title = _("Scherm: %(title)s") % {"title": meeting.title}
    page = screen(meeting, [*bell.HALL, "stage"], title, leader=request.user)
    address = links.joining(meeting)
    # People type the first, and fill in the code there.
    where = address.partition("://")[2].removesuffix(f"{meeting.join_code}/")
    return shown(request, "stage", page, address=address, where=where, qr=qr.svg(address))


@only(anybody)
def desk(request: PersonRequest, slug: str) -> HttpResponse:
    meeting = meeting_that_is_on(slug)
    if not may_direct(request.user, meeting):
        raise PermissionDenied
    title = _("Regie: %(title)s") % {"title": meeting.title}
    page = screen(meeting, [*bell.HALL, "desk"], title, leader=request.user)
    return shown(request, "desk", page, closing=closing_mark(meeting))


def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands between somebody and the session: the personal link, the code, or a button."""
    meeting = meeting_that_is_on(slug)
    if participant_of(request, meeting):
        return redirect("meetings:take_part", slug)
    page = {
        "title": _("Naar binnen"),
        "description": meeting.title,
        "meeting": meeting,
        "is_signed_in": request.user.is_authenticated,
        "leads": leads_something(request.user, meeting),
    }
    response = render(request, "meetings/enter.html", page)
    response["Cache-Control"] = "private, no-store"
    return response


def meeting_that_is_on(slug: str) -> Meeting:
    """A meeting with a session; one that is only a draft, or called off, has none."""
    found = Meeting.objects.select_related("current_item").filter(state=Meeting.State.OPEN)
    return get_object_or_404(found, slug=slug)


def shown(request: HttpRequest, template: str, page: Screen, **more: object) -> HttpResponse:
    """A live screen, as it is now."""
    context = {"page": page, "title": page.title, "description": page.description, **more}
    response = render(request, f"meetings/{template}.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
