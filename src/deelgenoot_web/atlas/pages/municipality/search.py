"""One box for everything: municipalities by any name, and subjects by what people call them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area, fold
from deelgenoot.errors import UnknownArea
from deelgenoot.words import Text
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.arrival import AreaChoice, Arrival, destination
from deelgenoot_web.atlas.facts.subjects import subjects_of
from deelgenoot_web.atlas.pages.indicator.page import reach
from deelgenoot_web.atlas.pages.municipality.arrival import (
    NameSuggestion,
    suggestions,
)
from deelgenoot_web.atlas.pages.municipality.list import MunicipalityRow, row
from deelgenoot_web.atlas.wording import count_of_municipalities

LONGEST = 100
"""Signs of a question that are read."""
_MOST = 40
"""Hits of one kind that are shown."""
_N_ANSWERED = 3
"""Indicators whose figures stand with the hit."""


@dataclass(frozen=True)
class Hit:
    """One hit: its words, its address, a note, and what the page answers."""

    key: str
    label: str
    address: str
    note: str = ""
    answer: str = ""


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind of page."""

    kind: str
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
    groups = tuple(_groups(edition, spelling)) if spelling else ()
    municipalities = _municipalities(edition, spelling, not groups) if spelling else []
    return SearchPage(
        title=_("Wat zoekt u?"),
        description=_("Zoek een gemeente, een cluster of een onderwerp, zoals vergrijzing."),
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


def _municipalities(edition: Edition, spelling: str, is_alone: bool) -> list[MunicipalityHit]:
    """Find municipalities by name, former name, region or province; best hits first.

    A question that something else answers is no part of a word: `ageing` is not Wageningen.
    """
    areas = edition.catalog.areas
    notes: dict[str, tuple[int, str]] = {}
    for area in areas:
        if (reason := _reason(area, spelling, is_alone)) is not None:
            notes[area.code] = reason
    for name, codes in areas.known_names.items():
        if _names(fold(name), spelling, is_alone):
            for code in codes:
                notes.setdefault(code, (2, _("ook voor %(name)s") % {"name": name}))
    order = sorted(notes, key=lambda code: (notes[code][0], fold(areas[code].name)))
    return [MunicipalityHit(row(edition, areas[code]), notes[code][1]) for code in order]


def _names(name: str, spelling: str, in_words: bool) -> bool:
    """Whether a question stands in a name: anywhere, or at the beginning of one of its words."""
    return spelling in name if in_words else f" {spelling}" in f" {name}"


def _reason(area: Area, spelling: str, is_alone: bool) -> tuple[int, str] | None:
    """Rank how well a municipality answers, 0 for best, with the reason if its name is none."""
    name = fold(area.name)
    if _names(name, spelling, is_alone):
        return (0 if name.startswith(spelling) else 1), ""
    if spelling in fold(area.region):
        return 3, _("regio %(region)s") % {"region": area.region}
    if spelling in fold(area.province):
        return 4, ""
    return None


# --- everything else ---


def _groups(edition: Edition, spelling: str) -> Iterator[HitGroup]:
    subjects = subjects_of(spelling)
    for kind, heading, entries in (
        ("cluster", _("Clusters"), clusters(edition)),
        ("theme", _("Thema’s"), themes(edition)),
        ("challenge", _("Opgaven"), challenges(edition)),
        ("indicator", _("Kenmerken"), indicators(edition)),
        ("page", _("Pagina’s"), pages()),
    ):
        keys = [key for one in subjects for key in getattr(one, f"{kind}s", ())]
        hits = _matching(edition, entries, spelling, keys)
        if kind == "indicator":
            hits = [_add_answer(edition, hit) for hit in hits[:_N_ANSWERED]] + hits[_N_ANSWERED:]
        if hits:
            yield HitGroup(kind, heading, tuple(hits))


def _add_answer(edition: Edition, hit: Hit) -> Hit:
    return replace(hit, answer=reach(edition, edition.catalog.indicators[hit.key]))


@dataclass(frozen=True)
class Entry:
    """What can be found by its words, in both languages."""

    key: str
    label: Text
    address: str
    note: str = ""


def clusters(edition: Edition) -> Iterator[Entry]:
    """List the clusters, with how many municipalities each has."""
    for cluster in edition.typology.clusters:
        address = reverse("atlas:cluster", args=[cluster.archetype])
        yield Entry(
            cluster.archetype, cluster.name, address, count_of_municipalities(len(cluster.members))
        )


def themes(edition: Edition) -> Iterator[Entry]:
    """List the themes."""
    for theme in edition.catalog.themes:
        yield Entry(theme.id, theme.label, reverse("atlas:theme", args=[slugify(theme.label.nl)]))


def indicators(edition: Edition) -> Iterator[Entry]:
    """List the indicators, with their theme."""
    for indicator in edition.catalog.indicators.values():
        note = edition.words(edition.catalog.theme(indicator.theme).label)
        yield Entry(
            indicator.id, indicator.label, reverse("atlas:indicator", args=[indicator.id]), note
        )


def challenges(edition: Edition) -> Iterator[Entry]:
    """List the opgaven, with the clusters for which they are named."""
    names = {one.archetype: edition.words(one.name) for one in edition.typology.clusters}
    for challenge in edition.study.challenges:
        note = edition.join_names([names[key] for key in challenge.archetypes if key in names])
        yield Entry(
            challenge.id, challenge.title, reverse("atlas:challenge", args=[challenge.id]), note
        )


def pages() -> Iterator[Entry]:
    """List the pages that no list holds, by the name of their address."""
    for name, label in _PAGES.items():
        yield Entry(name, label, reverse(name))


_PAGES: Mapping[str, Text] = {
    "atlas:clusters": Text("Alle clusters", "All clusters"),
    "atlas:municipalities": Text("Alle gemeenten", "All municipalities"),
    "atlas:compare": Text("Gemeenten vergelijken", "Compare municipalities"),
    "atlas:indicators": Text("Alle kenmerken", "All indicators"),
    "atlas:method": Text("Over de methode", "About the method"),
    "atlas:firmness": Text("Hoe stevig zijn de clusters?", "How firm are the clusters?"),
    "atlas:years": Text("Andere jaren", "Other years"),
    "atlas:data": Text("Cijfers en bronnen", "Figures and sources"),
    "meetings:meetings": Text("Bijeenkomsten", "Sessions"),
    "workbench:form": Text("Werkbank: uw eigen indeling", "Workbench: your own clusters"),
}


def _matching(
    edition: Edition, entries: Iterable[Entry], spelling: str, keys: Sequence[str]
) -> list[Hit]:
    """Find the entries whose words have the spelling, then those of a subject in its order."""
    by_name: list[Hit] = []
    by_subject: dict[str, Hit] = {}
    for entry in entries:
        hit = Hit(entry.key, edition.words(entry.label), entry.address, entry.note)
        if spelling in fold(entry.label.nl) or spelling in fold(entry.label.en):
            by_name.append(hit)
        elif entry.key in keys:
            by_subject[entry.key] = hit
    return by_name + [by_subject[key] for key in dict.fromkeys(keys) if key in by_subject]
