"""The years that the assessment looked at, and those of an indicator."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deelgenoot_web.atlas.facts.release import Release


def known_years(release: Release) -> tuple[int, ...]:
    """List the years that the assessment looked at, first to last."""
    current = release.current_assessment
    return tuple(one.year for one in current.other_years) if current else ()


def own_years(release: Release, column: str) -> tuple[int, ...]:
    """List the years of an indicator in the study itself."""
    indicator = release.catalog.indicators[column]
    first = indicator.level_rule == "first"
    level = indicator.level_years[:1] if first else indicator.level_years
    return tuple(sorted(release.study.years.get(column, level)))


def yearly_means(release: Release, column: str, years: Sequence[int]) -> NDArray[np.float64]:
    """Average some years per municipality, in order of `Catalog.codes`; NaN without figures."""
    series = release.catalog.series(column)
    means: NDArray[np.float64] = series.values[:, [series.years.index(y) for y in years]].mean(
        axis=1
    )
    return means


def newest_since(
    release: Release, indicator: str, code: str, year: int
) -> tuple[int, float] | None:
    """Find the newest figure of a municipality after a year, with its year."""
    series = release.catalog.series(indicator)
    figures = series.values[release.catalog.codes.index(code)]
    later = [at for at, one in enumerate(series.years) if one > year and not np.isnan(figures[at])]
    return (series.years[later[-1]], float(figures[later[-1]])) if later else None
