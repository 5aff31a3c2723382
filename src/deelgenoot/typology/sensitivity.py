"""What the typology depends on: themes, indicators, years, and the rule for missing figures.

Each variant is the published search, anchors and all, on another table. Label k stands at anchor k
in every one of them, so clusters need no matching.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from deelgenoot.study import Study
from deelgenoot.typology.agreement import adjusted_rand
from deelgenoot.typology.assessment import Kind, Mover, Variant
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.levels import levels, on_this_land
from deelgenoot.typology.pipeline import Pipeline
from deelgenoot.typology.prepare import column_weights, transform
from deelgenoot.typology.stability import contingency

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ENOUGH = 0.9
"""Another year counts when this share of the selection has a figure in it."""
_LONGEST_LEVEL = 3
"""A level over more years than this is a change over a period, not a state."""
_ALIKE = 5
"""How many of the most similar areas fill a gap in the variant `nearest`."""


def variants(fitted: FittedTypology) -> tuple[Variant, ...]:
    """Try each theme and indicator left out, other years, and two other rules for gaps.

    Only what makes a difference: no other years where there are none, no rules without gaps.
    """
    return tuple(_variant(fitted, *variant) for variant in _pipelines(fitted))


def _pipelines(fitted: FittedTypology) -> Iterator[tuple[Kind, str, tuple[str, ...], Pipeline]]:
    study, columns = fitted.study, fitted.columns
    theme_of = {column: study.catalog.indicators[column].theme for column in columns}
    for theme in dict.fromkeys(theme_of.values()):
        if rest := [c for c in columns if theme_of[c] != theme]:
            yield "theme", theme, (), _with_columns(fitted, rest)
    for column in columns:
        if rest := [c for c in columns if c != column]:
            yield "indicator", column, (), _with_columns(fitted, rest)
    table, anew = in_other_years(fitted)
    if anew:
        yield "years", "years", anew, replace(fitted.pipeline, table=table)
    table = fitted.pipeline.table
    gap_columns = tuple(c for at, c in enumerate(columns) if np.isnan(table[:, at]).any())
    if gap_columns:
        table_filled = filled_by_nearest(fitted)
        yield "missing", "nearest", gap_columns, replace(fitted.pipeline, table=table_filled)
    if gap_columns and (rest := [c for c in columns if c not in gap_columns]):
        yield "missing", "without", gap_columns, _with_columns(fitted, rest)


def _with_columns(fitted: FittedTypology, names: list[str]) -> Pipeline:
    """Make the pipeline of these columns only; the themes that are left weigh the same again."""
    study = fitted.study
    places = [fitted.columns.index(name) for name in names]
    theme_of = {one: study.catalog.indicators[one].theme for one in names}
    weights = column_weights(names, theme_of, study.theme_weights)
    return fitted.pipeline.columns(np.array(places), weights)


def _variant(
    fitted: FittedTypology, kind: Kind, name: str, anew: tuple[str, ...], pipeline: Pipeline
) -> Variant:
    labels = pipeline.partition(with_anchors=True).labels
    before = fitted.partition.labels
    codes = np.array(fitted.study.catalog.codes)[fitted.selection]
    movers = [
        Mover(str(code), fitted.ids[now])
        for code, was, now in zip(codes, before, labels, strict=True)
        if was != now
    ]
    overlap = contingency(before, labels, fitted.study.method.n_clusters)
    return Variant(kind, name, anew, adjusted_rand(overlap), tuple(movers))


def in_other_years(fitted: FittedTypology) -> tuple[Floats, tuple[str, ...]]:
    """Table each indicator in its nearest other year; also which indicators have one.

    An indicator without another year, or whose level is itself a change over years, keeps its
    figures. Areas without a figure in that year have a gap there.
    """
    study, columns = fitted.study, fitted.columns
    values = levels(study)
    anew = []
    for at, column in enumerate(columns):
        other = _other_year(study, fitted, column)
        if other is not None:
            values[:, at] = other
            anew.append(column)
    table = transform(values, columns, study.transforms)
    return table[fitted.selection], tuple(anew)


def _other_year(study: Study, fitted: FittedTypology, column: str) -> Floats | None:
    indicator = study.catalog.indicators[column]
    series = study.catalog.series(column)
    own = study.years.get(column, indicator.level_years)
    if not own or len(own) > _LONGEST_LEVEL:  # nobody says of which year, or it is a mean
        return None
    full = (~np.isnan(series.values[fitted.selection])).mean(axis=0) >= _ENOUGH
    years = [y for y, enough in zip(series.years, full, strict=True) if enough]
    others = [year for year in years if year not in own]
    if not others:
        return None
    near = min(others, key=lambda year: (_apart(year, own), -year))
    return on_this_land(study.catalog, column, near)


def _apart(year: int, years: tuple[int, ...]) -> int:
    return min(abs(year - one) for one in years)


def filled_by_nearest(fitted: FittedTypology) -> Floats:
    """Fill each gap of the table by the mean of the areas most alike on all other columns."""
    table = fitted.pipeline.table.copy()
    points = fitted.pipeline.prepare().points
    for row, column in np.argwhere(np.isnan(table)):
        others = np.delete(points, column, axis=1)
        apart = ((others - others[row]) ** 2).sum(axis=1)
        apart[np.isnan(fitted.pipeline.table[:, column])] = np.inf
        alike = np.argsort(apart, kind="stable")[:_ALIKE]
        table[row, column] = fitted.pipeline.table[alike, column].mean()
    return table
