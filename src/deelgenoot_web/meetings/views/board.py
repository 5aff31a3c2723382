"""The buttons and forms of the board of a group."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from deelgenoot_web.meetings.actions import board as actions
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.forms.keys import key_from, uuid_from
from deelgenoot_web.meetings.models import Card, Comment
from deelgenoot_web.meetings.parts.screen import following
from deelgenoot_web.meetings.placing import name_of_group
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
from deelgenoot_web.meetings.views.screens import meeting_that_is_on, or_called_off
from deelgenoot_web.meetings.views.sent import private

_LONGEST_HEADING = 120


@for_members
def add(request: HttpRequest, inside: GroupVisitor) -> ReplyWords:
    kind = request.POST.get("kind", "")
    if kind not in Card.Kind:
        raise NotDoneError(_("Kies wat voor kaart het is."))
    text, key = text_of(request.POST), uuid_from(request.POST.get("id", ""))
    card = actions.add(
        by=inside.by, group=inside.group, card_id=key, kind=Card.Kind(kind), text=text
    )
    return ReplyWords(_("De kaart ligt op het bord."), {"card": str(card.pk)})


@or_called_off
def card(request: HttpRequest, slug: str, number: int, card_id: UUID) -> HttpResponse:
    """Show a card: its text, its heading, and for the leader merging and hiding."""
    meeting = meeting_that_is_on(slug)
    inside = inside_of(request, meeting, group_of(meeting, number))
    if inside is None:
        return redirect("meetings:room", slug, number)
    if request.method == "POST":
        return edit(request, slug, number, card_id=card_id)
    card = _card(inside, card_id)
    return _card_page(request, inside, card, _form_values(card))


@for_members
def edit(request: HttpRequest, inside: GroupVisitor, card_id: UUID) -> ReplyWords | HttpResponse:
    text = text_of(request.POST)
    card = _card_for(inside, card_id, text)
    version = key_from(request.POST.get("version", ""))
    try:
        actions.edit(by=inside.by, card=card, text=text, version=version)
    except actions.ConflictError as theirs:
        values = _form_values(card)
        values |= {"text": text, "version": theirs.version, "theirs": theirs.theirs}
        return _card_page(request, inside, card, values, HTTPStatus.CONFLICT)
    return ReplyWords()


@for_members
def comment(request: HttpRequest, inside: GroupVisitor, card_id: UUID) -> ReplyWords:
    text = text_of(request.POST)
    card = _card_for(inside, card_id, text)
    key = uuid_from(request.POST.get("id", ""))
    actions.comment(by=inside.by, card=card, comment_id=key, text=text)
    return ReplyWords(_("Uw reactie staat bij de kaart."))


@for_members
def dot(request: HttpRequest, inside: GroupVisitor, card_id: UUID) -> ReplyWords:
    card, participant = _card(inside, card_id), inside.participant
    if participant is None:
        raise NotDoneError(_("Stippen zijn van de deelnemers van de groep."), HTTPStatus.FORBIDDEN)
    if request.POST.get("do") == "take":
        leaves = request.POST.get("leaves", "")
        n_left = int(leaves[:4]) if leaves.isdecimal() and leaves.isascii() else None
        actions.take_dot(by=participant, card=card, leaves=n_left)
        return ReplyWords(_("Uw stip is terug."))
    try:
        actions.give_dot(by=participant, card=card, dot_id=uuid_from(request.POST.get("id", "")))
    except actions.NoDotsLeftError as none:
        why = _("Uw stippen zijn op. Neem er eerst een terug.")
        raise NotDoneError(why, HTTPStatus.CONFLICT) from none
    return ReplyWords(_("Uw stip staat."))


@for_members
def heading(request: HttpRequest, inside: GroupVisitor, card_id: UUID) -> ReplyWords | HttpResponse:
    card, title = _card(inside, card_id), ""
    if request.POST.get("title", "").strip():
        title = text_of(request.POST, "title", _LONGEST_HEADING)
    shown_heading = request.POST.get("seen")
    try:
        actions.stack(by=inside.by, group=inside.group, card=card, title=title, seen=shown_heading)
    except ChangedMeanwhileError as theirs:
        values = _form_values(card)
        values |= {"heading": title, "now": theirs.now["now"], "is_headed": True}
        return _card_page(request, inside, card, values, HTTPStatus.CONFLICT)
    return ReplyWords()


@for_leaders
def merge(request: HttpRequest, inside: GroupVisitor, card_id: UUID) -> ReplyWords:
    card, into = _card(inside, card_id), request.POST.get("into", "")
    if not into and card.merged_into_id:
        actions.part(by=inside.lead, card=card)
        return ReplyWords()
    try:
        actions.merge(by=inside.lead, card=card, into=_card(inside, UUID(into)))
    except ValueError as error:
        raise NotDoneError(_("Kies een andere kaart om deze bij te leggen.")) from error
    return ReplyWords()


@for_leaders
def hide(request: HttpRequest, inside: GroupVisitor, card_id: UUID) -> ReplyWords:
    card, is_hidden = _card(inside, card_id), bool(request.POST.get("is_hidden"))
    actions.hide(by=inside.lead, card=card, is_hidden=is_hidden)
    return ReplyWords()


@for_leaders
def hide_comment(request: HttpRequest, inside: GroupVisitor, comment_id: UUID) -> ReplyWords:
    remark = get_object_or_404(Comment, card__group=inside.group, pk=comment_id)
    actions.hide_comment(
        by=inside.lead, remark=remark, is_hidden=bool(request.POST.get("is_hidden"))
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
    """Find a card of this group; a hidden one only for the leader."""
    cards = inside.group.cards.select_related("group", "stack", "merged_into")
    return get_object_or_404(cards if inside.leader else cards.filter(is_hidden=False), pk=card_id)


def _card_for(inside: GroupVisitor, card_id: UUID, text: str) -> Card:
    """Find the card of a text. A writer whose card was hidden meanwhile gets the text back."""
    try:
        return _card(inside, card_id)
    except Http404:
        if not inside.group.cards.filter(pk=card_id).exists():
            raise
        why = _("Deze kaart is intussen van het bord gehaald. Dit schreef u: “%(text)s”")
        raise NotDoneError(why % {"text": text}, HTTPStatus.CONFLICT) from None


def _form_values(card: Card) -> dict[str, object]:
    """Return the values of the forms of a card; `now` is the heading that it lies under."""
    title = card.stack.title if card.stack else ""
    return {"text": card.text, "version": card.version, "heading": title, "now": title}


def _card_page(
    request: HttpRequest,
    inside: GroupVisitor,
    card: Card,
    values: dict[str, object],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    others = inside.group.cards.filter(is_hidden=False, merged_into=None).exclude(pk=card.pk)
    page = {
        "title": _("Kaart: %(text)s") % {"text": card.text[:80]},
        "description": name_of_group(inside.group, inside.meeting.study),
        "following": following(inside.meeting, inside.participant, inside.leader, inside.group),
        "inside": inside,
        "number": inside.group.position + 1,
        "card": card,
        "filled": values,
        "headings": inside.group.stacks.values_list("title", flat=True),
        "others": others,
    }
    return private(render(request, "meetings/card.html", page, status=status))
