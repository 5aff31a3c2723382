"""What an assessment says, by rule: which numbers of clusters stand out, and who stays together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from deelgenoot.typology.assessment import Measures, NumberOfClusters

STRONG = 0.8
"""Prediction strength from which a number of clusters counts (Tibshirani & Walther 2005)."""
AIM_R2, AIM_JACCARD = 0.36, 0.75
"""What clusters should predict of unused indicators while the weakest returns so (decision 65)."""
COMPARED = (
    "silhouette",
    "calinski_harabasz",
    "prediction_strength",
    "jaccard",
    "jaccard_least",
)
"""The measures that are also taken of tables without structure; the gap compares by itself."""


def value(measures: Measures, name: str) -> float:
    """Read one of the `COMPARED` measures."""
    number: float = getattr(measures, name)
    return number


def favourite(choices: Sequence[NumberOfClusters], measure: str) -> int:
    """Find the number of clusters to which a measure points; 1 is no clusters at all.

    The gap points to the first number that is not beaten by the next within one standard error
    (Tibshirani, Walther & Hastie 2001), the prediction strength to the largest number that is
    `STRONG`, every other measure to its highest value.
    """
    if measure == "gap":
        for choice, after in pairwise(choices):
            if choice.gap >= after.gap - after.gap_se:
                return choice.n_clusters
        return choices[-1].n_clusters
    if measure == "prediction_strength":
        strong = [c.n_clusters for c in choices if c.study.prediction_strength >= STRONG]
        return max(strong, default=1)
    return max(choices, key=lambda c: value(c.study, measure)).n_clusters


def is_above_chance(choice: NumberOfClusters) -> bool:
    """Tell whether every measure lies higher than on tables without structure."""
    return all(value(choice.study, name) > value(choice.null, name) for name in COMPARED)


@dataclass(frozen=True)
class Together:
    """Areas of one cluster that hang together; codes in the order of the cluster."""

    core: tuple[str, ...]
    """The largest set in which all are companions of each other."""
    others: Mapping[str, tuple[str, ...]]
    """Per area that is a companion of only some of the group: of which."""


def groups(
    members: Sequence[str], companions: Mapping[str, Sequence[str]]
) -> tuple[tuple[Together, ...], tuple[str, ...]]:
    """Group `members`, largest core first; also list those without a companion among them."""
    inside = set(members)
    companions_of = {code: inside.intersection(companions.get(code, ())) for code in members}
    together, remaining = [], [code for code in members if companions_of[code]]
    while remaining:
        group = _reachable(remaining[0], companions_of)
        together.append(_together([code for code in remaining if code in group], companions_of))
        remaining = [code for code in remaining if code not in group]
    together.sort(key=lambda group: -len(group.core))
    return tuple(together), tuple(code for code in members if not companions_of[code])


def _reachable(start: str, companions: Mapping[str, set[str]]) -> set[str]:
    """Collect all areas that can be reached from companion to companion."""
    codes, next_ones = set[str](), {start}
    while next_ones:
        codes |= next_ones
        next_ones = set[str]().union(*(companions[code] for code in next_ones)) - codes
    return codes


def _together(codes: Sequence[str], companions: Mapping[str, set[str]]) -> Together:
    core = _largest(codes, companions)
    others = {
        code: tuple(one for one in codes if one in companions[code])
        for code in codes
        if code not in core
    }
    return Together(tuple(code for code in codes if code in core), others)


def _largest(codes: Sequence[str], companions: Mapping[str, set[str]]) -> set[str]:
    """Find the largest set of mutual companions; the first of `codes` decides between equals.

    Takes or leaves one area after the other and stops where what is left cannot win. Clusters are
    small enough for that.
    """
    best: set[str] = set()

    def extend(members: set[str], rest: Sequence[str]) -> None:
        nonlocal best
        if len(members) > len(best):
            best = members
        for at, code in enumerate(rest):
            if len(members) + len(rest) - at <= len(best):
                return
            extend(members | {code}, [one for one in rest[at + 1 :] if one in companions[code]])

    extend(set(), codes)
    return best
