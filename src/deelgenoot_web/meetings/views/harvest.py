"""What is done in the room of a group beside the board: the script, the call, the harvest."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from deelgenoot_web.meetings.actions import calls, moving, script
from deelgenoot_web.meetings.actions import harvest as actions
from deelgenoot_web.meetings.actions.harvest import HarvestText, StaleError
from deelgenoot_web.meetings.models import Harvest
from deelgenoot_web.meetings.queries.harvest import (
    SENTENCES,
    TOPS,
    completed,
    left_by_joined,
    written_in,
)
from deelgenoot_web.meetings.queries.room import groups_item
from deelgenoot_web.meetings.views.inside import (
    GroupVisitor,
    NotDoneError,
    ReplyWords,
    for_leaders,
    for_members,
)
from deelgenoot_web.meetings.views.sent import is_script

_LONGEST = 400
_LONGEST_TOP = 200


@for_leaders
def step(request: HttpRequest, inside: GroupVisitor) -> ReplyWords:
    item, now = groups_item(inside.meeting), timezone.now()
    number = request.POST.get("step", "")
    if item and number.isdecimal() and number.isascii():
        script.go_to(by=inside.lead, group=inside.group, item=item, step=int(number[:4]), now=now)
    elif request.POST.get("minutes") == "2":
        script.add_minutes(by=inside.lead, group=inside.group, minutes=2, now=now)
    else:
        raise NotDoneError(_("Kies een stap, of twee minuten erbij."), HTTPStatus.BAD_REQUEST)
    return ReplyWords()


@for_leaders
def call(request: HttpRequest, inside: GroupVisitor) -> ReplyWords:
    calls.call(by=inside.lead, group=inside.group)
    return ReplyWords()


@for_leaders
def ready(request: HttpRequest, inside: GroupVisitor) -> ReplyWords:
    is_ready = bool(request.POST.get("is_ready"))
    if is_ready and not Harvest.objects.filter(group=inside.group).exists():
        raise NotDoneError(_("Schrijf eerst op wat de groep meeneemt."), HTTPStatus.CONFLICT)
    actions.mark_ready(by=inside.lead, group=inside.group, is_ready=is_ready)
    return ReplyWords()


@for_leaders
def save(request: HttpRequest, inside: GroupVisitor) -> ReplyWords | HttpResponse:
    """Keep what was written. `do=dots` fills the top three from the cards with most dots, and
    `do=theirs` what is empty from what joined groups wrote."""
    sent = {name: " ".join(request.POST.get(name, "").split()) for name in (*TOPS, *SENTENCES)}
    if request.POST.get("do") == "dots":
        texts = [one.text[:_LONGEST_TOP] for one in actions.most_dots(inside.group)]
        sent |= dict(zip(TOPS, [*texts, "", "", ""], strict=False))
    elif request.POST.get("do") == "theirs":
        sent = completed(sent, left_by_joined(inside.group))
    _check(sent)
    version = request.POST.get("version", "")
    try:
        made = actions.save(
            by=inside.lead,
            group=inside.group,
            written=HarvestText(
                actions.top_of(inside.group, (sent[name] for name in TOPS)),
                *(sent[name] for name in SENTENCES),
            ),
            version=int(version) if version.isdecimal() and version.isascii() else 0,
        )
    except StaleError as stale:
        return _stale(request, inside, sent, stale.now)
    at = timezone.localtime(made.saved_at).strftime("%H.%M")
    kept = written_in(made)
    return ReplyWords(_("Bewaard om %(time)s uur") % {"time": at}, {"kept": kept})


@for_members
def contact(request: HttpRequest, inside: GroupVisitor) -> ReplyWords:
    one = inside.participant
    if one is None or one.registration_id is None:
        why = _("De contactlijst is voor wie zich aanmeldde.")
        raise NotDoneError(why, HTTPStatus.FORBIDDEN)
    shares = bool(request.POST.get("shares"))
    moving.share_contact(by=one, shares=shares)
    one.refresh_from_db()
    return ReplyWords(
        _("U staat in de contactlijst van uw groep.")
        if shares
        else _("U staat niet (meer) in de contactlijst.")
    )


def _check(sent: dict[str, str]) -> None:
    for name, text in sent.items():
        most = _LONGEST_TOP if name in TOPS else _LONGEST
        if len(text) > most:
            why = _("Een zin is langer dan %(most)s tekens. Maak hem korter.") % {"most": most}
            raise NotDoneError(why)


def _stale(
    request: HttpRequest, inside: GroupVisitor, sent: dict[str, str], now: Harvest
) -> HttpResponse:
    """Somebody else saved meanwhile: both texts, and nothing is lost."""
    why = _("Iemand anders schreef intussen ook. Hieronder staan beide teksten.")
    kept = written_in(now)
    if is_script(request):
        return JsonResponse({"error": why, "kept": kept}, status=HTTPStatus.CONFLICT)
    page: dict[str, Any] = {
        "title": _("Twee teksten"),
        "description": why,
        "why": why,
        "inside": inside,
        "number": inside.group.position + 1,
        "fields": [(name, sent[name], kept[name]) for name in (*TOPS, *SENTENCES)],
        "version": kept["version"],
    }
    response = render(request, "meetings/harvest_conflict.html", page, status=HTTPStatus.CONFLICT)
    response["Cache-Control"] = "private, no-store"
    return response
