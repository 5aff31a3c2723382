"""The buttons of a group's room beside the board: the script, the call, the harvest."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from deelgenoot_web.meetings.actions import calls, moving, script
from deelgenoot_web.meetings.actions import harvest as actions
from deelgenoot_web.meetings.actions.harvest import HarvestText, StaleError
from deelgenoot_web.meetings.forms.keys import key_from, moment_from
from deelgenoot_web.meetings.models import Harvest
from deelgenoot_web.meetings.queries.harvest import (
    SENTENCES,
    TOPS,
    fill_gaps,
    harvests_of_joined,
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
from deelgenoot_web.meetings.views.sent import is_script, private

_LONGEST = 400
_LONGEST_TOP = 200


@for_leaders
def step(request: HttpRequest, inside: GroupVisitor) -> ReplyWords:
    item, now = groups_item(inside.meeting), timezone.now()
    number = request.POST.get("step", "")
    if item and number.isdecimal() and number.isascii():
        script.go_to(by=inside.lead, group=inside.group, item=item, step=int(number[:4]), now=now)
    elif request.POST.get("minutes") == "2":
        seen = moment_from(request.POST.get("seen", ""))
        ends_at = script.add_minutes(
            by=inside.lead, group=inside.group, minutes=2, now=now, seen=seen
        )
        return ReplyWords(more={"seen": ends_at.isoformat() if ends_at else ""})
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
    """Store the harvest. `do=dots` fills the top three from the cards with most dots, and
    `do=theirs` fills the empty fields from what joined groups wrote."""
    texts = {name: " ".join(request.POST.get(name, "").split()) for name in (*TOPS, *SENTENCES)}
    if request.POST.get("do") == "dots":
        top = [one.text[:_LONGEST_TOP] for one in actions.most_dots(inside.group)]
        texts |= dict(zip(TOPS, [*top, "", "", ""], strict=False))
    elif request.POST.get("do") == "theirs":
        texts = fill_gaps(texts, harvests_of_joined(inside.group))
    _check(texts)
    try:
        harvest = actions.save(
            by=inside.lead,
            group=inside.group,
            words=HarvestText(
                actions.top_of(inside.group, (texts[name] for name in TOPS)),
                *(texts[name] for name in SENTENCES),
            ),
            version=key_from(request.POST.get("version", "")),
        )
    except StaleError as stale:
        return _stale(request, inside, texts, stale.now)
    at = timezone.localtime(harvest.saved_at).strftime("%H.%M")
    more = {"kept": written_in(harvest)}
    return ReplyWords(_("Bewaard om %(time)s uur") % {"time": at}, more)


@for_members
def contact(request: HttpRequest, inside: GroupVisitor) -> ReplyWords:
    participant = inside.participant
    if participant is None or participant.registration_id is None:
        why = _("De contactlijst is voor wie zich aanmeldde.")
        raise NotDoneError(why, HTTPStatus.FORBIDDEN)
    shares = bool(request.POST.get("shares"))
    moving.share_contact(by=participant, shares=shares)
    participant.refresh_from_db()
    return ReplyWords(
        _("U staat in de contactlijst van uw groep.")
        if shares
        else _("U staat niet (meer) in de contactlijst.")
    )


def _check(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        most = _LONGEST_TOP if name in TOPS else _LONGEST
        if len(text) > most:
            why = _("Een zin is langer dan %(most)s tekens. Maak hem korter.") % {"most": most}
            raise NotDoneError(why)


def _stale(
    request: HttpRequest, inside: GroupVisitor, texts: dict[str, str], now: Harvest
) -> HttpResponse:
    """Show both texts after somebody else saved meanwhile, so that nothing is lost."""
    why = _("Een andere deelnemer heeft intussen ook geschreven. Hieronder staan beide teksten.")
    stored_texts = written_in(now)
    if is_script(request):
        return JsonResponse({"error": why, "kept": stored_texts}, status=HTTPStatus.CONFLICT)
    page: dict[str, Any] = {
        "title": _("Twee teksten"),
        "description": why,
        "why": why,
        "inside": inside,
        "number": inside.group.position + 1,
        "fields": [(name, texts[name], stored_texts[name]) for name in (*TOPS, *SENTENCES)],
        "version": stored_texts["version"],
    }
    status = HTTPStatus.CONFLICT
    return private(render(request, "meetings/harvest_conflict.html", page, status=status))
