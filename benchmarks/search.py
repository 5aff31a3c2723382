"""The search against R's kmeans (Hartigan-Wong) and scikit-learn, in one run.

R: the best of 20 seeds with nstart = 50, and the time of one such call, taken inside R. Ours: the
same 20 seeds, how many reach R's best or better, how many of their starts reached the best, and the
time of one search. R and ours take turns. scikit-learn: the best of 1,000 starts, and by how much
it stays above ours: on tables of a few columns it does not, since there is little to get stuck in.
"""

import statistics
import time
from pathlib import Path

import numpy as np
import sklearn
from benchmarks.peers.r import R
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.datasets import load_wine
from sklearn.preprocessing import scale

from deelgenoot.study import Study
from deelgenoot.typology.pipeline import pipeline
from deelgenoot.typology.search import Partition, SearchRecipe, search

ORACLE = Path(__file__).resolve().parents[1] / "tests" / "core" / "oracle"
N_CLUSTERS, N_SEEDS = 7, 20
STARTS = 3
CALL = """set.seed({seed}); began <- Sys.time();
made <- suppressWarnings(kmeans(x, {k}, iter.max = 100, nstart = 50));
cat(format(made$tot.withinss, digits = 12), as.numeric(Sys.time() - began, units = "secs"))"""

Floats = NDArray[np.float64]


def tables() -> dict[str, Floats]:
    """The recorded test tables, wine, and the points of the bundled study."""
    table_of = {path.stem: np.loadtxt(path, delimiter=",") for path in sorted(ORACLE.glob("*.csv"))}
    table_of["wine"] = scale(load_wine().data)
    return table_of | {"study": pipeline(Study.load()).prepare().points}


def time_search(points: Floats, seed: int) -> tuple[Partition, float]:
    began = time.perf_counter()
    partition = search(points, SearchRecipe(N_CLUSTERS, STARTS), np.random.default_rng(seed))
    return partition, time.perf_counter() - began


def compare_on(r: R, points: Floats) -> str:
    """One line of the table."""
    time_search(points, 0)  # compiles, the first time
    r.give("x", points)
    theirs, ours = [], []
    for seed in range(1, N_SEEDS + 1):
        theirs.append(r.ask(CALL.format(seed=seed, k=N_CLUSTERS)))
        ours.append(time_search(points, seed))
    best = min(objective for objective, _ in theirs)
    objectives = [partition.objective for partition, _ in ours]
    good = sum(objective <= best * (1 + 1e-9) for objective in objectives)
    optimum = min(objectives)
    n_reached = sum(p.n_reached for p, _ in ours if p.objective <= optimum * (1 + 1e-9))
    lloyd = KMeans(N_CLUSTERS, n_init=1000, random_state=0).fit(points).inertia_
    slow, quick = [took for _, took in theirs], [took for _, took in ours]
    return (
        f"{best:>12.4f}{optimum:>12.4f}{good:>6}/{N_SEEDS}{n_reached:>7}/{N_SEEDS * STARTS}"
        f"{lloyd:>12.4f}{_above(lloyd, optimum):>9}{min(slow) * 1e3:>8.1f}{min(quick) * 1e3:>8.1f}"
        f"{min(quick) / min(slow):>7.2f}"
        f"{statistics.median(quick) / statistics.median(slow):>8.2f}"
    )


def _above(objective: float, optimum: float) -> str:
    """How far an objective stays above ours, in per cent; `equal` where it is no worse."""
    more = objective / optimum - 1
    return f"{more:+.2%}" if more > 1e-9 else "equal" if more > -1e-9 else "BELOW"


def main() -> None:
    with R() as r:
        print(f"R {r.version}, scikit-learn {sklearn.__version__}, k = {N_CLUSTERS}, "
              f"{STARTS} starts of ours; ms are the least of {N_SEEDS}")  # fmt: skip
        print(
            f"{'table':<15}{'R best':>12}{'ours best':>12}{'as good':>9}{'starts':>10}"
            f"{'sklearn':>12}{'above':>9}{'R ms':>8}{'ours':>8}{'ratio':>7}{'median':>8}"
        )
        for name, points in tables().items():
            print(f"{name:<15}{compare_on(r, points)}", flush=True)


if __name__ == "__main__":
    main()
