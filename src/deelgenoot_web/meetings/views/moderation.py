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
from deelgenoot_web.meetings.queries.moderation import texts_of
from deelgenoot_web.meetings.rules import may_present
from deelgenoot_web.meetings.views.director import meeting_led, way_back
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
def merge_words(request: HttpRequest, slug: str, poll_id: int) -> HttpResponse:
    """Count the word `stem` as `into`, or (`part`) apart again."""
    meeting, by = meeting_led(request, slug, may_present)
    poll = get_object_or_404(meeting.polls.filter(state=Poll.State.CLOSED), pk=poll_id)
    back = way_back(request, slug)
    stem, into = request.POST.get("stem", ""), request.POST.get("into", "")
    stems = {word.key for word in texts_of(poll)}
    if request.POST.get("do") == "part":
        actions.part_word(by=by, poll=poll, stem=stem)
    elif stem == into or not {stem, into} <= stems:
        why = _("Kies twee verschillende woorden uit de lijst.")
        return answer_not_done(request, HTTPStatus.BAD_REQUEST, why, back)
    else:
        actions.merge_word(by=by, poll=poll, stem=stem, into=into)
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
