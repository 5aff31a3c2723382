"""What is done on the board of a group."""

from http import HTTPStatus
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from deelgenoot_web.meetings.actions import board as actions
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.models import Card, Comment
from deelgenoot_web.meetings.views.inside import (
    GroupVisitor,
    NotDoneError,
    ReplyWords,
    for_leaders,
    for_members,
    group_of,
    inside_of,
    text_of,
)
from deelgenoot_web.meetings.views.screens import meeting_that_is_on

_LONGEST_HEADING = 120


@for_members
def add(request: HttpRequest, inside: GroupVisitor) -> ReplyWords:
    kind = request.POST.get("kind", "")
    if kind not in Card.Kind:
        raise NotDoneError(_("Kies wat voor kaart het is."))
    text, key = text_of(request.POST), _key(request.POST.get("id", ""))
    made = actions.add(
        by=inside.by, group=inside.group, card_id=key, kind=Card.Kind(kind), text=text
    )
    return ReplyWords(_("De kaart ligt op het bord."), {"card": str(made.pk)})


def card(request: HttpRequest, slug: str, number: int, card_id: UUID) -> HttpResponse:
    """The page of one card: its text, its heading, and for who leads merging and hiding."""
    meeting = meeting_that_is_on(slug)
    inside = inside_of(request, meeting, group_of(meeting, number))
    if inside is None:
        return redirect("meetings:room", slug, number)
    if request.method == "POST":
        return edit(request, slug, number, card_id=card_id)
    found = _card(inside, card_id)
    return _card_page(request, inside, found, _kept(found))


@for_members
def edit(request: HttpRequest, inside: GroupVisitor, card_id: UUID) -> ReplyWords | HttpResponse:
    text = text_of(request.POST)
    found = _card_for(inside, card_id, text)
    version = request.POST.get("version", "")
    read = int(version) if version.isdecimal() and version.isascii() else 0
    try:
        actions.edit(by=inside.by, card=found, text=text, version=read)
    except actions.ConflictError as theirs:
        filled = _kept(found) | {"text": text, "version": theirs.version, "theirs": theirs.theirs}
        return _card_page(request, inside, found, filled, HTTPStatus.CONFLICT)
    return ReplyWords()


@for_members
def comment(request: HttpRequest, inside: GroupVisitor, card_id: UUID) -> ReplyWords:
    text = text_of(request.POST)
    found = _card_for(inside, card_id, text)
    key = _key(request.POST.get("id", ""))
    actions.comment(by=inside.by, card=found, comment_id=key, text=text)
    return ReplyWords(_("Uw reactie staat bij de kaart."))


@for_members
def dot(request: HttpRequest, inside: GroupVisitor, card_id: UUID) -> ReplyWords:
    found, one = _card(inside, card_id), inside.participant
    if one is None:
        raise NotDoneError(_("Stippen zijn van de deelnemers van de groep."), HTTPStatus.FORBIDDEN)
    if request.POST.get("do") == "take":
        leaves = request.POST.get("leaves", "")
        n_left = int(leaves[:4]) if leaves.isdecimal() and leaves.isascii() else None
        actions.take_dot(by=one, card=found, leaves=n_left)
        return ReplyWords(_("Uw stip is terug."))
    try:
        actions.give_dot(by=one, card=found, dot_id=_key(request.POST.get("id", "")))
    except actions.NoDotsLeftError as none:
        why = _("Uw stippen zijn op. Neem er eerst een terug.")
        raise NotDoneError(why, HTTPStatus.CONFLICT) from none
    return ReplyWords(_("Uw stip staat."))


@for_members
def heading(request: HttpRequest, inside: GroupVisitor, card_id: UUID) -> ReplyWords | HttpResponse:
    found, title = _card(inside, card_id), ""
    if request.POST.get("title", "").strip():
        title = text_of(request.POST, "title", _LONGEST_HEADING)
    seen = request.POST.get("seen")
    try:
        actions.stack(by=inside.by, group=inside.group, card=found, title=title, seen=seen)
    except ChangedMeanwhileError as theirs:
        filled = _kept(found) | {"heading": title, "now": theirs.now["now"], "is_headed": True}
        return _card_page(request, inside, found, filled, HTTPStatus.CONFLICT)
    return ReplyWords()


@for_leaders
def merge(request: HttpRequest, inside: GroupVisitor, card_id: UUID) -> ReplyWords:
    found, into = _card(inside, card_id), request.POST.get("into", "")
    if not into and found.merged_into_id:
        actions.part(by=inside.lead, card=found)
        return ReplyWords()
    try:
        actions.merge(by=inside.lead, card=found, into=_card(inside, UUID(into)))
    except ValueError as error:
        raise NotDoneError(_("Kies een andere kaart om deze bij te leggen.")) from error
    return ReplyWords()


@for_leaders
def hide(request: HttpRequest, inside: GroupVisitor, card_id: UUID) -> ReplyWords:
    found, is_hidden = _card(inside, card_id), bool(request.POST.get("is_hidden"))
    actions.hide(by=inside.lead, card=found, is_hidden=is_hidden)
    return ReplyWords()


@for_leaders
def hide_comment(request: HttpRequest, inside: GroupVisitor, comment_id: UUID) -> ReplyWords:
    found = get_object_or_404(Comment, card__group=inside.group, pk=comment_id)
    actions.hide_comment(
        by=inside.lead, remark=found, is_hidden=bool(request.POST.get("is_hidden"))
    )
    return ReplyWords()


@for_leaders
def sort(request: HttpRequest, inside: GroupVisitor) -> ReplyWords:
    actions.sort(by=inside.lead, group=inside.group)
    return ReplyWords(_("Gesorteerd: de meeste stippen eerst."))


@for_leaders
def lay_out(request: HttpRequest, inside: GroupVisitor) -> ReplyWords:
    actions.lay_out(group=inside.group)
    return ReplyWords()


def _card(inside: GroupVisitor, card_id: UUID) -> Card:
    """A card of this group; one that is hidden is there only for who leads."""
    cards = inside.group.cards.select_related("group", "stack", "merged_into")
    return get_object_or_404(cards if inside.leader else cards.filter(is_hidden=False), pk=card_id)


def _card_for(inside: GroupVisitor, card_id: UUID, text: str) -> Card:
    """A card that this text is for. Who wrote it while the card was hidden gets the text back."""
    try:
        return _card(inside, card_id)
    except Http404:
        if not inside.group.cards.filter(pk=card_id).exists():
            raise
        why = _("Deze kaart is intussen van het bord gehaald. Dit schreef u: “%(text)s”")
        raise NotDoneError(why % {"text": text}, HTTPStatus.CONFLICT) from None


def _kept(card: Card) -> dict[str, object]:
    """The forms of a card as it is; `now` is the heading that it lies under."""
    title = card.stack.title if card.stack else ""
    return {"text": card.text, "version": card.version, "heading": title, "now": title}


def _card_page(
    request: HttpRequest,
    inside: GroupVisitor,
    found: Card,
    filled: dict[str, object],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    others = inside.group.cards.filter(is_hidden=False, merged_into=None).exclude(pk=found.pk)
    page = {
        "title": _("Kaart: %(text)s") % {"text": found.text[:80]},
        "description": inside.group.name,
        "inside": inside,
        "number": inside.group.position + 1,
        "card": found,
        "filled": filled,
        "headings": inside.group.stacks.values_list("title", flat=True),
        "others": others,
    }
    response = render(request, "meetings/card.html", page, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _key(text: str) -> UUID:
    """The id that the device gave; a form without script gets a new one."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
