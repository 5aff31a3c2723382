"""The opgaven of a cluster: those it shares, those named for it, and those it has as others do."""

from collections.abc import Mapping
from dataclasses import dataclass

from deelgenoot.study import Challenge
from deelgenoot.typology.published import Cluster, SharedChallenge
from deelgenoot_web.atlas.facts.release import Release

OFTEN = 0.5
"""From this part of its municipalities on, a cluster often has an opgave."""
_ENOUGH = 6
"""So many opgaven are enough to begin a conversation with."""


@dataclass(frozen=True)
class ClusterOpgaven:
    """The opgaven of a cluster; in each group those with most excess over elsewhere come first."""

    commoner: tuple[Challenge, ...]
    """More of its municipalities show these than chance gives (`SharedChallenge.is_shared`)."""
    of_research: tuple[Challenge, ...]
    """The research names these for this cluster; our figures do not show them more often here."""
    often: tuple[Challenge, ...]
    """Half of its municipalities or more show these, as they may elsewhere."""
    others: tuple[Challenge, ...]
    without_figures: tuple[Challenge, ...]
    """Our figures cannot show these, and the research does not name them for this cluster."""
    counts: Mapping[str, SharedChallenge]
    """By id; an opgave that our figures cannot show is absent."""

    @property
    def to_discuss(self) -> tuple[Challenge, ...]:
        """The shared opgaven, then the named ones that a member shows, then enough that are often.

        A conversation begins with these.
        """
        first = (*self.commoner, *(one for one in self.of_research if self._is_seen(one)))
        return (*first, *self.often[: max(0, _ENOUGH - len(first))])

    def _is_seen(self, challenge: Challenge) -> bool:
        return challenge.id in self.counts and self.counts[challenge.id].n_cluster > 0


def cluster_opgaven(release: Release, cluster: Cluster) -> ClusterOpgaven:
    """Sort the opgaven of the study by what they are to this cluster."""
    counts = {count.challenge: count for count in cluster.challenges}
    order = [*counts, *(c.id for c in release.study.challenges if c.rule is None)]
    groups: dict[str, list[Challenge]] = {}
    for challenge in map(release.study.challenge.__getitem__, order):
        group = _group(challenge, cluster.archetype, counts.get(challenge.id))
        groups.setdefault(group, []).append(challenge)
    return ClusterOpgaven(
        commoner=tuple(groups.get("commoner", ())),
        of_research=tuple(groups.get("of_research", ())),
        often=tuple(groups.get("often", ())),
        others=tuple(groups.get("others", ())),
        without_figures=tuple(groups.get("without_figures", ())),
        counts=counts,
    )


def _group(challenge: Challenge, archetype: str, count: SharedChallenge | None) -> str:
    if count and count.is_shared:
        return "commoner"
    if archetype in challenge.archetypes:
        return "of_research"
    if count is None:
        return "without_figures"
    return "often" if count.n_cluster >= OFTEN * count.of_cluster else "others"


def uses_other_figures(release: Release, challenge: Challenge) -> bool:
    """Tell whether a rule asks no figure of which the clusters are made."""
    conditions = challenge.rule.of if challenge.rule else ()
    return not any(one.indicator in release.study.transforms for one in conditions)


@dataclass(frozen=True)
class SharingFacts:
    """How many pairs of an opgave and a cluster were tested, and what came out."""

    n_tested: int
    n_shared: int
    n_by_other_figures: int
    """Of the shared ones: those whose rule asks no figure of which the clusters are made."""


def sharing_facts(release: Release) -> SharingFacts:
    """Count the pairs that were tested, and those that are shared."""
    counts = [count for cluster in release.typology.clusters for count in cluster.challenges]
    pairs = [release.study.challenge[one.challenge] for one in counts if one.is_shared]
    by_other_figures = [one for one in pairs if uses_other_figures(release, one)]
    return SharingFacts(len(counts), len(pairs), len(by_other_figures))
