"""Two to five municipalities beside each other: what is alike, what differs, which stand apart."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.catalog import Indicator, Theme
from deelgenoot.charts.figures import Mark
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.nearness import are_nearly_alike, places
from deelgenoot_web.atlas.pages.municipality.chosen import MOST, ChoiceRemark, ChosenPlaces
from deelgenoot_web.atlas.pages.municipality.likeness import Verdict, verdict
from deelgenoot_web.atlas.pages.municipality.list import MunicipalityRow, row
from deelgenoot_web.atlas.pages.parts.profile import IndicatorName, in_sentence, indicator_name

_LEAST = 2
"""With fewer there is nothing to compare."""
_N_SUGGESTED = 5
_N_TOGETHER = 3


@dataclass(frozen=True)
class ComparedPlace:
    """One of the municipalities; `without` is the query of the page without it."""

    number: int
    row: MunicipalityRow
    without: str


@dataclass(frozen=True)
class CompareCell:
    """One figure; `is_apart` when it lies furthest from the others."""

    number: int
    name: str
    value: str
    is_apart: bool


@dataclass(frozen=True)
class CompareRow:
    """One indicator for all of them, and their dots on its line."""

    name: IndicatorName
    cells: tuple[CompareCell, ...]
    svg: SafeString


@dataclass(frozen=True)
class CompareTheme:
    """One theme: the rows that are shown, and the others by name."""

    id: str
    label: str
    rows: tuple[CompareRow, ...]
    left_out: str


@dataclass(frozen=True)
class CompareSuggestion:
    """Municipalities that could be added or compared; `query` is that of the page with them."""

    label: str
    query: str
    letter: str
    cluster: str
    """Its name, for visitors who do not know the mark."""


@dataclass(frozen=True)
class ComparePage:
    """Everything on the page; with fewer than two municipalities it helps to choose."""

    title: str
    description: str
    sentences: tuple[str, ...]
    places: tuple[ComparedPlace, ...]
    remarks: tuple[ChoiceRemark, ...]
    themes: tuple[CompareTheme, ...]
    only_differences: bool
    query: str
    """The choice as it stands in an address."""
    unknown_name: str
    """A name of no municipality, to be put right."""
    room: int
    """How many can be added."""
    slugs: tuple[str, ...]
    """Slugs that a form sends along."""
    suggestions: tuple[CompareSuggestion, ...]
    suggestions_heading: str
    names: tuple[str, ...]
    n_selected: int
    n_all: int

    @property
    def has_bold(self) -> bool:
        """Whether some figure stands out as furthest from the others."""
        return any(cell.is_apart for t in self.themes for row in t.rows for cell in row.cells)

    @property
    def columns(self) -> int:
        """How many columns the table has: the indicator, the municipalities, the line."""
        return len(self.places) + 2

    @property
    def is_comparison(self) -> bool:
        """Whether there is something to compare."""
        return len(self.places) >= _LEAST


def compare_page(edition: Edition, choice: ChosenPlaces, *, only_differences: bool) -> ComparePage:
    """Make the page for the chosen municipalities."""
    figures = _ComparedFigures(edition, choice.areas)
    likeness = verdict(edition, choice.areas) if len(choice.areas) >= _LEAST else None
    return ComparePage(
        title=_title(edition, choice.areas),
        description=_description(edition, choice.areas),
        sentences=_sentences(figures, likeness),
        places=tuple(_places(edition, choice)),
        remarks=choice.remarks,
        themes=tuple(figures.themes(only_differences=only_differences)) if likeness else (),
        only_differences=only_differences,
        query=compare_query(choice.slugs, only_differences=only_differences),
        unknown_name=choice.unknown_name,
        room=MOST - len(choice.areas),
        slugs=choice.all_slugs,
        suggestions=tuple(_suggestions(edition, choice)),
        suggestions_heading=_suggestions_heading(choice.areas),
        names=tuple(area.name for area in edition.catalog.areas)
        if len(choice.areas) < MOST
        else (),
        n_selected=len(edition.study.selection),
        n_all=len(edition.catalog.codes),
    )


def compare_query(slugs: Sequence[str], *, only_differences: bool = True) -> str:
    """Write the query of a comparison's address; by default it shows only differences."""
    pairs = [("g", slug) for slug in slugs]
    return urlencode(pairs if only_differences else [*pairs, ("alles", "1")])


def _title(edition: Edition, areas: Sequence[Area]) -> str:
    if not areas:
        return _("Welke gemeenten wilt u vergelijken?")
    if len(areas) < _LEAST:
        return _("Met wie wilt u %(name)s vergelijken?") % {"name": areas[0].name}
    names = edition.join_names([area.name for area in areas])
    return _("%(names)s naast elkaar") % {"names": names}


def _description(edition: Edition, areas: Sequence[Area]) -> str:
    if len(areas) < _LEAST:
        return _("Leg twee tot vijf gemeenten naast elkaar, op zeven thema’s.")
    names = edition.join_names([area.name for area in areas])
    return _("Waarin %(names)s op elkaar lijken en waarin zij verschillen, op zeven thema’s.") % {
        "names": names
    }


def _sentences(figures: "_ComparedFigures", likeness: Verdict | None) -> tuple[str, ...]:
    if likeness is None:
        return ()
    words = (likeness.themes, likeness.clusters, figures.largest(), likeness.gaps)
    return tuple(sentence for sentence in words if sentence)


def _places(edition: Edition, choice: ChosenPlaces) -> Iterator[ComparedPlace]:
    for number, area in enumerate(choice.areas, start=1):
        rest = [slug for slug in choice.all_slugs if slug != area.slug]
        yield ComparedPlace(number, row(edition, area), compare_query(rest))


def _suggestions_heading(areas: Sequence[Area]) -> str:
    if not areas:
        return _("Of begin met drie gemeenten uit één cluster")
    return _("Lijken op %(name)s, buiten de eigen regio") % {"name": areas[0].name}


def _suggestions(edition: Edition, choice: ChosenPlaces) -> Iterator[CompareSuggestion]:
    """Suggest which to begin with, or which to add to one; nothing when there are two or more."""
    areas, typology = edition.catalog.areas, edition.typology
    if not choice.areas:
        for cluster in typology.clusters:
            firmest = [areas[code] for code in cluster.members[:_N_TOGETHER]]
            names = edition.join_names([area.name for area in firmest])
            name = edition.words(cluster.name)
            yield CompareSuggestion(
                names, compare_query([area.slug for area in firmest]), cluster.letter, name
            )
    elif len(choice.areas) < _LEAST:
        own = choice.areas[0]
        region = [area.code for area in areas if area.region == own.region]
        for peer in edition.release.peers.nearest(own.code, besides=region, n=_N_SUGGESTED):
            other = areas[peer.code]
            cluster = typology.cluster(typology.members[peer.code].cluster)
            name = edition.words(cluster.name)
            yield CompareSuggestion(
                other.name, compare_query([own.slug, other.slug]), cluster.letter, name
            )


@dataclass(frozen=True)
class _ComparedFigures:
    """The figures of the municipalities that are compared."""

    edition: Edition
    areas: Sequence[Area]

    def themes(self, *, only_differences: bool) -> Iterator[CompareTheme]:
        for theme in self.edition.catalog.themes:
            yield self._theme(theme, only_differences=only_differences)

    def largest(self) -> str:
        """Name the figure in which two of them lie furthest apart, of those whose year is known."""
        spans = {
            one.id: max(at.values()) - min(at.values())
            for one in self.edition.catalog.indicators.values()
            if one.id in self.edition.typology.weights
            and not (one.assumed_year or one.weak)
            and len(at := self._where[one.id]) >= _LEAST
        }
        if not spans:
            return ""
        indicator = self.edition.catalog.indicators[max(spans, key=lambda i: (spans[i], i))]
        at = self._where[indicator.id]
        low, high = min(at, key=lambda c: at[c]), max(at, key=lambda c: at[c])
        names = {area.code: area.name for area in self.areas}
        return _(
            "Het grootste verschil: %(label)s, %(low)s in %(one)s tegen %(high)s in %(other)s."
        ) % {
            "label": in_sentence(self.edition.words(indicator.label)),
            "low": self.edition.figure(indicator, self._levels[indicator.id][low]),
            "one": names[low],
            "high": self.edition.figure(indicator, self._levels[indicator.id][high]),
            "other": names[high],
        }

    # --- parts ---

    @cached_property
    def _levels(self) -> Mapping[str, Mapping[str, float]]:
        """Per indicator the figures of the municipalities that have one, by code."""
        catalog = self.edition.catalog
        ids = list(catalog.indicators)
        rows = {area.code: catalog.codes.index(area.code) for area in self.areas}
        table = catalog.level(ids)
        return {
            one: {
                code: float(table[at, column])
                for code, at in rows.items()
                if not np.isnan(table[at, column])
            }
            for column, one in enumerate(ids)
        }

    @cached_property
    def _where(self) -> Mapping[str, Mapping[str, float]]:
        """Per indicator the place on its line of each municipality that has a figure."""
        release = self.edition.release
        return {
            one: dict(zip(levels, places(release, one, tuple(levels.values())), strict=True))
            for one, levels in self._levels.items()
        }

    def _theme(self, theme: Theme, *, only_differences: bool) -> CompareTheme:
        indicators = self.edition.catalog.in_theme(theme.id)
        alike = [i for i in indicators if only_differences and self._is_alike(i)]
        unknown = [i for i in indicators if only_differences and len(self._levels[i.id]) < _LEAST]
        rest = [i for i in indicators if i not in alike and i not in unknown]
        notes = [
            self._names_note(_("bijna gelijk: %(names)s"), alike),
            self._names_note(_("te weinig cijfers: %(names)s"), unknown),
        ]
        return CompareTheme(
            id=theme.id,
            label=self.edition.words(theme.label),
            rows=tuple(self._row(i) for i in rest),
            left_out="; ".join(words for words in notes if words),
        )

    def _is_alike(self, indicator: Indicator) -> bool:
        at = self._where[indicator.id]
        return len(at) == len(self.areas) and are_nearly_alike(tuple(at.values()))

    def _names_note(self, words: str, indicators: Sequence[Indicator]) -> str:
        labels = [in_sentence(self.edition.words(i.label)) for i in indicators]
        return words % {"names": self.edition.join_names(labels)} if labels else ""

    def _row(self, indicator: Indicator) -> CompareRow:
        # A figure that the study filled in is nobody's: it gets words, and no dot.
        marks = [Mark(area.code) for area in self.areas]
        apart = furthest(self._where[indicator.id])
        svg = self.edition.charts.svg(f"dot/{indicator.id}", self.edition.language, marks)
        return CompareRow(
            name=indicator_name(self.edition, indicator),
            cells=tuple(
                self._cell(number, area, indicator, is_apart=area.code == apart)
                for number, area in enumerate(self.areas, start=1)
            ),
            svg=SafeString(svg),
        )

    def _cell(
        self, number: int, area: Area, indicator: Indicator, *, is_apart: bool
    ) -> CompareCell:
        level = self._levels[indicator.id].get(area.code)
        return CompareCell(
            number=number,
            name=area.name,
            value=_("geen cijfer") if level is None else self.edition.figure(indicator, level),
            is_apart=is_apart,
        )


def furthest(at: Mapping[str, float]) -> str:
    """Find the one of three or more that lies furthest from all the others together.

    An empty string when two lie equally far, when there are only two, or when all of them are
    nearly alike.
    """
    if len(at) <= _LEAST or are_nearly_alike(tuple(at.values())):
        return ""
    away = {one: sum(abs(here - other) for other in at.values()) for one, here in at.items()}
    first, second = sorted(away, key=lambda one: -away[one])[:2]
    return "" if math.isclose(away[first], away[second], rel_tol=1e-5) else first
