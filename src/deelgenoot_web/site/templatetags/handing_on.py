"""`{% offer_to_exchange card %}`: where a card of a session leads to the exchange."""

from typing import Any

from django import template

from deelgenoot_web.exchange.queries import is_offered
from deelgenoot_web.meetings.models import Card
from deelgenoot_web.site.handing_on import may_be_asked, source_of

register = template.Library()


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
