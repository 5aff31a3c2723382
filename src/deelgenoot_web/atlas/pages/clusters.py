"""The clusters side by side, and the map as a table."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.areas import folded
from deelgenoot.catalog import Indicator
from deelgenoot.typology.explained import second
from deelgenoot.typology.published import Band, Cluster
from deelgenoot.words import grouped
from deelgenoot_web.atlas.pages.profile import IndicatorName, indicator_name
from deelgenoot_web.atlas.pages.sureness import (
    MemberSureness,
    Sureness,
    group_sureness,
    in_words,
    letter_names,
    name_sureness,
    place,
)
from deelgenoot_web.atlas.release import Release

N_TRAITS = 2
"""Traits per theme in the comparison."""
APART = 0.8
"""From this effect size on a cluster stands apart on a trait (Cohen's large effect)."""


@dataclass(frozen=True)
class ClusterColumn:
    """A cluster as the head of a column."""

    archetype: str
    letter: str
    name: str
    n: int
    idea: str
    group: Sureness
    fit: Sureness


@dataclass(frozen=True)
class TraitCell:
    """The middle municipality of a cluster on a trait; `side` where the cluster stands apart."""

    letter: str
    cluster: str
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

    name: str
    slug: str
    province: str
    population: str
    archetype: str
    letter: str
    cluster: str
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


def clusters(release: Release, language: str) -> ClustersPage:
    """All clusters side by side, in `language`."""
    counts = {
        "n": len(release.study.selection),
        "clusters": in_words(len(release.typology.clusters)),
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
        columns=tuple(_column(release, cluster, language) for cluster in release.typology.clusters),
        themes=tuple(_themes(release, language)),
        letter_names=letter_names(release.typology, language),
        rows=tuple(_rows(release, language)),
    )


def csv_table(release: Release) -> tuple[tuple[str, ...], list[tuple[str | float, ...]]]:
    """A header, and per municipality of the selection the share of draws in each cluster."""
    archetypes = [cluster.archetype for cluster in release.typology.clusters]
    members = [release.typology.members[code] for code in release.study.selection]
    rows: list[tuple[str | float, ...]] = [
        (
            member.code,
            release.catalog.areas[member.code].name,
            member.cluster,
            member.standing or "",
            *(member.shares[archetype] for archetype in archetypes),
        )
        for member in members
    ]
    return ("gm_code", "name", "cluster", "standing", *archetypes), rows


def _column(release: Release, cluster: Cluster, language: str) -> ClusterColumn:
    return ClusterColumn(
        archetype=cluster.archetype,
        letter=cluster.letter,
        name=cluster.name.in_language(language),
        n=len(cluster.members),
        idea=release.study.archetype[cluster.archetype].idea.in_language(language),
        group=group_sureness(release.typology, cluster, language),
        fit=name_sureness(cluster, language),
    )


def _themes(release: Release, language: str) -> list[TraitTheme]:
    bands = [
        {band.indicator: band for band in cluster.bands} for cluster in release.typology.clusters
    ]
    themes = []
    for theme in release.catalog.themes:
        indicators = [i for i in release.catalog.indicators.values() if i.theme == theme.id]
        indicators.sort(key=lambda i: -_spread([band[i.id] for band in bands]))
        traits = tuple(_trait(release, i, bands, language) for i in indicators[:N_TRAITS])
        themes.append(TraitTheme(theme.id, theme.label.in_language(language), traits))
    return themes


def _spread(bands: list[Band]) -> float:
    """How far the clusters lie apart: from the lowest to the highest effect size."""
    effects = [band.effect for band in bands if band.effect is not None]
    return max(effects) - min(effects) if effects else 0.0


def _trait(
    release: Release, indicator: Indicator, bands: list[dict[str, Band]], language: str
) -> Trait:
    cells = tuple(
        _cell(cluster, indicator, of_cluster[indicator.id], language)
        for cluster, of_cluster in zip(release.typology.clusters, bands, strict=True)
    )
    return Trait(indicator_name(indicator, language), cells)


def _cell(cluster: Cluster, indicator: Indicator, band: Band, language: str) -> TraitCell:
    effect = band.effect or 0.0
    value = _("geen cijfer")
    if band.middle is not None:
        value = indicator.written(band.middle, language)
    side = "" if abs(effect) < APART else "higher" if effect > 0 else "lower"
    return TraitCell(cluster.letter, cluster.name.in_language(language), value, side)


def _rows(release: Release, language: str) -> list[MapRow]:
    rows = []
    for code in sorted(
        release.study.selection, key=lambda c: folded(release.catalog.areas[c].name)
    ):
        area, member = release.catalog.areas[code], release.typology.members[code]
        cluster = release.typology.cluster(member.cluster)
        standing = place(release.typology, member, language)
        other = release.typology.cluster(second(member)).name.in_language(language)
        rows.append(
            MapRow(
                name=area.name,
                slug=area.slug,
                province=area.province,
                population=grouped(area.population, 0, language),
                archetype=cluster.archetype,
                letter=cluster.letter,
                cluster=cluster.name.in_language(language),
                place=standing,
                second=other if standing.is_between else "",
            )
        )
    return rows
