"""How firm a cluster is beside chance, and which municipalities nearly always stay together."""

from deelgenoot.areas import Area
from deelgenoot.typology.published import Cluster
from deelgenoot_web.atlas.facts.release import Release

HARDLY = 0.1
"""A Jaccard that lies less than this above chance says little about the figures."""


def is_barely_firm(cluster: Cluster) -> bool:
    """Whether a group from figures without a pattern returns nearly as often."""
    return cluster.jaccard - cluster.jaccard_null < HARDLY


def companions(release: Release, code: str) -> tuple[Area, ...] | None:
    """List the municipalities that nearly always fall in one group with `code`; None if unknown."""
    assessment = release.current_assessment
    if assessment is None or code not in assessment.companions:
        return None
    areas = [release.catalog.areas[other] for other in assessment.companions[code]]
    return tuple(sorted(areas, key=lambda area: area.name))
