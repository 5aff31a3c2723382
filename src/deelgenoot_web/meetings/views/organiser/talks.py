"""Rounds of one-to-one talks: who organises plans them, changes them and takes them along."""

import logging

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.actions import talks as actions
from deelgenoot_web.meetings.actions.director import show_talks
from deelgenoot_web.meetings.forms.keys import key_from
from deelgenoot_web.meetings.forms.talks import TalksForm, read_numbers, write_numbers
from deelgenoot_web.meetings.models import Meeting, TalkRound
from deelgenoot_web.meetings.planner import MustsDoNotFitError, PlanningError
from deelgenoot_web.meetings.queries import talks as queries
from deelgenoot_web.meetings.queries.scene import on_screen
from deelgenoot_web.meetings.views.organiser.entrance import form_for_directors, workspace_page

_logger = logging.getLogger(__name__)


@form_for_directors
def talks(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Show the rounds and the form; plan them anew, or take them away."""
    if request.POST.get("do") == "remove":
        actions.remove(by=request.user, meeting=meeting)
        return redirect("meetings:talks", meeting.slug)
    if (do := request.POST.get("do")) in ("show", "hide"):
        talk_round = _round(request, meeting) if do == "show" else None
        show_talks(by=request.user, meeting=meeting, talk_round=talk_round, now=timezone.now())
        return redirect("meetings:talks", meeting.slug)
    people = queries.people_of(meeting, read_numbers(request.POST.get("numbers", "")))
    rounds = queries.rounds_of(meeting)
    form = TalksForm(meeting, people, rounds, request.POST or None)
    if form.is_valid():
        try:
            actions.plan(by=request.user, meeting=meeting, choice=form.choice())
        except MustsDoNotFitError:
            why = _("Zo veel tweetallen passen niet in deze rondes. Kies meer rondes.")
            form.add_error("must", why)
        except PlanningError as error:
            _logger.warning("no plan of talks for meeting %s: %s", meeting.pk, error)
            form.add_error(None, _("Met deze wensen lukt het niet op tijd. Kies minder rondes."))
        else:
            return redirect("meetings:talks", meeting.slug)
    return workspace_page(
        request,
        meeting,
        "talks",
        form=form,
        people=people,
        numbers=write_numbers(people),
        chosen=[key_from(str(key)) for key in form["people"].value() or ()],
        rounds=rounds,
        is_on=on_screen(meeting).scene == "talks",
        is_best=all(table.round.is_best for table in rounds),
    )


def _round(request: PersonRequest, meeting: Meeting) -> TalkRound:
    """Find the round that a button names. Raises Http404, also when it was planned anew."""
    return get_object_or_404(meeting.talk_rounds, pk=key_from(request.POST.get("round", "")))
