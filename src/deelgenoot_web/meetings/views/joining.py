"""Coming in. Opening an address changes nothing; a button does."""

import logging
from functools import wraps
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.origin import network_of
from deelgenoot_web.meetings.actions import joining as actions
from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.forms.joining import Joining, joining
from deelgenoot_web.meetings.links import door, opens_door, personal, registration_of
from deelgenoot_web.meetings.models import Meeting, Participant, Registration
from deelgenoot_web.meetings.queries.place import place_of
from deelgenoot_web.meetings.rules import leads_something
from deelgenoot_web.meetings.views.screens import (
    Page,
    is_shut,
    meeting_that_is_on,
    or_called_off,
    over_page,
)
from deelgenoot_web.meetings.views.sent import answer_not_done, private
from deelgenoot_web.meetings.views.who import forget, participant_of, remember

OTHER = "anders"
"""In the address or the form: somebody else uses this device from now on."""
GUESSES = Allowance(per_second=1, burst=100)
"""Wrong codes from one network: a hall full of typing errors, and then one a second."""
ALL_GUESSES = Allowance(per_second=1, burst=600)
"""Wrong codes from everywhere: more than people type, whatever number of sessions is on."""
FEW_GUESSES = Allowance(per_second=1 / 60, burst=5)
"""Wrong codes from one network while those from everywhere are too many; a right one fills it."""
_PROVIDER = 48
"""Bits of an IPv6 address that whoever rents one server shares with nobody."""
_TOLD = Allowance(per_second=1 / 600, burst=1)
_log = logging.getLogger(__name__)
NEWCOMERS = Allowance(per_second=10, burst=1000)
"""People who come in with the code of one meeting: all of a large one at once, and no flood."""


def _guesser(request: HttpRequest, prefix: int = 64) -> str:
    return network_of(request.META.get("REMOTE_ADDR", ""), prefix)


def _too_many(request: HttpRequest, why: str) -> HttpResponse:
    return answer_not_done(request, HTTPStatus.TOO_MANY_REQUESTS, why, reverse("meetings:code"))


def _without_guessing(view: Page) -> Page:
    """Answer 429 to a network from which many wrong codes came; never to who has the link."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **more: str) -> HttpResponse:
        if _guesses_too_much(request) and not opens_door(more.get("code", "")):
            why = _(
                "Er zijn veel verkeerde codes geprobeerd. Scan de QR-code op het scherm, of "
                "probeer het over een minuut nog eens."
            )
            return _too_many(request, why)
        return view(request, *args, **more)

    return answer


def _guesses_too_much(request: HttpRequest) -> bool:
    if GUESSES.is_empty(_guesser(request)):
        return True
    return ALL_GUESSES.is_empty("") and FEW_GUESSES.is_empty(_guesser(request, _PROVIDER))


def _count_guess(request: HttpRequest) -> None:
    GUESSES.wait(_guesser(request))
    FEW_GUESSES.wait(_guesser(request, _PROVIDER))
    if ALL_GUESSES.wait("") and not _TOLD.wait(""):
        _log.warning("Many wrong codes of sessions: each network may try only few for now")


@require_safe
@_without_guessing
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a session; a known code leads there."""
    join_code = "".join(request.GET.get("code", "").split())
    if join_code and (_is_called_off(join_code) or _of_code(request, join_code) is not None):
        return redirect("meetings:join", join_code)
    page = {
        "title": _("Doe mee met een code"),
        "description": _("De code staat op het scherm van de bijeenkomst."),
        "code": join_code,
    }
    return render(request, "meetings/code.html", page, status=404 if join_code else 200)


@_without_guessing
@or_called_off
def join(request: HttpRequest, code: str) -> HttpResponse:
    meeting = _of_code(request, code)
    if meeting is None:
        if _is_called_off(code.partition("-")[0]):
            raise Http404
        return redirect("meetings:code")
    actions.refuse_wiped(meeting)
    participant = participant_of(request, meeting)
    if participant is None and is_shut(meeting):
        return over_page(request, meeting)
    return _come_in(request, meeting, participant)


def _come_in(
    request: HttpRequest, meeting: Meeting, participant: Participant | None
) -> HttpResponse:
    form = joining(meeting, request.POST) if request.method == "POST" else Joining()
    if not meeting.may_walk_in or (participant and _comes_back(request, participant, form)):
        return _there(meeting, participant)
    if form.problems or not form.name or (participant and OTHER not in request.POST):
        return _join_page(request, meeting, form, participant)
    return _walk_in(request, meeting, form)


@require_POST
@or_called_off
def join_registered(request: HttpRequest, token: str) -> HttpResponse:
    registration = registration_of(token)
    if registration is None:
        raise Http404
    if registration.state != Registration.State.CONFIRMED or not registration.name:
        return redirect("meetings:personal", token)
    return _inside(actions.join_registered(registration=registration))


@require_POST
@or_called_off
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


def _walk_in(request: HttpRequest, meeting: Meeting, form: Joining) -> HttpResponse:
    if NEWCOMERS.wait(meeting.pk):
        why = _("Er komen nu heel veel mensen tegelijk binnen. Probeer het over een minuut.")
        return _too_many(request, why)
    return _inside(
        actions.walk_in(meeting=meeting, name=form.name, gm_code=form.gm_code, form=form.form)
    )


def _of_code(request: HttpRequest, code: str) -> Meeting | None:
    """Find the meeting with this code, or end of a link; one that is of none counts as a guess."""
    join_code = code.partition("-")[0] if opens_door(code) else code
    meeting = Meeting.objects.filter(state=Meeting.State.OPEN, join_code=join_code).first()
    if meeting is None:
        _count_guess(request)
    else:
        FEW_GUESSES.fill(_guesser(request, _PROVIDER))
    return meeting


def _is_called_off(code: str) -> bool:
    """Whether the code was that of a meeting that does not go on; its page says so."""
    return Meeting.objects.filter(state=Meeting.State.CANCELLED, join_code=code).exists()


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
        "door": door(meeting.join_code),
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
