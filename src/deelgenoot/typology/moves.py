"""Single moves on a Gram matrix: the inner loops of the search, compiled.

What a move saves needs only the inner products of points: with s the sum of the points of a cluster
of mass m, the squared distance of x to its centre is x.x - 2 x.s / m + s.s / m^2. So one test costs
a few operations whatever the number of columns, and one move costs two rows of the Gram matrix. All
sums run in a fixed order without fused operations, so every processor gets the same bits.

An anchor is a mass that stands in its cluster from the start and never moves.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Problem(NamedTuple):
    """What does not change during a search of n points in k clusters."""

    gram: Floats
    """Inner products of the points, (n, n)."""
    anchor_dots: Floats
    """Inner products of each anchor times its mass with the points, (k, n)."""
    anchor_squares: Floats
    """Squared length of each anchor times its mass, (k,)."""
    mass: float
    """Mass of every anchor; 0 without anchors."""
    tolerance: float
    """A smaller gain is rounding, not progress."""
    slack: float
    """How much worse a kick may settle and still be gone on from."""
    smallest: int
    """A kick that leaves a cluster with fewer points is not kept."""


class State(NamedTuple):
    """One partition, with all that a move needs to know."""

    labels: Ints
    masses: Floats
    dots: Floats
    """Inner products of the sum of each cluster with the points, (k, n)."""
    squares: Floats
    """Squared length of the sum of each cluster, (k,)."""


@njit(cache=True)
def gram(points: Floats) -> Floats:
    """Inner products of the rows (n, n), added column by column in a fixed order."""
    n, p = points.shape
    columns = np.ascontiguousarray(points.T)
    products = np.zeros((n, n))
    for i in range(n):
        row = products[i]
        for d in range(p):
            value, column = points[i, d], columns[d]
            for j in range(n):
                row[j] += value * column[j]
    return products


@njit(cache=True)
def place(problem: Problem, state: State) -> None:
    """Work out the masses, dots and squares that belong to the labels of `state`."""
    state.masses[:] = problem.mass
    state.squares[:] = problem.anchor_squares
    state.dots[:] = problem.anchor_dots
    for i in range(len(state.labels)):
        cluster = state.labels[i]
        row, dots = problem.gram[i], state.dots[cluster]
        state.squares[cluster] += row[i] + 2.0 * dots[i]
        state.masses[cluster] += 1.0
        for j in range(len(row)):
            dots[j] += row[j]


@njit(cache=True)
def move(problem: Problem, state: State, i: int, target: int) -> None:
    """Take point `i` out of its cluster and into `target`."""
    source = state.labels[i]
    row, leaving, joining = problem.gram[i], state.dots[source], state.dots[target]
    state.squares[source] += row[i] - 2.0 * leaving[i]
    state.squares[target] += row[i] + 2.0 * joining[i]
    state.masses[source] -= 1.0
    state.masses[target] += 1.0
    state.labels[i] = target
    for j in range(len(row)):
        leaving[j] -= row[j]
    for j in range(len(row)):
        joining[j] += row[j]


@njit(cache=True)
def settle(problem: Problem, state: State) -> None:
    """Make every single move that helps, in order of the points, until none is left.

    Hartigan & Wong (1979): a point goes to the cluster where it adds least, when that is less than
    it adds where it is; its own mass counts in both.
    """
    k, n = state.dots.shape
    # Per cluster: 1/m, s.s/m^2, and the factors of joining, m/(m+1), and leaving, m/(m-1).
    factors = np.zeros((4, k))
    for cluster in range(k):
        _refresh(state, factors, cluster)
    inverse, own, join, leave = factors
    quiet, i = 0, 0
    while quiet < n:
        source = state.labels[i]
        square, target = problem.gram[i, i], -1
        least = square - 2.0 * state.dots[source, i] * inverse[source] + own[source]
        least = least * leave[source] - problem.tolerance
        for cluster in range(k):
            added = square - 2.0 * state.dots[cluster, i] * inverse[cluster] + own[cluster]
            if added * join[cluster] < least and cluster != source:
                least, target = added * join[cluster], cluster
        if target >= 0:
            move(problem, state, i, target)
            _refresh(state, factors, source)
            _refresh(state, factors, target)
            quiet = 0
        quiet += 1
        i = i + 1 if i + 1 < n else 0


@njit(cache=True)
def _refresh(state: State, factors: Floats, cluster: int) -> None:
    mass = state.masses[cluster]
    # An empty cluster costs nothing to join, and the last point of a cluster never leaves it.
    factors[0, cluster] = 1.0 / mass if mass > 0.0 else 0.0
    factors[1, cluster] = state.squares[cluster] / (mass * mass) if mass > 0.0 else 0.0
    factors[2, cluster] = mass / (mass + 1.0)
    factors[3, cluster] = mass / (mass - 1.0) if mass > 1.0 else 0.0


@njit(cache=True)
def explained(state: State) -> float:
    """Sum over clusters of s.s / m: what the partition takes off the total sum of squares."""
    total = 0.0
    for cluster in range(len(state.masses)):
        if state.masses[cluster] > 0.0:
            total += state.squares[cluster] / state.masses[cluster]
    return total


@njit(cache=True)
def is_allowed(problem: Problem, state: State) -> bool:
    """Whether every cluster has points enough."""
    return bool(state.masses.min() - problem.mass > problem.smallest - 0.5)


@njit(cache=True)
def replant(problem: Problem, state: State, cluster: int, seed: int, labels: Ints) -> None:
    """Labels after the centre of `cluster` is put on point `seed`: every point to its nearest."""
    n = len(labels)
    row = problem.gram[seed]
    nearest = row[seed] - 2.0 * row
    labels[:] = cluster
    for other in range(len(state.masses)):
        mass = state.masses[other]
        if other == cluster or mass == 0.0:
            continue
        own, twice, dots = state.squares[other] / (mass * mass), 2.0 / mass, state.dots[other]
        for i in range(n):
            distance = own - twice * dots[i]
            if distance < nearest[i]:
                nearest[i], labels[i] = distance, other


@njit(cache=True)
def exchange(state: State, one: int, other: int, labels: Ints) -> None:
    """Labels after two clusters change places: another anchor for each."""
    for i in range(len(labels)):
        label = state.labels[i]
        if label == one:
            label = other
        elif label == other:
            label = one
        labels[i] = label


@njit(cache=True)
def descend(problem: Problem, labels: Ints, kicks: Ints) -> float:
    """Settle `labels` (n,), then go where each kick settles if that is hardly worse or better.

    A kick (a cluster and a point) replants the cluster on the point; with anchors every fourth one
    exchanges two clusters instead. Going on from what is hardly worse finds better optima than
    going on from the best alone. Any partition that is allowed is better than one that is not.
    `labels` is changed into the best that was seen; what it explains is returned.
    """
    k, n = problem.anchor_dots.shape
    here = State(labels.copy(), np.empty(k), np.empty((k, n)), np.empty(k))
    there = State(labels.copy(), np.empty(k), np.empty((k, n)), np.empty(k))
    place(problem, here)
    settle(problem, here)
    level, allowed = explained(here), is_allowed(problem, here)
    best, best_allowed = level, allowed
    labels[:] = here.labels
    for kick in range(len(kicks)):
        cluster, seed = kicks[kick]
        if problem.mass > 0.0 and kick % 4 == 0:
            exchange(here, cluster, seed % k, there.labels)
        else:
            replant(problem, here, cluster, seed, there.labels)
        place(problem, there)
        settle(problem, there)
        reached, fits = explained(there), is_allowed(problem, there)
        if _is_better(reached, fits, best + problem.tolerance, best_allowed):
            best, best_allowed = reached, fits
            labels[:] = there.labels
        if _is_better(reached, fits, level - problem.slack, allowed):
            level, allowed = reached, fits
            here.labels[:] = there.labels
            here.masses[:] = there.masses
            here.dots[:] = there.dots
            here.squares[:] = there.squares
    return best


@njit(cache=True)
def _is_better(reached: float, fits: bool, level: float, allowed: bool) -> bool:
    if fits != allowed:
        return fits
    return reached > level


@njit(cache=True)
def descend_all(problem: Problem, labels: Ints, kicks: Ints) -> Floats:
    """`descend` for every start: labels (s, n), changed in place, and kicks (s, t, 2)."""
    reached = np.empty(len(labels))
    for start in range(len(labels)):
        reached[start] = descend(problem, labels[start], kicks[start])
    return reached
