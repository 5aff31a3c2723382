"""From a session to the exchange: a leader asks who wrote a card to make an approach of it."""

from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.actions.harvest import HarvestPiece, offer
from deelgenoot_web.meetings.models import Card
from deelgenoot_web.meetings.rules import may_facilitate


def source_of(card: Card) -> str:
    """Name the card for the exchange, which knows no cards."""
    return f"card:{card.pk}"


def may_be_asked(card: Card) -> bool:
    """Whether a card has an author who gets mail; of a rehearsal only the mailbox does."""
    is_real = not card.group.meeting.is_rehearsal or settings.HAS_MAILBOX
    return is_real and card.author is not None and bool(card.author.email)


@require_POST
def offer_card(request: HttpRequest, slug: str, number: int, card_id: UUID) -> HttpResponse:
    """Ask the author; a card without one, or without an address, is left as it is."""
    cards = Card.objects.select_related("group__meeting", "author__registration", "author__person")
    place = {"group__meeting__slug": slug, "group__position": number - 1}
    card = get_object_or_404(cards, pk=card_id, **place)
    person = request.user
    if not (isinstance(person, Person) and may_facilitate(person, card.group)):
        raise PermissionDenied
    author = card.author
    if author and may_be_asked(card):
        writer = author.person or author.registration
        harvest = HarvestPiece(
            source_of(card), card.text, card.challenge_id, card.group.meeting.title[:200]
        )
        offer(harvest=harvest, to=author.email, language=writer.language if writer else "nl")
    return redirect("meetings:card", slug, number, card_id)
