"""Answers to forms and scripts of live screens: JSON for a script, a page without one."""

import math
from collections.abc import Hashable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.models import Participant
from deelgenoot_web.meetings.queries.mine import mine


def answer_done(
    request: HttpRequest,
    participant: Participant | None,
    back: str,
    say: str = "",
    more: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    """Answer that it is done: with the participant's state to a script, else with a way `back`."""
    if is_script(request):
        return private(JsonResponse({"mine": mine(participant), "say": say, **more}))
    return redirect(back)


def answer_not_done(
    request: HttpRequest,
    status: int,
    why: str,
    back: str,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    """Answer that it is not done, and why; the form keeps what was filled in.

    With `seen` in `more`, the script sends that mark when the visitor sends the form again.
    """
    if is_script(request):
        return private(JsonResponse({"error": why, **more}, status=status))
    page = {"title": _("Dat lukte niet"), "description": why, "why": why, "back": back}
    return private(render(request, "meetings/not_done.html", page, status=status))


def not_in(request: HttpRequest, back: str) -> HttpResponse:
    """Answer to somebody who is not in the meeting (any more)."""
    why = _("U bent niet (meer) in deze bijeenkomst. Ga eerst naar binnen.")
    return answer_not_done(request, HTTPStatus.GONE, why, back)


def not_theirs(
    request: HttpRequest, participant: Participant | None, back: str
) -> HttpResponse | None:
    """Answer to the page of an earlier participant of this device; None when all is well.

    A script names the participant of its page in `X-Who`; a form without script does not.
    """
    who = request.headers.get("X-Who", "0")
    if participant is None or who in {"0", str(participant.pk)}:
        return None
    why = _("Op dit toestel doet nu iemand anders mee. Laad de pagina opnieuw.")
    return answer_not_done(request, HTTPStatus.CONFLICT, why, back)


def is_script(request: HttpRequest) -> bool:
    """Whether a script of a live screen sent the request, and not a form."""
    return request.headers.get("Accept", "").startswith("application/json")


def private(response: HttpResponse) -> HttpResponse:
    """Let nobody store the response: it is for one visitor."""
    response["Cache-Control"] = "private, no-store"
    return response


PACE = Allowance(per_second=2, burst=30)
"""How often one person may send a form or a sign, apart from votes."""


def too_fast(request: HttpRequest, who: Hashable, back: str) -> HttpResponse | None:
    """Answer to somebody who sends more than a person can; None when all is well."""
    wait = PACE.wait(who)
    if not wait:
        return None
    why = _("Dat gaat te snel. Wacht even.")
    response = answer_not_done(request, HTTPStatus.TOO_MANY_REQUESTS, why, back)
    response["Retry-After"] = str(math.ceil(wait))
    return response
