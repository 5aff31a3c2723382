"""One box for everything: municipalities by any name, clusters, themes, indicators and opgaven."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area, fold
from deelgenoot.errors import UnknownArea
from deelgenoot.words import Text
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.arrival import AreaChoice, Arrival, destination
from deelgenoot_web.atlas.pages.municipality.arrival import (
    NameSuggestion,
    suggestions,
)
from deelgenoot_web.atlas.pages.municipality.list import MunicipalityRow, row

LONGEST = 100
"""Signs of a question that are read."""
_MOST = 40
"""Hits of one kind that are shown."""


@dataclass(frozen=True)
class Hit:
    """One hit: its words, the end of its address, and a note."""

    label: str
    slug: str
    note: str = ""


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind of page."""

    page: str
    """As in the name `atlas:<page>` of its address."""
    heading: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class MunicipalityHit:
    """A municipality, and why it is a hit when its name does not say so."""

    row: MunicipalityRow
    note: str = ""


@dataclass(frozen=True)
class SearchPage:
    """The hits. `is_empty` is for a visitor who has not asked anything yet."""

    title: str
    description: str
    query: str
    municipalities: tuple[MunicipalityHit, ...]
    more: str
    """How many more municipalities there are than are shown, in a sentence."""
    groups: tuple[HitGroup, ...]
    suggestions: tuple[NameSuggestion, ...]
    is_empty: bool
    is_found: bool


def search_page(edition: Edition, text: str) -> SearchPage | Arrival | AreaChoice:
    """Make the page with hits, or find the municipality that the whole question names."""
    query = " ".join(text[:LONGEST].split())
    alike: tuple[NameSuggestion, ...] = ()
    if fold(query):
        try:
            return destination(edition.catalog.areas, query)
        except UnknownArea as unknown:
            alike = suggestions(unknown)
    return _hits(edition, query, alike)


def _hits(edition: Edition, query: str, alike: tuple[NameSuggestion, ...]) -> SearchPage:
    spelling = fold(query)
    municipalities = _municipalities(edition, spelling) if spelling else []
    groups = tuple(_groups(edition, spelling)) if spelling else ()
    return SearchPage(
        title=_("Wat zoekt u?"),
        description=_("Zoek een gemeente, een cluster, een thema, een kenmerk of een opgave."),
        query=query,
        municipalities=tuple(municipalities[:_MOST]),
        more=_more(len(municipalities) - _MOST),
        groups=groups,
        suggestions=() if municipalities or groups else alike,
        is_empty=not spelling,
        is_found=bool(municipalities or groups),
    )


def _more(n_left: int) -> str:
    if n_left <= 0:
        return ""
    words = ngettext("Nog %(n)s gemeente gevonden.", "Nog %(n)s gemeenten gevonden.", n_left)
    return words % {"n": n_left}


# --- municipalities ---


def _municipalities(edition: Edition, spelling: str) -> list[MunicipalityHit]:
    """Find municipalities by name, former name, region or province; best hits first."""
    areas = edition.catalog.areas
    notes: dict[str, tuple[int, str]] = {}
    for area in areas:
        if (reason := _reason(area, spelling)) is not None:
            notes[area.code] = reason
    for name, codes in areas.known_names.items():
        if spelling in fold(name):
            for code in codes:
                notes.setdefault(code, (2, _("ook voor %(name)s") % {"name": name}))
    order = sorted(notes, key=lambda code: (notes[code][0], fold(areas[code].name)))
    return [MunicipalityHit(row(edition, areas[code]), notes[code][1]) for code in order]


def _reason(area: Area, spelling: str) -> tuple[int, str] | None:
    """Rank how well a municipality answers, 0 for best, with the reason if its name is none."""
    name = fold(area.name)
    if spelling in name:
        return (0 if name.startswith(spelling) else 1), ""
    if spelling in fold(area.region):
        return 3, _("regio %(region)s") % {"region": area.region}
    if spelling in fold(area.province):
        return 4, ""
    return None


# --- everything else ---


def _groups(edition: Edition, spelling: str) -> Iterator[HitGroup]:
    catalog, study = edition.catalog, edition.study
    clusters = ((c.name, c.archetype, _members(len(c.members))) for c in edition.typology.clusters)
    themes = ((t.label, slugify(t.label.nl), "") for t in catalog.themes)
    indicators = ((i.label, i.id, _theme_of(edition, i.theme)) for i in catalog.indicators.values())
    challenges = ((c.title, c.id, _named_for(edition, c.archetypes)) for c in study.challenges)
    for page, heading, entries in (
        ("cluster", _("Clusters"), clusters),
        ("theme", _("Thema’s"), themes),
        ("indicator", _("Kenmerken"), indicators),
        ("challenge", _("Opgaven"), challenges),
    ):
        hits = tuple(_matching(edition, entries, spelling))
        if hits:
            yield HitGroup(page, heading, hits)


def _matching(
    edition: Edition, entries: Iterable[tuple[Text, str, str]], spelling: str
) -> Iterator[Hit]:
    """Find the entries whose words have the spelling in one of both languages."""
    for label, slug, note in entries:
        if spelling in fold(label.nl) or spelling in fold(label.en):
            yield Hit(edition.words(label), slug, note)


def _members(n_members: int) -> str:
    return ngettext("%(n)s gemeente", "%(n)s gemeenten", n_members) % {"n": n_members}


def _theme_of(edition: Edition, theme: str) -> str:
    return edition.words(edition.catalog.theme(theme).label)


def _named_for(edition: Edition, archetypes: tuple[str, ...]) -> str:
    names = [c.name for c in edition.typology.clusters if c.archetype in archetypes]
    return edition.join_names([edition.words(name) for name in names])
