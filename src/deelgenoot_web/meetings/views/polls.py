"""Voting by a plain form, and driving the questions."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import polls as actions
from deelgenoot_web.meetings.actions.votes import record
from deelgenoot_web.meetings.ballots import Ballot
from deelgenoot_web.meetings.figures import NoFiguresError
from deelgenoot_web.meetings.forms.ballot import value_from
from deelgenoot_web.meetings.models import Participant, Poll
from deelgenoot_web.meetings.rules import may_present
from deelgenoot_web.meetings.views.audience import by_participants
from deelgenoot_web.meetings.views.director import meeting_led, way_back
from deelgenoot_web.meetings.views.sent import answer_done, answer_not_done

_MORE_SECONDS = {"longer": 30, "minute": 60}


@by_participants
def vote(request: HttpRequest, participant: Participant, back: str, poll_id: int) -> HttpResponse:
    poll = get_object_or_404(participant.meeting.polls, pk=poll_id)
    value = value_from(poll, request.POST)
    [outcome] = record([Ballot(poll.meeting_id, poll.pk, participant.pk, value)])
    if outcome.refusal:
        return answer_not_done(request, HTTPStatus.UNPROCESSABLE_ENTITY, str(outcome.say), back)
    return answer_done(request, participant, back)


@require_POST
def drive_poll(request: HttpRequest, slug: str, poll_id: int) -> HttpResponse:
    meeting, by = meeting_led(request, slug, may_present)
    poll = get_object_or_404(meeting.polls, pk=poll_id)
    back = way_back(request, slug)
    if request.POST.get("do") == "take_back":
        return _take_back(request, by, poll, back)
    try:
        is_known = _drive(by, poll, request.POST.get("do", ""))
    except NoFiguresError:
        why = _("Deze cijfers zijn er niet meer. Kies in de voorbereiding een ander cijfer.")
        return answer_not_done(request, HTTPStatus.CONFLICT, why, back)
    if not is_known:
        why = _("Kies wat er met de vraag moet gebeuren.")
        return answer_not_done(request, HTTPStatus.BAD_REQUEST, why, back)
    return answer_done(request, None, back)


def _take_back(request: HttpRequest, by: Person, poll: Poll, back: str) -> HttpResponse:
    if actions.take_back(by=by, poll=poll):
        return answer_done(request, None, back)
    why = _("Terugnemen kan niet meer: er is al gestemd. Sluit de vraag.")
    return answer_not_done(request, HTTPStatus.CONFLICT, why, back)


def _drive(by: Person, poll: Poll, what: str) -> bool:
    if what == "put":
        actions.put_to_vote(by=by, poll=poll, now=timezone.now())
    elif what == "close":
        actions.close(by=by, poll=poll, now=timezone.now())
    elif what == "show":
        actions.show(by=by, poll=poll)
    elif what == "hide":
        actions.hide(by=by, poll=poll)
    elif what in _MORE_SECONDS:
        more = _MORE_SECONDS[what]
        actions.give_time(by=by, poll=poll, seconds=more, now=timezone.now())
    elif what == "untimed":
        actions.stop_time(by=by, poll=poll)
    elif what == "again":
        again = actions.ask_again(by=by, poll=poll)
        actions.put_to_vote(by=by, poll=again, now=timezone.now())
    else:
        return False
    return True
