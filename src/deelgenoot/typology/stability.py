"""How sure the clusters are: the whole pipeline redone on resampled areas.

As `fpc::clusterboot` counts it (Hennig 2007): areas are drawn with replacement, a double draw
counts once, and filling, standardising and searching are redone on what was drawn.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol

import numpy as np
from numpy.random import SeedSequence
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from deelgenoot.typology.agreement import adjusted_rand
from deelgenoot.typology.published import CHANCE, STAYS, Firmness, Standing

# Hennig (2007) calls .85 highly stable and .75 a valid cluster.
_FIRM, _FAIR = 0.85, 0.75
_HALF, _RIVAL = 0.5, 0.4
_MOST_FILLED = 0.2
"""An area with more of its figures filled in than this is not sure of its place."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

Clustering = Callable[[Ints, np.random.Generator], Ints]
"""Clusters the areas with these row numbers; labels in the same order."""


class DrawResult(NamedTuple):
    """The outcome of one draw."""

    labels: NDArray[np.int16]
    """Per area the original cluster that its cluster of the draw stands for; -1 if not drawn."""
    times: NDArray[np.int16]
    """How often each area was drawn."""
    overlaps: Floats
    """Per original cluster the best Jaccard."""
    agreement: float


class SeedMap(Protocol):
    """Does the work for each seed and gives the results in the order of the seeds, as `map`."""

    def __call__(
        self, work: Callable[[SeedSequence], DrawResult], seeds: Iterable[SeedSequence], /
    ) -> Iterable[DrawResult]:
        """The draws, in order."""


@dataclass(frozen=True)
class Draws:
    """How many resamples, from which state; `progress` hears the count, `spread` does them."""

    n_draws: int
    random_state: int
    progress: Callable[[int], None] = lambda _: None
    spread: SeedMap = map


@dataclass(frozen=True)
class Stability:
    """What the draws say of one partition of n areas in k clusters."""

    jaccard: Floats
    """(k,) mean over the draws of the best overlap of each cluster with a cluster of the draw."""
    shares: Floats
    """(n, k) of the draws in which an area took part, the share that put it in each cluster."""
    agreement: float
    """Mean adjusted Rand index of the draws with the partition, over the areas drawn."""
    labels: NDArray[np.int16]
    """(n_draws, n) per draw the cluster of each area, matched one to one; -1 if not drawn."""
    times: NDArray[np.int16]
    """(n_draws, n) how often each area was drawn."""

    def together(self) -> Floats:
        """Compute, (n, n), the share of the draws with both areas in which they fell together."""
        n_areas = self.labels.shape[1]
        same, both = np.zeros((n_areas, n_areas)), np.zeros((n_areas, n_areas))
        for labels in self.labels:
            pairs = np.outer(labels >= 0, labels >= 0)
            both += pairs
            same += pairs & (labels[:, None] == labels)
        return same / np.maximum(both, 1)


def bootstrap(labels: Ints, cluster: Clustering, draws: Draws) -> Stability:
    """Redo the clustering on resamples and compare each with `labels`.

    Every draw has its own random stream, so the result does not depend on who computes which draw.
    """
    n_areas, n_clusters = len(labels), int(labels.max()) + 1
    seeds = SeedSequence(draws.random_state).spawn(draws.n_draws)
    results = []
    for result in draws.spread(partial(_draw, labels, cluster), seeds):
        results.append(result)
        draws.progress(len(results))
    draw_labels = np.array([result.labels for result in results]).reshape(-1, n_areas)
    counts = np.array([(draw_labels == k).sum(axis=0) for k in range(n_clusters)]).T
    return Stability(
        jaccard=np.array([result.overlaps for result in results]).mean(axis=0),
        shares=counts / np.maximum(counts.sum(axis=1, keepdims=True), 1),
        agreement=float(np.array([result.agreement for result in results]).mean()),
        labels=draw_labels,
        times=np.array([result.times for result in results]).reshape(-1, n_areas),
    )


def _draw(labels: Ints, cluster: Clustering, seed: SeedSequence) -> DrawResult:
    rng = np.random.default_rng(seed)
    times = np.bincount(rng.integers(len(labels), size=len(labels)), minlength=len(labels))
    rows = np.flatnonzero(times)
    clusters = cluster(rows, rng)
    overlap = contingency(labels[rows], clusters, int(labels.max()) + 1)
    draw_labels = np.full(len(labels), -1, dtype=np.int16)
    draw_labels[rows] = match_labels(overlap)[clusters]
    return DrawResult(
        draw_labels, times.astype(np.int16), best_overlaps(overlap), adjusted_rand(overlap)
    )


def contingency(first: Ints, second: Ints, n_clusters: int) -> Floats:
    """Count areas by their label in two partitions, (k, k)."""
    pairs = np.bincount(first * n_clusters + second, minlength=n_clusters**2)
    table: Floats = pairs.reshape(n_clusters, n_clusters).astype(float)
    return table


def best_overlaps(overlap: Floats) -> Floats:
    """Compute the best Jaccard of each original cluster with a cluster of the draw."""
    union = overlap.sum(axis=1, keepdims=True) + overlap.sum(axis=0, keepdims=True) - overlap
    best: Floats = (overlap / np.maximum(union, 1)).max(axis=1)
    return best


def match_labels(overlap: Floats) -> Ints:
    """Match each cluster of a draw (columns) to an original cluster (rows), one to one."""
    rows, columns = linear_sum_assignment(-overlap)
    names: Ints = np.empty(len(overlap), dtype=np.int64)
    names[columns] = rows
    return names


def firmness(jaccard: float, p: float = 0.0) -> Firmness:
    """Grade a Jaccard: firm from .85, fair from .75, else varying (the bounds of Hennig 2007).

    `p` is how often the same descriptions give as much on tables without structure.
    """
    if jaccard < _FAIR:
        return "varying"
    if p >= CHANCE:
        return "chance"
    return "firm" if jaccard >= _FIRM else "fair"


@dataclass(frozen=True)
class Hold:
    """What is known of how sure an area's place is."""

    shares: Floats
    """(k,) of the draws of areas, the share that put it in each cluster."""
    share_kept: float
    """Share of the draws of indicators in which it keeps its cluster."""
    share_filled: float = 0.0
    """Share of its figures that were filled in."""


def standing(hold: Hold, own: int) -> Standing:
    """Grade the place of an area in its `own` cluster.

    Firm from .8 of the draws of areas and of indicators, with most figures its own; between if
    under half of the draws of areas, or if a second cluster has .4 of them.
    """
    share, second = float(hold.shares[own]), float(np.delete(hold.shares, own).max())
    if min(share, hold.share_kept) >= STAYS and hold.share_filled <= _MOST_FILLED:
        return "firm"
    return "between" if share < _HALF or second >= _RIVAL else "fair"
