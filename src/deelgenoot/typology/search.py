"""Minimum within-cluster sum of squares, free or pulled towards anchors.

The objective is the sum over areas of |x - c|^2 plus `mass` times that over clusters of
|c_k - a_k|^2, as if `mass` areas stood at each anchor a_k. With mass 0 it is plain k-means.

Each start is settled by single moves (Hartigan & Wong 1979) and then kicked: a centre is replanted
on a random area and the result kept if it settles better (random swap, Fränti 2018). Lloyd's steps
get stuck far sooner on tables of this size. A large table is not kicked itself: each start kicks a
sample of its own, and settles all areas from there.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from deelgenoot.typology import bounded, moves

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_N_KICKS, _KICKS_PER_AREA = 100, 0.6
"""How many kicks a start gets: so many, or so many per area where that is more."""
# A kick that settles worse by less than this share of the total is gone on from. Of 0, .001, .003
# and .01 a thousandth most often reached the best optimum on small random tables; the larger the
# table, the smaller a share is one kick (benchmarks/search.py).
_SLACK, _SLACK_OF_AREAS = 1e-3, 0.1
_LARGE, _SAMPLE = 1000, 500
"""Areas from which a table is large, and how many of them a start kicks."""
_HALFWAY = 5000
"""How many areas settle before all do, in a table of more than twice as many."""
_FEW = 100
"""Areas up to which a draw is searched like any table."""
_HASTY_KICKS, _HASTY_FEW_CLUSTERS = 12, 40
"""Kicks of a draw of more areas: so many, or this over the number of clusters where that is more,
because between few clusters a kick often leads back."""
# Gains below this share of the total sum of squares are rounding, not progress.
_EPSILON = 1e-10


@dataclass(frozen=True)
class Anchors:
    """Points (k, p) that attract the centres, each with the mass of so many areas."""

    points: Floats
    mass: float


@dataclass(frozen=True)
class SearchRecipe:
    """What to search for and how hard: `n_init` starts of `n_kicks`, free without anchors."""

    n_clusters: int
    n_init: int
    anchors: Anchors | None = None
    smallest: int = 1
    """A partition with a smaller cluster is passed over while any other was found."""
    n_kicks: int | None = None
    """None for as many as the table needs."""


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


def search(points: Floats, recipe: SearchRecipe, rng: np.random.Generator) -> Partition:
    """Find the partition of `points` (n, p) with the lowest objective over the recipe's starts."""
    middle = points.mean(axis=0)
    deviations = np.ascontiguousarray(points - middle)
    pull = recipe.anchors or Anchors(np.zeros((recipe.n_clusters, points.shape[1])), 0.0)
    anchors = Anchors(pull.points - middle, pull.mass)
    settle = _on_sample if len(points) > _LARGE else _on_gram
    labels, totals = settle(deviations, anchors, recipe, rng)
    return _best(points, labels, totals, pull, recipe.smallest)


def hasty(recipe: SearchRecipe, n_areas: int) -> SearchRecipe:
    """Make the recipe for one of many draws of `n_areas`: less thorough for more than a few areas.

    What it finds is on average no worse than the best of ten starts of R's kmeans
    (benchmarks/stability.py).
    """
    if n_areas <= _FEW:
        return recipe
    n_kicks = max(_HASTY_KICKS, _HASTY_FEW_CLUSTERS // recipe.n_clusters)
    return replace(recipe, n_init=1, n_kicks=n_kicks)


def _on_gram(
    deviations: Floats, anchors: Anchors, recipe: SearchRecipe, rng: np.random.Generator
) -> tuple[Ints, Floats]:
    """Search on a Gram matrix: the labels of each start, (n_init, n), and what they explain."""
    problem = _problem(deviations, anchors, recipe.smallest)
    labels = _starts(problem, deviations, recipe, rng)
    kicks = _kicks(recipe, len(deviations), rng)
    return labels, moves.descend_all(problem, labels, kicks)


def _on_sample(
    deviations: Floats, anchors: Anchors, recipe: SearchRecipe, rng: np.random.Generator
) -> tuple[Ints, Floats]:
    """Search on a sample per start, each in a thread with a random state of its own."""
    n_areas = len(deviations)
    tolerance = _EPSILON * float((deviations**2).sum())
    rows = bounded.Rows(deviations, anchors.mass * anchors.points, anchors.mass, tolerance)
    lighter = Anchors(anchors.points, anchors.mass * _SAMPLE / n_areas)
    few = SearchRecipe(
        recipe.n_clusters,
        n_init=1,
        anchors=lighter if anchors.mass > 0 else None,
        n_kicks=_N_KICKS if recipe.n_kicks is None else recipe.n_kicks,
    )
    labels = np.empty((recipe.n_init, n_areas), dtype=np.int64)

    def start(at: int, stream: np.random.Generator) -> float:
        sample = stream.choice(n_areas, _SAMPLE, replace=False, shuffle=False)
        centres = search(deviations[sample], few, stream).centres
        if n_areas > 2 * _HALFWAY:
            centres = _halfway(rows, centres, anchors, stream)
        return bounded.settle(rows, centres, labels[at])

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        totals = list(threads.map(start, range(recipe.n_init), rng.spawn(recipe.n_init)))
    return labels, np.array(totals)


def _halfway(
    rows: bounded.Rows, centres: Floats, anchors: Anchors, rng: np.random.Generator
) -> Floats:
    """Settle part of the rows: its centres (k, p) lie near those of all, and cost less."""
    n_areas = len(rows.points)
    part = rows.points[rng.choice(n_areas, _HALFWAY, replace=False, shuffle=False)]
    pull = Anchors(anchors.points, anchors.mass * _HALFWAY / n_areas)
    labels = np.empty(_HALFWAY, dtype=np.int64)
    fewer = bounded.Rows(part, pull.mass * pull.points, pull.mass, rows.tolerance)
    bounded.settle(fewer, centres, labels)
    return _objective(part, labels, pull)[0]


def _problem(deviations: Floats, anchors: Anchors, smallest: int) -> moves.SearchProblem:
    anchor_sums = anchors.mass * anchors.points
    gram = moves.gram(deviations)
    total = float(np.trace(gram))
    return moves.SearchProblem(
        gram=gram,
        lengths=np.diagonal(gram).copy(),
        anchor_dots=np.ascontiguousarray(anchor_sums @ deviations.T),
        anchor_squares=(anchor_sums**2).sum(axis=1),
        mass=float(anchors.mass),
        tolerance=_EPSILON * total,
        slack=min(_SLACK, _SLACK_OF_AREAS / len(deviations)) * total,
        smallest=smallest,
    )


def _starts(
    problem: moves.SearchProblem, deviations: Floats, recipe: SearchRecipe, rng: np.random.Generator
) -> Ints:
    """Start from k random rows each, with anchors once from these: labels (n_init, n)."""
    n_areas, k = len(deviations), recipe.n_clusters
    rows = np.array([rng.choice(n_areas, k, replace=False) for _ in range(recipe.n_init)])
    labels: Ints = (problem.lengths[rows][:, :, None] - 2 * problem.gram[rows]).argmin(axis=1)
    if problem.mass > 0:
        lengths = problem.anchor_squares / problem.mass**2
        labels[0] = (lengths[:, None] - 2 / problem.mass * problem.anchor_dots).argmin(axis=0)
    return labels


def _kicks(recipe: SearchRecipe, n_areas: int, rng: np.random.Generator) -> Ints:
    """Draw for each start a row of (cluster, area) pairs, (n_init, n_kicks, 2)."""
    n_usual = max(_N_KICKS, round(_KICKS_PER_AREA * n_areas))
    shape = (recipe.n_init, n_usual if recipe.n_kicks is None else recipe.n_kicks)
    pairs = (rng.integers(recipe.n_clusters, size=shape), rng.integers(n_areas, size=shape))
    return np.stack(pairs, axis=2)


def _best(points: Floats, labels: Ints, totals: Floats, pull: Anchors, smallest: int) -> Partition:
    """Choose the start that explains most; of equals the one whose labels sort first."""
    k = len(pull.points)
    sizes = (labels[:, :, None] == np.arange(k)).sum(axis=1)
    is_allowed = (sizes >= smallest).all(axis=1)
    scores = np.where(is_allowed if is_allowed.any() else True, totals, -np.inf)
    total = float(((points - points.mean(axis=0)) ** 2).sum())
    equal = np.flatnonzero(scores >= scores.max() - 2 * _EPSILON * total)
    first = labels[min(equal, key=lambda start: tuple(labels[start]))].copy()
    centres, objective = _objective(points, first, pull)
    within = _within(points, first) if pull.mass > 0 else objective
    return Partition(first, centres, objective, within, len(equal))


def partition(points: Floats, labels: Ints) -> Partition:
    """Wrap the `labels` of another method as a free partition of `points` (n, p)."""
    nowhere = Anchors(np.zeros((int(labels.max()) + 1, points.shape[1])), 0.0)
    centres, objective = _objective(points, labels, nowhere)
    return Partition(labels, centres, objective, objective, 1)


def _objective(points: Floats, labels: Ints, pull: Anchors) -> tuple[Floats, float]:
    """Compute the pulled centres (k, p) of a partition and the objective there."""
    member = labels == np.arange(len(pull.points))[:, None]
    masses = member.sum(axis=1) + pull.mass
    # A free cluster without areas has no centre; it stays where its anchor would be.
    sums = member.astype(float) @ points + pull.mass * pull.points
    centres = sums / np.where(masses > 0, masses, 1.0)[:, None]
    apart = ((points - centres[labels]) ** 2).sum()
    pull_cost = pull.mass * ((centres - pull.points) ** 2).sum()
    return centres, float(apart + pull_cost)


def _within(points: Floats, labels: Ints) -> float:
    groups = (points[labels == label] for label in np.unique(labels))
    return float(sum(((group - group.mean(axis=0)) ** 2).sum() for group in groups))
