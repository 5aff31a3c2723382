"""From a session to the exchange: authors are asked to go on, and all hear what concerns them."""

from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.actions.harvest import HarvestPiece, offer
from deelgenoot_web.exchange.models import HarvestOffer
from deelgenoot_web.exchange.pages.municipality import what_awaits
from deelgenoot_web.letters.links import absolute
from deelgenoot_web.meetings.actions.example import the_example
from deelgenoot_web.meetings.models import Card, Group, Harvest, Role
from deelgenoot_web.meetings.rules import may_facilitate

SENTENCES: dict[str, str] = {
    "main_challenge": HarvestOffer.Becomes.CHALLENGE,
    "what_works": HarvestOffer.Becomes.PRACTICE,
    "what_is_needed": HarvestOffer.Becomes.CALL,
}
"""What each sentence of a harvest is asked to become."""


def source_of(card: Card) -> str:
    """Name the card for the exchange, which knows no cards."""
    return f"card:{card.pk}"


def may_be_asked(card: Card) -> bool:
    """Whether a card has an author who gets mail; of a rehearsal only the mailbox does."""
    return _is_real(card.group) and card.author is not None and bool(card.author.email)


def _is_real(group: Group) -> bool:
    return not group.meeting.is_rehearsal or settings.HAS_MAILBOX


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
        becomes = request.POST.get("becomes", "")
        harvest = HarvestPiece(
            source_of(card),
            card.text,
            card.challenge_id,
            card.group.meeting.title[:200],
            becomes if becomes in HarvestOffer.Becomes else HarvestOffer.Becomes.PRACTICE,
        )
        offer(harvest=harvest, to=author.email, language=writer.language if writer else "nl")
    return redirect("meetings:card", slug, number, card_id)


def sentence_source(group: Group, sentence: str) -> str:
    """Name a sentence of a group's harvest for the exchange, which knows no groups."""
    return f"harvest:{group.pk}:{sentence}"


def leader_of(group: Group) -> Person | None:
    """Find who led a group, and so wrote its harvest; None where nobody has that role."""
    kind = Role.Kind.FACILITATOR
    role = group.roles.filter(kind=kind).select_related("person").order_by("pk").first()
    return role.person if role else None


@require_POST
def offer_sentence(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask the leader of a group to go on with a sentence of its harvest."""
    groups = Group.objects.select_related("meeting", "harvest")
    group = get_object_or_404(groups, meeting__slug=slug, position=number - 1)
    if not may_facilitate(request.user, group):
        raise PermissionDenied
    sentence = request.POST.get("sentence", "")
    text = getattr(group.harvest, sentence) if sentence in SENTENCES else ""
    leader = leader_of(group)
    if text and leader and _is_real(group):
        origin = group.meeting.title[:200]
        piece = HarvestPiece(
            sentence_source(group, sentence), text, "", origin, SENTENCES[sentence]
        )
        offer(harvest=piece, to=leader.email, language=leader.language)
    return redirect(f"{reverse('meetings:report', args=[slug])}#naar-de-aanpakken")


def harvest_of_the_example() -> list[tuple[str, str]]:
    """List what a group of the example session brought back, as (what it can become, text).

    Nothing without that session, or where no group said that its harvest is ready. The pages of the
    exchange find this by a setting, as the exchange does not know meetings.
    """
    example = the_example()
    harvests = (
        Harvest.objects.filter(group__meeting=example, is_ready=True).order_by("pk")
        if example
        else ()
    )
    for harvest in harvests:
        pairs = [(becomes, getattr(harvest, name)) for name, becomes in SENTENCES.items()]
        if lines := [(becomes, text) for becomes, text in pairs if text]:
            return lines
    return []


def words_of_the_exchange(gm_code: str) -> str:
    """Say in a letter of thanks what the exchange has for a municipality; empty for an unknown one.

    The letters of meetings find this by a setting, as meetings do not know the exchange.
    """
    awaits = what_awaits(gm_code)
    if awaits is None:
        return ""
    slots = {
        "name": awaits.name,
        "n": awaits.n_practices,
        "url": absolute(reverse("exchange:offered", args=[awaits.slug])),
    }
    if not awaits.n_practices:
        words = _("Bij de opgaven van %(name)s staat nog geen aanpak. Deelt u de eerste? %(url)s")
    else:
        words = ngettext(
            "Bij de opgaven van %(name)s staat %(n)s aanpak van een andere gemeente: %(url)s",
            "Bij de opgaven van %(name)s staan %(n)s aanpakken van andere gemeenten: %(url)s",
            awaits.n_practices,
        )
    lines = [words % slots, *(f"- {title}: {reason}" for title, reason in awaits.texts)]
    return "\n".join(lines)
