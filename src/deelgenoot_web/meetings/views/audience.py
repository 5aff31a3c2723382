"""The guard for what participants send: only from inside, and at a pace that hinders nobody."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from deelgenoot_web.meetings.models import Participant
from deelgenoot_web.meetings.views.screens import meeting_that_is_on, or_called_off
from deelgenoot_web.meetings.views.sent import not_in, not_theirs, too_fast
from deelgenoot_web.meetings.views.who import participant_of


def by_participants(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view for a POST to a meeting from `view(request, participant, back, ...)`."""

    @require_POST
    @or_called_off
    @wraps(view)
    def take_post(request: HttpRequest, slug: str, **more: object) -> HttpResponse:
        back = reverse("meetings:take_part", args=[slug])
        participant = participant_of(request, meeting_that_is_on(slug))
        if participant is None:
            return not_in(request, back)
        refusal = not_theirs(request, participant, back) or too_fast(
            request, (Participant, participant.pk), back
        )
        return refusal or view(request, participant, back, **more)

    return take_post
