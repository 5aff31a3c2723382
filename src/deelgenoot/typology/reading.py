"""What an assessment says, by rule: which numbers of clusters stand out, and who stays together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from deelgenoot.typology.assessment import Measures, NumberOfClusters

STRONG = 0.8
"""Prediction strength from which a number of clusters counts (Tibshirani & Walther 2005)."""
COMPARED = (
    "silhouette",
    "calinski_harabasz",
    "prediction_strength",
    "jaccard",
    "jaccard_least",
)
"""The measures that are also taken of tables without structure; the gap compares by itself."""


def value(measures: Measures, name: str) -> float:
    """One of the `COMPARED` measures."""
    found: float = getattr(measures, name)
    return found


def favourite(choices: Sequence[NumberOfClusters], measure: str) -> int:
    """The number of clusters to which a measure points; 1 is no clusters at all.

    The gap points to the first number that is not beaten by the next within one standard error
    (Tibshirani, Walther & Hastie 2001), the prediction strength to the largest number that is
    `STRONG`, every other measure to its highest value.
    """
    if measure == "gap":
        for one, after in pairwise(choices):
            if one.gap >= after.gap - after.gap_se:
                return one.n_clusters
        return choices[-1].n_clusters
    if measure == "prediction_strength":
        strong = [c.n_clusters for c in choices if c.study.prediction_strength >= STRONG]
        return max(strong, default=1)
    return max(choices, key=lambda c: value(c.study, measure)).n_clusters


def is_above_chance(choice: NumberOfClusters) -> bool:
    """Whether every measure lies higher than it does on tables without structure."""
    return all(value(choice.study, name) > value(choice.null, name) for name in COMPARED)


@dataclass(frozen=True)
class Together:
    """Areas of one cluster that hang together; codes in the order of the cluster."""

    core: tuple[str, ...]
    """The largest set in which everybody is a companion of everybody."""
    others: Mapping[str, tuple[str, ...]]
    """Who is a companion of some of the group, and of whom."""


def groups(
    members: Sequence[str], companions: Mapping[str, Sequence[str]]
) -> tuple[tuple[Together, ...], tuple[str, ...]]:
    """The groups among `members`, largest core first, and those who have no companion in it."""
    inside = set(members)
    known = {code: inside.intersection(companions.get(code, ())) for code in members}
    found, left = [], [code for code in members if known[code]]
    while left:
        linked = _linked(left[0], known)
        found.append(_together([code for code in left if code in linked], known))
        left = [code for code in left if code not in linked]
    found.sort(key=lambda group: -len(group.core))
    return tuple(found), tuple(code for code in members if not known[code])


def _linked(start: str, known: Mapping[str, set[str]]) -> set[str]:
    """Everybody who can be reached from companion to companion."""
    reached, next_ones = set[str](), {start}
    while next_ones:
        reached |= next_ones
        next_ones = set[str]().union(*(known[code] for code in next_ones)) - reached
    return reached


def _together(codes: Sequence[str], known: Mapping[str, set[str]]) -> Together:
    core = _largest(codes, known)
    others = {
        code: tuple(one for one in codes if one in known[code])
        for code in codes
        if code not in core
    }
    return Together(tuple(code for code in codes if code in core), others)


def _largest(codes: Sequence[str], known: Mapping[str, set[str]]) -> set[str]:
    """The largest set of mutual companions; the first of `codes` decides between equals.

    Takes or leaves one area after the other and stops where what is left cannot win. Clusters are
    small enough for that.
    """
    best: set[str] = set()

    def extend(chosen: set[str], left: Sequence[str]) -> None:
        nonlocal best
        if len(chosen) > len(best):
            best = chosen
        for at, code in enumerate(left):
            if len(chosen) + len(left) - at <= len(best):
                return
            extend(chosen | {code}, [one for one in left[at + 1 :] if one in known[code]])

    extend(set(), codes)
    return best
