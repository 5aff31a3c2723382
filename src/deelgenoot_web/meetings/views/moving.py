"""The pages and buttons that move people between rooms and answer calls."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import calls, leading, moving
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.forms.keys import key_from
from deelgenoot_web.meetings.models import Call, Meeting
from deelgenoot_web.meetings.queries.people import everybody
from deelgenoot_web.meetings.rules import may_direct
from deelgenoot_web.meetings.views.director import for_desk, for_drivers, meeting_led
from deelgenoot_web.meetings.views.inside import NotDoneError, ReplyWords
from deelgenoot_web.meetings.views.screens import or_called_off
from deelgenoot_web.meetings.views.sent import private


@require_safe
@or_called_off
def people(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, _by = meeting_led(request, slug)
    page = {
        "title": _("Wie zit waar"),
        "description": meeting.title,
        "meeting": meeting,
        "everybody": everybody(meeting),
        "groups": meeting.groups.filter(joined_into=None),
    }
    return private(render(request, "meetings/people.html", page))


@for_drivers(may_direct, "people")
def move(request: HttpRequest, meeting: Meeting, by: Person, participant_id: int) -> ReplyWords:
    participant = get_object_or_404(meeting.participants, pk=participant_id)
    key = request.POST.get("group", "")
    if not key_from(key):
        raise NotDoneError(_("Kies een groep."), HTTPStatus.BAD_REQUEST)
    group = get_object_or_404(meeting.groups.filter(joined_into=None), pk=key_from(key))
    try:
        moving.move(by=by, participant=participant, group=group, seen=request.POST.get("seen"))
    except ChangedMeanwhileError as error:
        why = _("Een ander heeft deze deelnemer intussen verplaatst. Kijk eerst waar die nu zit.")
        raise NotDoneError(why, HTTPStatus.CONFLICT) from error
    return ReplyWords(_("Verplaatst."))


@for_drivers(may_direct, "people", "#wie-{participant_id}")
def let_lead(request: HttpRequest, meeting: Meeting, by: Person, participant_id: int) -> None:
    participants = meeting.participants.select_related("meeting", "group", "registration", "person")
    participant = get_object_or_404(participants, pk=participant_id)
    try:
        leading.let_lead(by=by, participant=participant)
    except leading.NoAddressError as error:
        why = _("Leiden kan alleen iemand in een groep, van wie het e-mailadres bekend is.")
        raise NotDoneError(why) from error


@for_desk
def answer_call(request: HttpRequest, meeting: Meeting, by: Person, call_id: int) -> None:
    call = get_object_or_404(Call, group__meeting=meeting, pk=call_id)
    calls.answer(by=by, call=call, now=timezone.now())
