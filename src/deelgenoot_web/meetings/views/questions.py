"""Questions, hands and signs of participants, and the buttons of leaders for them."""

from http import HTTPStatus
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import director
from deelgenoot_web.meetings.actions import questions as actions
from deelgenoot_web.meetings.actions.gestures import pass_on
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.forms.keys import uuid_from
from deelgenoot_web.meetings.gestures import NAMES, PACE, Gesture
from deelgenoot_web.meetings.models import Meeting, Participant, Question
from deelgenoot_web.meetings.queries.questions import OPEN
from deelgenoot_web.meetings.queries.room import number_of
from deelgenoot_web.meetings.rules import may_direct, may_facilitate, may_present
from deelgenoot_web.meetings.views.audience import by_participants
from deelgenoot_web.meetings.views.director import for_desk, for_drivers
from deelgenoot_web.meetings.views.inside import NotDoneError
from deelgenoot_web.meetings.views.screens import meeting_that_is_on
from deelgenoot_web.meetings.views.sent import answer_done, answer_not_done, is_script

_LONGEST = 500


@by_participants
def ask(request: HttpRequest, participant: Participant, back: str) -> HttpResponse:
    text = request.POST.get("text", "").strip()
    if not 0 < len(text) <= _LONGEST:
        why = _("Schrijf een vraag van 1 tot en met %(most)s tekens.") % {"most": _LONGEST}
        return answer_not_done(request, HTTPStatus.UNPROCESSABLE_ENTITY, why, back)
    try:
        actions.ask(
            by=participant,
            question_id=uuid_from(request.POST.get("id", "")),
            text=text,
            with_name=request.POST.get("with_name") == "on",
        )
    except actions.TooManyError:
        why = _("Er wachten al %(n)s vragen van u. Die komen eerst.") % {"n": actions.MOST_OPEN}
        return answer_not_done(request, HTTPStatus.UNPROCESSABLE_ENTITY, why, back)
    say = _("Uw vraag is binnen. De organisator leest die.")
    return answer_done(request, participant, f"{back}?gedaan=vraag#zaalvragen", say)


@by_participants
def upvote(
    request: HttpRequest, participant: Participant, back: str, question_id: UUID
) -> HttpResponse:
    """Set the upvote that a script wants, so that twice is once; a plain button toggles it."""
    readable = participant.meeting.questions.filter(state__in=OPEN)
    question = get_object_or_404(readable, pk=question_id)
    wants = request.POST.get("wants") == "1"
    if not is_script(request):
        wants = not participant.upvotes.filter(question=question).exists()
    actions.upvote(by=participant, question=question, wants=wants)
    return answer_done(request, participant, back)


@by_participants
def hand(request: HttpRequest, participant: Participant, back: str) -> HttpResponse:
    is_up = request.POST.get("up") == "1"
    actions.raise_hand(by=participant, is_up=is_up, now=timezone.now())
    participant.refresh_from_db(fields=["hand_raised_at"])
    up = _("Uw hand is omhoog. Druk nog eens om die te laten zakken.")
    say = up if is_up else _("Uw hand is omlaag.")
    return answer_done(request, participant, back, say)


@by_participants
def gesture(request: HttpRequest, participant: Participant, back: str) -> HttpResponse:
    """Make a sign without a script; with one it goes by `/live/`."""
    kind = request.POST.get("kind", "")
    if kind not in NAMES:
        why = _("Kies een van de reacties.")
        return answer_not_done(request, HTTPStatus.UNPROCESSABLE_ENTITY, why, back)
    if not PACE.wait(participant.pk):
        pass_on([Gesture(participant.meeting_id, participant.pk, kind)])
    return answer_done(request, participant, back)


@for_desk
def moderate(request: HttpRequest, meeting: Meeting, by: Person, question_id: UUID) -> None:
    question = get_object_or_404(meeting.questions, pk=question_id)
    state = request.POST.get("state", "")
    if state not in Question.State.values:
        raise NotDoneError(_("Kies wat er met de vraag moet gebeuren."), HTTPStatus.BAD_REQUEST)
    shown_state = request.POST.get("seen")
    try:
        actions.moderate(by=by, question=question, state=Question.State(state), seen=shown_state)
    except ChangedMeanwhileError as error:
        now = Question.State(error.now["now"]).label
        why = _("Een ander was u voor: deze vraag is nu %(state)s.") % {"state": now}
        raise NotDoneError(why, HTTPStatus.CONFLICT) from error


@for_drivers(may_present)
def spotlight(request: HttpRequest, meeting: Meeting, by: Person, question_id: UUID) -> None:
    """Fill the large screen with a question, or (`answered`) take it off as answered."""
    question = get_object_or_404(meeting.questions, pk=question_id)
    if request.POST.get("do") == "answered":
        actions.moderate(by=by, question=question, state=Question.State.ANSWERED)
    else:
        director.spotlight(by=by, meeting=meeting, question=question, now=timezone.now())


@require_POST
def lower_hand(request: HttpRequest, slug: str, participant_id: int) -> HttpResponse:
    """Lower a hand, for the organiser and for the leader of the participant's group."""
    meeting = meeting_that_is_on(slug)
    person = request.user
    people = meeting.participants.select_related("group__meeting")
    participant = people.filter(pk=participant_id).first()
    group = participant.group if participant else None
    may = may_facilitate(person, group) if group else may_direct(person, meeting)
    if not isinstance(person, Person) or not may:
        raise PermissionDenied
    if participant is not None:
        actions.lower_hand(by=person, participant=participant)
    back = reverse("meetings:desk", args=[slug])
    if group and not may_direct(person, meeting):
        room = group.joined_into or group
        back = reverse("meetings:room", args=[slug, number_of(room)])
    return answer_done(request, None, back)
