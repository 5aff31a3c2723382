"""The buttons of the desk."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import director as actions
from deelgenoot_web.meetings.models import Meeting, Message
from deelgenoot_web.meetings.placing import room_of
from deelgenoot_web.meetings.rules import may_direct
from deelgenoot_web.meetings.views.screens import meeting_that_is_on
from deelgenoot_web.meetings.views.sent import done, not_done

_MOST_MINUTES = 120
_LONGEST = 280


@require_POST
def drive(request: HttpRequest, slug: str) -> HttpResponse:
    """`item` begins a part of the programme, `minutes` gives time, `close` ends the session."""
    meeting, by = led(request, slug)
    back = reverse("meetings:desk", args=[slug])
    if not _driven(by, meeting, request.POST):
        why = _("Kies een onderdeel, of een aantal minuten van -120 tot en met 120.")
        return not_done(request, HTTPStatus.BAD_REQUEST, why, back)
    return done(request, None, back)


@require_POST
def say(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, by = led(request, slug)
    back = reverse("meetings:desk", args=[slug])
    text = " ".join(request.POST.get("text", "").split())
    if not 0 < len(text) <= _LONGEST:
        why = _("Schrijf een bericht van 1 tot en met %(most)s tekens.") % {"most": _LONGEST}
        return not_done(request, HTTPStatus.UNPROCESSABLE_ENTITY, why, back)
    group = None
    if request.POST.get("group", ""):
        found = get_object_or_404(meeting.groups, position=request.POST["group"])
        group = room_of(found)
    actions.say(by=by, meeting=meeting, text=text, group=group)
    return done(request, None, back, _("Verstuurd."))


@require_POST
def withdraw(request: HttpRequest, slug: str, message_id: int) -> HttpResponse:
    meeting, by = led(request, slug)
    message = get_object_or_404(Message, meeting=meeting, pk=message_id)
    actions.withdraw(by=by, message=message, now=timezone.now())
    return done(request, None, reverse("meetings:desk", args=[slug]))


def led(request: HttpRequest, slug: str) -> tuple[Meeting, Person]:
    """The meeting, and the organiser who leads it."""
    meeting = meeting_that_is_on(slug)
    if not isinstance(request.user, Person) or not may_direct(request.user, meeting):
        raise PermissionDenied
    return meeting, request.user


def _driven(by: Person, meeting: Meeting, asked: QueryDict) -> bool:
    now = timezone.now()
    if (key := asked.get("item", "")).isdecimal():
        item = get_object_or_404(meeting.programme, pk=int(key))
        actions.go_to(by=by, meeting=meeting, item=item, now=now)
    elif minutes := _minutes(asked.get("minutes", "")):
        actions.add_minutes(by=by, meeting=meeting, minutes=minutes, now=now)
    elif asked.get("close"):
        actions.close(by=by, meeting=meeting, now=now)
    else:
        return False
    return True


def _minutes(text: str) -> int:
    """0 for what is no number of minutes that can be given."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()) or int(digits) > _MOST_MINUTES:
        return 0
    return int(text)
