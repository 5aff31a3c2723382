"""How sure the clusters are: the whole pipeline redone on resampled areas.

As `fpc::clusterboot` counts it (Hennig 2007): areas are drawn with replacement, a double draw
counts once, and filling, standardising and searching are redone on what was drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from deelgenoot.typology.agreement import adjusted_rand
from deelgenoot.typology.published import Firmness, Standing

# Hennig (2007) calls .85 highly stable and .75 a valid cluster.
_FIRM, _FAIR = 0.85, 0.75
_STAYS, _HALF, _RIVAL = 0.8, 0.5, 0.4

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

Clustering = Callable[[Ints, np.random.Generator], Ints]
"""Clusters the areas with these row numbers; labels in the same order."""


@dataclass(frozen=True)
class Draws:
    """How many resamples, from which random state, and who is told how many are done."""

    n_draws: int
    random_state: int
    progress: Callable[[int], None] = lambda _: None


@dataclass(frozen=True)
class Stability:
    """What the draws say of one partition of n areas in k clusters."""

    jaccard: Floats
    """(k,) mean over the draws of the best overlap of each cluster with a cluster of the draw."""
    shares: Floats
    """(n, k) of the draws in which an area took part, the share that put it in each cluster."""
    together: Floats
    """(n, n) of the draws in which both took part, the share in which they fell together."""
    agreement: float
    """Mean adjusted Rand index of the draws with the partition, over the areas drawn."""
    labels: NDArray[np.int16]
    """(n_draws, n) per draw the cluster of each area, matched one to one; -1 if not drawn."""
    times: NDArray[np.int16]
    """(n_draws, n) how often each area was drawn."""


def bootstrap(labels: Ints, cluster: Clustering, draws: Draws) -> Stability:
    """Redo the clustering on resamples and compare each with `labels`.

    Every draw has its own random stream, so the result does not depend on who computes which draw.
    """
    n_areas, n_clusters = len(labels), int(labels.max()) + 1
    jaccards = np.zeros((draws.n_draws, n_clusters))
    indices = np.zeros(draws.n_draws)
    counts = np.zeros((n_areas, n_clusters))
    same, both = np.zeros((n_areas, n_areas)), np.zeros((n_areas, n_areas))
    matched = np.full((draws.n_draws, n_areas), -1, dtype=np.int16)
    times = np.zeros((draws.n_draws, n_areas), dtype=np.int16)
    for draw, seed in enumerate(np.random.SeedSequence(draws.random_state).spawn(draws.n_draws)):
        rng = np.random.default_rng(seed)
        rows, often = np.unique(rng.integers(n_areas, size=n_areas), return_counts=True)
        drawn = cluster(rows, rng)
        overlap = contingency(labels[rows], drawn, n_clusters)
        jaccards[draw] = best_overlaps(overlap)
        indices[draw] = adjusted_rand(overlap)
        matched[draw, rows], times[draw, rows] = _as_original(overlap)[drawn], often
        np.add.at(counts, (rows, matched[draw, rows]), 1)
        grid = np.ix_(rows, rows)
        both[grid] += 1
        same[grid] += drawn[:, None] == drawn
        draws.progress(draw + 1)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    together = same / np.maximum(both, 1)
    jaccard, agreement = jaccards.mean(axis=0), float(indices.mean())
    return Stability(jaccard, shares, together, agreement, matched, times)


def contingency(first: Ints, second: Ints, n_clusters: int) -> Floats:
    """Counts (k, k) of areas by their label in two partitions."""
    table = np.zeros((n_clusters, n_clusters))
    np.add.at(table, (first, second), 1)
    return table


def best_overlaps(overlap: Floats) -> Floats:
    """Jaccard of each original cluster with the cluster of the draw that it shares most with."""
    union = overlap.sum(axis=1, keepdims=True) + overlap.sum(axis=0, keepdims=True) - overlap
    best: Floats = (overlap / np.maximum(union, 1)).max(axis=1)
    return best


def _as_original(overlap: Floats) -> Ints:
    """For each cluster of the draw the original cluster it stands for, one to one."""
    rows, columns = linear_sum_assignment(-overlap)
    names: Ints = np.empty(len(overlap), dtype=np.int64)
    names[columns] = rows
    return names


def n_moved(overlap: Floats) -> int:
    """Areas outside the clusters that match each other best, one to one, of two partitions."""
    rows, columns = linear_sum_assignment(-overlap)
    return int(overlap.sum() - overlap[rows, columns].sum())


def firmness(jaccard: float) -> Firmness:
    """Firm from .85, fair from .75, else varying (the bounds Hennig 2007 gives)."""
    if jaccard >= _FIRM:
        return "firm"
    return "fair" if jaccard >= _FAIR else "varying"


def standing(shares: Floats, own: int) -> Standing:
    """Firm from eight of ten draws; between two when under half, or a second has four of ten."""
    second = float(np.delete(shares, own).max())
    if shares[own] >= _STAYS:
        return "firm"
    return "between" if shares[own] < _HALF or second >= _RIVAL else "fair"
