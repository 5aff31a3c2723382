"""One indicator: how it is spread, where the clusters lie, how it went, and what it is worth."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator
from deelgenoot.charts.figures import Table
from deelgenoot.charts.maps import FigureClass
from deelgenoot.typology.published import Cluster
from deelgenoot_web.atlas.pages import uses
from deelgenoot_web.atlas.pages.about import About, about
from deelgenoot_web.atlas.pages.developments import IndicatorDevelopments, developments
from deelgenoot_web.atlas.pages.figures import ChartFigure, drawn, spec_url
from deelgenoot_web.atlas.pages.profile import IndicatorName, indicator_name
from deelgenoot_web.atlas.pages.questions import question
from deelgenoot_web.atlas.pages.strips import Strips, strips
from deelgenoot_web.atlas.pages.themes import theme_slug
from deelgenoot_web.atlas.release import Release


@dataclass(frozen=True)
class FigureMap:
    """The country in five classes of one hue, with what each class runs from and to."""

    svg: SafeString
    spec_url: str
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


def indicator(release: Release, indicator_id: str, language: str) -> IndicatorPage:
    """The page of one indicator; KeyError for an unknown one."""
    one = release.catalog.indicators[indicator_id]
    theme = next(theme for theme in release.catalog.themes if theme.id == one.theme)
    levels = _levels(release, one, language)
    return IndicatorPage(
        title=question(release.study, one).in_language(language),
        description=one.description.in_language(language),
        name=indicator_name(one, language),
        theme_slug=theme_slug(theme),
        theme_label=theme.label.in_language(language),
        spread=drawn(release, f"spread/{one.id}", language),
        strips=strips(release, one.id, language),
        strips_table=strips_table(release, one, language),
        map=_map(release, one, language),
        developments=developments(release, one, language),
        about=about(release, one, language),
        uses=uses.uses(release, one, language),
        levels=levels,
        missing=_without(release, one),
        others=_others(release, one, language),
    )


def strips_table(release: Release, one: Indicator, language: str) -> Table:
    """The strips in numbers, and the middle of the selection and of the country."""
    levels = release.catalog.level([one.id])[:, 0]
    chosen = [release.typology.members[code].in_study for code in release.catalog.codes]
    rows = [_cluster_row(cluster, one, language) for cluster in release.typology.clusters]
    for label, values in (
        (_("alle %(n)s uit de selectie"), levels[chosen]),
        (_("alle %(n)s gemeenten"), levels),
    ):
        held = values[~np.isnan(values)]
        ends = [one.written(float(q), language) for q in np.quantile(held, (0.25, 0.5, 0.75))]
        half = _("%(low)s tot %(high)s") % {"low": ends[0], "high": ends[2]}
        rows.append((label % {"n": len(values)}, ends[1], half, str(held.size)))
    header = (_("Wie"), _("Middelste gemeente"), _("Middelste helft"), _("Met een cijfer"))
    return Table(header, tuple(rows))


def _cluster_row(cluster: Cluster, one: Indicator, language: str) -> tuple[str, str, str, str]:
    band = next(band for band in cluster.bands if band.indicator == one.id)
    name = cluster.name.in_language(language)
    counted = _("%(n)s van %(all)s") % {"n": band.n_measured, "all": len(cluster.members)}
    if band.low is None or band.middle is None or band.high is None:
        return name, _("geen cijfer"), _("geen cijfer"), counted
    low, middle, high = (one.written(q, language) for q in (band.low, band.middle, band.high))
    return name, middle, _("%(low)s tot %(high)s") % {"low": low, "high": high}, counted


def _map(release: Release, one: Indicator, language: str) -> FigureMap:
    charts = release.charts
    return FigureMap(
        SafeString(charts.figure_map(one.id, language)),
        spec_url(f"map/figure/{one.id}"),
        charts.figure_classes(one.id, language),
    )


def _figures(release: Release, one: Indicator) -> Mapping[str, float]:
    levels = release.catalog.level([one.id])[:, 0].tolist()
    return dict(zip(release.catalog.codes, levels, strict=True))


def _levels(release: Release, one: Indicator, language: str) -> tuple[Level, ...]:
    """In order of name: this is no ranking."""
    above = reverse("atlas:municipalities")
    figures = _figures(release, one)
    names = {c.archetype: c.name.in_language(language) for c in release.typology.clusters}
    members = release.typology.members
    return tuple(
        Level(
            f"{above}{area.slug}/",
            area.name,
            _("geen cijfer")
            if np.isnan(figures[area.code])
            else one.written(figures[area.code], language),
            names[members[area.code].cluster] if members[area.code].in_study else "",
        )
        for area in release.catalog.areas
    )


def _without(release: Release, one: Indicator) -> tuple[str, ...]:
    figures = _figures(release, one)
    return tuple(area.name for area in release.catalog.areas if np.isnan(figures[area.code]))


def _others(release: Release, one: Indicator, language: str) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(other.id, other.label.in_language(language))
        for other in release.catalog.indicators.values()
        if other.theme == one.theme and other.id != one.id
    )
