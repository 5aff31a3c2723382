"""Voting by a plain form, and driving the questions."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import polls as actions
from deelgenoot_web.meetings.actions.votes import cast
from deelgenoot_web.meetings.ballots import Ballot
from deelgenoot_web.meetings.figures import NoFiguresError
from deelgenoot_web.meetings.forms.ballot import value_from
from deelgenoot_web.meetings.models import Meeting, Participant, Poll
from deelgenoot_web.meetings.rules import may_present
from deelgenoot_web.meetings.views.audience import by_participants
from deelgenoot_web.meetings.views.director import for_drivers
from deelgenoot_web.meetings.views.inside import NotDoneError
from deelgenoot_web.meetings.views.sent import answer_done, answer_not_done


@by_participants
def vote(request: HttpRequest, participant: Participant, back: str, poll_id: int) -> HttpResponse:
    poll = get_object_or_404(participant.meeting.polls, pk=poll_id)
    value = value_from(poll, request.POST)
    outcome = cast(Ballot(poll.meeting_id, poll.pk, participant.pk, value))
    if outcome.refusal:
        return answer_not_done(request, HTTPStatus.UNPROCESSABLE_ENTITY, str(outcome.say), back)
    return answer_done(request, participant, back)


@for_drivers(may_present)
def drive_poll(request: HttpRequest, meeting: Meeting, by: Person, poll_id: int) -> None:
    poll = get_object_or_404(meeting.polls, pk=poll_id)
    drive = _DRIVES.get(request.POST.get("do", ""))
    if drive is None:
        raise NotDoneError(_("Kies wat er met de vraag moet gebeuren."), HTTPStatus.BAD_REQUEST)
    try:
        drive(by, poll)
    except NoFiguresError as error:
        why = _("Deze cijfers zijn er niet meer. Kies in de voorbereiding een ander cijfer.")
        raise NotDoneError(why, HTTPStatus.CONFLICT) from error


def _put_to_vote(by: Person, poll: Poll) -> None:
    actions.put_to_vote(by=by, poll=poll, now=timezone.now())


def _take_back(by: Person, poll: Poll) -> None:
    if not actions.take_back(by=by, poll=poll):
        why = _("Terugnemen kan niet meer: er is al gestemd. Sluit de vraag.")
        raise NotDoneError(why, HTTPStatus.CONFLICT)


def _give_time(by: Person, poll: Poll, seconds: int) -> None:
    actions.give_time(by=by, poll=poll, seconds=seconds, now=timezone.now())


_DRIVES: dict[str, Callable[[Person, Poll], None]] = {
    "put": _put_to_vote,
    "take_back": _take_back,
    "close": lambda by, poll: actions.close(by=by, poll=poll, now=timezone.now()),
    "show": lambda by, poll: actions.show(by=by, poll=poll),
    "hide": lambda by, poll: actions.hide(by=by, poll=poll),
    "split": lambda by, poll: actions.split(by=by, poll=poll, is_split=True),
    "join": lambda by, poll: actions.split(by=by, poll=poll, is_split=False),
    "longer": partial(_give_time, seconds=30),
    "minute": partial(_give_time, seconds=60),
    "untimed": lambda by, poll: actions.stop_time(by=by, poll=poll),
    "again": lambda by, poll: _put_to_vote(by, actions.ask_again(by=by, poll=poll)),
}
