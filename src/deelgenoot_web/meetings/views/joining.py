"""Coming in. Opening an address changes nothing; a button does."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import joining as actions
from deelgenoot_web.meetings.forms.joining import Joining, joining
from deelgenoot_web.meetings.links import personal, registration_of
from deelgenoot_web.meetings.models import Meeting, Participant, Registration
from deelgenoot_web.meetings.queries.place import place_of
from deelgenoot_web.meetings.rules import leads_something
from deelgenoot_web.meetings.views.screens import meeting_that_is_on
from deelgenoot_web.meetings.views.sent import private
from deelgenoot_web.meetings.views.who import forget, participant_of, remember

OTHER = "anders"
"""In the address or the form: somebody else uses this device from now on."""


def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a session; a known code leads there."""
    join_code = "".join(request.GET.get("code", "").split()).upper()
    if join_code and _of_code(join_code) is not None:
        return redirect("meetings:join", join_code)
    page = {
        "title": _("Doe mee met een code"),
        "description": _("De code staat op het scherm van de bijeenkomst."),
        "code": join_code,
    }
    return render(request, "meetings/code.html", page, status=404 if join_code else 200)


def join(request: HttpRequest, code: str) -> HttpResponse:
    meeting = _of_code(code)
    if meeting is None:
        return redirect("meetings:code")
    participant = participant_of(request, meeting)
    form = joining(meeting, request.POST) if request.method == "POST" else Joining()
    if not meeting.may_walk_in or (participant and _comes_back(request, participant, form)):
        return _there(meeting, participant)
    if form.problems or not form.name or (participant and OTHER not in request.POST):
        return _join_page(request, meeting, form, participant)
    return _inside(
        actions.walk_in(meeting=meeting, name=form.name, gm_code=form.gm_code, form=form.form)
    )


@require_POST
def join_registered(request: HttpRequest, token: str) -> HttpResponse:
    registration = registration_of(token)
    if registration is None:
        raise Http404
    if registration.state != Registration.State.CONFIRMED or not registration.name:
        return redirect("meetings:personal", token)
    return _inside(actions.join_registered(registration=registration))


@require_POST
def join_leading(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_that_is_on(slug)
    if not isinstance(request.user, Person) or not leads_something(request.user, meeting):
        raise PermissionDenied
    return _inside(actions.join_leading(by=request.user, meeting=meeting))


@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_that_is_on(slug)
    participant = participant_of(request, meeting)
    if participant is None:
        return redirect("meetings:invitation", slug)
    registration = participant.registration
    actions.leave(participant=participant)
    page = {
        "title": _("U bent uit de bijeenkomst"),
        "description": _("Uw naam en uw gemeente staan er niet meer bij."),
        "meeting": meeting,
        "address": personal(registration) if registration else "",
    }
    return forget(request, render(request, "meetings/left.html", page), meeting)


def _of_code(code: str) -> Meeting | None:
    return Meeting.objects.filter(state=Meeting.State.OPEN, join_code=code).first()


def _comes_back(request: HttpRequest, participant: Participant, form: Joining) -> bool:
    """Whether the participant of this device goes on, and nobody else wants to join on it."""
    if OTHER in request.GET or OTHER in request.POST:
        return False
    return request.method != "POST" or form.name.casefold() == participant.name.casefold()


def _join_page(
    request: HttpRequest, meeting: Meeting, form: Joining, participant: Participant | None
) -> HttpResponse:
    page = {
        "title": _("Doe mee als iemand anders") if participant else _("Doe mee"),
        "description": meeting.title,
        "meeting": meeting,
        "filled": form,
        "known": participant,
    }
    status = 422 if form.problems else 200
    return private(render(request, "meetings/join.html", page, status=status))


def _inside(participant: Participant) -> HttpResponse:
    return remember(_there(participant.meeting, participant), participant)


def _there(meeting: Meeting, participant: Participant | None) -> HttpResponse:
    """Redirect to where the others are: while the groups talk, the room of the own group."""
    group = participant.group if participant else None
    if group is not None and place_of(meeting).is_in_groups:
        return redirect("meetings:room", meeting.slug, group.position + 1)
    return redirect("meetings:take_part", meeting.slug)
