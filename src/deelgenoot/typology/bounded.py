"""Single moves on the rows themselves, for tables too large for a Gram matrix, compiled.

The same moves as in `moves`, with bounds in place of inner products (Elkan 2003): since a distance
to a centre was taken, it has changed by no more than the centre has travelled. A point of which the
bounds say that it stays is not measured again. All sums run in a fixed order, so every processor
gets the same bits; nothing is shared between starts, so each may run in a thread of its own.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Rows(NamedTuple):
    """What does not change during a search of n points in k clusters."""

    points: Floats
    """(n, p)"""
    anchors: Floats
    """Each anchor times its mass, (k, p)."""
    mass: float
    """Mass of every anchor; 0 without anchors."""
    tolerance: float
    """A smaller gain is rounding, not progress."""


class Clusters(NamedTuple):
    """The clusters as they stand now."""

    masses: Floats
    sums: Floats
    """Sum of the points and the anchor of each, (k, p)."""
    centres: Floats
    """(k, p)"""
    paths: Floats
    """How far each centre has gone in all, (k,)."""
    join: Floats
    """What joining adds as a share of the squared distance, m/(m+1), and its root, (2, k)."""
    leave: Floats
    """What leaving saves as a share of it, m/(m-1), and its root, (2, k)."""


class Bounds(NamedTuple):
    """Distances when they were measured; the `paths` of the centres since then make them bounds."""

    near: Floats
    """To each other centre plus its path until then, infinite for the own one, (n, k)."""
    own: Floats
    """To the own centre minus its path until then, (n,)."""


@njit(cache=True, nogil=True)
def settle(rows: Rows, centres: Floats, labels: Ints) -> float:
    """Put each point with the nearest of `centres` (k, p), then make single moves while any helps.

    Fills `labels` (n,) with the partition and returns what that explains (`moves.explained_sum`).
    """
    n, k = len(rows.points), len(centres)
    clusters = Clusters(
        np.full(k, rows.mass),
        rows.anchors.copy(),
        centres.copy(),
        np.zeros(k),
        np.empty((2, k)),
        np.empty((2, k)),
    )
    bounds = Bounds(np.empty((n, k)), np.empty(n))
    for i in range(n):
        labels[i] = _assign(rows.points[i], clusters, bounds, i)
    for cluster in range(k):
        _refresh(clusters, cluster)
    quiet, i = 0, 0
    while quiet < n:
        quiet += 1
        source = labels[i]
        if not _stays(clusters, bounds, source, i):
            target = _cheapest(rows, clusters, bounds, source, i)
            if target != source:
                _move(rows.points[i], clusters, source, target)
                _note_move(rows.points[i], clusters, bounds, (source, target), i)
                labels[i] = target
                quiet = 1
        i = i + 1 if i + 1 < n else 0
    return _explained_sum(clusters)


@njit(cache=True, nogil=True)
def _assign(point: Floats, clusters: Clusters, bounds: Bounds, i: int) -> int:
    """Find the nearest centre of point `i` and add the point to its mass and sum."""
    near, label = bounds.near[i], 0
    for cluster in range(len(near)):
        near[cluster] = np.sqrt(_squared_distance(point, clusters.centres[cluster]))
        if near[cluster] < near[label]:
            label = cluster
    bounds.own[i] = near[label]
    near[label] = np.inf
    clusters.masses[label] += 1.0
    clusters.sums[label] += point
    return label


@njit(cache=True, nogil=True)
def _squared_distance(first: Floats, second: Floats) -> float:
    """Compute a squared distance, in four sums side by side that are added at the end."""
    n_columns = len(first)
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    whole = n_columns - n_columns % 4
    for at in range(0, whole, 4):
        a += (first[at] - second[at]) ** 2
        b += (first[at + 1] - second[at + 1]) ** 2
        c += (first[at + 2] - second[at + 2]) ** 2
        d += (first[at + 3] - second[at + 3]) ** 2
    for at in range(whole, n_columns):
        a += (first[at] - second[at]) ** 2
    return (a + b) + (c + d)


@njit(cache=True, nogil=True)
def _refresh(clusters: Clusters, cluster: int) -> None:
    """Work out the centre and factors that belong to the sum and mass of a cluster."""
    mass, centre, total = (
        clusters.masses[cluster],
        clusters.centres[cluster],
        clusters.sums[cluster],
    )
    # An empty cluster costs nothing to join, and the last point of a cluster never leaves it.
    clusters.join[0, cluster] = mass / (mass + 1.0)
    clusters.leave[0, cluster] = mass / (mass - 1.0) if mass > 1.0 else 0.0
    clusters.join[1, cluster] = np.sqrt(clusters.join[0, cluster])
    clusters.leave[1, cluster] = np.sqrt(clusters.leave[0, cluster])
    if mass > 0.0:
        inverse, step = 1.0 / mass, 0.0
        for column in range(len(centre)):
            place = total[column] * inverse
            step += (place - centre[column]) ** 2
            centre[column] = place
        clusters.paths[cluster] += np.sqrt(step)


@njit(cache=True, nogil=True)
def _stays(clusters: Clusters, bounds: Bounds, own: int, i: int) -> bool:
    """Tell whether the bounds alone show that point `i` gains nothing by moving."""
    limit = (bounds.own[i] + clusters.paths[own]) * clusters.leave[1, own]
    near, join = bounds.near[i], clusters.join[1]
    doubts = 0
    for cluster in range(len(near)):
        doubts += (near[cluster] - clusters.paths[cluster]) * join[cluster] < limit
    return doubts == 0


@njit(cache=True, nogil=True)
def _cheapest(rows: Rows, clusters: Clusters, bounds: Bounds, own: int, i: int) -> int:
    """Find the cluster where point `i` adds least: its own unless another is better beyond noise.

    Measures no more distances than the bounds leave in doubt, and writes them down.
    """
    point, near = rows.points[i], bounds.near[i]
    square = _squared_distance(point, clusters.centres[own])
    bounds.own[i] = np.sqrt(square) - clusters.paths[own]
    limit = np.sqrt(square) * clusters.leave[1, own]
    least, target = square * clusters.leave[0, own] - rows.tolerance, own
    for other in range(len(near)):
        if (near[other] - clusters.paths[other]) * clusters.join[1, other] < limit:
            square = _squared_distance(point, clusters.centres[other])
            near[other] = np.sqrt(square) + clusters.paths[other]
            if square * clusters.join[0, other] < least:
                least, target = square * clusters.join[0, other], other
    return target


@njit(cache=True, nogil=True)
def _move(point: Floats, clusters: Clusters, source: int, target: int) -> None:
    clusters.masses[source] -= 1.0
    clusters.masses[target] += 1.0
    clusters.sums[source] -= point
    clusters.sums[target] += point
    _refresh(clusters, source)
    _refresh(clusters, target)


@njit(cache=True, nogil=True)
def _note_move(
    point: Floats, clusters: Clusters, bounds: Bounds, ends: tuple[int, int], i: int
) -> None:
    """Write down the bounds of a point that just went from the first of `ends` to the second."""
    source, target = ends
    to_source = np.sqrt(_squared_distance(point, clusters.centres[source]))
    to_target = np.sqrt(_squared_distance(point, clusters.centres[target]))
    bounds.near[i, source] = to_source + clusters.paths[source]
    bounds.near[i, target] = np.inf
    bounds.own[i] = to_target - clusters.paths[target]


@njit(cache=True, nogil=True)
def _explained_sum(clusters: Clusters) -> float:
    total = 0.0
    for cluster in range(len(clusters.masses)):
        if clusters.masses[cluster] > 0.0:
            total += (clusters.sums[cluster] ** 2).sum() / clusters.masses[cluster]
    return total
