"""The buttons of the desk."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import director as actions
from deelgenoot_web.meetings.actions.gestures import set_gestures
from deelgenoot_web.meetings.forms.keys import key_from, moment_from
from deelgenoot_web.meetings.models import Meeting, Message
from deelgenoot_web.meetings.placing import room_of
from deelgenoot_web.meetings.rules import may_direct, may_present
from deelgenoot_web.meetings.views.inside import NotDoneError, ReplyWords
from deelgenoot_web.meetings.views.screens import meeting_that_is_on, or_called_off
from deelgenoot_web.meetings.views.sent import answer_done, answer_not_done

_MOST_MINUTES = 120
_LONGEST = 280
_LONGEST_PLACE = 3
_BY_PRESENTERS = {"item", "slide", "minutes", "seen", "gestures", "off", "back"}
"""Fields of a form that a presenter may send too."""
_SCREENS = ("present", "stage")
"""Pages besides the desk from where somebody drives."""
Rule = Callable[[Person, Meeting], bool]
Deed = Callable[..., ReplyWords | None]
View = Callable[..., HttpResponse]


def for_desk(deed: Deed) -> View:
    """Make a view for a POST by who directs from `deed(request, meeting, by, ...)`."""
    return for_drivers(may_direct, "desk")(deed)


def for_drivers(may_lead: Rule, page: str = "", anchor: str = "") -> Callable[[Deed], View]:
    """Make such a view for who `may_lead`.

    A form leads back to `page`, and the `anchor` with what is in the address; without a page to the
    one that sent it.
    """

    def make_view(deed: Deed) -> View:
        @require_POST
        @or_called_off
        @wraps(deed)
        def view(request: HttpRequest, slug: str, **which: Any) -> HttpResponse:
            meeting, by = meeting_led(request, slug, may_lead)
            back = reverse(f"meetings:{page}", args=[slug]) if page else way_back(request, slug)
            back += anchor.format(**which)
            try:
                reply = deed(request, meeting, by, **which) or ReplyWords()
            except NotDoneError as no:
                return answer_not_done(request, no.status, no.why, back, no.more)
            return answer_done(request, None, back, reply.say, reply.more)

        return view

    return make_view


@require_POST
@or_called_off
def drive(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a part (`item`), go to a `slide` of it, give `minutes`, switch `gestures` or take a
    scene `off`.

    A presenter may do so too. Others end the session (`close`) or take that back, or lock or open
    the `door`.
    """
    presents = request.POST and set(request.POST) <= _BY_PRESENTERS
    meeting, by = meeting_led(request, slug, may_present if presents else may_direct)
    back = way_back(request, slug)
    if "door" in request.POST:
        back = reverse("meetings:people", args=[slug])
    if request.POST.get("reopen"):
        return _reopen(request, by, meeting, back)
    try:
        more = _drive_programme(by, meeting, request.POST)
    except actions.EndedError:
        why = _(
            "Beginnen kan niet meer: de bijeenkomst is al langer dan een uur geleden afgesloten, "
            "of de gegevens van deelnemers zijn gewist."
        )
        return answer_not_done(request, HTTPStatus.CONFLICT, why, back)
    if more is None:
        why = _("Kies een onderdeel, of een aantal minuten van -120 tot en met 120.")
        return answer_not_done(request, HTTPStatus.BAD_REQUEST, why, back)
    return answer_done(request, None, back, more=more)


@for_desk
def say(request: HttpRequest, meeting: Meeting, by: Person) -> ReplyWords:
    text = " ".join(request.POST.get("text", "").split())
    if not 0 < len(text) <= _LONGEST:
        why = _("Schrijf een bericht van 1 tot en met %(most)s tekens.")
        raise NotDoneError(why % {"most": _LONGEST})
    group = None
    if place := request.POST.get("group", ""):
        if len(place) > _LONGEST_PLACE or not (place.isascii() and place.isdecimal()):
            raise Http404
        group = room_of(get_object_or_404(meeting.groups, position=int(place)))
    actions.say(by=by, meeting=meeting, text=text, group=group)
    return ReplyWords(_("Verstuurd."))


@for_desk
def withdraw(request: HttpRequest, meeting: Meeting, by: Person, message_id: int) -> None:
    message = get_object_or_404(Message, meeting=meeting, pk=message_id)
    actions.withdraw(by=by, message=message, now=timezone.now())


def meeting_led(
    request: HttpRequest, slug: str, may_lead: Rule = may_direct
) -> tuple[Meeting, Person]:
    """Find the meeting and the person who leads it; raise PermissionDenied for anybody else."""
    meeting = meeting_that_is_on(slug)
    if not isinstance(request.user, Person) or not may_lead(request.user, meeting):
        raise PermissionDenied
    return meeting, request.user


def way_back(request: HttpRequest, slug: str) -> str:
    """Return the address of the page that sent a form: that of `back`, or else the desk."""
    screen = request.POST.get("back")
    return reverse(f"meetings:{screen if screen in _SCREENS else 'desk'}", args=[slug])


def _reopen(request: HttpRequest, by: Person, meeting: Meeting, back: str) -> HttpResponse:
    if actions.reopen(by=by, meeting=meeting, now=timezone.now()):
        return answer_done(request, None, back)
    why = _("Heropenen kan niet meer: de bijeenkomst is al langer dan een uur geleden afgesloten.")
    return answer_not_done(request, HTTPStatus.CONFLICT, why, back)


def _drive_programme(by: Person, meeting: Meeting, data: QueryDict) -> dict[str, str] | None:
    """Do what was pressed, and return what the script gets of it; None for anything unknown."""
    now = timezone.now()
    if key := data.get("item", ""):
        item = get_object_or_404(meeting.programme.select_related("deck"), pk=key_from(key))
        if number := key_from(data.get("slide", "")):
            actions.show_slide(by=by, meeting=meeting, item=item, number=number, now=now)
        else:
            actions.go_to(by=by, meeting=meeting, item=item, now=now)
    elif minutes := _minutes(data.get("minutes", "")):
        seen = moment_from(data.get("seen", ""))
        ends_at = actions.add_minutes(by=by, meeting=meeting, minutes=minutes, now=now, seen=seen)
        return {"seen": ends_at.isoformat() if ends_at else ""}
    elif data.get("close"):
        actions.close(by=by, meeting=meeting, now=now)
    elif not _switch(by, meeting, data):
        return None
    return {}


def _switch(by: Person, meeting: Meeting, data: QueryDict) -> bool:
    """Take a scene off, or switch signs or the door; returns False for anything unknown."""
    if (scene := data.get("off", "")) in actions.TAKES_OFF:
        actions.take_off(by=by, meeting=meeting, scene=scene)
    elif data.get("gestures") in {"on", "off"}:
        set_gestures(by=by, meeting=meeting, is_on=data["gestures"] == "on")
    elif data.get("door") in {"open", "locked"}:
        actions.set_door(by=by, meeting=meeting, is_open=data["door"] == "open")
    else:
        return False
    return True


def _minutes(text: str) -> int:
    """Read a number of minutes; 0 for anything that cannot be given."""
    digits = text.removeprefix("-")
    minutes = key_from(digits)
    if minutes > _MOST_MINUTES:
        return 0
    return -minutes if text != digits else minutes
