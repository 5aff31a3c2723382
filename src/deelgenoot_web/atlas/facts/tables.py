"""Tables that are offered as files: a header and rows of plain figures, in no language."""

from collections.abc import Iterable
from math import isnan

from deelgenoot.areas import Area
from deelgenoot.rules import Condition
from deelgenoot.typology.challenges import condition_figures
from deelgenoot_web.atlas.facts.release import Release

Row = tuple[object, ...]
Columns = tuple[tuple[str, ...], list[Row]]
"""A header, and the rows under it."""


def clusters_table(release: Release) -> Columns:
    """List per municipality of the selection the share of draws in each cluster."""
    archetypes = release.typology.archetypes
    header = ("gm_code", "name", "cluster", "standing", *archetypes)
    members = [release.typology.members[code] for code in release.study.selection]
    return header, [
        (
            member.code,
            release.catalog.areas[member.code].name,
            member.cluster,
            member.standing or "",
            *(member.shares[archetype] for archetype in archetypes),
        )
        for member in members
    ]


def cluster_table(release: Release, archetype: str) -> Columns:
    """List every level of every member of a cluster, one a row.

    A figure that the study filled in has no value here, and says so in its last column.
    """
    catalog = release.catalog
    levels = catalog.level(list(catalog.indicators))
    rows: list[Row] = []
    for code in release.typology.cluster(archetype).members:
        name, member = catalog.areas[code].name, release.typology.members[code]
        of_member = levels[catalog.codes.index(code)].tolist()
        for indicator, value in zip(catalog.indicators.values(), of_member, strict=True):
            years = "+".join(str(year) for year in indicator.level_years)
            is_filled = int(indicator.id in member.filled)
            rows.append((code, name, indicator.id, years, indicator.unit, _cell(value), is_filled))
    return ("gm_code", "name", "indicator", "year", "unit", "value", "filled"), rows


def challenge_table(release: Release, challenge_id: str) -> Columns:
    """List the municipalities of the selection with the figures that the rule looks at.

    A figure that is the change between two years has those years in the name of its column.
    """
    challenge = release.study.challenge[challenge_id]
    conditions = challenge.rule.of if challenge.rule else ()
    columns = [condition_figures(release.catalog, condition) for condition in conditions]
    rows: list[Row] = []
    for code in release.study.selection:
        member, at = release.typology.members[code], release.catalog.codes.index(code)
        answer = member.evidence.get(challenge_id)
        evidence = "" if answer is None else int(answer)
        figures = [_cell(float(column[at])) for column in columns]
        rows.append((code, release.catalog.areas[code].name, member.cluster, evidence, *figures))
    header = ("gm_code", "name", "cluster", "evidence")
    return (*header, *(_column_name(condition) for condition in conditions)), rows


def municipalities_table(release: Release, areas: Iterable[Area]) -> Columns:
    """List municipalities with their cluster, and how far they are from it and from the next."""
    header = (
        *("gm_code", "name", "province", "region", "population", "in_selection", "cluster"),
        *("next", "distance", "distance_to_next", "share_of_draws"),
    )
    return header, [_municipality_row(release, area) for area in areas]


def _municipality_row(release: Release, area: Area) -> Row:
    member = release.typology.members[area.code]
    return (
        area.code,
        area.name,
        area.province,
        area.region,
        area.population,
        int(member.in_study),
        member.cluster,
        member.next,
        member.distances[member.cluster],
        member.distances[member.next],
        member.shares.get(member.cluster, ""),
    )


def _column_name(condition: Condition) -> str:
    if condition.start is None:
        return condition.indicator
    return f"{condition.indicator}_{condition.start}_{condition.end}"


def _cell(value: float) -> float | str:
    """Give a figure, or nothing where there is none."""
    return "" if isnan(value) else value
