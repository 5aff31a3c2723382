"""Which challenges the figures show in each area."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deelgenoot.catalog import Catalog, Series
from deelgenoot.errors import BadStudy
from deelgenoot.rules import AtLeast, Condition

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
    border = condition_border(condition, figures, selection)
    is_met = {"low": np.less_equal, "high": np.greater_equal, "below": np.less, "above": np.greater}
    return np.where(
        np.isnan(figures), UNKNOWN, is_met[condition.side](figures, border).astype(float)
    )


def condition_figures(catalog: Catalog, condition: Condition) -> Floats:
    """Give per area the figure of a condition: the level, or the change between two years."""
    if condition.start is None or condition.end is None:
        level: Floats = catalog.level([condition.indicator])[:, 0]
        return level
    first, last = _ends(catalog.series(condition.indicator), condition.start, condition.end)
    if catalog.indicators[condition.indicator].unit == "%":
        return last - first
    # Of what was not there, no change in per cent can be told.
    change: Floats = (last / np.where(first == 0, np.nan, first) - 1) * 100
    return change


def _ends(series: Series, start: int, end: int) -> tuple[Floats, Floats]:
    """Give the figures of both years; missing where a break lies between: that is another area."""
    if missing := sorted({start, end} - set(series.years)):
        years = ", ".join(map(str, series.years))
        raise BadStudy(
            f"A rule asks for {missing[0]}, and the series has {years}.",
            f"Een regel vraagt om {missing[0]}, en de reeks heeft {years}.",
        )
    i, j = series.years.index(start), series.years.index(end)
    is_broken = (series.marks[:, i + 1 : j + 1] == "break").any(axis=1)
    return np.where(is_broken, np.nan, series.values[:, i]), series.values[:, j]


def condition_border(condition: Condition, figures: Floats, selection: Bools) -> float:
    """Find where a condition begins to hold, from the `figures` of all areas (n,).

    For a part of a group it is the figure of the last area that counts: of 74 areas and a third,
    the 24th. Otherwise it is the value of the condition, or the middle area of the country.
    """
    if condition.value is not None:
        return condition.value
    if condition.share is None:
        return float(np.nanmedian(figures))
    in_order = np.sort(_group_figures(condition, figures, selection))
    n_counted = _n_counted(condition.share, in_order.size)
    return float(in_order[n_counted - 1] if condition.side == "low" else in_order[-n_counted])


@dataclass(frozen=True)
class GroupPart:
    """How many areas a condition about a part of a group asks for, and how many meet it."""

    n: int
    n_measured: int
    """The areas of the group that have a figure."""
    n_met: int
    """More than `n` where others equal the last one that counts."""


def count_part(catalog: Catalog, condition: Condition, selection: Bools) -> GroupPart:
    """Count the areas of a condition that has a share: of 74 and a third, 24 and its equals."""
    figures = condition_figures(catalog, condition)
    border = condition_border(condition, figures, selection)
    group_figures = _group_figures(condition, figures, selection)
    is_low = condition.side == "low"
    is_met = group_figures <= border if is_low else group_figures >= border
    n = _n_counted(condition.share or 0.0, group_figures.size)
    return GroupPart(n, group_figures.size, int(is_met.sum()))


def _group_figures(condition: Condition, figures: Floats, selection: Bools) -> Floats:
    """Take the figures that there are in the group of a condition."""
    group = figures[selection] if condition.group == "selectie" else figures
    present: Floats = group[~np.isnan(group)]
    return present


def _n_counted(share: float, n_measured: int) -> int:
    return max(1, round(share * n_measured))
