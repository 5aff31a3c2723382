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
    """Per area 1 where the rule holds, 0 where it does not, NaN where missing figures decide."""
    answers = np.array([holds(catalog, condition, selection) for condition in rule.of])
    certain = (answers == 1).sum(axis=0)
    possible = certain + np.isnan(answers).sum(axis=0)
    result: Floats = np.where(
        certain >= rule.count, 1.0, np.where(possible < rule.count, 0.0, UNKNOWN)
    )
    return result


def holds(catalog: Catalog, condition: Condition, selection: Bools) -> Floats:
    """Per area whether one condition holds: 1, 0, or NaN without a figure."""
    figures = condition_figures(catalog, condition)
    bound = condition_bound(condition, figures[selection])
    low = condition.side in {"low", "below"}
    met = figures <= bound if condition.side == "low" else figures >= bound
    if condition.value is not None:
        met = figures < bound if low else figures > bound
    return np.where(np.isnan(figures), UNKNOWN, met.astype(float))


def condition_figures(catalog: Catalog, condition: Condition) -> Floats:
    """Per area the figure a condition is about: the level, or the change between two years."""
    if condition.start is None or condition.end is None:
        level: Floats = catalog.level([condition.indicator])[:, 0]
        return level
    first, last = _ends(catalog.series(condition.indicator), condition.start, condition.end)
    if catalog.indicators[condition.indicator].unit == "%":
        return last - first
    change: Floats = (last / first - 1) * 100
    return change


def _ends(series: Series, start: int, end: int) -> tuple[Floats, Floats]:
    """The figures of both years; missing where a break lies between, since that is another area."""
    if missing := sorted({start, end} - set(series.years)):
        msg = f"A rule asks for {missing[0]}, and the series has {series.years}."
        raise BadStudy(msg)
    i, j = series.years.index(start), series.years.index(end)
    broken = (series.marks[:, i + 1 : j + 1] == "break").any(axis=1)
    return np.where(broken, np.nan, series.values[:, i]), series.values[:, j]


def condition_bound(condition: Condition, figures: Floats) -> float:
    """The value at which the condition begins to hold, from the selection's `figures`.

    For a share it is the figure of the last area that counts: of 74 areas and a third, the 24th.
    """
    if condition.value is not None:
        return condition.value
    ordered = np.sort(figures[~np.isnan(figures)])
    n_counted = max(1, round((condition.share or 0) * ordered.size))
    return float(ordered[n_counted - 1] if condition.side == "low" else ordered[-n_counted])


def shared(
    challenges: Sequence[Challenge],
    shown: Mapping[str, Floats],
    members: Bools,
    selection: Bools,
) -> tuple[SharedChallenge, ...]:
    """How often each challenge shows among the `members` and elsewhere in the `selection`.

    Those that show more often here than elsewhere come first.
    """
    counted = [
        _shared(c.id, shown[c.id], members, selection & ~members) for c in challenges if c.rule
    ]
    return tuple(sorted(counted, key=_by_excess))


def _by_excess(item: SharedChallenge) -> tuple[float, str]:
    here = item.n_cluster / max(item.of_cluster, 1)
    elsewhere = item.n_elsewhere / max(item.of_elsewhere, 1)
    return (elsewhere - here, item.challenge)


def _shared(challenge: str, shown: Floats, members: Bools, rest: Bools) -> SharedChallenge:
    here, there = (shown[rows & ~np.isnan(shown)] for rows in (members, rest))
    n_here, n_there = int(here.sum()), int(there.sum())
    lift = (n_here / here.size) / (n_there / there.size) if n_there and here.size else None
    return SharedChallenge(challenge, n_here, here.size, n_there, there.size, lift)
