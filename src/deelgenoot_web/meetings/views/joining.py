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
from deelgenoot_web.meetings.views.who import forget, participant_of, remember

OTHER = "anders"
"""In the address, or sent with the form: this device is of somebody else from now on."""


def code(request: HttpRequest) -> HttpResponse:
    """Where the code is filled in; a code that is known leads to its session."""
    written = "".join(request.GET.get("code", "").split()).upper()
    if written and _of_code(written) is not None:
        return redirect("meetings:join", written)
    page = {
        "title": _("Doe mee met een code"),
        "description": _("De code staat op het scherm van de bijeenkomst."),
        "code": written,
    }
    return render(request, "meetings/code.html", page, status=404 if written else 200)


def join(request: HttpRequest, code: str) -> HttpResponse:
    meeting = _of_code(code)
    if meeting is None:
        return redirect("meetings:code")
    known = participant_of(request, meeting)
    filled = joining(meeting, request.POST) if request.method == "POST" else Joining()
    if not meeting.may_walk_in or (known and _comes_back(request, known, filled)):
        return _there(meeting, known)
    if filled.problems or not filled.name or (known and OTHER not in request.POST):
        return _asked(request, meeting, filled, known)
    made = actions.walk_in(
        meeting=meeting, name=filled.name, gm_code=filled.gm_code, form=filled.form
    )
    return _inside(made)


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


def _comes_back(request: HttpRequest, known: Participant, filled: Joining) -> bool:
    """Whoever this device knows goes on as who they were, unless they are somebody else."""
    if OTHER in request.GET or OTHER in request.POST:
        return False
    return request.method != "POST" or filled.name.casefold() == known.name.casefold()


def _asked(
    request: HttpRequest, meeting: Meeting, filled: Joining, known: Participant | None
) -> HttpResponse:
    page = {
        "title": _("Doe mee als iemand anders") if known else _("Doe mee"),
        "description": meeting.title,
        "meeting": meeting,
        "filled": filled,
        "known": known,
    }
    response = render(request, "meetings/join.html", page, status=422 if filled.problems else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def _inside(participant: Participant) -> HttpResponse:
    return remember(_there(participant.meeting, participant), participant)


def _there(meeting: Meeting, participant: Participant | None) -> HttpResponse:
    """Where the others are: while the groups talk, in the room of the own group."""
    group = participant.group if participant else None
    if group is not None and place_of(meeting).is_in_groups:
        return redirect("meetings:room", meeting.slug, group.position + 1)
    return redirect("meetings:take_part", meeting.slug)
