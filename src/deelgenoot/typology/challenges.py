"""Which challenges the figures show, per area and shared in a cluster."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from deelgenoot.catalog import Catalog, Series
from deelgenoot.errors import BadStudy
from deelgenoot.study import AtLeast, Challenge, Condition
from deelgenoot.typology.published import SharedChallenge

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

UNKNOWN = np.nan


def evidence(catalog: Catalog, rule: AtLeast, selection: Bools) -> Floats:
    """Tell per area if the rule holds: 1, 0, or NaN where missing figures decide."""
    answers = np.array([holds(catalog, condition, selection) for condition in rule.of])
    certain = (answers == 1).sum(axis=0)
    possible = certain + np.isnan(answers).sum(axis=0)
    result: Floats = np.where(
        certain >= rule.count, 1.0, np.where(possible < rule.count, 0.0, UNKNOWN)
    )
    return result


def holds(catalog: Catalog, condition: Condition, selection: Bools) -> Floats:
    """Tell per area if one condition holds: 1, 0, or NaN without a figure."""
    figures = condition_figures(catalog, condition)
    bound = condition_bound(condition, figures[selection])
    low = condition.side in {"low", "below"}
    is_met = figures <= bound if condition.side == "low" else figures >= bound
    if condition.value is not None:
        is_met = figures < bound if low else figures > bound
    return np.where(np.isnan(figures), UNKNOWN, is_met.astype(float))


def condition_figures(catalog: Catalog, condition: Condition) -> Floats:
    """Give per area the figure of a condition: the level, or the change between two years."""
    if condition.start is None or condition.end is None:
        level: Floats = catalog.level([condition.indicator])[:, 0]
        return level
    first, last = _ends(catalog.series(condition.indicator), condition.start, condition.end)
    if catalog.indicators[condition.indicator].unit == "%":
        return last - first
    change: Floats = (last / first - 1) * 100
    return change


def _ends(series: Series, start: int, end: int) -> tuple[Floats, Floats]:
    """Give the figures of both years; missing where a break lies between: that is another area."""
    if missing := sorted({start, end} - set(series.years)):
        msg = f"A rule asks for {missing[0]}, and the series has {series.years}."
        raise BadStudy(msg)
    i, j = series.years.index(start), series.years.index(end)
    is_broken = (series.marks[:, i + 1 : j + 1] == "break").any(axis=1)
    return np.where(is_broken, np.nan, series.values[:, i]), series.values[:, j]


def condition_bound(condition: Condition, figures: Floats) -> float:
    """Find the value at which the condition begins to hold, from the selection's `figures`.

    For a share it is the figure of the last area that counts: of 74 areas and a third, the 24th.
    """
    if condition.value is not None:
        return condition.value
    in_order = np.sort(figures[~np.isnan(figures)])
    n_counted = max(1, round((condition.share or 0) * in_order.size))
    return float(in_order[n_counted - 1] if condition.side == "low" else in_order[-n_counted])


def shared_challenges(
    challenges: Sequence[Challenge],
    evidence: Mapping[str, Floats],
    members: Bools,
    selection: Bools,
) -> tuple[SharedChallenge, ...]:
    """Count each challenge among the `members` and elsewhere in the `selection`.

    Those that show more often here than elsewhere come first.
    """
    counts = [
        _count(c.id, evidence[c.id], members, selection & ~members) for c in challenges if c.rule
    ]
    return tuple(sorted(counts, key=_by_excess))


def _by_excess(item: SharedChallenge) -> tuple[float, str]:
    here = item.n_cluster / max(item.of_cluster, 1)
    elsewhere = item.n_elsewhere / max(item.of_elsewhere, 1)
    return (elsewhere - here, item.challenge)


def _count(challenge: str, evidence: Floats, members: Bools, rest: Bools) -> SharedChallenge:
    here, there = (evidence[rows & ~np.isnan(evidence)] for rows in (members, rest))
    n_here, n_there = int(here.sum()), int(there.sum())
    lift = (n_here / here.size) / (n_there / there.size) if n_there and here.size else None
    return SharedChallenge(challenge, n_here, here.size, n_there, there.size, lift)
