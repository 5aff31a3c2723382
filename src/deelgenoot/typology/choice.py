"""How many clusters: what the figures say for each number, beside tables without structure.

Nothing here decides. Each measure is taken of the study's points and for normal points with the
same covariance, so that a reader sees what a number of clusters earns by itself.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import calinski_harabasz_score, silhouette_score

from deelgenoot.typology.assessment import Measures, NumberOfClusters
from deelgenoot.typology.chance import structureless
from deelgenoot.typology.pipeline import Pipeline
from deelgenoot.typology.search import SearchRecipe, hasty, search
from deelgenoot.typology.stability import Draws, bootstrap

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_N_INIT = 5
_SPLITS = 20
MANY = 2000
"""Of more areas than this no two by two comparison is made: it would not fit in memory."""


def in_a_box(points: Floats, rng: np.random.Generator) -> Floats:
    """Draw uniform rows in the box along the principal components of `points`."""
    middle = points.mean(axis=0)
    axes = np.linalg.svd(points - middle, full_matrices=False)[2]
    along_axes = (points - middle) @ axes.T
    sample = rng.uniform(along_axes.min(axis=0), along_axes.max(axis=0), size=along_axes.shape)
    box: Floats = sample @ axes + middle
    return box


def silhouette(points: Floats, labels: Ints) -> float:
    """Compute the mean silhouette width (Rousseeuw 1987), of at most `MANY` sampled areas."""
    sample = MANY if len(points) > MANY else None
    return float(silhouette_score(points, labels, sample_size=sample, random_state=0))


def measures(pipeline: Pipeline, n_clusters: int, draws: Draws) -> Measures:
    """Take every measure of one number of clusters; a draw prepares its own rows."""
    rng = np.random.default_rng([draws.random_state, n_clusters])
    points = pipeline.prepare().points
    partition = search(points, SearchRecipe(n_clusters, _N_INIT), rng)

    def again(rows: Ints, stream: np.random.Generator) -> Ints:
        recipe = hasty(SearchRecipe(n_clusters, _N_INIT), len(rows))
        return search(pipeline.prepare(rows).points, recipe, stream).labels

    jaccard = bootstrap(partition.labels, again, draws).jaccard
    return Measures(
        within=partition.within,
        silhouette=silhouette(points, partition.labels),
        calinski_harabasz=float(calinski_harabasz_score(points, partition.labels)),
        prediction_strength=prediction_strength(points, n_clusters, rng),
        jaccard=float(jaccard.mean()),
        jaccard_least=float(jaccard.min()),
    )


def prediction_strength(points: Floats, n_clusters: int, rng: np.random.Generator) -> float:
    """Cluster two halves; of each cluster in one, the share of pairs that the other keeps together.

    The other half keeps a pair together when both are nearest to the same of its centres. The
    weakest cluster counts, over the mean of the splits and of both halves.
    """
    halves = []
    for _ in range(_SPLITS):
        order = rng.permutation(len(points))
        first, second = points[order[: len(order) // 2]], points[order[len(order) // 2 :]]
        halves += [
            _least_kept(first, second, n_clusters, rng),
            _least_kept(second, first, n_clusters, rng),
        ]
    return float(np.mean(halves))


def _least_kept(test: Floats, train: Floats, n_clusters: int, rng: np.random.Generator) -> float:
    recipe = SearchRecipe(n_clusters, _N_INIT)
    centres = search(train, hasty(recipe, len(train)), rng).centres
    own = search(test, hasty(recipe, len(test)), rng).labels
    predictions = ((test[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    return min(_pairs_kept(predictions[own == label]) for label in np.unique(own))


def _pairs_kept(predictions: Ints) -> float:
    """Compute the share of pairs with one prediction; a cluster of one has no pair to lose."""
    size = len(predictions)
    if size == 1:
        return 1.0
    counts = np.bincount(predictions)
    return float((counts * (counts - 1)).sum() / (size * (size - 1)))


def choices(
    pipeline: Pipeline, ks: Sequence[int], draws: Draws, n_tables: int
) -> tuple[NumberOfClusters, ...]:
    """Measure each number of clusters; `draws` per table, `n_tables` for null and gap."""
    own_table = pipeline.prepare()
    rng = np.random.default_rng([draws.random_state, len(own_table.z)])
    nulls = [replace(pipeline, table=structureless(own_table.z, rng)) for _ in range(n_tables)]
    boxes = [in_a_box(own_table.points, rng) for _ in range(n_tables)]
    quick = replace(draws, n_draws=max(draws.n_draws // 4, 1), progress=lambda _: None)
    results = []
    for n_done, k in enumerate(ks, start=1):
        study = measures(pipeline, k, replace(draws, progress=lambda _: None))
        null = _mean([measures(table, k, quick) for table in nulls])
        logs = [np.log(search(box, SearchRecipe(k, _N_INIT), rng).within) for box in boxes]
        spread = float(np.std(logs) * np.sqrt(1 + 1 / len(logs)))
        results.append(
            NumberOfClusters(k, study, null, float(np.mean(logs) - np.log(study.within)), spread)
        )
        draws.progress(n_done)
    return tuple(results)


def _mean(tables: Sequence[Measures]) -> Measures:
    names = Measures.__dataclass_fields__
    return Measures(**{n: float(np.mean([getattr(one, n) for one in tables])) for n in names})
