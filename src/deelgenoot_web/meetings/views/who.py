"""The participant of a request, known by a signed cookie for each meeting and device.

A browser has one such cookie. In a rehearsal the address may name the participant instead, so that
several stand side by side in one browser (docs/decisions/0056).
"""

import re
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signing import Signer
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from deelgenoot_web.meetings.models import Meeting, Participant
from deelgenoot_web.meetings.queries.people import invented_people

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_SALT = "deelgenoot.meetings.participant"
LASTS = timedelta(days=7)
_MARK_SIGNER = Signer(salt="deelgenoot.meetings.mark")
_MARKED = re.compile(
    # A path with two slashes would lead to another site once the mark is off.
    r"(?P<mark>/als/(?P<key>\d{1,18})-(?P<seal>[\w-]{43}))(?P<path>/(?!/).*)",
    re.ASCII,
)
_PLAYED = "deelgenoot.played"
"""Key in META of the participant that the address names."""


def participant_of(request: HttpRequest, meeting: Meeting) -> Participant | None:
    """Find the participant of this device; None before coming in, and after being deleted."""
    participant: Participant | None = request.META.get(_PLAYED)
    if participant is not None:
        return participant if participant.meeting_id == meeting.pk else None
    key = request.get_signed_cookie(_name(meeting), default=None, salt=_SALT, max_age=LASTS)
    if key is None:
        return None
    return meeting.participants.select_related("group", "meeting").filter(pk=int(key)).first()


def remember(response: HttpResponse, participant: Participant) -> HttpResponse:
    """Make this device the participant's from now on."""
    response.set_signed_cookie(
        _name(participant.meeting),
        str(participant.pk),
        salt=_SALT,
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(request: HttpRequest, response: HttpResponse, meeting: Meeting) -> HttpResponse:
    """Make this device nobody's; a participant whom the address names has no cookie to remove."""
    if _PLAYED not in request.META:
        response.delete_cookie(_name(meeting), samesite="Lax")
    return response


def played_at(participant: Participant) -> str:
    """Return the address where somebody of a rehearsal takes part in their own tab."""
    path = reverse("meetings:take_part", args=[participant.meeting.slug])
    return f"/als/{participant.pk}-{_seal(participant)}{path}"


def named_by_address(get_response: GetResponse) -> GetResponse:
    """Take the mark off an address, and put it before every address that the page makes.

    Django does so for a site that lives under a folder, in links, forms and redirects alike. A
    mark that is not, or no longer, right leads to the address without it.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        match = _MARKED.fullmatch(request.path_info)
        if match is None:
            return get_response(request)
        language = translation.get_language_from_path(match["path"]) or "nl"
        with translation.override(language):
            participant = _participant_at(int(match["key"]), match["seal"], match["path"])
            if participant is None:
                return _without_mark(request, match["path"])
            request.path_info = match["path"]
            request.META[_PLAYED] = participant
            # The request is the participant's, not the organiser's whose browser it is.
            request.COOKIES = {}
            response = _under(match["mark"], get_response, request)
        response.headers["Content-Language"] = language
        return response

    return answer


def _participant_at(key: int, seal: str, path: str) -> Participant | None:
    """Find the participant of a mark, for a page of their meeting; None for a false mark."""
    participant = invented_people().filter(pk=key).first()
    if participant is None or not constant_time_compare(seal, _seal(participant)):
        return None
    is_there = path.startswith(reverse("meetings:invitation", args=[participant.meeting.slug]))
    return participant if is_there else None


def _seal(participant: Participant) -> str:
    return _MARK_SIGNER.signature(f"{participant.meeting.uid}:{participant.pk}")


def _under(mark: str, get_response: GetResponse, request: HttpRequest) -> HttpResponseBase:
    before = get_script_prefix()
    set_script_prefix(mark)
    try:
        return get_response(request)
    finally:
        set_script_prefix(before)


def _without_mark(request: HttpRequest, path: str) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        raise PermissionDenied(_("Deze oefening is voorbij, of het adres klopt niet."))
    request.path = path
    response = redirect(request.get_full_path())
    response["Cache-Control"] = "private, no-store"
    return response


def _name(meeting: Meeting) -> str:
    return f"deelname-{meeting.pk}"
