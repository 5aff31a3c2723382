"""Draws by several workers give the numbers that one process gives."""

import numpy as np
import pytest
from distributed import LocalCluster
from numpy.typing import NDArray

from deelgenoot.errors import BadChoice
from deelgenoot.typology.search import SearchRecipe, search
from deelgenoot.typology.spread import spread_over
from deelgenoot.typology.stability import Draws, SeedMap, bootstrap

POINTS = np.random.default_rng(3).normal(size=(30, 3))
LABELS = np.arange(30) % 3


def cluster(rows: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    return search(POINTS[rows], SearchRecipe(3, 1, n_kicks=5), rng).labels


def bootstrap_over(
    spread: SeedMap, counts: list[int]
) -> tuple[list[float], list[list[int]], float]:
    stability = bootstrap(LABELS, cluster, Draws(25, 8, counts.append, spread))
    return stability.jaccard.tolist(), stability.labels.tolist(), stability.agreement


@pytest.mark.slow
def test_two_workers_of_a_dask_cluster_give_the_same_numbers() -> None:
    alone: list[int] = []
    among: list[int] = []
    expected = bootstrap_over(map, alone)
    with (
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2,
            threads_per_worker=1,
            processes=False,
            dashboard_address=None,
            protocol="tcp",
        ) as two,
        spread_over(two.scheduler_address) as spread,
    ):
        result = bootstrap_over(spread, among)
    assert result == expected
    assert among == alone == list(range(1, 26))


@pytest.mark.slow
def test_two_processes_give_the_same_numbers() -> None:
    alone: list[int] = []
    among: list[int] = []
    expected = bootstrap_over(map, alone)
    with spread_over("2") as spread:
        result = bootstrap_over(spread, among)
    assert result == expected
    assert among == alone


def test_one_worker_is_this_process() -> None:
    for workers in (None, "1"):
        with spread_over(workers) as spread:
            assert spread is map


@pytest.mark.parametrize("workers", ["0", "two", "-1"])
def test_workers_that_are_no_number_are_refused(workers: str) -> None:
    with pytest.raises(BadChoice, match="--workers"), spread_over(workers):
        pass


def test_an_address_without_a_scheduler_is_refused() -> None:
    with pytest.raises(BadChoice, match="no Dask scheduler"), spread_over("nothing://here:1"):
        pass
