"""What the organiser takes off the screens, and puts back."""

from http import HTTPStatus
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import moderation as actions
from deelgenoot_web.meetings.models import Poll
from deelgenoot_web.meetings.rules import may_direct
from deelgenoot_web.meetings.views.screens import meeting_that_is_on
from deelgenoot_web.meetings.views.sent import done, not_done

_LONGEST = 60


@require_POST
def moderate_word(request: HttpRequest, slug: str, poll_id: int) -> HttpResponse:
    by, poll = _led(request, slug, poll_id)
    back = reverse("meetings:desk", args=[slug])
    stem = request.POST.get("stem", "")
    if not 0 < len(stem) <= _LONGEST:
        why = _("Kies een woord uit de lijst.")
        return not_done(request, HTTPStatus.BAD_REQUEST, why, back)
    change = actions.hide_word if request.POST.get("do") == "hide" else actions.bring_back_word
    change(by=by, poll=poll, stem=stem)
    return done(request, None, back)


@require_POST
def moderate_answer(request: HttpRequest, slug: str, poll_id: int, vote_id: UUID) -> HttpResponse:
    by, poll = _led(request, slug, poll_id)
    # While votes come in, nobody may look at one of them.
    closed = poll.votes.filter(poll__state=Poll.State.CLOSED).select_related("poll")
    vote = get_object_or_404(closed, pk=vote_id)
    actions.moderate_answer(by=by, vote=vote, is_hidden=request.POST.get("do") == "hide")
    return done(request, None, reverse("meetings:desk", args=[slug]))


def _led(request: HttpRequest, slug: str, poll_id: int) -> tuple[Person, Poll]:
    meeting = meeting_that_is_on(slug)
    if not isinstance(request.user, Person) or not may_direct(request.user, meeting):
        raise PermissionDenied
    return request.user, get_object_or_404(meeting.polls, pk=poll_id)
