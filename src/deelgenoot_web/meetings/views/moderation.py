"""The buttons that take words and answers off the screens, and put them back."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import moderation as actions
from deelgenoot_web.meetings.models import Meeting, Poll
from deelgenoot_web.meetings.queries.moderation import texts_of
from deelgenoot_web.meetings.rules import may_present
from deelgenoot_web.meetings.views.director import for_desk, for_drivers
from deelgenoot_web.meetings.views.inside import NotDoneError

_LONGEST = 60


@for_desk
def moderate_word(request: HttpRequest, meeting: Meeting, by: Person, poll_id: int) -> None:
    poll = get_object_or_404(meeting.polls, pk=poll_id)
    stem = request.POST.get("stem", "")
    if not 0 < len(stem) <= _LONGEST:
        raise NotDoneError(_("Kies een woord uit de lijst."), HTTPStatus.BAD_REQUEST)
    change = actions.hide_word if request.POST.get("do") == "hide" else actions.bring_back_word
    change(by=by, poll=poll, stem=stem)


@for_drivers(may_present)
def merge_words(request: HttpRequest, meeting: Meeting, by: Person, poll_id: int) -> None:
    """Count the word `stem` as `into`, or (`part`) apart again."""
    poll = get_object_or_404(meeting.polls.filter(state=Poll.State.CLOSED), pk=poll_id)
    stem, into = request.POST.get("stem", ""), request.POST.get("into", "")
    stems = {word.key for word in texts_of(poll)}
    if request.POST.get("do") == "part":
        actions.part_word(by=by, poll=poll, stem=stem)
    elif stem == into or not {stem, into} <= stems:
        why = _("Kies twee verschillende woorden uit de lijst.")
        raise NotDoneError(why, HTTPStatus.BAD_REQUEST)
    else:
        actions.merge_word(by=by, poll=poll, stem=stem, into=into)


@for_desk
def moderate_answer(
    request: HttpRequest, meeting: Meeting, by: Person, poll_id: int, vote_id: UUID
) -> None:
    poll = get_object_or_404(meeting.polls, pk=poll_id)
    # While votes come in, nobody may look at one of them.
    votes = poll.votes.filter(poll__state=Poll.State.CLOSED).select_related("poll")
    vote = get_object_or_404(votes, pk=vote_id)
    actions.moderate_answer(by=by, vote=vote, is_hidden=request.POST.get("do") == "hide")
