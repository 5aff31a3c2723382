"""Minimum within-cluster sum of squares, free or pulled towards anchors.

The objective is the sum over areas of |x - c|^2 plus `mass` times that over clusters of
|c_k - a_k|^2, as if `mass` areas stood at each anchor a_k. With mass 0 it is plain k-means. Lloyd's
steps (1982) bring each start close, then single moves (Hartigan & Wong 1979) go on where Lloyd gets
stuck; all starts advance together as one batch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MAX_STEPS = 500
# Gains below this share of the total sum of squares are rounding, not progress.
_EPSILON = 1e-10


@dataclass(frozen=True)
class Anchors:
    """Points (k, p) that attract the centres, each with the mass of so many areas."""

    points: Floats
    mass: float


@dataclass(frozen=True)
class Recipe:
    """What to search for and how hard: `n_init` starts, free unless there are anchors."""

    n_clusters: int
    n_init: int
    anchors: Anchors | None = None
    smallest: int = 1
    """Starts that end with a smaller cluster are passed over while another start is left."""


@dataclass(frozen=True)
class Partition:
    """The best of all starts. With anchors, label k belongs to anchor k."""

    labels: Ints
    centres: Floats
    """Where each cluster stands after the pull, (k, p)."""
    objective: float
    within: float
    """Sum of squared distances to the plain means: comparable with and without pull."""
    n_reached: int
    """How many starts ended at this objective."""


def search(points: Floats, recipe: Recipe, rng: np.random.Generator) -> Partition:
    """The partition of `points` (n, p) with the lowest objective over the recipe's starts."""
    nothing = Anchors(np.zeros((recipe.n_clusters, points.shape[1])), 0.0)
    batch = _Batch(points, _starts(points, recipe, rng), recipe.anchors or nothing)
    batch.settle()
    return batch.best(recipe.smallest)


def _starts(points: Floats, recipe: Recipe, rng: np.random.Generator) -> Ints:
    """Labels (n_init, n): nearest of k distinct random rows; with anchors also nearest anchor."""
    n_areas, k = len(points), recipe.n_clusters
    rows = np.array([rng.choice(n_areas, k, replace=False) for _ in range(recipe.n_init)])
    centres = points[rows]
    if recipe.anchors is not None:
        for start in centres:
            start[:] = start[_matched(start, recipe.anchors.points)]
        centres[0] = recipe.anchors.points
    nearest: Ints = _squared_distances(points, centres).argmin(axis=2)
    return nearest


def _matched(centres: Floats, anchors: Floats) -> Ints:
    """Order of `centres` that lies closest to `anchors` in total: an assignment problem."""
    cost = _squared_distances(anchors, centres[None])[0]
    order: Ints = linear_sum_assignment(cost)[1]
    return order


def _squared_distances(points: Floats, centres: Floats) -> Floats:
    """(s, n, k) from points (n, p) and centres (s, k, p)."""
    cross = points @ centres.transpose(0, 2, 1)
    squares = (points**2).sum(axis=1)[None, :, None] + (centres**2).sum(axis=2)[:, None, :]
    distances: Floats = np.maximum(squares - 2 * cross, 0.0)
    return distances


class _Batch:
    """All starts of one search, advancing together."""

    def __init__(self, points: Floats, labels: Ints, anchors: Anchors) -> None:
        self.points = points
        self.labels = labels
        self.anchors = anchors
        self.n_clusters = len(anchors.points)
        self.tolerance = _EPSILON * float(((points - points.mean(axis=0)) ** 2).sum())

    def _state(self, starts: Ints) -> tuple[Floats, Floats]:
        """Masses (s, k) and pulled centres (s, k, p) of these starts; 0 for an empty cluster."""
        member = self.labels[starts][:, :, None] == np.arange(self.n_clusters)
        counts = member.sum(axis=1)
        sums = member.transpose(0, 2, 1).astype(float) @ self.points
        masses = counts + self.anchors.mass
        weighed = sums + self.anchors.mass * self.anchors.points
        return masses, weighed / np.maximum(masses, 1e-12)[:, :, None]

    def settle(self) -> None:
        """Lloyd's steps until nothing changes, then single moves until none helps."""
        self._lloyd()
        active = np.arange(len(self.labels))
        for _ in range(_MAX_STEPS):
            active = self._best_moves(active)
            if not active.size:
                return

    def _lloyd(self) -> None:
        active = np.arange(len(self.labels))
        for _ in range(_MAX_STEPS):
            masses, centres = self._state(active)
            distances = _squared_distances(self.points, centres)
            # An emptied cluster attracts nobody here; a single move may fill it again.
            distances[np.broadcast_to((masses == 0)[:, None, :], distances.shape)] = np.inf
            nearest = distances.argmin(axis=2)
            changed = (nearest != self.labels[active]).any(axis=1)
            self.labels[active] = nearest
            active = active[changed]
            if not active.size:
                return

    def _best_moves(self, active: Ints) -> Ints:
        """Make the best single move of each active start; the starts that moved."""
        masses, centres = self._state(active)
        distances = _squared_distances(self.points, centres)
        own = self.labels[active][:, :, None]
        own_mass = np.take_along_axis(
            np.broadcast_to(masses[:, None, :], distances.shape), own, axis=2
        )
        # Leaving a cluster of mass 1 frees nothing and would empty it.
        leaves = np.where(own_mass > 1, own_mass / np.maximum(own_mass - 1, 1e-12), 0.0)
        saved = leaves * np.take_along_axis(distances, own, axis=2)
        joins = (masses / (masses + 1))[:, None, :]
        gain = saved - joins * distances
        np.put_along_axis(gain, own, -np.inf, axis=2)
        flat = gain.reshape(len(active), -1)
        best = flat.argmax(axis=1)
        moves = flat[np.arange(len(active)), best] > self.tolerance
        row, target = np.divmod(best[moves], self.n_clusters)
        self.labels[active[moves], row] = target
        moved: Ints = active[moves]
        return moved

    def best(self, smallest: int) -> Partition:
        """The start with the lowest objective; of equals the one whose labels sort first."""
        everything = np.arange(len(self.labels))
        masses, centres = self._state(everything)
        objective = self._objective(centres)
        sizes = np.rint(masses - self.anchors.mass)
        allowed = (sizes >= smallest).all(axis=1)
        ranked = np.where(allowed if allowed.any() else True, objective, np.inf)
        equal = np.flatnonzero(ranked <= ranked.min() + self.tolerance)
        first = min(equal, key=lambda s: tuple(self.labels[s]))
        labels = self.labels[first].copy()
        return Partition(
            labels,
            centres[first],
            float(objective[first]),
            _within(self.points, labels),
            len(equal),
        )

    def _objective(self, centres: Floats) -> Floats:
        distances = _squared_distances(self.points, centres)
        own = np.take_along_axis(distances, self.labels[:, :, None], axis=2).sum(axis=(1, 2))
        pull = ((centres - self.anchors.points) ** 2).sum(axis=(1, 2))
        total: Floats = own + self.anchors.mass * pull
        return total


def _within(points: Floats, labels: Ints) -> float:
    groups = (points[labels == label] for label in np.unique(labels))
    return float(sum(((group - group.mean(axis=0)) ** 2).sum() for group in groups))
