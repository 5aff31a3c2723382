"""What chance makes of a study: the same search on tables without structure.

The tables are normal with the covariance of the study, so that nothing but the clusters is gone.
Each is searched with the same descriptions and pull, named and drawn again like the study itself.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from deelgenoot.typology import archetypes
from deelgenoot.typology.pipeline import Pipeline
from deelgenoot.typology.stability import Draws, bootstrap

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MANY = 1000
DRAWS_PER_TABLE = 10
"""That they are few widens what chance gives by about a fifth: p is too large rather than small."""
_ROUNDING = 1e-9


@dataclass(frozen=True)
class ChanceClusters:
    """The clusters of tables without structure."""

    archetypes: Ints
    """(n_tables, k) the number of the archetype that names each; -1 without a name."""
    fits: Floats
    """(n_tables, k) correlation of each centre with its archetype's signature."""
    jaccards: Floats
    """(n_tables, k) bootstrap Jaccard."""

    def fits_of(self, archetype: int) -> Floats:
        """Give the fits of the clusters with this name, as `jaccards_of`."""
        return self._of(self.fits, archetype)

    def jaccards_of(self, archetype: int) -> Floats:
        """Give the Jaccards of the clusters with this name, (n_tables,): 0 where there is none.

        With -1 those of all clusters without a name: no two tables share one of them.
        """
        return self._of(self.jaccards, archetype)

    def _of(self, figures: Floats, archetype: int) -> Floats:
        has_name = self.archetypes == archetype
        own: Floats = figures[has_name] if archetype < 0 else (figures * has_name).sum(axis=1)
        return own


def structureless(points: Floats, rng: np.random.Generator) -> Floats:
    """Draw normal rows with the covariance of `points` (n, p): mixtures of its own rows.

    Of many rows mix the triangular factor, which has the same covariance and p rows.
    """
    n_areas = len(points)
    root = (points - points.mean(axis=0)) / np.sqrt(n_areas)
    if n_areas > _MANY:
        root = np.linalg.qr(root, mode="r")
    mixtures: Floats = rng.standard_normal((n_areas, len(root))) @ root
    return mixtures


def chance_clusters(pipeline: Pipeline, draws: Draws, *, with_anchors: bool) -> ChanceClusters:
    """Cluster `draws.n_draws` tables without structure, and draw each again a few times."""
    z = pipeline.prepare().z
    rng = np.random.default_rng([draws.random_state, len(z)])
    tables = []
    for number in range(draws.n_draws):
        like_study = replace(pipeline, table=structureless(z, rng))
        few = Draws(DRAWS_PER_TABLE, draws.random_state + number, spread=draws.spread)
        tables.append(_one_table(like_study, few, with_anchors=with_anchors))
        draws.progress(number + 1)
    names, fits, jaccards = (np.array(column) for column in zip(*tables, strict=True))
    return ChanceClusters(names, fits, jaccards)


def _one_table(
    pipeline: Pipeline, draws: Draws, *, with_anchors: bool
) -> tuple[Ints, Floats, Floats]:
    """Cluster, name and redraw one table: archetypes, fits and Jaccards, (k,) each."""
    cluster = pipeline.clustering(with_anchors=with_anchors)
    everybody = np.arange(len(pipeline.table))
    labels = cluster(everybody, np.random.default_rng(draws.random_state))
    z, k = pipeline.prepare().z, pipeline.method.n_clusters
    is_member = labels == np.arange(k)[:, None]
    centres = is_member @ z / np.maximum(is_member.sum(axis=1), 1)[:, None]
    names, fits = archetypes.name_clusters(centres, pipeline.grades)
    return names, fits, _pad_to(bootstrap(labels, cluster, draws).jaccard, k)


def _pad_to(jaccards: Floats, k: int) -> Floats:
    """Give a last cluster without areas a Jaccard of 0."""
    return np.pad(jaccards, (0, k - len(jaccards)))


def p_value(own: float, by_chance: Floats) -> float:
    """Compute how often chance gives `own` or more, `own` itself counted (Davison & Hinkley 1997).

    Never 0: after n tables the least is 1 / (n + 1).
    """
    n_as_much = int((by_chance >= own - _ROUNDING).sum())
    return (1 + n_as_much) / (1 + len(by_chance))
