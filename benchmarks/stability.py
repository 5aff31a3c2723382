"""The bootstrap of 342 x 40 for k = 2..12 against fpc's clusterboot, in one run.

Time per draw: all that `clusterboot(bootmethod = "boot", clustermethod = kmeansCBI, runs = 10)`
does, taken inside R, beside all that `bootstrap` does. Quality: the mean sum of squares over the
same resampled rows, of R's kmeans with ten starts and of ours. The two take turns; one core each.
"""

import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from benchmarks.peers.r import R
from numpy.typing import NDArray

from deelgenoot.typology.search import SearchRecipe, hasty, search
from deelgenoot.typology.stability import Draws, bootstrap

TABLE = Path(__file__).resolve().parents[1] / "tests" / "core" / "oracle" / "normal_342x40.csv"
KS = range(2, 13)
N_DRAWS, N_THEIRS, N_ROUNDS, N_QUALITY = 20, 10, 8, 30
CALL = """began <- Sys.time(); made <- suppressWarnings(clusterboot(x, B = {b}, bootmethod = "boot",
clustermethod = kmeansCBI, krange = {k}, runs = 10, count = FALSE, seed = {seed}));
cat(as.numeric(Sys.time() - began, units = "secs") / {b})"""
QUALITY = """set.seed({seed}); cat(format(suppressWarnings(kmeans(x[c({rows}), ], {k},
iter.max = 100, nstart = 10))$tot.withinss, digits = 12))"""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def clustering(points: Floats, k: int) -> Callable[[Ints, np.random.Generator], Ints]:
    def cluster(rows: Ints, rng: np.random.Generator) -> Ints:
        return search(points[rows], hasty(SearchRecipe(k, 3), len(rows)), rng).labels

    return cluster


def ours(points: Floats, k: int, seed: int) -> float:
    """Seconds per draw."""
    labels = search(points, SearchRecipe(k, 3), np.random.default_rng(seed)).labels
    began = time.perf_counter()
    bootstrap(labels, clustering(points, k), Draws(N_DRAWS, seed))
    return (time.perf_counter() - began) / N_DRAWS


def quality(r: R, points: Floats, k: int) -> tuple[float, float]:
    """The mean sum of squares of R and of ours over the same resamples."""
    objectives = []
    for seed in range(N_QUALITY):
        rng = np.random.default_rng([seed, k])
        rows = np.unique(rng.integers(len(points), size=len(points)))
        row_numbers = ",".join(map(str, (rows + 1).tolist()))
        (theirs,) = r.ask(QUALITY.format(seed=seed + 1, rows=row_numbers, k=k))
        objectives.append(
            (theirs, search(points[rows], hasty(SearchRecipe(k, 3), len(rows)), rng).within)
        )
    theirs, mine = np.mean(objectives, axis=0)
    return float(theirs), float(mine)


def main() -> None:
    points = np.loadtxt(TABLE, delimiter=",")
    ours(points, 2, 0)  # compiles, the first time
    with R() as r:
        print(f"R {r.version}; least of {N_ROUNDS} rounds; W is the mean sum of squares of a draw")
        print(f"{'k':>4}{'fpc ms':>9}{'ours ms':>9}{'faster':>8}{'W fpc':>10}{'W ours':>10}")
        r.give("x", points)
        whole = np.zeros(2)
        for k in KS:
            times = [
                (r.ask(CALL.format(b=N_THEIRS, k=k, seed=seed))[0], ours(points, k, seed))
                for seed in range(1, N_ROUNDS + 1)
            ]
            theirs, mine = np.min(times, axis=0)
            whole += (theirs, mine)
            w_theirs, w_mine = quality(r, points, k)
            print(f"{k:>4}{theirs * 1e3:>9.2f}{mine * 1e3:>9.2f}{theirs / mine:>8.1f}"
                  f"{w_theirs:>10.2f}{w_mine:>10.2f}", flush=True)  # fmt: skip
        print(f"{'all':>4}{whole[0] * 1e3:>9.2f}{whole[1] * 1e3:>9.2f}{whole[0] / whole[1]:>8.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{peak:.0f} MB at most")


if __name__ == "__main__":
    main()
