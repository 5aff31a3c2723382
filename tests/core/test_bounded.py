"""The loops for large tables, on tables small enough to run without the compiler too."""

import numpy as np
import pytest
from numpy.typing import NDArray

from deelgenoot.typology import bounded, moves

Floats = NDArray[np.float64]


def two_clusters(points: Floats) -> moves.SearchProblem:
    gram = moves.gram(points)
    zeros = np.zeros((2, len(points)))
    return moves.SearchProblem(
        gram, np.diagonal(gram).copy(), zeros, np.zeros(2), 0.0, 1e-9, 0.0, 1
    )


def halves(n_points: int) -> moves.SearchState:
    labels = np.arange(n_points) % 2
    dots = np.zeros((2, n_points))
    return moves.SearchState(labels, np.zeros(2), dots, np.zeros(2), np.zeros((4, 2)))


@pytest.mark.uncompiled
@pytest.mark.parametrize("mass", [0.0, 4.0])
def test_moves_end_where_none_helps_and_their_sum_is_right(mass: float) -> None:
    rng = np.random.default_rng(4)
    points, middles = rng.normal(size=(60, 6)), rng.normal(size=(3, 6))
    labels = np.empty(60, dtype=np.int64)
    rows = bounded.Rows(points, middles * mass, mass, 1e-9)
    total = bounded.settle(rows, middles, labels)
    masses = np.bincount(labels, minlength=3) + mass
    sums = np.array([points[labels == k].sum(axis=0) for k in range(3)]) + middles * mass
    assert total == pytest.approx(((sums**2).sum(axis=1) / masses).sum())
    apart = ((points[:, None] - sums[None] / masses[None, :, None]) ** 2).sum(axis=2)
    leaving = apart[np.arange(60), labels] * (masses / (masses - 1))[labels]
    joining = apart * masses / (masses + 1)
    joining[np.arange(60), labels] = np.inf
    assert (joining.min(axis=1) > leaving - 1e-6).all()


@pytest.mark.uncompiled
def test_a_cluster_that_begins_empty_is_filled() -> None:
    points = np.array([[0.0], [1.0], [10.0]])
    labels = np.empty(3, dtype=np.int64)
    rows = bounded.Rows(points, np.zeros((2, 1)), 0.0, 1e-9)
    total = bounded.settle(rows, np.array([[0.0], [100.0]]), labels)
    assert labels[0] == labels[1] != labels[2]
    assert total == pytest.approx(0.5 + 100.0)


@pytest.mark.uncompiled
def test_a_partition_reached_by_moves_is_the_one_that_is_placed() -> None:
    points = np.random.default_rng(9).normal(size=(130, 2))
    problem = two_clusters(points)
    here, there, fresh = halves(130), halves(130), halves(130)
    moves.place(problem, here)
    labels = here.labels.copy()
    labels[:5] = 1 - labels[:5]
    moves.follow(problem, here, there, labels)
    fresh.labels[:] = labels
    moves.place(problem, fresh)
    assert there.labels.tolist() == labels.tolist()
    assert there.dots == pytest.approx(fresh.dots)
    assert moves.explained_sum(there) == pytest.approx(moves.explained_sum(fresh))


@pytest.mark.uncompiled
def test_a_cluster_that_helps_nobody_stays_empty() -> None:
    points = np.array([[1.0], [1.0]])
    labels = np.empty(2, dtype=np.int64)
    rows = bounded.Rows(points, np.zeros((2, 1)), 0.0, 1e-9)
    assert bounded.settle(rows, np.array([[1.0], [5.0]]), labels) == 2.0
    assert labels.tolist() == [0, 0]
    problem, state = two_clusters(points), halves(2)
    state.labels[:] = 0
    moves.place(problem, state)
    moves.settle(problem, state)
    assert moves.explained_sum(state) == 2.0
