"""The figures that a study counts: its levels, or those of years that it names, of the same land.

Imports no search: the process that serves people asks for them too.
"""

import numpy as np
from numpy.typing import NDArray

from deelgenoot.catalog import Catalog
from deelgenoot.study import Study

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def levels(study: Study) -> Floats:
    """Table every area's figures (n, p) in their own units: level, or years of the study."""
    columns = tuple(study.transforms)
    values = study.catalog.level(columns)
    for column, years in study.years.items():
        figures = [on_this_land(study.catalog, column, year) for year in years]
        values[:, columns.index(column)] = np.mean(figures, axis=0)
    return values


def on_this_land(catalog: Catalog, column: str, year: int) -> Floats:
    """Give the figures of one year; missing where they are of other land than the reference's."""
    series = catalog.series(column)
    at = series.years.index(year)
    return np.where(of_other_land(catalog, column)[:, at], np.nan, series.values[:, at])


def of_other_land(catalog: Catalog, column: str) -> Bools:
    """Tell which figures of a series are of other land than the reference year's, (n, years).

    A table of one's own knows no year of its land: there the newest year of the column is it.
    """
    series = catalog.series(column)
    level_years = catalog.indicators[column].level_years
    here = catalog.areas.year or max(level_years or series.years, default=0)
    is_break = series.marks == "break"
    n_breaks = is_break.cumsum(axis=1)
    is_until = np.array(series.years) <= here
    is_other: Bools = n_breaks != (is_break & is_until).sum(axis=1)[:, None]
    # A break at the first figure of all says that it is of later land; the next one leads back.
    first = ~np.isnan(series.values) & (np.cumsum(~np.isnan(series.values), axis=1) == 1)
    is_later = (is_break & first).any(axis=1)
    is_other[is_later] = n_breaks[is_later] % 2 == 1
    return is_other
