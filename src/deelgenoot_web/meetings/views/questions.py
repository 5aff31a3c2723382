"""What participants ask and the signs they give, and what who leads does with them."""

from http import HTTPStatus
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import questions as actions
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.models import Participant, Question
from deelgenoot_web.meetings.queries.questions import OPEN
from deelgenoot_web.meetings.rules import may_direct, may_facilitate
from deelgenoot_web.meetings.views.audience import by_participants
from deelgenoot_web.meetings.views.screens import meeting_that_is_on
from deelgenoot_web.meetings.views.sent import done, is_script, not_done

_LONGEST = 500


@by_participants
def ask(request: HttpRequest, participant: Participant, back: str) -> HttpResponse:
    text = request.POST.get("text", "").strip()
    if not 0 < len(text) <= _LONGEST:
        why = _("Schrijf een vraag van 1 tot en met %(most)s tekens.") % {"most": _LONGEST}
        return not_done(request, HTTPStatus.UNPROCESSABLE_ENTITY, why, back)
    try:
        actions.ask(
            by=participant,
            question_id=_id(request.POST.get("id", "")),
            text=text,
            with_name=request.POST.get("with_name") == "on",
        )
    except actions.TooManyError:
        why = _("Er wachten al %(n)s vragen van u. Die komen eerst.") % {"n": actions.MOST_OPEN}
        return not_done(request, HTTPStatus.UNPROCESSABLE_ENTITY, why, back)
    told = f"{back}?gedaan=vraag#zaalvragen"
    return done(request, participant, told, _("Uw vraag is binnen. De organisator leest haar."))


@by_participants
def upvote(
    request: HttpRequest, participant: Participant, back: str, question_id: UUID
) -> HttpResponse:
    """A script says what it wants, so that twice is once; a plain button turns it over."""
    shown = participant.meeting.questions.filter(state__in=OPEN)
    question = get_object_or_404(shown, pk=question_id)
    wants = request.POST.get("wants") == "1"
    if not is_script(request):
        wants = not participant.upvotes.filter(question=question).exists()
    actions.upvote(by=participant, question=question, wants=wants)
    return done(request, participant, back)


@by_participants
def hand(request: HttpRequest, participant: Participant, back: str) -> HttpResponse:
    is_up = request.POST.get("up") == "1"
    actions.raise_hand(by=participant, is_up=is_up, now=timezone.now())
    participant.refresh_from_db(fields=["hand_raised_at"])
    say = _("Uw hand is omhoog.") if is_up else _("Uw hand is omlaag.")
    return done(request, participant, back, say)


@by_participants
def applaud(request: HttpRequest, participant: Participant, back: str) -> HttpResponse:
    actions.applaud(by=participant, now=timezone.now())
    return done(request, participant, back)


@require_POST
def moderate(request: HttpRequest, slug: str, question_id: UUID) -> HttpResponse:
    meeting = meeting_that_is_on(slug)
    if not isinstance(request.user, Person) or not may_direct(request.user, meeting):
        raise PermissionDenied
    question = get_object_or_404(meeting.questions, pk=question_id)
    back = reverse("meetings:desk", args=[slug])
    state = request.POST.get("state", "")
    if state not in Question.State.values:
        why = _("Kies wat er met de vraag moet gebeuren.")
        return not_done(request, HTTPStatus.BAD_REQUEST, why, back)
    seen = request.POST.get("seen")
    try:
        actions.moderate(by=request.user, question=question, state=Question.State(state), seen=seen)
    except ChangedMeanwhileError as error:
        now = Question.State(error.now["now"]).label
        why = _("Een ander was u voor: deze vraag is nu %(state)s.") % {"state": now}
        return not_done(request, HTTPStatus.CONFLICT, why, back)
    return done(request, None, back)


@require_POST
def lower_hand(request: HttpRequest, slug: str, participant_id: int) -> HttpResponse:
    """For the organiser, and for who leads the group of this participant."""
    meeting = meeting_that_is_on(slug)
    person = request.user
    one = meeting.participants.filter(pk=participant_id).select_related("group__meeting").first()
    group = one.group if one else None
    may = may_facilitate(person, group) if group else may_direct(person, meeting)
    if not isinstance(person, Person) or not may:
        raise PermissionDenied
    if one is not None:
        actions.lower_hand(by=person, participant=one)
    return done(request, None, reverse("meetings:desk", args=[slug]))


def _id(text: str) -> UUID:
    """The id that the device gave; a new one for a form without script."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
