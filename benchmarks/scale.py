"""Large tables, against scikit-learn in one run: the search on 100,000 x 60, and who is near whom.

`groups` has seven groups that overlap, `factors` none: twenty factors and noise. Both searches take
their starts on all cores; seconds are of one run each, one after the other.
"""

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import sklearn
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from deelgenoot.study import Study
from deelgenoot.typology.peers import Peers
from deelgenoot.typology.published import Typology
from deelgenoot.typology.search import SearchRecipe, search

N_AREAS, N_COLUMNS, N_CLUSTERS = 100_000, 60, 7
STARTS = {"groups": 50, "factors": 5}
"""The starts of both; fewer without groups, where each takes both much longer."""
N_ASKED, AGAIN = 10, 30

Floats = NDArray[np.float64]


def groups(rng: np.random.Generator) -> Floats:
    middles = rng.normal(size=(N_CLUSTERS, N_COLUMNS)) / 2
    noise = rng.normal(size=(N_AREAS, N_COLUMNS))
    return middles[rng.integers(N_CLUSTERS, size=N_AREAS)] + noise


def factors(rng: np.random.Generator) -> Floats:
    loadings = rng.normal(size=(20, N_COLUMNS)) / np.sqrt(20)
    scores: Floats = rng.normal(size=(N_AREAS, 20)) @ loadings
    return scores + rng.normal(size=(N_AREAS, N_COLUMNS)) / 2


def time_work(work: Callable[[], float]) -> tuple[float, float, float]:
    """What it gives, the seconds it takes, and those of all processors together."""
    wall, busy = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - wall, time.process_time() - busy


def searches() -> None:
    print(f"{'table':<9}{'starts':>7}{'W sklearn':>14}{'W ours':>14}{'s sklearn':>11}{'s ours':>9}"
          f"{'ratio':>7}{'cpu s':>9}{'cpu s':>8}")  # fmt: skip
    search(
        np.random.default_rng(0).normal(size=(1200, 8)),
        SearchRecipe(2, 1),
        np.random.default_rng(0),
    )
    for make in (groups, factors):
        points, starts = make(np.random.default_rng(1)), STARTS[make.__name__]

        def ours(points: Floats = points, starts: int = starts) -> float:
            return search(points, SearchRecipe(N_CLUSTERS, starts), np.random.default_rng(1)).within

        def peer(points: Floats = points, starts: int = starts) -> float:
            return float(KMeans(N_CLUSTERS, n_init=starts, random_state=1).fit(points).inertia_)

        mine, theirs = time_work(ours), time_work(peer)
        print(f"{make.__name__:<9}{starts:>7}{theirs[0]:>14.2f}{mine[0]:>14.2f}{theirs[1]:>11.1f}"
              f"{mine[1]:>9.1f}{mine[1] / theirs[1]:>7.2f}{theirs[2]:>9.1f}{mine[2]:>8.1f}",
              flush=True)  # fmt: skip


def crowd() -> Peers:
    """Everybody's place in a typology of so many areas."""
    columns = [f"c{at}" for at in range(N_COLUMNS)]
    z = np.random.default_rng(2).normal(size=(N_AREAS, N_COLUMNS)).round(6).tolist()
    typology = Typology.read(Study.load().folder / "typology.json")
    anybody = next(one for one in typology.members.values() if one.in_study)
    members = {
        code: replace(anybody, code=code, z=dict(zip(columns, row, strict=True)))
        for code, row in zip(map("{:06}".format, range(N_AREAS)), z, strict=True)
    }
    large_typology = replace(typology, weights=dict.fromkeys(columns, 1.0), members=members)
    return Peers(large_typology, {column: f"t{at % 7}" for at, column in enumerate(columns)})


def main() -> None:
    print(f"scikit-learn {sklearn.__version__}, {N_AREAS} x {N_COLUMNS}, k = {N_CLUSTERS}")
    searches()
    peers = crowd()
    peers.nearest("000000", n=N_ASKED)  # what is worked out once
    took = []
    for at in range(AGAIN):
        began = time.perf_counter()
        peers.nearest(f"{at:06}", {"t1": 2.0}, n=N_ASKED)
        took.append(time.perf_counter() - began)
    print(f"{N_ASKED} peers among {N_AREAS}: {np.median(took) * 1e3:.1f} ms, "
          f"least {min(took) * 1e3:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
