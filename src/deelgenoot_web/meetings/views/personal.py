"""The page behind the personal link. Opening it changes nothing: mail scanners open links too."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.meetings import calendars
from deelgenoot_web.meetings.actions import registration as changes
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.forms.registration import DetailsForm, initial_values
from deelgenoot_web.meetings.links import registration_of
from deelgenoot_web.meetings.models import Registration
from deelgenoot_web.meetings.parts.screen import following
from deelgenoot_web.meetings.queries.invitation import door
from deelgenoot_web.meetings.queries.personal import personal as page_of
from deelgenoot_web.meetings.views.who import participant_of

_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
View = Callable[[HttpRequest, Registration], HttpResponse]


def _own(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    @wraps(view)
    def open_link(request: HttpRequest, token: str) -> HttpResponse:
        registration = registration_of(token)
        if registration is None:
            raise Http404(_("Deze link klopt niet, of de aanmelding bestaat niet meer."))
        response = view(request, registration)
        response["Cache-Control"] = "private, no-store"
        # The link is a key, so no other site may learn it.
        response["Referrer-Policy"] = "no-referrer"
        return response

    return open_link


@require_http_methods(["GET", "HEAD", "POST"])
@_own
def personal(request: HttpRequest, registration: Registration) -> HttpResponse:
    meeting = registration.meeting
    form = DetailsForm(meeting, request.POST or None, initial=initial_values(registration))
    first_mark, theirs = request.POST.get("seen"), []
    if request.method == "POST" and form.is_valid():
        try:
            changes.change(registration=registration, details=form.details(), seen=first_mark)
            return redirect(request.path + "?" + "bewaard")
        except ChangedMeanwhileError:
            registration.refresh_from_db()
            first_mark, theirs = None, form.differences(initial_values(registration))
    page = page_of(registration, timezone.now(), is_saved="bewaard" in request.GET)
    participant = participant_of(request, meeting)
    is_inside = participant is not None and participant.registration_id == registration.pk
    context = {
        "page": page,
        "title": page.title,
        "description": page.description,
        "form": form,
        "theirs": theirs,
        "following": following(meeting, participant) if is_inside else None,
        # The mark of what the visitor read first, until the page shows what somebody else stored.
        "seen": first_mark or changes.mark_of(registration),
    }
    status = HTTPStatus.CONFLICT if theirs else _UNPROCESSABLE if form.is_bound else HTTPStatus.OK
    return render(request, "meetings/personal.html", context, status=status)


@require_POST
@_own
def confirm(request: HttpRequest, registration: Registration) -> HttpResponse:
    changes.confirm(registration=registration, now=timezone.now())
    return redirect("meetings:personal", token=_token(request))


@require_POST
@_own
def cancel(request: HttpRequest, registration: Registration) -> HttpResponse:
    changes.cancel(registration=registration, now=timezone.now())
    return redirect("meetings:personal", token=_token(request))


@require_POST
@_own
def come_back(request: HttpRequest, registration: Registration) -> HttpResponse:
    now = timezone.now()
    if door(registration.meeting, now) in {"open", "full"}:
        changes.register(
            meeting=registration.meeting,
            email=registration.email,
            language=active_language(),
            details=None,
            now=now,
        )
    return redirect("meetings:personal", token=_token(request))


@require_POST
@_own
def forget(request: HttpRequest, registration: Registration) -> HttpResponse:
    meeting = registration.meeting
    changes.forget(registration=registration, now=timezone.now())
    context = {
        "title": _("Uw gegevens zijn weg"),
        "description": _("Wij weten niets meer van uw aanmelding."),
        "meeting": meeting,
    }
    return render(request, "meetings/forgotten.html", context)


@require_safe
@_own
def calendar_file(_request: HttpRequest, registration: Registration) -> HttpResponse:
    text = calendars.calendar(registration.meeting, active_language(), timezone.now(), registration)
    return calendars.calendar_file("bijeenkomst", text)


def _token(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(match.kwargs["token"]) if match else ""
