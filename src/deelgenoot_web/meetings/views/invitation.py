"""The invitation: as a page, for calendars, with its registration and its reactions."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deelgenoot_web.atlas.answers import html
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.meetings import calendars
from deelgenoot_web.meetings.actions import invitation as changes
from deelgenoot_web.meetings.actions.registration import ask, confirm
from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.forms.reaction import ReactionForm
from deelgenoot_web.meetings.forms.registration import (
    ConfirmationForm,
    RegistrationForm,
    WaitingListForm,
)
from deelgenoot_web.meetings.haste import without_waiting
from deelgenoot_web.meetings.links import registration_by_code, token
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.queries import invitation as queries
from deelgenoot_web.meetings.rules import may_read_report
from deelgenoot_web.meetings.views.organiser.rehearsal import example_here
from deelgenoot_web.meetings.views.who import participant_of

_UNPROCESSABLE = 422
OF_A_MEETING = Allowance(per_second=100 / 3600, burst=100)
"""How many may register for one meeting: 100 at once, and as many in an hour. Each is a letter."""
OF_A_DOMAIN = Allowance(per_second=30 / 3600, burst=30)
"""How many of them with an address of one organisation."""
CODES = Allowance(per_second=5 / 3600, burst=5)
"""How many codes may be tried for one address."""
_log = logging.getLogger(__name__)
_WAITING = "wachtlijst"
"""In the address of the page after the form: a place on the waiting list was asked for."""


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    has_example = example_here(request) is not None
    page = queries.meetings(timezone.now(), has_example=has_example)
    return html(request, "meetings/meetings.html", page)


@require_safe
def invitation(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = _announced_meeting(slug)
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        _count_view(meeting)
    return _page(request, meeting)


def _count_view(meeting: Meeting) -> None:
    """Count a view; who reads an invitation never waits for a locked database or a full disk."""
    try:
        with without_waiting():
            changes.count_view(meeting=meeting, day=timezone.localdate())
    except DatabaseError as error:
        _log.warning("A view of the invitation was not counted: %s", type(error).__name__)


@require_safe
def calendar_file(request: HttpRequest, slug: str) -> HttpResponse:
    text = calendars.calendar(_announced_meeting(slug), active_language(), timezone.now())
    return calendars.calendar_file("bijeenkomst", text)


@require_POST
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, now = _announced_meeting(slug), timezone.now()
    door = queries.door(meeting, now)
    if door not in {"open", "full"}:
        return _page(request, meeting)
    form = _form(meeting, door, request.POST)
    if not form.is_valid() or _is_flooded(meeting, form):
        return _page(request, meeting, form=form)
    details = form.details() if isinstance(form, RegistrationForm) else None
    ask(
        meeting=meeting,
        email=form.cleaned_data["email"],
        language=active_language(),
        details=details,
        now=now,
    )
    address = reverse("meetings:signed_up", args=[meeting.slug])
    return redirect(f"{address}?{_WAITING}" if door == "full" else address)


def _is_flooded(meeting: Meeting, form: RegistrationForm | WaitingListForm) -> bool:
    """Whether so many register now that this one is not taken; the form says so."""
    domain = form.cleaned_data["email"].lower().rpartition("@")[2]
    wait = OF_A_DOMAIN.wait((meeting.pk, domain)) or OF_A_MEETING.wait(meeting.pk)
    if wait:
        words = _("Er melden zich nu heel veel mensen aan. Probeer het over tien minuten nog eens.")
        form.add_error("email", words)
    return bool(wait)


@require_safe
def signed_up(request: HttpRequest, slug: str) -> HttpResponse:
    return _ask_code(request, _announced_meeting(slug), ConfirmationForm())


@require_POST
def confirm_by_code(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, now = _announced_meeting(slug), timezone.now()
    form = ConfirmationForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["email"]
        if CODES.wait((meeting.pk, address.lower())):
            form.add_error(
                "code", _("Er zijn veel codes geprobeerd. Gebruik de link in de e-mail.")
            )
        elif entry := registration_by_code(meeting, address, form.cleaned_data["code"], now):
            return redirect("meetings:personal", token(confirm(registration=entry, now=now)))
        else:
            words = _("Deze code hoort niet bij dit e-mailadres. Kijk ze allebei nog eens na.")
            form.add_error("code", words)
    return _ask_code(request, meeting, form)


def _ask_code(request: HttpRequest, meeting: Meeting, form: ConfirmationForm) -> HttpResponse:
    is_waiting = _WAITING in request.GET
    words = _("Uw aanmelding voor %(title)s is bijna klaar.")
    if is_waiting:
        words = _("Uw aanmelding voor de wachtlijst van %(title)s is bijna klaar.")
    context = {
        "title": _("Kijk in uw e-mail"),
        "description": words % {"title": meeting.title},
        "meeting": meeting,
        "trail": trail_to(meeting),
        "form": form,
        "is_waiting": is_waiting,
    }
    status = _UNPROCESSABLE if form.is_bound else 200
    return render(request, "meetings/signed_up.html", context, status=status)


@require_POST
def react(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = _announced_meeting(slug)
    form = ReactionForm(request.POST)
    if form.is_valid():
        try:
            changes.react(meeting=meeting, **form.cleaned_data)
            return redirect("meetings:reacted", meeting.slug)
        except changes.TooManyUnreadError:
            form.add_error("text", _("Er wachten al veel reacties. Probeer het later nog eens."))
    return _page(request, meeting, reaction=form)


@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    words = _("De organisator leest de reactie eerst. Daarna staat die onder de uitnodiging.")
    title = _("Uw reactie is ontvangen")
    meeting = _announced_meeting(slug)
    trail = trail_to(meeting)
    context = {"title": title, "description": words, "meeting": meeting, "trail": trail}
    return render(request, "meetings/reacted.html", context)


def _page(
    request: HttpRequest,
    meeting: Meeting,
    form: RegistrationForm | WaitingListForm | None = None,
    reaction: ReactionForm | None = None,
) -> HttpResponse:
    page = queries.invitation(meeting, timezone.now())
    context = {
        "page": page,
        "title": page.title,
        "description": page.description,
        "trail": [(reverse("meetings:meetings"), _("Bijeenkomsten"))],
        "may_read_report": may_read_report(request.user, participant_of(request, meeting), meeting),
        "form": form or _form(meeting, page.door),
        "reaction": reaction or ReactionForm(),
    }
    status = _UNPROCESSABLE if form or reaction else 200
    return render(request, "meetings/invitation.html", context, status=status)


def _form(
    meeting: Meeting, door: str, data: Mapping[str, Any] | None = None
) -> RegistrationForm | WaitingListForm:
    return WaitingListForm(data) if door == "full" else RegistrationForm(meeting, data)


def trail_to(meeting: Meeting) -> list[tuple[str, str]]:
    """Return the way to the invitation of a meeting."""
    return [
        (reverse("meetings:meetings"), _("Bijeenkomsten")),
        (reverse("meetings:invitation", args=[meeting.slug]), meeting.title),
    ]


def _announced_meeting(slug: str) -> Meeting:
    return get_object_or_404(Meeting.objects.exclude(state=Meeting.State.DRAFT), slug=slug)
