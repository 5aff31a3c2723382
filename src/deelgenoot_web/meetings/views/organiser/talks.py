"""Rounds of one-to-one talks: who organises plans them, changes them and takes them along."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.actions import talks as actions
from deelgenoot_web.meetings.forms.talks import TalksForm
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.planner import MustsDoNotFitError, PlanningError
from deelgenoot_web.meetings.queries import talks as queries
from deelgenoot_web.meetings.views.organiser.entrance import form_for_directors, workspace_page


@form_for_directors
def talks(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Show the rounds and the form; plan them anew, or take them away."""
    if request.POST.get("do") == "remove":
        actions.remove(by=request.user, meeting=meeting)
        return redirect("meetings:talks", meeting.slug)
    people, rounds = queries.people_of(meeting), queries.rounds_of(meeting)
    form = TalksForm(meeting, people, len(rounds), request.POST or None)
    if form.is_valid():
        try:
            actions.plan(by=request.user, meeting=meeting, choice=form.choice())
        except MustsDoNotFitError:
            why = _("Zo veel tweetallen passen niet in deze rondes. Kies meer rondes.")
            form.add_error("must", why)
        except PlanningError:
            form.add_error(None, _("Met deze wensen lukt het niet op tijd. Kies minder rondes."))
        else:
            return redirect("meetings:talks", meeting.slug)
    return workspace_page(
        request,
        meeting,
        "talks",
        form=form,
        people=people,
        chosen=[int(key) for key in form["people"].value() or () if str(key).isdecimal()],
        rounds=rounds,
        is_best=all(table.round.is_best for table in rounds),
    )
