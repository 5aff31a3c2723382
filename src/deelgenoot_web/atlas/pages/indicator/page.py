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
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.indicator import uses
from deelgenoot_web.atlas.pages.indicator.about import About, about
from deelgenoot_web.atlas.pages.indicator.developments import IndicatorDevelopments, developments
from deelgenoot_web.atlas.pages.indicator.questions import question
from deelgenoot_web.atlas.pages.indicator.strips import Strips, strips
from deelgenoot_web.atlas.pages.indicator.themes import theme_slug
from deelgenoot_web.atlas.pages.parts.figures import ChartFigure, drawn, spec_url
from deelgenoot_web.atlas.pages.parts.profile import IndicatorName, indicator_name


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


def indicator_page(edition: Edition, indicator_id: str) -> IndicatorPage:
    """The page of one indicator; KeyError for an unknown one."""
    one = edition.catalog.indicators[indicator_id]
    theme = edition.catalog.theme(one.theme)
    levels = _levels(edition, one)
    return IndicatorPage(
        title=edition.words(question(edition.study, one)),
        description=edition.words(one.description),
        name=indicator_name(edition, one),
        theme_slug=theme_slug(theme),
        theme_label=edition.words(theme.label),
        spread=drawn(edition, f"spread/{one.id}"),
        strips=strips(edition, one.id),
        strips_table=strips_table(edition, one),
        map=_map(edition, one),
        developments=developments(edition, one),
        about=about(edition, one),
        uses=uses.uses(edition, one),
        levels=levels,
        missing=_without(edition.release, one),
        others=_others(edition, one),
    )


def strips_table(edition: Edition, one: Indicator) -> Table:
    """The strips in numbers, and the middle of the selection and of the country."""
    levels = edition.catalog.level([one.id])[:, 0]
    chosen = [edition.typology.members[code].in_study for code in edition.catalog.codes]
    rows = [_cluster_row(edition, cluster, one) for cluster in edition.typology.clusters]
    for label, values in (
        (_("alle %(n)s uit de selectie"), levels[chosen]),
        (_("alle %(n)s gemeenten"), levels),
    ):
        held = values[~np.isnan(values)]
        ends = [edition.figure(one, float(q)) for q in np.quantile(held, (0.25, 0.5, 0.75))]
        half = _("%(low)s tot %(high)s") % {"low": ends[0], "high": ends[2]}
        rows.append((label % {"n": len(values)}, ends[1], half, str(held.size)))
    header = (_("Wie"), _("Middelste gemeente"), _("Middelste helft"), _("Met een cijfer"))
    return Table(header, tuple(rows))


def _cluster_row(edition: Edition, cluster: Cluster, one: Indicator) -> tuple[str, str, str, str]:
    band = cluster.band(one.id)
    name = edition.words(cluster.name)
    counted = _("%(n)s van %(all)s") % {"n": band.n_measured, "all": len(cluster.members)}
    if band.low is None or band.middle is None or band.high is None:
        return name, _("geen cijfer"), _("geen cijfer"), counted
    low, middle, high = (edition.figure(one, q) for q in (band.low, band.middle, band.high))
    return name, middle, _("%(low)s tot %(high)s") % {"low": low, "high": high}, counted


def _map(edition: Edition, one: Indicator) -> FigureMap:
    charts = edition.charts
    return FigureMap(
        SafeString(charts.figure_map(one.id, edition.language)),
        spec_url(f"map/figure/{one.id}"),
        charts.figure_classes(one.id, edition.language),
    )


def _figures(release: Release, one: Indicator) -> Mapping[str, float]:
    levels = release.catalog.level([one.id])[:, 0].tolist()
    return dict(zip(release.catalog.codes, levels, strict=True))


def _levels(edition: Edition, one: Indicator) -> tuple[Level, ...]:
    """In order of name: this is no ranking."""
    above = reverse("atlas:municipalities")
    figures = _figures(edition.release, one)
    names = {c.archetype: edition.words(c.name) for c in edition.typology.clusters}
    members = edition.typology.members
    return tuple(
        Level(
            f"{above}{area.slug}/",
            area.name,
            _("geen cijfer")
            if np.isnan(figures[area.code])
            else edition.figure(one, figures[area.code]),
            names[members[area.code].cluster] if members[area.code].in_study else "",
        )
        for area in edition.catalog.areas
    )


def _without(release: Release, one: Indicator) -> tuple[str, ...]:
    figures = _figures(release, one)
    return tuple(area.name for area in release.catalog.areas if np.isnan(figures[area.code]))


def _others(edition: Edition, one: Indicator) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(other.id, edition.words(other.label))
        for other in edition.catalog.indicators.values()
        if other.theme == one.theme and other.id != one.id
    )
