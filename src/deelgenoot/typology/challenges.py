"""Which challenges the figures show in each area."""

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
        msg = f"A rule asks for {missing[0]}, and the series has {series.years}."
        raise BadStudy(msg)
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
    group = figures[selection] if condition.group == "selectie" else figures
    in_order = np.sort(group[~np.isnan(group)])
    n_counted = max(1, round(condition.share * in_order.size))
    return float(in_order[n_counted - 1] if condition.side == "low" else in_order[-n_counted])
