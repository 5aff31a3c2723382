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

_ABREAST = 32
"""Points tested at once."""
_AFRESH = 100
"""Points up to which the sums of a partition are made anew for every kick."""


class SearchProblem(NamedTuple):
    """What does not change during a search of n points in k clusters."""

    gram: Floats
    """Inner products of the points, (n, n)."""
    lengths: Floats
    """Squared length of each point, (n,): the diagonal of `gram`."""
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


class SearchState(NamedTuple):
    """One partition, with all that a move needs to know."""

    labels: Ints
    masses: Floats
    dots: Floats
    """Inner products of the sum of each cluster with the points, (k, n)."""
    squares: Floats
    """Squared length of the sum of each cluster, (k,)."""
    factors: Floats
    """1/m, s.s/m^2, and the factors of joining, m/(m+1), and of leaving, m/(m-1), (4, k)."""


@njit(cache=True)
def gram(points: Floats) -> Floats:
    """Compute the inner products of the rows (n, n), column by column in a fixed order."""
    n, p = points.shape
    columns = np.ascontiguousarray(points.T)
    products = np.zeros((n, n))
    for i in range(n):
        row = products[i, : i + 1]
        for d in range(p):
            value, column = points[i, d], columns[d]
            for j in range(i + 1):
                row[j] += value * column[j]
        products[:i, i] = row[:i]
    return products


@njit(cache=True)
def place(problem: SearchProblem, state: SearchState) -> None:
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
def copy(source: SearchState, target: SearchState) -> None:
    """Make `target` the same partition as `source`."""
    target.labels[:] = source.labels
    target.masses[:] = source.masses
    target.dots[:] = source.dots
    target.squares[:] = source.squares


@njit(cache=True, inline="always")
def move(problem: SearchProblem, state: SearchState, i: int, target: int) -> None:
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
def settle(problem: SearchProblem, state: SearchState) -> None:
    """Make every single move that helps, in order of the points, until none is left.

    Hartigan & Wong (1979): a point goes to the cluster where it adds least, when that is less than
    it adds where it is; its own mass counts in both.
    """
    k, n = state.dots.shape
    for cluster in range(k):
        _refresh(state, cluster)
    limit, least = np.empty(_ABREAST), np.empty(_ABREAST)
    quiet, i = 0, 0
    while quiet < n:
        ahead = min(_ABREAST, n - i, n - quiet)
        calm = _calm(problem, state, i, limit[:ahead], least[:ahead])
        i, quiet = i + calm, quiet + calm
        if calm < ahead:
            source, target = state.labels[i], _cheapest(problem, state, i)
            move(problem, state, i, target)
            _refresh(state, source)
            _refresh(state, target)
            i, quiet = i + 1, 1
        if i == n:
            i = 0


@njit(cache=True)
def follow(problem: SearchProblem, here: SearchState, there: SearchState, labels: Ints) -> None:
    """Make `there` the partition with these labels, which may have much in common with `here`.

    A large table is spared the points that stay. In a small one two partitions may be equally
    good, and what is left of earlier moves in the last bits would decide: it is placed afresh.
    """
    if len(labels) <= _AFRESH:
        there.labels[:] = labels
        place(problem, there)
        return
    copy(here, there)
    for i in range(len(labels)):
        if labels[i] != there.labels[i]:
            move(problem, there, i, labels[i])


@njit(cache=True, inline="always")
def _calm(
    problem: SearchProblem, state: SearchState, first: int, limit: Floats, least: Floats
) -> int:
    """Count the points from `first` on that would stay, up to the length of `limit` and `least`.

    All are tested abreast, so that the processor tests several points at once.
    """
    ahead = len(limit)
    lengths = problem.lengths[first : first + ahead]
    labels = state.labels[first : first + ahead]
    least[:] = np.inf
    for cluster in range(len(state.masses)):
        inverse, own = state.factors[0, cluster], state.factors[1, cluster]
        join, leave = state.factors[2, cluster], state.factors[3, cluster]
        dots = state.dots[cluster, first : first + ahead]
        for j in range(ahead):
            distance = lengths[j] - 2.0 * dots[j] * inverse + own
            inside = labels[j] == cluster
            limit[j] = distance * leave if inside else limit[j]
            cost = np.inf if inside else distance * join
            least[j] = cost if cost < least[j] else least[j]
    for j in range(ahead):
        if least[j] < limit[j] - problem.tolerance:
            return j
    return ahead


@njit(cache=True, inline="always")
def _cheapest(problem: SearchProblem, state: SearchState, i: int) -> int:
    """Find the other cluster to which point `i` adds least."""
    inverse, own, join, _ = state.factors
    least, target = np.inf, -1
    for cluster in range(len(inverse)):
        dots = state.dots[cluster, i]
        distance = problem.lengths[i] - 2.0 * dots * inverse[cluster] + own[cluster]
        if distance * join[cluster] < least and cluster != state.labels[i]:
            least, target = distance * join[cluster], cluster
    return target


@njit(cache=True, inline="always")
def _refresh(state: SearchState, cluster: int) -> None:
    mass = state.masses[cluster]
    # An empty cluster costs nothing to join, and the last point of a cluster never leaves it.
    state.factors[0, cluster] = 1.0 / mass if mass > 0.0 else 0.0
    state.factors[1, cluster] = state.squares[cluster] / (mass * mass) if mass > 0.0 else 0.0
    state.factors[2, cluster] = mass / (mass + 1.0)
    state.factors[3, cluster] = mass / (mass - 1.0) if mass > 1.0 else 0.0


@njit(cache=True, inline="always")
def explained_sum(state: SearchState) -> float:
    """Sum s.s / m over clusters: what the partition takes off the total sum of squares."""
    total = 0.0
    for cluster in range(len(state.masses)):
        if state.masses[cluster] > 0.0:
            total += state.squares[cluster] / state.masses[cluster]
    return total


@njit(cache=True, inline="always")
def is_allowed(problem: SearchProblem, state: SearchState) -> bool:
    """Tell whether every cluster has points enough."""
    return bool(state.masses.min() - problem.mass > problem.smallest - 0.5)


@njit(cache=True)
def replant(
    problem: SearchProblem, state: SearchState, cluster: int, seed: int, labels: Ints
) -> None:
    """Put the centre of `cluster` on point `seed` and label every point by its nearest centre."""
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
def exchange(state: SearchState, first: int, second: int, labels: Ints) -> None:
    """Let two clusters change places, so that each gets the anchor of the other."""
    for i in range(len(labels)):
        label = state.labels[i]
        if label == first:
            label = second
        elif label == second:
            label = first
        labels[i] = label


@njit(cache=True)
def _blank(labels: Ints, k: int) -> SearchState:
    n = len(labels)
    return SearchState(labels.copy(), np.empty(k), np.empty((k, n)), np.empty(k), np.empty((4, k)))


@njit(cache=True)
def descend(problem: SearchProblem, labels: Ints, kicks: Ints) -> float:
    """Settle `labels` (n,), then go where each kick settles if that is hardly worse or better.

    A kick (a cluster and a point) replants the cluster on the point; with anchors every fourth one
    exchanges two clusters instead. Going on from what is hardly worse finds better optima than
    going on from the best alone. Any partition that is allowed is better than one that is not.
    `labels` is changed into the best that was seen; what it explains is returned.
    """
    k = len(problem.anchor_dots)
    here, there = _blank(labels, k), _blank(labels, k)
    place(problem, here)
    settle(problem, here)
    level, is_level_allowed = explained_sum(here), is_allowed(problem, here)
    best, best_allowed = level, is_level_allowed
    labels[:] = here.labels
    kick_labels = labels.copy()
    for kick in range(len(kicks)):
        cluster, seed = kicks[kick]
        if problem.mass > 0.0 and kick % 4 == 0:
            exchange(here, cluster, seed % k, kick_labels)
        else:
            replant(problem, here, cluster, seed, kick_labels)
        follow(problem, here, there, kick_labels)
        settle(problem, there)
        total, fits = explained_sum(there), is_allowed(problem, there)
        if _is_better(total, fits, best + problem.tolerance, best_allowed):
            best, best_allowed = total, fits
            labels[:] = there.labels
        if _is_better(total, fits, level - problem.slack, is_level_allowed):
            level, is_level_allowed = total, fits
            copy(there, here)
    return best


@njit(cache=True)
def _is_better(total: float, fits: bool, level: float, is_level_allowed: bool) -> bool:
    if fits != is_level_allowed:
        return fits
    return total > level


@njit(cache=True, nogil=True)
def descend_all(problem: SearchProblem, labels: Ints, kicks: Ints) -> Floats:
    """Run `descend` for every start: labels (s, n), changed in place, and kicks (s, t, 2)."""
    totals = np.empty(len(labels))
    for start in range(len(labels)):
        totals[start] = descend(problem, labels[start], kicks[start])
    return totals
