"""What a grouping tells of figures that were not used to make it.

Groups made of figures always look alike on those figures. Whether it helps to know to which group
an area belongs shows on the other indicators of the catalogue. Each is put in ranks over the
selection, and each area is predicted by the mean rank of the others of its group, or of its peers.
"""

from collections.abc import Mapping, Sequence
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from deelgenoot.areas import Area
from deelgenoot.typology.alternatives import ward
from deelgenoot.typology.assessment import Grouping, Prediction, Predictions
from deelgenoot.typology.choice import MANY
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.levels import on_this_land

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

N_PEERS = 10
_ENOUGH = 0.9
"""An indicator, or a year of it, counts when this share of the selection has a figure."""


def predict(fitted: FittedTypology) -> Predictions | None:
    """Compute what each way of choosing areas predicts of the indicators that were not used.

    Per way the mean over those indicators of `explained_by_others`, on ranks: of all, per theme,
    and of what changed since the reference year. `chance` is the mean over all ways to deal the
    areas into groups as large as ours. None without unused indicators, or when there are too many
    areas to compare two by two.
    """
    if fitted.selection.sum() > MANY:
        return None
    names = _unused_indicators(fitted)
    if not names:
        return None
    themes = {theme: tuple(inside) for theme, inside in _by_theme(fitted, names).items()}
    changes = _changes(fitted)
    levels = ranks(fitted.study.catalog.level(names)[fitted.selection])
    change_ranks = ranks(np.array([change for change, *_years in changes.values()]).T)
    every = []
    for name, others in _ways(fitted).items():
        explain = explained_by_chance if name == "chance" else explained_by_others
        each = dict(zip(names, explain(levels, others).tolist(), strict=True))
        of_themes = {t: fmean(each[one] for one in inside) for t, inside in themes.items()}
        of_changes = float(explain(change_ranks, others).mean()) if changes else None
        every.append(Prediction(name, fmean(each.values()), of_themes, of_changes))
    return Predictions(
        N_PEERS,
        themes,
        {name: (first, last) for name, (_change, first, last) in changes.items()},
        tuple(sorted(every, key=lambda one: -one.r2)),
    )


def predicted_by(fitted: FittedTypology, labels: Ints) -> float | None:
    """Compute the mean R2 of the unused indicators by these groups; None as `predict` gives."""
    names = _unused_indicators(fitted)
    if not names or fitted.selection.sum() > MANY:
        return None
    levels = ranks(fitted.study.catalog.level(names)[fitted.selection])
    return float(explained_by_others(levels, _same(labels.tolist())).mean())


def _unused_indicators(fitted: FittedTypology) -> list[str]:
    """List the indicators that are not in the typology and that nine of ten areas have."""
    names = list(fitted.study.catalog.indicators)
    levels = fitted.study.catalog.level(names)[fitted.selection]
    is_full = (~np.isnan(levels)).mean(axis=0) >= _ENOUGH
    columns = zip(names, is_full, strict=True)
    return [name for name, full in columns if full and name not in fitted.columns]


def _by_theme(fitted: FittedTypology, names: Sequence[str]) -> dict[str, list[str]]:
    themes: dict[str, list[str]] = {}
    for name in names:
        themes.setdefault(fitted.study.catalog.indicators[name].theme, []).append(name)
    return themes


def explained_by_others(figures: Floats, others: Bools) -> Floats:
    """Compute per column of `figures` (n, p) the leave-one-out R2 of the mean of the others, (p,).

    `others` (n, n) says whose figures predict each row; never its own. R2 is 1 less the squared
    error over that of the mean of everybody else: 0 is no better than knowing no group, and below 0
    is worse. Who has no figure takes no part; a row without others is predicted by everybody else.
    """
    is_known = ~np.isnan(figures)
    values = np.where(is_known, figures, 0.0)
    counts, sums = others @ is_known.astype(float), others @ values
    everybody = (values.sum(axis=0) - values) / np.maximum(is_known.sum(axis=0) - 1, 1)
    by_group = np.where(counts > 0, sums / np.maximum(counts, 1), everybody)
    error, without = (((values - by) ** 2 * is_known).sum(axis=0) for by in (by_group, everybody))
    return 1 - _ratio(error, without)


def explained_by_chance(figures: Floats, others: Bools) -> Floats:
    """Compute what `explained_by_others` gives on average when areas are dealt at random, (p,).

    Exact: m others drawn from n - 1 miss by the variance of the figures, of n - 1, times 1 + 1/m.
    """
    is_known = ~np.isnan(figures)
    n_known = is_known.sum(axis=0)
    counts = others @ is_known.astype(float)
    inverse = 1 / np.where(counts > 0, counts, n_known - 1)
    misses = ((1 + inverse) * is_known).sum(axis=0)
    r2: Floats = 1 - misses * (n_known - 1) / n_known**2
    return r2


def _ratio(error: Floats, without: Floats) -> Floats:
    """Divide; a column in which nobody differs explains nothing."""
    ratio: Floats = np.where(without > 0, error / np.where(without > 0, without, 1.0), 1.0)
    return ratio


def ranks(figures: Floats) -> Floats:
    """Rank each column (n, p) from 1 up, equal figures by the mean of their ranks; gaps stay."""
    result = np.full(figures.shape, np.nan)
    for at, column in enumerate(figures.T):
        is_known = ~np.isnan(column)
        _values, places, counts = np.unique(
            column[is_known], return_inverse=True, return_counts=True
        )
        result[is_known, at] = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return result


def _ways(fitted: FittedTypology) -> Mapping[Grouping, Bools]:
    """Say, per way of choosing, who are the others of each area of the selection, (n, n)."""
    points = fitted.pipeline.prepare().points
    k = fitted.study.method.n_clusters
    codes = np.array(fitted.study.catalog.codes)[fitted.selection]
    areas = [fitted.study.catalog.areas[code] for code in codes]
    ours = _same(fitted.partition.labels.tolist())
    ways: dict[Grouping, Bools] = {
        "peers": _nearest(((points[:, None] - points) ** 2).sum(axis=2)),
        "free": _same(fitted.free.labels.tolist()),
        "clusters": ours,
        "ward": _same(ward(points, k, np.random.default_rng(0)).tolist()),
        "chance": ours,
    }
    if all(area.urbanity for area in areas):
        ways["urbanity"] = _same([area.urbanity for area in areas])
    if all(area.province for area in areas):
        ways["province"] = _same([area.province for area in areas])
    if not np.isnan([area.lon for area in areas]).any():
        ways["near"] = _nearest(_over_the_earth(areas))
    return ways


def _same(groups: Sequence[object]) -> Bools:
    """Mark the others of the same group."""
    number = np.unique([str(group) for group in groups], return_inverse=True)[1]
    others: Bools = number[:, None] == number
    np.fill_diagonal(others, val=False)
    return others


def _nearest(apart: Floats) -> Bools:
    """Mark the ten nearest; the first of equals."""
    apart = apart + np.diag(np.full(len(apart), np.inf))
    order = np.argsort(apart, axis=1, kind="stable")[:, :N_PEERS]
    others = np.zeros(apart.shape, dtype=bool)
    np.put_along_axis(others, order, values=True, axis=1)
    np.fill_diagonal(others, val=False)
    return others


def _over_the_earth(areas: Sequence[Area]) -> Floats:
    """Compute half the versed sine of the angle between centres: larger is farther."""
    east, north = np.radians([[area.lon, area.lat] for area in areas]).T
    apart: Floats = (
        np.sin((north[:, None] - north) / 2) ** 2
        + np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    )
    return apart


def _changes(fitted: FittedTypology) -> dict[str, tuple[Floats, int, int]]:
    """Collect per indicator the change (n,) between its first and last year from the reference.

    A change is a ratio, on a log scale, where all figures are above zero, else a difference:
    otherwise a large figure would change much for being large. All indicators count, used or not.
    """
    catalog, here = fitted.study.catalog, fitted.selection
    changes = {}
    for name in catalog.indicators:
        series = catalog.series(name)
        is_full = (~np.isnan(series.values[here])).mean(axis=0) >= _ENOUGH
        years = [y for y, full in zip(series.years, is_full, strict=True) if full]
        years = [year for year in years if year >= catalog.areas.year]
        if len(years) > 1:
            ends = [on_this_land(catalog, name, year)[here] for year in (years[0], years[-1])]
            before, after = np.log(ends) if np.nanmin(ends) > 0 else np.array(ends)
            changes[name] = (after - before, years[0], years[-1])
    return changes
