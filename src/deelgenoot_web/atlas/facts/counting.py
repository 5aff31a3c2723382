"""How many municipalities have a figure below or above a limit."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from deelgenoot_web.atlas.facts.release import Release

Side = Literal["below", "above"]


@dataclass(frozen=True)
class FigureRule:
    """Which figures count: of an indicator, on one side of a limit, within a cluster or the study.

    `limit` is the number as people read figures of this indicator; `cluster` is an archetype, or
    empty for all municipalities that the study grouped.
    """

    indicator: str
    side: Side
    limit: float
    cluster: str = ""


@dataclass(frozen=True)
class FigureCount:
    """`n` of `n_of` municipalities with a figure; of `n_missing` others there is none."""

    n: int
    n_of: int
    n_missing: int


def count_figures(release: Release, rule: FigureRule) -> FigureCount:
    """Count by the levels of the indicator, each as it is written; KeyError for an unknown one."""
    catalog = release.catalog
    indicator = catalog.indicators[rule.indicator]
    own = [catalog.codes.index(code) for code in codes_of(release, rule.cluster)]
    levels = catalog.level([rule.indicator])[own, 0]
    # Who reads 5,0% and a rule of fewer than 5% must find that it does not count; the limit too
    # counts as people read it.
    figures = [indicator.as_written(one) for one in levels[~np.isnan(levels)].tolist()]
    limit = indicator.as_written(indicator.as_typed(rule.limit))
    n = sum(one < limit if rule.side == "below" else one > limit for one in figures)
    return FigureCount(n, len(figures), len(levels) - len(figures))


def codes_of(release: Release, cluster: str) -> list[str]:
    """List the municipalities of a cluster, or all that were grouped; KeyError for no cluster."""
    members = release.typology.members
    if cluster and cluster not in {one.archetype for one in release.typology.clusters}:
        raise KeyError(cluster)
    return [code for code, one in members.items() if one.in_study and cluster in {"", one.cluster}]
