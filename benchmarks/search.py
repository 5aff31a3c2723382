"""The search against R's kmeans (Hartigan-Wong) and scikit-learn, in one run.

R: the best of 20 seeds with nstart = 50, and the time of one such call. Ours: 20 seeds, how many
reach R's best or better, and the time of one search. scikit-learn: the best of 1,000 starts. Needs
Rscript (`apt-get install r-base-core`); without it the columns of R are left out.
"""

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import sklearn
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from deelgenoot.study import Study
from deelgenoot.typology.pipeline import pipeline
from deelgenoot.typology.search import Recipe, search

ORACLE = Path(__file__).resolve().parents[1] / "tests" / "core" / "oracle"
N_CLUSTERS, N_SEEDS = 7, 20
STARTS = 3
R_PROGRAM = """
x <- as.matrix(read.csv(commandArgs(TRUE)[1], header = FALSE))
best <- c(); took <- c()
for (seed in 1:20) {
  set.seed(seed); start <- Sys.time()
  made <- suppressWarnings(kmeans(x, 7, iter.max = 100, nstart = 50))
  took <- c(took, as.numeric(Sys.time() - start, units = "secs"))
  best <- c(best, made$tot.withinss)
}
cat(format(min(best), digits = 12), format(median(took), digits = 6))
"""

Floats = NDArray[np.float64]


def tables() -> dict[str, Floats]:
    """The recorded test tables and the points of the bundled study."""
    found = {path.stem: np.loadtxt(path, delimiter=",") for path in sorted(ORACLE.glob("*.csv"))}
    return found | {"study": pipeline(Study.load()).prepared().points}


def timed(work: Callable[[int], float], seeds: range) -> tuple[list[float], float]:
    """What `work` gives for each seed, and the median of the seconds it took."""
    results, took = [], []
    for seed in seeds:
        started = time.perf_counter()
        results.append(work(seed))
        took.append(time.perf_counter() - started)
    return results, statistics.median(took)


def of_r(points: Floats) -> tuple[float, float] | None:
    """R's best objective and the seconds of one call; None without R."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        np.savetxt(file, points, delimiter=",", fmt="%.12g")
        file.flush()
        done = subprocess.run(
            ["Rscript", "-e", R_PROGRAM, file.name], capture_output=True, text=True, check=True
        )
    best, seconds = done.stdout.split()
    return float(best), float(seconds)


def main() -> None:
    print(f"scikit-learn {sklearn.__version__}, k = {N_CLUSTERS}, {STARTS} starts of ours")
    print(f"{'table':<15}{'R best':>12}{'ours best':>12}{'as good':>9}{'sklearn':>12}"
          f"{'R ms':>8}{'ours ms':>9}{'ratio':>7}{'sklearn ms':>12}")  # fmt: skip
    for name, points in tables().items():

        def ours(seed: int, points: Floats = points) -> float:
            rng = np.random.default_rng(seed)
            return search(points, Recipe(N_CLUSTERS, STARTS), rng).objective

        def peer(seed: int, points: Floats = points) -> float:
            return float(KMeans(N_CLUSTERS, n_init=1000, random_state=seed).fit(points).inertia_)

        ours(0)  # compiles, the first time
        r = of_r(points)
        found, seconds = timed(ours, range(N_SEEDS))
        (lloyd,), peer_seconds = timed(peer, range(1))
        best, r_seconds = r or (min(found), float("nan"))
        good = sum(objective <= best * (1 + 1e-9) for objective in found)
        print(f"{name:<15}{best:>12.4f}{min(found):>12.4f}{good:>6}/{N_SEEDS}{lloyd:>12.4f}"
              f"{r_seconds * 1e3:>8.1f}{seconds * 1e3:>9.1f}{seconds / r_seconds:>7.2f}"
              f"{peer_seconds * 1e3:>12.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
