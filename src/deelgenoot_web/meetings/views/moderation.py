"""The buttons that take words and answers off the screens, and put them back."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deelgenoot_web.meetings.actions import moderation as actions
from deelgenoot_web.meetings.models import Poll
from deelgenoot_web.meetings.views.director import meeting_led
from deelgenoot_web.meetings.views.sent import answer_done, answer_not_done

_LONGEST = 60


@require_POST
def moderate_word(request: HttpRequest, slug: str, poll_id: int) -> HttpResponse:
    meeting, by = meeting_led(request, slug)
    poll = get_object_or_404(meeting.polls, pk=poll_id)
    back = reverse("meetings:desk", args=[slug])
    stem = request.POST.get("stem", "")
    if not 0 < len(stem) <= _LONGEST:
        why = _("Kies een woord uit de lijst.")
        return answer_not_done(request, HTTPStatus.BAD_REQUEST, why, back)
    change = actions.hide_word if request.POST.get("do") == "hide" else actions.bring_back_word
    change(by=by, poll=poll, stem=stem)
    return answer_done(request, None, back)


@require_POST
def moderate_answer(request: HttpRequest, slug: str, poll_id: int, vote_id: UUID) -> HttpResponse:
    meeting, by = meeting_led(request, slug)
    poll = get_object_or_404(meeting.polls, pk=poll_id)
    # While votes come in, nobody may look at one of them.
    votes = poll.votes.filter(poll__state=Poll.State.CLOSED).select_related("poll")
    vote = get_object_or_404(votes, pk=vote_id)
    actions.moderate_answer(by=by, vote=vote, is_hidden=request.POST.get("do") == "hide")
    return answer_done(request, None, reverse("meetings:desk", args=[slug]))
