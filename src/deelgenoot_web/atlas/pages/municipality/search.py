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
    """One thing that is found: its words, the end of its address, and what belongs to it."""

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
    """A municipality, and why it is found when its name does not say so."""

    row: MunicipalityRow
    note: str = ""


@dataclass(frozen=True)
class SearchPage:
    """What was found. `is_empty` is for a visitor who has not asked anything yet."""

    title: str
    description: str
    asked: str
    municipalities: tuple[MunicipalityHit, ...]
    more: str
    """How many municipalities more are found than are shown, in a sentence."""
    groups: tuple[HitGroup, ...]
    suggestions: tuple[NameSuggestion, ...]
    is_empty: bool
    is_found: bool


def search_page(edition: Edition, asked: str) -> SearchPage | Arrival | AreaChoice:
    """The page with hits, or the municipality or choice that the whole question is the name of."""
    wanted = " ".join(asked[:LONGEST].split())
    alike: tuple[NameSuggestion, ...] = ()
    if fold(wanted):
        try:
            return destination(edition.catalog.areas, wanted)
        except UnknownArea as unknown:
            alike = suggestions(unknown)
    return _hits(edition, wanted, alike)


def _hits(edition: Edition, wanted: str, alike: tuple[NameSuggestion, ...]) -> SearchPage:
    spelt = fold(wanted)
    found = _municipalities(edition, spelt) if spelt else []
    groups = tuple(_groups(edition, spelt)) if spelt else ()
    return SearchPage(
        title=_("Wat zoekt u?"),
        description=_("Zoek een gemeente, een cluster, een thema, een kenmerk of een opgave."),
        asked=wanted,
        municipalities=tuple(found[:_MOST]),
        more=_more(len(found) - _MOST),
        groups=groups,
        suggestions=() if found or groups else alike,
        is_empty=not spelt,
        is_found=bool(found or groups),
    )


def _more(n_left: int) -> str:
    if n_left <= 0:
        return ""
    words = ngettext("Nog %(n)s gemeente gevonden.", "Nog %(n)s gemeenten gevonden.", n_left)
    return words % {"n": n_left}


# --- municipalities ---


def _municipalities(edition: Edition, spelt: str) -> list[MunicipalityHit]:
    """Those whose name, former name, region or province has it; names that begin with it first."""
    areas = edition.catalog.areas
    notes: dict[str, tuple[int, str]] = {}
    for area in areas:
        if (reason := _reason(area, spelt)) is not None:
            notes[area.code] = reason
    for name, codes in areas.known_names.items():
        if spelt in fold(name):
            for code in codes:
                notes.setdefault(code, (2, _("ook voor %(name)s") % {"name": name}))
    ranked = sorted(notes, key=lambda code: (notes[code][0], fold(areas[code].name)))
    return [MunicipalityHit(row(edition, areas[code]), notes[code][1]) for code in ranked]


def _reason(area: Area, spelt: str) -> tuple[int, str] | None:
    """How well a municipality answers, 0 for best, and why if its name does not show it."""
    name = fold(area.name)
    if spelt in name:
        return (0 if name.startswith(spelt) else 1), ""
    if spelt in fold(area.region):
        return 3, _("regio %(region)s") % {"region": area.region}
    if spelt in fold(area.province):
        return 4, ""
    return None


# --- everything else ---


def _groups(edition: Edition, spelt: str) -> Iterator[HitGroup]:
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
        hits = tuple(_matching(edition, entries, spelt))
        if hits:
            yield HitGroup(page, heading, hits)


def _matching(
    edition: Edition, entries: Iterable[tuple[Text, str, str]], spelt: str
) -> Iterator[Hit]:
    """Those of which the words in one of both languages have what was asked."""
    for label, slug, note in entries:
        if spelt in fold(label.nl) or spelt in fold(label.en):
            yield Hit(edition.words(label), slug, note)


def _members(n_members: int) -> str:
    return ngettext("%(n)s gemeente", "%(n)s gemeenten", n_members) % {"n": n_members}


def _theme_of(edition: Edition, theme: str) -> str:
    return edition.words(edition.catalog.theme(theme).label)


def _named_for(edition: Edition, archetypes: tuple[str, ...]) -> str:
    names = [c.name for c in edition.typology.clusters if c.archetype in archetypes]
    return edition.listed([edition.words(name) for name in names])
