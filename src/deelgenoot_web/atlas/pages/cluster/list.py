"""The clusters side by side, and the map as a table."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.catalog import Indicator
from deelgenoot.perspectives.model import GENERAL
from deelgenoot.typology.explained import second
from deelgenoot.typology.published import Band, Cluster
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.pages.parts.profile import IndicatorName, indicator_name
from deelgenoot_web.atlas.pages.parts.sureness import (
    MemberSureness,
    Sureness,
    group_sureness,
    letter_names,
    name_sureness,
    place,
)
from deelgenoot_web.atlas.pages.perspective.brief import PerspectiveBrief, perspective_brief
from deelgenoot_web.atlas.wording import in_words

N_TRAITS = 2
"""Traits per theme in the comparison."""
APART = 0.8
"""From this effect size on a cluster stands apart on a trait (Cohen's large effect)."""


@dataclass(frozen=True)
class ClusterColumn:
    """A cluster as the head of a column."""

    cluster: ClusterName
    n: int
    group: Sureness
    fit: Sureness


@dataclass(frozen=True)
class TraitCell:
    """The middle municipality of a cluster on a trait; `side` where the cluster stands apart."""

    cluster: ClusterName
    value: str
    side: str
    """"higher", "lower", or empty."""


@dataclass(frozen=True)
class Trait:
    """One indicator for all clusters."""

    name: IndicatorName
    cells: tuple[TraitCell, ...]


@dataclass(frozen=True)
class TraitTheme:
    """The traits of one theme that set clusters apart most."""

    id: str
    label: str
    traits: tuple[Trait, ...]


@dataclass(frozen=True)
class MapRow:
    """One municipality of the map, in words."""

    area: Area
    population: str
    cluster: ClusterName
    place: MemberSureness
    second: str
    """The other cluster of a municipality that lies between two; empty otherwise."""


@dataclass(frozen=True)
class ClustersPage:
    """All clusters."""

    title: str
    description: str
    answer: str
    columns: tuple[ClusterColumn, ...]
    themes: tuple[TraitTheme, ...]
    letter_names: dict[str, str]
    rows: tuple[MapRow, ...]
    perspective: PerspectiveBrief | None
    """The one for all."""


def clusters_page(edition: Edition) -> ClustersPage:
    """Make the page with all clusters side by side."""
    counts = {
        "n": len(edition.study.selection),
        "clusters": in_words(len(edition.typology.clusters)),
    }
    return ClustersPage(
        title=_("Waarin verschillen de clusters?"),
        description=_(
            "De %(clusters)s clusters naast elkaar op de kenmerken die hen het meest "
            "onderscheiden, en de lijst van alle %(n)s gemeenten met hun cluster."
        )
        % counts,
        answer=_(
            "%(n)s gemeenten, in %(clusters)s clusters. Elk cluster is een groep met vergelijkbare "
            "cijfers op zeven thema’s: een begin van een gesprek, geen stempel."
        )
        % counts,
        columns=tuple(_column(edition, cluster) for cluster in edition.typology.clusters),
        themes=tuple(_themes(edition)),
        letter_names=letter_names(edition),
        rows=tuple(_rows(edition)),
        perspective=perspective_brief(edition, GENERAL),
    )


def _column(edition: Edition, cluster: Cluster) -> ClusterColumn:
    return ClusterColumn(
        cluster=cluster_name(edition, cluster),
        n=len(cluster.members),
        group=group_sureness(edition, cluster),
        fit=name_sureness(edition, cluster),
    )


def _themes(edition: Edition) -> list[TraitTheme]:
    bands = [
        {band.indicator: band for band in cluster.bands} for cluster in edition.typology.clusters
    ]
    themes = []
    for theme in edition.catalog.themes:
        indicators = edition.catalog.in_theme(theme.id)
        indicators.sort(key=lambda i: -_spread([band[i.id] for band in bands]))
        traits = tuple(_trait(edition, i, bands) for i in indicators[:N_TRAITS])
        themes.append(TraitTheme(theme.id, edition.words(theme.label), traits))
    return themes


def _spread(bands: list[Band]) -> float:
    """Measure how far the clusters lie apart: from the lowest to the highest effect size."""
    effects = [band.effect for band in bands if band.effect is not None]
    return max(effects) - min(effects) if effects else 0.0


def _trait(edition: Edition, indicator: Indicator, bands: list[dict[str, Band]]) -> Trait:
    cells = tuple(
        _cell(edition, cluster, indicator, of_cluster[indicator.id])
        for cluster, of_cluster in zip(edition.typology.clusters, bands, strict=True)
    )
    return Trait(indicator_name(edition, indicator), cells)


def _cell(edition: Edition, cluster: Cluster, indicator: Indicator, band: Band) -> TraitCell:
    effect = band.effect or 0.0
    value = _("geen cijfer")
    if band.middle is not None:
        value = edition.figure(indicator, band.middle)
    side = "" if abs(effect) < APART else "higher" if effect > 0 else "lower"
    return TraitCell(cluster_name(edition, cluster), value, side)


def _rows(edition: Edition) -> list[MapRow]:
    rows = []
    for area in edition.catalog.areas:
        if area.code not in edition.study.selection:
            continue
        member = edition.typology.members[area.code]
        standing = place(edition, member)
        other = edition.words(edition.typology.cluster(second(member)).name)
        rows.append(
            MapRow(
                area=area,
                population=edition.number(area.population, 0),
                cluster=cluster_name(edition, edition.typology.cluster(member.cluster)),
                place=standing,
                second=other if standing.is_between else "",
            )
        )
    return rows
