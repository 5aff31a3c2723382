"""One indicator: its spread, where the clusters lie, how it developed, and its source."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot.catalog import Indicator
from deelgenoot.charts.figures import Table
from deelgenoot.charts.maps import FigureClass
from deelgenoot.typology.published import Cluster
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.indicator import uses
from deelgenoot_web.atlas.pages.indicator.developments import IndicatorDevelopments, developments
from deelgenoot_web.atlas.pages.indicator.questions import question
from deelgenoot_web.atlas.pages.indicator.strips import Strips, strips
from deelgenoot_web.atlas.pages.indicator.themes import theme_slug
from deelgenoot_web.atlas.pages.parts.figures import ChartFigure, chart_figure
from deelgenoot_web.atlas.pages.parts.profile import IndicatorName, indicator_name
from deelgenoot_web.atlas.pages.parts.sources import (
    UNKNOWN,
    licence_words,
    source_marked,
    source_words,
)
from deelgenoot_web.atlas.pages.parts.units import unit_words

_DIRECTIONS = {
    -1: gettext_lazy(
        "Een hoger cijfer betekent meer waarmee een gemeente te maken heeft, zoals meer vraag naar "
        "hulp of verder reizen. Het is geen oordeel over de gemeente."
    ),
    0: gettext_lazy("Een hoger cijfer is niet beter of slechter. Het is alleen anders."),
    1: gettext_lazy(
        "Een hoger cijfer betekent meer van iets waarop inwoners of gemeente kunnen steunen. Het "
        "is geen oordeel over de gemeente."
    ),
}


@dataclass(frozen=True)
class About:
    """Everything that people must know before they use the figure elsewhere."""

    facts: tuple[tuple[str, str], ...]
    url: str
    direction: str
    notes: tuple[str, ...]
    citation: str


def about(edition: Edition, indicator: Indicator) -> About:
    """Tell what people must know about `indicator`."""
    return About(
        facts=_facts(edition, indicator),
        url=indicator.url,
        direction=str(_DIRECTIONS[indicator.direction]),
        notes=tuple(_notes(edition, indicator)),
        citation=citation(edition, indicator),
    )


def citation(edition: Edition, indicator: Indicator) -> str:
    """Name publisher, table, year and this release in one line, to be copied."""
    return _(
        "%(publisher)s, %(table)s: %(label)s, %(years)s. Bewerkt door deelgenoot, versie "
        "%(version)s, op de gemeentegrenzen van %(boundaries)s. Licentie: %(licence)s."
    ) % {
        "publisher": _source_name(indicator.publisher, _("uitgever onbekend")),
        "table": _source_name(indicator.table, _("tabel onbekend")),
        "label": edition.words(indicator.label),
        "years": edition.years(indicator),
        "version": edition.typology.versions["deelgenoot"],
        "boundaries": edition.catalog.areas.year,
        "licence": licence_words(indicator.licence),
    }


def _source_name(name: str, otherwise: str) -> str:
    """Name a source in a citation, where a bare "unknown" would not say what is unknown."""
    return otherwise if name == UNKNOWN else source_words(name)


def _facts(edition: Edition, indicator: Indicator) -> tuple[tuple[str, str], ...]:
    year, assumed_year = edition.years(indicator), _("jaar aangenomen")
    return (
        (_("Uitgever"), source_marked(indicator.publisher)),
        (_("Tabel"), source_marked(indicator.table)),
        (_("Jaar"), f"{year} ({assumed_year})" if indicator.assumed_year else year),
        (_("Alle jaren"), ", ".join(map(str, edition.catalog.series(indicator.id).years))),
        (_("Eenheid"), unit_words(indicator)),
        (_("Licentie"), licence_words(indicator.licence)),
        (_("Gemeentegrenzen"), str(edition.catalog.areas.year)),
    )


def _notes(edition: Edition, indicator: Indicator) -> list[str]:
    """List the publisher's and our own reserves, and what mergers did to the series."""
    notes = []
    if indicator.weak:
        notes.append(_("Dit is een zwak cijfer: gebruik het als aanwijzing, niet als bewijs."))
    if indicator.note:
        notes.append(edition.words(indicator.note))
    marks = edition.catalog.series(indicator.id).marks
    n_merged = int(np.any(marks == "merged", axis=1).sum())
    n_broken = int(np.any(marks == "break", axis=1).sum())
    if n_merged:
        notes.append(
            _("Van %(n)s gemeenten zijn de jaren vóór een herindeling berekend uit hun delen.")
            % {"n": n_merged}
        )
    if n_broken:
        notes.append(
            _("Van %(n)s gemeenten breekt de reeks: daarvóór gaat het cijfer over ander gebied.")
            % {"n": n_broken}
        )
    return notes


@dataclass(frozen=True)
class FigureMap:
    """The country in five classes of one hue, with what each class runs from and to."""

    svg: SafeString
    classes: tuple[FigureClass, ...]


@dataclass(frozen=True)
class Level:
    """The figure of one municipality."""

    url: str
    name: str
    value: str
    cluster: str
    """The name of its cluster; empty outside the selection."""


@dataclass(frozen=True)
class Neighbour:
    """Another indicator of the same theme."""

    id: str
    label: str


@dataclass(frozen=True)
class IndicatorPage:
    """Everything on the page of one indicator."""

    title: str
    description: str
    answer: str
    """The middle of the country, and the clusters between which the others lie."""
    name: IndicatorName
    theme_slug: str
    theme_label: str
    spread: ChartFigure
    strips: Strips
    strips_table: Table
    map: FigureMap
    developments: IndicatorDevelopments
    about: About
    uses: uses.Uses
    levels: tuple[Level, ...]
    missing: tuple[str, ...]
    """Names of the municipalities without a figure."""
    others: tuple[Neighbour, ...]


def indicator_page(edition: Edition, indicator_id: str) -> IndicatorPage:
    """Make the page of one indicator; KeyError for an unknown one."""
    indicator = edition.catalog.indicators[indicator_id]
    theme = edition.catalog.theme(indicator.theme)
    levels = _levels(edition, indicator)
    return IndicatorPage(
        title=edition.words(question(edition.study, indicator)),
        description=edition.words(indicator.description),
        answer=reach(edition, indicator),
        name=indicator_name(edition, indicator),
        theme_slug=theme_slug(theme),
        theme_label=edition.words(theme.label),
        spread=chart_figure(edition, f"spread/{indicator.id}"),
        strips=strips(edition, indicator),
        strips_table=strips_table(edition, indicator),
        map=_map(edition, indicator),
        developments=developments(edition, indicator),
        about=about(edition, indicator),
        uses=uses.uses(edition, indicator),
        levels=levels,
        missing=_without(edition.release, indicator),
        others=_others(edition, indicator),
    )


def reach(edition: Edition, indicator: Indicator) -> str:
    """Say from where to where the middles of the clusters run, beside that of the country."""
    clusters = edition.typology.clusters
    middles = [(c.band(indicator.id).middle, edition.words(c.name)) for c in clusters]
    ends = sorted((middle, name) for middle, name in middles if middle is not None)
    if not ends:
        return ""
    country = float(np.nanmedian(edition.catalog.level([indicator.id])))
    words = _(
        "De middelste gemeente van het land: %(country)s. Per cluster loopt dat van %(low)s "
        "(%(lowest)s) tot %(high)s (%(highest)s)."
    )
    return words % {
        "country": edition.figure(indicator, country),
        "low": edition.figure(indicator, ends[0][0]),
        "lowest": ends[0][1],
        "high": edition.figure(indicator, ends[-1][0]),
        "highest": ends[-1][1],
    }


def strips_table(edition: Edition, indicator: Indicator) -> Table:
    """Write the strips in numbers, with the middle of the selection and of the country."""
    levels = edition.catalog.level([indicator.id])[:, 0]
    in_selection = [edition.typology.members[code].in_study for code in edition.catalog.codes]
    rows = [_cluster_row(edition, cluster, indicator) for cluster in edition.typology.clusters]
    for label, values in (
        (_("alle %(n)s uit de selectie"), levels[in_selection]),
        (_("alle %(n)s gemeenten"), levels),
    ):
        figures = values[~np.isnan(values)]
        quartiles = np.quantile(figures, (0.25, 0.5, 0.75))
        ends = [edition.figure(indicator, float(quartile)) for quartile in quartiles]
        half = _("%(low)s tot %(high)s") % {"low": ends[0], "high": ends[2]}
        rows.append((label % {"n": len(values)}, ends[1], half, str(figures.size)))
    header = (_("Wie"), _("Middelste gemeente"), _("Middelste helft"), _("Met een cijfer"))
    return Table(header, tuple(rows))


def _cluster_row(edition: Edition, cluster: Cluster, indicator: Indicator) -> tuple[str, ...]:
    band = cluster.band(indicator.id)
    name = edition.words(cluster.name)
    count_words = _("%(n)s van %(all)s") % {"n": band.n_measured, "all": len(cluster.members)}
    if band.low is None or band.middle is None or band.high is None:
        return name, _("geen cijfer"), _("geen cijfer"), count_words
    low, middle, high = (edition.figure(indicator, q) for q in (band.low, band.middle, band.high))
    return name, middle, _("%(low)s tot %(high)s") % {"low": low, "high": high}, count_words


def _map(edition: Edition, indicator: Indicator) -> FigureMap:
    charts = edition.charts
    return FigureMap(
        SafeString(charts.figure_map(indicator.id, edition.language)),
        charts.figure_classes(indicator.id, edition.language),
    )


def _figures(release: Release, indicator: Indicator) -> Mapping[str, float]:
    levels = release.catalog.level([indicator.id])[:, 0].tolist()
    return dict(zip(release.catalog.codes, levels, strict=True))


def _levels(edition: Edition, indicator: Indicator) -> tuple[Level, ...]:
    """List the figures in order of name: this is no ranking."""
    above = reverse("atlas:municipalities")
    figures = _figures(edition.release, indicator)
    names = {c.archetype: edition.words(c.name) for c in edition.typology.clusters}
    members = edition.typology.members
    return tuple(
        Level(
            f"{above}{area.slug}/",
            area.name,
            _("geen cijfer")
            if np.isnan(figures[area.code])
            else edition.figure(indicator, figures[area.code]),
            names[members[area.code].cluster] if members[area.code].in_study else "",
        )
        for area in edition.catalog.areas
    )


def _without(release: Release, indicator: Indicator) -> tuple[str, ...]:
    figures = _figures(release, indicator)
    return tuple(area.name for area in release.catalog.areas if np.isnan(figures[area.code]))


def _others(edition: Edition, indicator: Indicator) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(other.id, edition.words(other.label))
        for other in edition.catalog.in_theme(indicator.theme)
        if other.id != indicator.id
    )
