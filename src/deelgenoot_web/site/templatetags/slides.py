"""Slides of the atlas on the screens of a session."""

from typing import Any

from django import template

from deelgenoot_web.site.decks import deck_of

register = template.Library()


@register.inclusion_tag("site/parts/atlas_slide.html", name="atlas_slide")
@register.inclusion_tag("site/parts/atlas_slide_notes.html", name="atlas_slide_notes")
def atlas_slide(source: str, number: int, study: str) -> dict[str, Any]:
    """One slide of a deck, or what a speaker says with it and the title of the next.

    It is the last one where a newer release has fewer.
    """
    deck = deck_of(source, study)
    if deck is None or not number:
        return {"page": deck, "slide": None}
    place = min(number, len(deck.slides)) - 1
    following = deck.slides[place + 1 :]
    return {
        "page": deck,
        "slide": deck.slides[place],
        "number": place + 1,
        "following": following[0] if following else None,
    }
