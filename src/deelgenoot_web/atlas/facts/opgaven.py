"""The opgaven that the municipalities of a cluster share, and how many show each of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from deelgenoot.study import Challenge
from deelgenoot.typology.published import Cluster, SharedChallenge
from deelgenoot_web.atlas.facts.release import Release

OFTEN = 0.5
"""From this share of its municipalities on, a cluster shares an opgave that nobody named for it."""


@dataclass(frozen=True)
class ClusterOpgaven:
    """The opgaven of a cluster; those that show more often here than elsewhere come first."""

    from_research: tuple[Challenge, ...]
    """The research names these for this cluster."""
    from_figures: tuple[Challenge, ...]
    """The research does not name these, but the figures of many members show them."""
    others: tuple[Challenge, ...]
    counts: Mapping[str, SharedChallenge]
    """By id; an opgave that our figures cannot show is absent."""

    @property
    def with_figures(self) -> tuple[Challenge, ...]:
        """The opgaven of the research and of the figures that at least one member shows."""
        opgaven = (*self.from_research, *self.from_figures)
        return tuple(o for o in opgaven if o.id in self.counts and self.counts[o.id].n_cluster)


def cluster_opgaven(release: Release, cluster: Cluster) -> ClusterOpgaven:
    """Sort the opgaven of the study by what they are to this cluster."""
    counts = {count.challenge: count for count in cluster.challenges}
    order = [*counts, *(c.id for c in release.study.challenges if c.rule is None)]
    challenges = [release.study.challenge[challenge_id] for challenge_id in order]
    from_research = [one for one in challenges if cluster.archetype in one.archetypes]
    rest = [one for one in challenges if one not in from_research and one.id in counts]
    from_figures = [one for one in rest if _is_often(counts[one.id])]
    others = [one for one in rest if one not in from_figures]
    return ClusterOpgaven(tuple(from_research), tuple(from_figures), tuple(others), counts)


def is_commoner(count: SharedChallenge) -> bool:
    """Whether an opgave shows more often in the cluster than elsewhere."""
    return count.n_cluster * count.of_elsewhere > count.n_elsewhere * count.of_cluster


def _is_often(count: SharedChallenge) -> bool:
    share = count.n_cluster / count.of_cluster if count.of_cluster else 0.0
    return share >= OFTEN and is_commoner(count)
