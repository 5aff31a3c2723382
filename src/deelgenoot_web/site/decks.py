"""From the atlas to a session: the slides of a cluster as those of a part of the programme."""

from functools import lru_cache

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.atlas.edition import active_language, edition
from deelgenoot_web.atlas.pages.deck.page import DeckPage, deck_page
from deelgenoot_web.meetings.actions import slides
from deelgenoot_web.meetings.decks import decks_of
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.views.organiser.entrance import form_for_directors

_KEPT = 32
"""Decks in memory: all of a study in both languages, twice over."""


def deck_of(source: str, study: str) -> DeckPage | None:
    """Make the slides of a cluster in the active language, once; None where it has none."""
    return _deck(source, study, active_language())


@lru_cache(_KEPT)
def _deck(source: str, study: str, _language: str) -> DeckPage | None:
    try:
        return deck_page(edition(study), source)
    except KeyError:
        return None


@form_for_directors
def take_deck(request: PersonRequest, meeting: Meeting, row: int) -> HttpResponse:
    """Give a part the slides of a cluster; an unknown one changes nothing."""
    item = get_object_or_404(meeting.programme.select_related("deck"), pk=row)
    source = request.POST.get("deck", "")
    names, deck = dict(decks_of(meeting.study)), None
    if source in names:
        deck = deck_of(source, meeting.study)
    if deck:
        atlas_deck = slides.AtlasDeck(source, names[source], len(deck.slides))
        slides.take(by=request.user, item=item, deck=atlas_deck, now=timezone.now())
    return redirect("meetings:slides", meeting.slug, row)
