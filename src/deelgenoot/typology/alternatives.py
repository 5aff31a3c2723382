"""The same table by other methods: how much they agree, and how firm each is.

Every method gets the weighted points and the number of clusters of the study, and nothing else.
A draw prepares its own rows, as those of the study do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import kmedoids
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    pairwise_distances,
)
from sklearn.mixture import GaussianMixture

from deelgenoot.typology.assessment import Alternative
from deelgenoot.typology.choice import MANY, silhouette
from deelgenoot.typology.pipeline import Pipeline
from deelgenoot.typology.search import SearchRecipe, search
from deelgenoot.typology.stability import Draws, bootstrap

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Method = Callable[[Floats, int, np.random.Generator], Ints]

_CONSENSUS_DRAWS, _CONSENSUS_SHARE = 50, 0.8


def free(points: Floats, n_clusters: int, rng: np.random.Generator) -> Ints:
    """Search as the study does, without anchors."""
    return search(points, SearchRecipe(n_clusters, 3), rng).labels


def ward(points: Floats, n_clusters: int, _rng: np.random.Generator) -> Ints:
    """Merge by least growth of the sum of squares (Ward 1963)."""
    labels: Ints = AgglomerativeClustering(n_clusters, linkage="ward").fit_predict(points)
    return labels


def medoids(points: Floats, n_clusters: int, rng: np.random.Generator) -> Ints:
    """Swap medoids (Schubert & Rousseeuw 2021); the best of five starts."""
    apart = pairwise_distances(points)
    seeds = rng.integers(2**31, size=5)
    runs = [kmedoids.fasterpam(apart, n_clusters, random_state=int(seed)) for seed in seeds]
    return np.asarray(min(runs, key=lambda run: run.loss).labels, dtype=np.int64)


def mixture(points: Floats, n_clusters: int, rng: np.random.Generator) -> Ints:
    """Fit a Gaussian mixture with one variance per cluster: 74 areas cannot carry more."""
    model = GaussianMixture(
        n_clusters,
        covariance_type="spherical",
        n_init=3,
        random_state=int(rng.integers(2**31)),
    )
    labels: Ints = model.fit_predict(points)
    return labels


def consensus(points: Floats, n_clusters: int, rng: np.random.Generator) -> Ints:
    """Cut by average linkage how often areas fall together in subsamples (Monti et al. 2003)."""
    n_areas = len(points)
    together, both = np.zeros((n_areas, n_areas)), np.zeros((n_areas, n_areas))
    for _ in range(_CONSENSUS_DRAWS):
        rows = rng.choice(n_areas, round(_CONSENSUS_SHARE * n_areas), replace=False)
        labels = search(points[rows], SearchRecipe(n_clusters, 1, n_kicks=20), rng).labels
        grid = np.ix_(rows, rows)
        both[grid] += 1
        together[grid] += labels[:, None] == labels
    apart = 1 - together / np.maximum(both, 1)
    model = AgglomerativeClustering(n_clusters, metric="precomputed", linkage="average")
    labels = model.fit_predict(apart)
    return np.asarray(labels, dtype=np.int64)


METHODS: Mapping[str, Method] = MappingProxyType(
    {"free": free, "ward": ward, "medoids": medoids, "mixture": mixture, "consensus": consensus}
)

OF_PAIRS = ("ward", "medoids", "consensus")
"""Methods that hold a number for every pair of areas."""


@dataclass(frozen=True)
class Redrawn:
    """Groups, (n,), and the bootstrap Jaccard of each, (k,)."""

    labels: Ints
    jaccard: Floats


def alternatives(
    pipeline: Pipeline, published_labels: Ints, draws: Draws
) -> tuple[Alternative, ...]:
    """Try every method on the table, beside the `published_labels` (n,).

    Methods that compare all pairs are left out for many areas.
    """
    results = []
    for n_done, (name, method) in enumerate(METHODS.items(), start=1):
        if name not in OF_PAIRS or len(pipeline.table) <= MANY:
            results.append(_try(name, method, pipeline, published_labels, draws))
        draws.progress(n_done)
    return tuple(results)


def _try(
    name: str, method: Method, pipeline: Pipeline, published_labels: Ints, draws: Draws
) -> Alternative:
    n_clusters = int(published_labels.max()) + 1
    points = pipeline.prepare().points
    labels = method(points, n_clusters, np.random.default_rng(draws.random_state))

    def again(rows: Ints, rng: np.random.Generator) -> Ints:
        return method(pipeline.prepare(rows).points, n_clusters, rng)

    jaccard = bootstrap(labels, again, replace(draws, progress=lambda _: None)).jaccard
    return beside(name, points, published_labels, Redrawn(labels, jaccard))


def beside(name: str, points: Floats, published_labels: Ints, groups: Redrawn) -> Alternative:
    """Compare groups of the same areas with the published ones."""
    return Alternative(
        method=name,
        ari=float(adjusted_rand_score(published_labels, groups.labels)),
        ami=float(adjusted_mutual_info_score(published_labels, groups.labels)),
        silhouette=silhouette(points, groups.labels),
        jaccard=float(groups.jaccard.mean()),
        jaccard_least=float(groups.jaccard.min()),
        smallest=int(np.bincount(groups.labels).min()),
    )
