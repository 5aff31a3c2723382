"""The figures of one indicator as files: plain CSV, with a description in CSV on the Web (W3C).

The source, the licence and the notes stand in the description, not in the CSV: a line that is no
data breaks most programs that read it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from deelgenoot.catalog import Indicator
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.facts.tables import Columns, Row

LEVELS, YEARS = KINDS = "levels", "years"
_COLUMNS: dict[str, tuple[tuple[str, str, str], ...]] = {
    LEVELS: (
        ("code", "string", "Code of the municipality (CBS)"),
        ("name", "string", "Name of the municipality"),
        ("value", "number", "The figure; empty where there is none"),
    ),
    YEARS: (
        ("code", "string", "Code of the municipality (CBS)"),
        ("name", "string", "Name of the municipality"),
        ("year", "gYear", "The year of the figure"),
        ("value", "number", "The figure"),
        (
            "mark",
            "string",
            "merged: computed from the areas that became one; break: another territory before",
        ),
    ),
}


def indicator_table(release: Release, indicator_id: str, kind: str) -> Columns:
    """Make the table of this kind; KeyError for an unknown indicator or kind."""
    indicator = release.catalog.indicators[indicator_id]
    return tuple(name for name, *_ in _COLUMNS[kind]), list(_ROWS[kind](release, indicator))


def _levels(release: Release, indicator: Indicator) -> Iterator[Row]:
    """Give a row per municipality, also where there is no figure."""
    levels = release.catalog.level([indicator.id])[:, 0].tolist()
    for code, value in zip(release.catalog.codes, levels, strict=True):
        yield code, release.catalog.areas[code].name, _plain(value)


def _years(release: Release, indicator: Indicator) -> Iterator[Row]:
    """Give a row per year and municipality with a figure."""
    series = release.catalog.series(indicator.id)
    figures = zip(release.catalog.codes, series.values.tolist(), series.marks.tolist(), strict=True)
    for code, values, marks in figures:
        name = release.catalog.areas[code].name
        for year, value, mark in zip(series.years, values, marks, strict=True):
            if not np.isnan(value):
                yield code, name, year, _plain(value), mark


_ROWS: dict[str, Callable[[Release, Indicator], Iterator[Row]]] = {
    LEVELS: _levels,
    YEARS: _years,
}


def description(release: Release, indicator_id: str, kind: str) -> dict[str, Any]:
    """Describe a CSV file (https://www.w3.org/TR/tabular-metadata/)."""
    indicator = release.catalog.indicators[indicator_id]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{kind}.csv",
        "dc:title": {"nl": indicator.label.nl, "en": indicator.label.en},
        "dc:description": {"nl": indicator.description.nl, "en": indicator.description.en},
        "dc:publisher": indicator.publisher,
        "dc:source": {"dc:title": indicator.table, "schema:url": indicator.url},
        "dc:license": indicator.licence,
        "schema:unitText": indicator.unit,
        "schema:temporalCoverage": [str(year) for year in _years_covered(release, indicator, kind)],
        "schema:version": release.typology.versions["deelgenoot"],
        "rdfs:comment": _comments(release, indicator),
        "tableSchema": {"columns": [_column(*column) for column in _COLUMNS[kind]]},
    }


def _years_covered(release: Release, indicator: Indicator, kind: str) -> Sequence[int]:
    return indicator.level_years if kind == LEVELS else release.catalog.series(indicator.id).years


def _comments(release: Release, indicator: Indicator) -> list[str]:
    """List every reserve: boundaries, how the level is made, what is assumed or weak."""
    comments = [f"On the municipal boundaries of {release.catalog.areas.year}."]
    if len(indicator.level_years) > 1:
        is_mean = indicator.level_rule == "mean"
        rule = "the mean of these years" if is_mean else "the first year with one"
        comments.append(f"The level is {rule}: {', '.join(map(str, indicator.level_years))}.")
    if indicator.assumed_year:
        comments.append("The year is assumed: the source does not state it.")
    if indicator.weak:
        comments.append("A weak figure: an indication, no proof.")
    if indicator.note:
        comments.append(indicator.note.en)
    return comments


def _column(name: str, datatype: str, description: str) -> dict[str, str]:
    return {"name": name, "datatype": datatype, "dc:description": description}


def _plain(value: float) -> float | str:
    """Give a figure as the package has it, whole ones as such; nothing where there is none."""
    if np.isnan(value):
        return ""
    figure = float(f"{value:.12g}")
    return int(figure) if figure.is_integer() else figure
