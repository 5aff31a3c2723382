"""`{% offer_to_exchange card %}`, `{% offer_harvests rooms %}`: from a session to the exchange."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

from deelgenoot_web.exchange.queries import is_offered, offers_among
from deelgenoot_web.meetings.models import Card, Group, Role
from deelgenoot_web.site.handing_on import SENTENCES, may_be_asked, sentence_source, source_of

register = template.Library()


@dataclass(frozen=True)
class HarvestSentence:
    """A sentence that a group brought back."""

    group: Group
    name: str
    """The name of the group in the language of the page."""
    sentence: str
    words: str
    source: str

    @property
    def number(self) -> int:
        """The number of its group, from 1."""
        return self.group.position + 1


@register.inclusion_tag("site/parts/offer_to_exchange.html")
def offer_to_exchange(card: Card) -> dict[str, Any]:
    """The button that asks the author of a card, or why there is none."""
    return {
        "slug": card.group.meeting.slug,
        "number": card.group.position + 1,
        "card": card,
        "has_address": may_be_asked(card),
        "is_offered": is_offered(source_of(card)),
    }


@register.inclusion_tag("site/parts/offer_harvests.html")
def offer_harvests(slug: str, rooms: Iterable[Any]) -> dict[str, Any]:
    """The buttons that ask leaders to go on with the harvest of their groups; two queries."""
    groups = {one.group.pk: one for one in rooms if one.harvest}
    kind = Role.Kind.FACILITATOR
    groups_with_leader = set(
        Role.objects.filter(group__in=groups, kind=kind).values_list("group", flat=True)
    )
    lines = [
        HarvestSentence(one.group, one.name, sentence, words, sentence_source(one.group, sentence))
        for pk, one in groups.items()
        if pk in groups_with_leader
        for sentence in SENTENCES
        if (words := getattr(one.harvest, sentence))
    ]
    return {"slug": slug, "lines": lines, "offers": offers_among([one.source for one in lines])}
