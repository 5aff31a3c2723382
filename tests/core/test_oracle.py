"""Against R: `kmeans` (Hartigan-Wong) and `fpc::clusterboot`, recorded by oracle/kmeans.R."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from deelgenoot.typology.search import SearchRecipe, search
from deelgenoot.typology.stability import Draws, bootstrap

ORACLE = Path(__file__).parent / "oracle"
RECORDED: dict[str, Any] = json.loads((ORACLE / "recorded.json").read_text())
N_DRAWS = 400


def table(name: str) -> NDArray[np.float64]:
    return np.loadtxt(ORACLE / f"{name}.csv", delimiter=",")


@pytest.mark.parametrize("name", RECORDED["kmeans"])
def test_the_search_finds_what_r_finds_in_twenty_times_fifty_starts_or_better(name: str) -> None:
    points = table(name)
    partition = search(points, SearchRecipe(RECORDED["kmeans_k"], 10), np.random.default_rng(1))
    assert partition.objective <= RECORDED["kmeans"][name] * (1 + 1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("name", RECORDED["clusterboot"])
def test_the_jaccard_is_that_of_clusterboot_within_two_standard_errors(name: str) -> None:
    points, oracle = table(name), RECORDED["clusterboot"][name]
    overlaps: list[NDArray[np.float64]] = []

    def cluster(rows: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
        return search(points[rows], SearchRecipe(3, 3), rng).labels

    for seed in range(4):
        draws = Draws(N_DRAWS // 4, seed)
        overlaps.append(bootstrap(np.array(oracle["labels"]), cluster, draws).jaccard)
    ours = np.mean(overlaps, axis=0)
    # Both means have a standard error; ours is about R's, for the same number of draws.
    bound = 2 * np.sqrt(2) * np.array(oracle["se"])
    assert (np.abs(ours - oracle["mean"]) < bound).all(), (ours, oracle["mean"], bound)
