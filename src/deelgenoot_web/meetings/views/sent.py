"""Answers to what is sent from a live screen: JSON for the script, a page without it."""

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


def done(
    request: HttpRequest,
    participant: Participant | None,
    back: str,
    say: str = "",
    more: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    """It is kept. The script gets what is the participant's own now; a form leads `back`."""
    if is_script(request):
        return _private(JsonResponse({"mine": mine(participant), "say": say, **more}))
    return redirect(back)


def not_done(
    request: HttpRequest,
    status: int,
    why: str,
    back: str,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    """It is not kept, and this is why; what was filled in stays where it was.

    With `seen` in `more`, sending it once more is after having been told.
    """
    if is_script(request):
        return _private(JsonResponse({"error": why, **more}, status=status))
    page = {"title": _("Dat lukte niet"), "description": why, "why": why, "back": back}
    return _private(render(request, "meetings/not_done.html", page, status=status))


def not_in(request: HttpRequest, back: str) -> HttpResponse:
    """Whoever sent this is not in the meeting (any more)."""
    why = _("U bent niet (meer) in deze bijeenkomst. Ga eerst naar binnen.")
    return not_done(request, HTTPStatus.GONE, why, back)


def not_theirs(
    request: HttpRequest, participant: Participant | None, back: str
) -> HttpResponse | None:
    """What to answer to a page of who took part on this device before; None when all is well.

    A script says in `X-Who` whose page it is of; a form without script does not.
    """
    who = request.headers.get("X-Who", "0")
    if participant is None or who in {"0", str(participant.pk)}:
        return None
    why = _("Op dit toestel doet nu iemand anders mee. Laad de pagina opnieuw.")
    return not_done(request, HTTPStatus.CONFLICT, why, back)


def is_script(request: HttpRequest) -> bool:
    """Whether a script of a live screen asks, and not a form."""
    return request.headers.get("Accept", "").startswith("application/json")


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


PACE = Allowance(per_second=2, burst=30)
"""What one person may send by forms and live screens, votes aside."""


def too_fast(request: HttpRequest, who: Hashable, back: str) -> HttpResponse | None:
    """What to answer to somebody who sends more than one person can; None when all is well."""
    wait = PACE.wait(who)
    if not wait:
        return None
    why = _("Dat gaat te snel. Wacht even.")
    response = not_done(request, HTTPStatus.TOO_MANY_REQUESTS, why, back)
    response["Retry-After"] = str(math.ceil(wait))
    return response
