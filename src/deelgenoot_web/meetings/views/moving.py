"""The pages and buttons that move people between rooms and answer calls."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deelgenoot_web.meetings.actions import calls, leading, moving
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.forms.keys import key_from
from deelgenoot_web.meetings.models import Call
from deelgenoot_web.meetings.queries.people import everybody
from deelgenoot_web.meetings.views.director import meeting_led
from deelgenoot_web.meetings.views.sent import answer_done, answer_not_done, private


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


@require_POST
def move(request: HttpRequest, slug: str, participant_id: int) -> HttpResponse:
    meeting, by = meeting_led(request, slug)
    participant = get_object_or_404(meeting.participants, pk=participant_id)
    back = reverse("meetings:people", args=[slug])
    key = request.POST.get("group", "")
    if not key_from(key):
        return answer_not_done(request, HTTPStatus.BAD_REQUEST, _("Kies een groep."), back)
    group = get_object_or_404(meeting.groups.filter(joined_into=None), pk=key_from(key))
    try:
        moving.move(by=by, participant=participant, group=group, seen=request.POST.get("seen"))
    except ChangedMeanwhileError:
        why = _("Een ander heeft deze deelnemer intussen verplaatst. Kijk eerst waar die nu zit.")
        return answer_not_done(request, HTTPStatus.CONFLICT, why, back)
    return answer_done(request, None, back, _("Verplaatst."))


@require_POST
def let_lead(request: HttpRequest, slug: str, participant_id: int) -> HttpResponse:
    meeting, by = meeting_led(request, slug)
    participants = meeting.participants.select_related("meeting", "group", "registration", "person")
    participant = get_object_or_404(participants, pk=participant_id)
    back = reverse("meetings:people", args=[slug]) + f"#wie-{participant.pk}"
    try:
        leading.let_lead(by=by, participant=participant)
    except leading.NoAddressError:
        why = _("Leiden kan alleen iemand in een groep, van wie het e-mailadres bekend is.")
        return answer_not_done(request, HTTPStatus.UNPROCESSABLE_ENTITY, why, back)
    return answer_done(request, None, back)


@require_POST
def answer_call(request: HttpRequest, slug: str, call_id: int) -> HttpResponse:
    meeting, by = meeting_led(request, slug)
    call = get_object_or_404(Call, group__meeting=meeting, pk=call_id)
    calls.answer(by=by, call=call, now=timezone.now())
    return answer_done(request, None, reverse("meetings:desk", args=[slug]))
