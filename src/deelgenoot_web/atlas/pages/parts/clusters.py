"""A cluster as pages name it."""

from dataclasses import dataclass

from deelgenoot.typology.published import Cluster
from deelgenoot_web.atlas.edition import Edition


@dataclass(frozen=True)
class ClusterName:
    """A cluster by its letter and name, with the idea behind it in a sentence."""

    archetype: str
    letter: str
    name: str
    idea: str


def cluster_name(edition: Edition, cluster: Cluster) -> ClusterName:
    """Name a cluster, with its idea."""
    return ClusterName(
        archetype=cluster.archetype,
        letter=cluster.letter,
        name=edition.words(cluster.name),
        idea=edition.words(edition.study.archetype[cluster.archetype].idea),
    )
