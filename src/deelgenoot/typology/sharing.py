"""Which challenges a cluster shares: more of its members show them than chance gives."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, false_discovery_control, hypergeom

from deelgenoot.typology.published import SharedChallenge

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def count_shared(
    evidence: Mapping[str, Floats], labels: Ints, n_clusters: int
) -> tuple[tuple[SharedChallenge, ...], ...]:
    """Count every challenge in every cluster and elsewhere in the selection.

    `evidence` holds per challenge 1, 0 or NaN for every area; `labels` its cluster, -1 outside the
    selection. Which pairs count is decided over all pairs together by Benjamini & Hochberg (1995,
    J. R. Stat. Soc. B 57:289). Per cluster the shared challenges come first, then the commoner.
    """
    pairs = [
        (k, _count(challenge, answers, labels == k, (labels >= 0) & (labels != k)))
        for challenge, answers in evidence.items()
        for k in range(n_clusters)
    ]
    rates = false_discovery_control([count.p for _k, count in pairs]) if pairs else ()
    counts: list[list[SharedChallenge]] = [[] for _k in range(n_clusters)]
    for (k, count), rate in zip(pairs, rates, strict=True):
        counts[k].append(replace(count, q=float(rate)))
    return tuple(tuple(sorted(of_cluster, key=_by_excess)) for of_cluster in counts)


def _by_excess(item: SharedChallenge) -> tuple[bool, float, str]:
    here = item.n_cluster / max(item.of_cluster, 1)
    elsewhere = item.n_elsewhere / max(item.of_elsewhere, 1)
    return (not item.is_shared, elsewhere - here, item.challenge)


def _count(
    challenge: str, answers: Floats, members: NDArray[np.bool_], rest: NDArray[np.bool_]
) -> SharedChallenge:
    here, there = (answers[rows & ~np.isnan(answers)] for rows in (members, rest))
    n_here, n_there = int(here.sum()), int(there.sum())
    low, high = share_interval(n_here, here.size)
    p = chance_of_as_many((n_here, here.size), (n_there, there.size))
    return SharedChallenge(challenge, n_here, here.size, low, high, n_there, there.size, p=p, q=1.0)


def share_interval(n: int, of: int) -> tuple[float, float]:
    """Give the ends between which a share lies at 95%, by Wilson (1927, J. Am. Stat. Assoc. 22)."""
    if of == 0:
        return 0.0, 1.0
    interval = binomtest(n, of).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)


def chance_of_as_many(here: tuple[int, int], elsewhere: tuple[int, int]) -> float:
    """Give the chance of as many signs `here` or more, each a pair of how many and of how many.

    The signs are spread over all areas by chance (hypergeometric; Fisher 1935, The Design of
    Experiments, section 21), one-sided.
    """
    (n, of), (n_elsewhere, of_elsewhere) = here, elsewhere
    if of == 0:
        return 1.0
    return float(hypergeom.sf(n - 1, of + of_elsewhere, n + n_elsewhere, of))
