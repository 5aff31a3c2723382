"""Who takes part: known by a signed cookie for this one meeting, on any number of devices.

A browser has one such cookie. In a rehearsal the address may say it instead, so that several
participants stand side by side in one browser (docs/decisions/0056).
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
from deelgenoot_web.meetings.queries.people import invented

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_SALT = "deelgenoot.meetings.participant"
_LASTS = timedelta(days=7)
_MARK_SIGNER = Signer(salt="deelgenoot.meetings.mark")
_MARKED = re.compile(
    # Two slashes would lead to another site once the mark is off.
    r"(?P<mark>/als/(?P<key>\d{1,18})-(?P<seal>[\w-]{43}))(?P<path>/(?!/).*)",
    re.ASCII,
)
_PLAYED = "deelgenoot.played"
"""In META: the participant that the address says."""


def participant_of(request: HttpRequest, meeting: Meeting) -> Participant | None:
    """The participant that this device is of; None before coming in, and after being deleted."""
    played: Participant | None = request.META.get(_PLAYED)
    if played is not None:
        return played if played.meeting_id == meeting.pk else None
    key = request.get_signed_cookie(_name(meeting), default=None, salt=_SALT, max_age=_LASTS)
    if key is None:
        return None
    return meeting.participants.select_related("group", "meeting").filter(pk=int(key)).first()


def remember(response: HttpResponse, participant: Participant) -> HttpResponse:
    """Let this device be of the participant from now on."""
    response.set_signed_cookie(
        _name(participant.meeting),
        str(participant.pk),
        salt=_SALT,
        max_age=_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(request: HttpRequest, response: HttpResponse, meeting: Meeting) -> HttpResponse:
    """Let this device be of nobody. Who was here by the address leaves the cookie as it is."""
    if _PLAYED not in request.META:
        response.delete_cookie(_name(meeting), samesite="Lax")
    return response


def played_at(one: Participant) -> str:
    """Where somebody of a rehearsal takes part in a tab of their own."""
    return f"/als/{one.pk}-{_seal(one)}{reverse('meetings:take_part', args=[one.meeting.slug])}"


def named_by_address(get_response: GetResponse) -> GetResponse:
    """Takes the mark off an address, and has it written before every address made meanwhile.

    Django does so for a site that lives under a folder, in links, forms and redirects alike. What
    is not, or no longer, marked rightly leads to the address without the mark.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        found = _MARKED.fullmatch(request.path_info)
        if found is None:
            return get_response(request)
        language = translation.get_language_from_path(found["path"]) or "nl"
        with translation.override(language):
            played = _played(int(found["key"]), found["seal"], found["path"])
            if played is None:
                return _without_mark(request, found["path"])
            request.path_info = found["path"]
            request.META[_PLAYED] = played
            # Nobody else than who is played: not the organiser whose browser it is either.
            request.COOKIES = {}
            response = _under(found["mark"], get_response, request)
        response.headers["Content-Language"] = language
        return response

    return answer


def _played(key: int, seal: str, path: str) -> Participant | None:
    """Who is played at this path: a page of the meeting that the mark is of."""
    one = invented().filter(pk=key).first()
    if one is None or not constant_time_compare(seal, _seal(one)):
        return None
    is_there = path.startswith(reverse("meetings:invitation", args=[one.meeting.slug]))
    return one if is_there else None


def _seal(one: Participant) -> str:
    return _MARK_SIGNER.signature(f"{one.meeting.uid}:{one.pk}")


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
